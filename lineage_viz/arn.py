"""Amazon Resource Names of lineage entities.

Source of the forms: the SageMaker API model, and the ends of recorded associations.
"""

from dataclasses import dataclass
from functools import lru_cache

from lineage_viz.model import DEFAULT_LABEL, UNRESOLVED, Entity, EntityLabel, Value
from lineage_viz.words import plain

OUTSIDE = "Outside this account"
"""The status on screen of an unresolved entity of an export."""

NO_ROW = "No row in this folder"
"""The status on screen of an end of an association that has no row in a foreign folder."""

UNRESOLVED_REASON = "unresolvedreason"
"""The property of an unresolved entity with its status on screen, if it is not `OUTSIDE`."""

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
        return self.known_label or EntityLabel.ARTIFACT

    @property
    def known_label(self) -> EntityLabel | None:
        """The label of the entity that the ARN names; None when the ARN does not say."""
        return _LABELS.get(self.resource.partition("/")[0]) if self.partition else None


def unresolved_entity(arn: str, type_: str = "", name: str = "") -> Entity:
    """Return an entity for an end of an association that no listing contains (deleted, or another account's)."""
    parsed = Arn.parse(arn)
    properties: dict[str, Value] = {
        "arn": arn, "type": type_, "name": name, "account": parsed.account, "region": parsed.region,
    }  # fmt: skip
    present = {key: value for key, value in properties.items() if value}
    return Entity(arn, parsed.label, {**present, UNRESOLVED: True})


def end_without_row(id_: str) -> Entity:
    """Return an entity for an end of an association that has no row in a foreign folder.

    Only an ARN tells its label, account and region.
    """
    parsed = Arn.parse(id_)
    known = {"arn": id_, "account": parsed.account, "region": parsed.region} if parsed.partition else {}
    recorded = {key: value for key, value in known.items() if value}
    reason: dict[str, Value] = {UNRESOLVED: True, UNRESOLVED_REASON: NO_ROW}
    return Entity(id_, parsed.known_label or DEFAULT_LABEL, {**recorded, **reason})


def absence(entity: Entity) -> str:
    """Return the reason why an unresolved entity has no record, in words; empty for any other entity."""
    return plain(entity.text(UNRESOLVED_REASON), 40) or OUTSIDE if entity.unresolved else ""


@lru_cache(maxsize=4_096)
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
