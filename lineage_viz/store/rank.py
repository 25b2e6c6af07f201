"""The ranks of a search, best first: every store gives the same ones."""

from enum import IntEnum

from lineage_viz.model import EntityLabel, TypeKey


class Rank(IntEnum):
    """The place of a hit by the reason of its match; `Store.search` describes them.

    The deployments of an endpoint have its name and its source: people look for the endpoint.
    """

    NAMED = 0
    """A model or an endpoint whose title or ARN equals the text."""
    NAMED_OTHER = 1
    NAMED_ACTION = 2
    SOURCE = 3
    SOURCE_ACTION = 4
    SOURCE_END = 5
    SOURCE_END_ACTION = 6
    TITLE_START = 7
    TITLE = 8
    ELSEWHERE = 9
    RECORD = 10
    """A word is in no name, source, state or fact, but in another recorded text."""


FIRST: tuple[TypeKey, ...] = ((EntityLabel.ARTIFACT, "Model"), (EntityLabel.CONTEXT, "Endpoint"))
"""Models and endpoints: of entities with the same name, people look for these first."""


TIERS: tuple[TypeKey, ...] = ((EntityLabel.CONTEXT, "Endpoint"), (EntityLabel.ARTIFACT, "Model"))
"""The types that come first among titles with the words: an account has few endpoints, and many versions."""

LABELS = (EntityLabel.CONTEXT, EntityLabel.TRIAL_COMPONENT, EntityLabel.ARTIFACT, EntityLabel.ACTION)
"""The labels of all others: groups, jobs, data, actions. Entities of foreign labels are with the data."""


def tier(label: str, type_: str) -> int:
    """Return the place of an entity among those that contain the words, better ranks first: 0 to 9."""
    if (label, type_) in TIERS:
        return TIERS.index((label, type_))
    return len(TIERS) + LABELS.index(label if label in LABELS else EntityLabel.ARTIFACT)


def tiered(rank: Rank, place: int) -> int:
    """Return a number that sorts like the rank and, from `TITLE_START` on, by the tier in it."""
    return int(rank) * 10 + (place if rank >= Rank.TITLE_START else 0)
