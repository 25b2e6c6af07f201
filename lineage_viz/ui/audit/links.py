"""Links from a report to other pages of the app."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from urllib.parse import urlencode

from lineage_viz.audit.pack import DEFAULT_PACK, Pack
from lineage_viz.model import Entity
from lineage_viz.title import title
from lineage_viz.ui.page_address import address_of, focus_address
from lineage_viz.words import plain, plain_id

_HERE = "audit"

Words = dict[str, str]
"""`words` and `url`, as report.js takes them."""


def explorer_url(arn: str, day: date | None) -> str:
    """The URL of the explorer with this entity as its focus."""
    return focus_address(arn, here=_HERE, day=day)


def review_url(
    arn: str,
    day: date | None = None,
    pack: Pack = DEFAULT_PACK,
    list_parts: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The URL of the review of a model on a day, by the checks of a pack, with the way back to the filtered list."""
    judged = {} if pack.name == DEFAULT_PACK.name else {"pack": pack.name}
    query = {"model": arn, **({"day": day.isoformat()} if day else {}), **judged, **list_parts}
    return f"{address_of(_HERE, here=_HERE)}?{urlencode(query)}"


class Linked:
    """The entities of a review as links into the explorer."""

    def __init__(self, entities: Iterable[Entity], day: date | None) -> None:
        self._by_arn: Mapping[str, Entity] = {each.arn: each for each in entities}
        self._day = day

    def link(self, arn: str) -> Words:
        """The title of an entity, and its URL in the explorer."""
        entity = self._by_arn.get(arn)
        return {
            "words": plain(title(entity), 80) if entity else plain_id(arn, 80),
            "url": explorer_url(arn, self._day) if entity else "",
        }

    def is_named(self, arn: str, text: str) -> bool:
        """True when a text has the title, source or ARN of an entity of the review."""
        entity = self._by_arn.get(arn)
        names = (title(entity), entity.source, entity.arn) if entity else ()
        return any(name and name in text for name in names)
