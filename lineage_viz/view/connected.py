"""The entities that the shown associations still connect with a focus, and those that one more type would connect."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from lineage_viz.model import Association, Subgraph
from lineage_viz.view.scope import both_ways, linked


@dataclass(frozen=True)
class Connected:
    """The entities of `whole` that a filter of associations leaves in; `hidden` are the types that it hides.

    Entities that no association connects with a focus, of any type, stay too.
    """

    whole: Subgraph
    hidden: frozenset[str] = field(default=frozenset())

    @cached_property
    def now(self) -> frozenset[str]:
        """The ARNs that stay."""
        everything = frozenset(entity.arn for entity in self.whole.entities)
        if not self.hidden:
            return everything
        links = [link for link in self.whole.associations if link.type in self.hidden]
        return everything - self._beside(links) | self._beside(())

    def with_(self, links: Collection[Association]) -> frozenset[str]:
        """Return the ARNs that stay when `links`, which are hidden, are shown too."""
        return self.now | self._beside(links) if links and self.hidden else self.now

    def _beside(self, links: Iterable[Association]) -> frozenset[str]:
        """Return the ARNs that the shown associations and `links`, which are hidden, connect with a focus."""
        # Between the parts that the shown associations hold together: many hidden types cost no more than one.
        part_of = self._part_of
        start = {part_of[arn] for arn in self.whole.focus if arn in part_of}
        joined = linked(start, both_ways((part_of[link.source], part_of[link.destination]) for link in links))
        return frozenset[str]().union(*(self._parts[part] for part in joined))

    @cached_property
    def _parts(self) -> dict[str, frozenset[str]]:
        """The entities that the shown associations hold together, by the first of each part."""
        shown = (link for link in self.whole.associations if link.type not in self.hidden)
        both = both_ways((link.source, link.destination) for link in shown)
        parts: dict[str, frozenset[str]] = {}
        seen: set[str] = set()
        for entity in self.whole.entities:
            if entity.arn not in seen:
                parts[entity.arn] = frozenset(linked([entity.arn], both))
                seen |= parts[entity.arn]
        return parts

    @cached_property
    def _part_of(self) -> dict[str, str]:
        return {arn: part for part, arns in self._parts.items() for arn in arns}
