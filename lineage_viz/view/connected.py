"""The entities that the shown associations still connect with a focus, and those that one more type would connect."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from lineage_viz.model import Association, Subgraph
from lineage_viz.view.scope import beside, linked


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
        return everything - beside(self.whole.focus, self.whole.associations) | beside(
            self.whole.focus, self._shown
        )

    def with_(self, links: Collection[Association]) -> frozenset[str]:
        """Return the ARNs that stay when `links`, which are hidden, are shown too."""
        if not links or not self.hidden:
            return self.now
        # Between the parts that the shown associations hold together: many hidden types cost no more than one.
        ahead: dict[str, set[str]] = defaultdict(set)
        for link in links:
            one, other = self._part_of[link.source], self._part_of[link.destination]
            ahead[one].add(other)
            ahead[other].add(one)
        joined = linked({self._part_of[arn] for arn in self.whole.focus if arn in self._part_of}, ahead)
        return self.now.union(*(self._parts[part] for part in joined))

    @property
    def _shown(self) -> Iterable[Association]:
        return (link for link in self.whole.associations if link.type not in self.hidden)

    @cached_property
    def _parts(self) -> dict[str, frozenset[str]]:
        """The entities that the shown associations hold together, by the first of each part."""
        both: dict[str, set[str]] = defaultdict(set)
        for link in self._shown:
            both[link.source].add(link.destination)
            both[link.destination].add(link.source)
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
