"""The lenses, and their words on screen."""

from collections.abc import Mapping
from enum import StrEnum


class Lens(StrEnum):
    """The value of an entity that decides the colour of its card. The values are those of the URL."""

    TYPE = ""
    """The kind of the entity has the colour, as `style.py` lists it."""
    STATUS = "status"
    DECISION = "decision"
    OWNER = "owner"
    AGE = "age"
    METRIC = "metric"
    ACCOUNT = "account"


WORDS: Mapping[Lens, str] = {
    Lens.TYPE: "Type",
    Lens.STATUS: "Status",
    Lens.DECISION: "Decision",
    Lens.OWNER: "Owner",
    Lens.AGE: "Age",
    Lens.METRIC: "Key metric",
    Lens.ACCOUNT: "Account",
}
