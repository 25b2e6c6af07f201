"""The entities where a walk upstream begins: of an endpoint "now", the deployments in force."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lineage_viz.evidence.fact import facts_of
from lineage_viz.evidence.serving import serves_nothing
from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.questions.prepared.question import NOW, Found, Row
from lineage_viz.questions.prepared.walked import Walked, upstream
from lineage_viz.questions.served import is_endpoint, near, served
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.words import plain


@dataclass(frozen=True, slots=True)
class Starts:
    """The starts of a walk, and sentences about them.

    An endpoint is downstream of all that it ever served. So the walk of "now" begins at the deployments in force, the
    ones that the picture of the endpoint shows; `endpoint` and `links` lead from there to it. Any other entity is the
    start itself.
    """

    arns: tuple[str, ...]
    notes: tuple[str, ...] = ()
    endpoint: Entity | None = None
    links: tuple[Association, ...] = ()

    def walk(self, store: Store) -> Walked:
        """Walk upstream from all starts. Raises EntityNotFound."""
        return upstream(store, self.arns)

    def steps(self, hop: int) -> str:
        """The number of steps from the entity that was asked about; a deployment is one step from its endpoint."""
        return str(abs(hop) + (self.endpoint is not None))

    def found(self, walked: Walked, rows: Sequence[Row]) -> Found:
        """Return the answer with the lineage from its rows to the entity that was asked about."""
        between = walked.between(row.entity.arn for row in rows)
        return Found(tuple(rows), self.arns, self._with(between), walked.subgraph.truncated, self.notes)

    def _with(self, found: Subgraph) -> Subgraph:
        """Return a lineage with the endpoint as its focus."""
        if self.endpoint is None or not found.entities:
            return found
        hops = {arn: hop - 1 for arn, hop in found.hops.items()}
        return replace(
            found,
            entities=(self.endpoint, *found.entities),
            associations=(*self.links, *found.associations),
            focus=(self.endpoint.arn,),
            hops={self.endpoint.arn: 0, **hops},
        )


def starts_of(store: Store, arn: str, when: str) -> Starts:
    """Return the entities where a walk begins. Raises EntityNotFound."""
    if when != NOW:
        return Starts((arn,))
    found = near(store, arn)
    endpoint = found.entities[0]
    if not is_endpoint(endpoint):
        return Starts((arn,))
    name = plain(title(endpoint), 80)
    now = served(found)
    if now is None:
        return Starts((), (f"No deployment of {name} is recorded, so nothing tells what it serves.",))
    if not now.now or serves_nothing(facts_of(endpoint, ("endpointstatus",))["endpointstatus"].value):
        return Starts((), (f"Of {name}: {now.words}. “Ever” has all that it served.",))
    arns = (now.now, *sorted(now.beside))
    links = tuple(each for each in found.associations if each.source in arns and each.destination == arn)
    return Starts(arns, (f"Of {name}: {now.words}.",), endpoint, links)
