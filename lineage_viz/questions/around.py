"""The entities one step from an entity, and the jobs that made its model files: what a summary leads to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lineage_viz.approval import is_package
from lineage_viz.evidence.columns import ROLE
from lineage_viz.model import Association, Entity, EntityLabel, Subgraph
from lineage_viz.questions.evaluations import is_model
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter


@dataclass(frozen=True, slots=True)
class Step:
    """An entity one step away, with its roles for the job, such as `train`."""

    entity: Entity
    role: str


@dataclass(frozen=True, slots=True)
class Around:
    """The entities one step upstream and downstream.

    `up_total` and `down_total` also count those that a hub has beyond the limit of a trace.
    """

    up: tuple[Step, ...]
    down: tuple[Step, ...]
    up_total: int
    down_total: int
    made_by: Mapping[str, tuple[Entity, ...]]
    """The jobs that made the files of a model package, newest first, by its ARN."""

    @property
    def is_cut(self) -> bool:
        """True when there are more entities than these."""
        return self.up_total > len(self.up) or self.down_total > len(self.down)


def around(store: Store, entity: Entity, before: Entity | None, as_of: datetime | None = None) -> Around:
    """Return the entities around one at a time (None: now), and the makers of a package and of the one before it.

    Sends one question to the store, and a second one for a hub. Raises EntityNotFound.
    """
    filter_ = Filter(as_of=as_of)
    packages = [each for each in (entity, before) if each and is_package(each)]
    focus = [entity.arn, *(each.arn for each in packages)]
    found = store.trace(focus, up=2 if packages else 1, down=1, filter_=filter_)
    up = _steps(found, found.associations, entity.arn, upstream=True)
    down = _steps(found, found.associations, entity.arn, upstream=False)
    totals = len(up), len(down)
    if found.truncated:
        totals = store.degrees([entity.arn], filter_=filter_).get(entity.arn, totals)
    return Around(up, down, *totals, {each.arn: _makers(found, each.arn) for each in packages})


def _steps(found: Subgraph, links: Iterable[Association], arn: str, *, upstream: bool) -> tuple[Step, ...]:
    """Return the entities on one side, by role, then newest first."""
    roles: defaultdict[str, list[str]] = defaultdict(list)
    for link in links:
        here, other = (link.destination, link.source) if upstream else (link.source, link.destination)
        if here == arn:
            roles[other].append(str(link.properties.get(ROLE) or ""))
    by_arn = {each.arn: each for each in found.entities}
    steps = [Step(by_arn[other], ", ".join(filter(None, names))) for other, names in roles.items()]
    return tuple(sorted(steps, key=_order))


def _order(step: Step) -> tuple[bool, str, float, str]:
    at = step.entity.created
    return not step.role, step.role, -at.timestamp() if at else 0, step.entity.arn


def _makers(found: Subgraph, package: str) -> tuple[Entity, ...]:
    by_arn = {each.arn: each for each in found.entities}
    into: defaultdict[str, set[str]] = defaultdict(set)
    for link in found.associations:
        into[link.destination].add(link.source)
    files = [arn for arn in into[package] if is_model(by_arn[arn]) and not is_package(by_arn[arn])]
    jobs = {arn for file in files for arn in into[file] if by_arn[arn].label == EntityLabel.TRIAL_COMPONENT}
    newest = sorted(
        (by_arn[arn] for arn in jobs), key=lambda each: (each.created is not None, each.created, each.arn)
    )
    return tuple(reversed(newest))
