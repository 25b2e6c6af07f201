"""Amazon Resource Names of lineage entities. Forms: SageMaker API model, association ends."""

from dataclasses import dataclass

from lineage_viz.model import Entity, EntityLabel, Value

_LABELS = {
    "artifact": EntityLabel.ARTIFACT,
    "experiment-trial-component": EntityLabel.TRIAL_COMPONENT,
    "action": EntityLabel.ACTION,
    "context": EntityLabel.CONTEXT,
    "experiment": EntityLabel.CONTEXT,  # "Conceptually, experiments and trials are contexts" (AWS sample notebook)
}


@dataclass(frozen=True, slots=True)
class Arn:
    """The parts of an ARN; those a text that is no ARN lacks are empty."""

    partition: str = ""
    service: str = ""
    region: str = ""
    account: str = ""
    resource: str = ""
    """Everything after the account, such as `artifact/1a0f…`."""

    @classmethod
    def parse(cls, text: str) -> "Arn":
        """Never fails: what is not there stays empty."""
        parts = text.split(":", 5)
        return cls(*parts[1:]) if len(parts) == 6 and parts[0] == "arn" else cls(resource=text)

    @property
    def label(self) -> EntityLabel:
        """The kind of entity an ARN names; artifact where it does not tell."""
        return _LABELS.get(self.resource.partition("/")[0], EntityLabel.ARTIFACT)


def unresolved_entity(arn: str, type_: str = "", name: str = "") -> Entity:
    """A stand-in for an association's end that no listing holds: another account's, or deleted."""
    parsed = Arn.parse(arn)
    found: dict[str, Value] = {
        "arn": arn, "type": type_, "name": name, "account": parsed.account, "region": parsed.region,
    }  # fmt: skip
    present = {key: value for key, value in found.items() if value}
    return Entity(arn, parsed.label, {**present, "unresolved": True})
