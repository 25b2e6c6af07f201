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


FIRST: tuple[TypeKey, ...] = ((EntityLabel.ARTIFACT, "Model"), (EntityLabel.CONTEXT, "Endpoint"))
"""Models and endpoints: of entities with the same name, people look for these first."""
