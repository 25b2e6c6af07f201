"""The lineage that a question walked: what stands before and after an entity in it, and the roles of its data."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from lineage_viz.evidence.columns import ROLE
from lineage_viz.evidence.words import has_facts
from lineage_viz.model import Association, Direction, Entity, EntityLabel, Subgraph
from lineage_viz.store.base import Store
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.title import title

CAP = 20_000
"""Entities that one walk meets at most."""

DATA = frozenset({"DataSet", "Dataset"})
"""SageMaker writes the first; the page of AWS about lineage has both."""

TRAINING, PROCESSING, TRANSFORM = "SageMakerTrainingJob", "SageMakerProcessingJob", "SageMakerTransformJob"
MODEL, DEPLOYMENT, ENDPOINT = "Model", "ModelDeployment", "Endpoint"

JOBS = Filter(labels=frozenset({EntityLabel.TRIAL_COMPONENT}))


class Walked:
    """A subgraph with its associations by both of their ends."""

    def __init__(self, subgraph: Subgraph) -> None:
        self.subgraph = subgraph
        self.entities = {each.arn: each for each in subgraph.entities}
        self._before: defaultdict[str, list[Association]] = defaultdict(list)
        self._after: defaultdict[str, list[Association]] = defaultdict(list)
        for each in subgraph.associations:
            self._before[each.destination].append(each)
            self._after[each.source].append(each)

    def before(self, arn: str, type_: str = "") -> list[Entity]:
        """The entities one association upstream of one, of this type of association."""
        return [self.entities[each.source] for each in self._before[arn] if type_ in ("", each.type)]

    def after(self, arn: str, type_: str = "") -> list[Entity]:
        """The entities one association downstream of one, of this type of association."""
        return [self.entities[each.destination] for each in self._after[arn] if type_ in ("", each.type)]

    def until(self, starts: Iterable[str], is_end: Callable[[Entity], bool]) -> dict[str, int]:
        """The steps to the first entities downstream that are an end; the walk goes through all others."""
        ends: dict[str, int] = {}
        seen, step, near_ = set(starts), 0, list(starts)
        while near_:
            step, reached = step + 1, []
            for arn in near_:
                for each in self.after(arn):
                    if each.arn not in seen:
                        seen.add(each.arn)
                        ends |= {each.arn: step} if is_end(each) else {}
                        reached += [] if is_end(each) else [each.arn]
            near_ = reached
        return ends

    def led_to(self, ends: Sequence[Entity]) -> Mapping[str, tuple[str, ...]]:
        """The titles of those of these entities to which each entity of the lineage leads, in this order."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for end in ends:
            seen, near_ = {end.arn}, [end.arn]
            while near_:
                further = {each.arn for arn in near_ for each in self.before(arn)} - seen
                seen |= further
                near_ = list(further)
            for arn in seen - {end.arn}:
                found[arn].append(title(end))
        return {arn: tuple(titles) for arn, titles in found.items()}

    def roles(self, data: Entity, side: Direction = Direction.DOWNSTREAM) -> str:
        """The roles of a data set for the jobs that read it (upstream: that made it), in words.

        `not recorded`: the records of its jobs name none. `not read`: they were not read.
        """
        links = self._after[data.arn] if side is Direction.DOWNSTREAM else self._before[data.arn]
        ends = [
            self.entities[each.destination if side is Direction.DOWNSTREAM else each.source] for each in links
        ]
        jobs = [(link, end) for link, end in zip(links, ends, strict=True) if JOBS.passes(end)]
        found = sorted({str(role) for link, _ in jobs if (role := link.properties.get(ROLE))})
        if found or not jobs:
            return ", ".join(found)
        return "not recorded" if all(has_facts(job) for _, job in jobs) else "not read"

    def between(self, rows: Iterable[str]) -> Subgraph:
        """The part of the lineage that leads from the focus to these entities, by the shortest ways.

        A package stands beside its file where a deployment has associations from both.
        """
        hops = self.subgraph.hops
        near_ = list(rows)
        kept = set(near_)
        while near_:
            arn = near_.pop()
            side = self.after(arn) if hops.get(arn, 0) < 0 else self.before(arn)
            for each in side:
                if each.arn not in kept and abs(hops[each.arn]) <= abs(hops[arn]):
                    kept.add(each.arn)
                    near_.append(each.arn)
        kept.update(self.subgraph.focus)
        return replace(
            self.subgraph,
            entities=tuple(each for each in self.subgraph.entities if each.arn in kept),
            associations=tuple(
                each for each in self.subgraph.associations if {each.source, each.destination} <= kept
            ),
            hops={arn: hop for arn, hop in hops.items() if arn in kept},
        )


def upstream(store: Store, arns: Sequence[str], filter_: Filter = NO_FILTER) -> Walked:
    """Walk upstream over any number of steps. Raises EntityNotFound."""
    return Walked(store.trace(arns, down=0, cap=CAP, filter_=filter_) if arns else Subgraph())


def downstream(store: Store, arns: Sequence[str], filter_: Filter = NO_FILTER) -> Walked:
    """Walk downstream over any number of steps. Raises EntityNotFound."""
    return Walked(store.trace(arns, up=0, cap=CAP, filter_=filter_) if arns else Subgraph())
