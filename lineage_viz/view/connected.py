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
        part = self._part_of.get
        ahead = both_ways((part(a.source, a.source), part(a.destination, a.destination)) for a in links)
        joined = linked((part(arn, arn) for arn in self.whole.focus), ahead)
        return frozenset[str]().union(*(self._parts.get(first, (first,)) for first in joined))

    @cached_property
    def _parts(self) -> dict[str, frozenset[str]]:
        """The entities that the shown associations hold together, by one of each part. One alone has no part."""
        shown = (link for link in self.whole.associations if link.type not in self.hidden)
        both = both_ways((link.source, link.destination) for link in shown)
        parts: dict[str, frozenset[str]] = {}
        seen: set[str] = set()
        for arn in both:
            if arn not in seen:
                parts[arn] = frozenset(linked([arn], both))
                seen |= parts[arn]
        return parts

    @cached_property
    def _part_of(self) -> dict[str, str]:
        return {arn: first for first, arns in self._parts.items() for arn in arns}
