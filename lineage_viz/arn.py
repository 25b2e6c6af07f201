"""Amazon Resource Names of lineage entities.

Source of the forms: the SageMaker API model, and the ends of recorded associations.
"""

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
    """The parts of an ARN. Parts that are missing from the text are empty."""

    partition: str = ""
    service: str = ""
    region: str = ""
    account: str = ""
    resource: str = ""
    """Everything after the account, such as `artifact/1a0f…`."""

    @classmethod
    def parse(cls, text: str) -> "Arn":
        """Parse a text. It never fails: a text that is not an ARN becomes the resource."""
        parts = text.split(":", 5)
        return cls(*parts[1:]) if len(parts) == 6 and parts[0] == "arn" else cls(resource=text)

    @property
    def label(self) -> EntityLabel:
        """The label of the entity that the ARN names; artifact when the ARN does not say."""
        return _LABELS.get(self.resource.partition("/")[0], EntityLabel.ARTIFACT)


def unresolved_entity(arn: str, type_: str = "", name: str = "") -> Entity:
    """Return an entity for an end of an association that no listing contains (deleted, or another account's)."""
    parsed = Arn.parse(arn)
    properties: dict[str, Value] = {
        "arn": arn, "type": type_, "name": name, "account": parsed.account, "region": parsed.region,
    }  # fmt: skip
    present = {key: value for key, value in properties.items() if value}
    return Entity(arn, parsed.label, {**present, "unresolved": True})


def person(user: str) -> str:
    """Return the name of a person in a user's ARN; a text that is not such an ARN stays.

    `…:user-profile/d-1a2b/sofia` and `…:user/team/sofia` become "sofia"; `…:assumed-role/Science/sofia` becomes
    "sofia (role Science)".
    """
    kind, *path = Arn.parse(user).resource.split("/")
    if not user.startswith("arn:") or not path or not path[-1]:
        return user
    if kind == "assumed-role" and len(path) > 1:
        return f"{path[-1]} (role {path[0]})"
    return path[-1] if kind in ("user", "user-profile", "role", "federated-user") else user
