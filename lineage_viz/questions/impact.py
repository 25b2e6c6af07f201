"""The impact of an entity: everything downstream of it, counted, with the state of each endpoint."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from lineage_viz.evidence.words import warning
from lineage_viz.model import Entity, EntityLabel, Subgraph, Truncation, TypeKey, existed
from lineage_viz.questions.endpoint_states import ENDPOINT, EndpointState, endpoint_states, unread_words
from lineage_viz.questions.on_day import on_day
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.store.filter import Filter, is_live
from lineage_viz.title import title
from lineage_viz.view.filters import type_key
from lineage_viz.view.folding import newest_first
from lineage_viz.words import HAS_GAPS, complete_words, count, cut_words, day, inside, plain, typed

CAP = 20_000

_FIRST = (
    (EntityLabel.ARTIFACT, "Model"),
    ENDPOINT,
    (EntityLabel.TRIAL_COMPONENT, "SageMakerTransformJob"),
)
"""The types that an impact review needs first."""

_COMMITS = ("commit", "commitid")
"""The properties with the commit of a job or package: the fact, and the one that lineage records."""


BY_USE = "live endpoints and models first, then by steps, the newest first"
"""The order of `Impact.by_use` in words."""


@dataclass(frozen=True, slots=True)
class Affected:
    """An entity downstream, and its distance in hops."""

    hops: int
    entity: Entity


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything downstream of `entity`, nearest first, then by ARN; `truncated` when there is more."""

    entity: Entity
    rows: tuple[Affected, ...]
    types: Mapping[TypeKey, int] = field(hash=False)
    endpoints: Mapping[str, EndpointState] = field(hash=False)
    """The state of each endpoint downstream, by ARN."""
    truncated: Truncation | None = None
    gaps: tuple[str, ...] = ()
    """The gaps of the snapshot; see `Store.gaps`."""
    caveat: str = ""
    """See `Store.caveat`."""
    as_of: datetime | None = None
    """The time of the lineage; None is now."""
    of_commit: bool = False
    """True when `entity` stands for a commit, which is no entity of the lineage."""
    of_several: tuple[str, ...] = ()
    """The ARNs of the entities that `entity` stands for; they are rows, too, at no hop."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each model that is live and not approved, and each endpoint that serves one.

        The entity itself is included. They are of now, never of a day.
        """
        if self.as_of:
            return ()
        entities = (self.entity, *(row.entity for row in self.rows))
        return tuple(
            f"{plain(title(each), 80)}: {plain(words)}" for each in entities if (words := warning(each))
        )

    @property
    def by_use(self) -> tuple[Affected, ...]:
        """The rows in the order in which people look at an impact, which `BY_USE` says in words."""
        return tuple(sorted(self.rows, key=lambda row: (not self._serves(row.entity), *_nearest(row))))

    def _serves(self, entity: Entity) -> bool:
        """True for an endpoint that serves what comes from the entity, and for a model that an endpoint serves."""
        if entity.arn in self.endpoints:
            return self.endpoints[entity.arn] is EndpointState.LIVE
        return is_live(entity)

    @property
    def sentence(self) -> str:
        """`Downstream of x: 12 models, 3 endpoints (2 live, 1 failed), 5 transform jobs.` Plain text."""
        name = plain(title(self.entity), 80)
        then = f" as of {day(self.as_of)}" if self.as_of else ""
        if not existed(self.entity.properties, self.as_of):
            return f"{name} did not exist on {day(self.as_of)}, so nothing was downstream of it."  # type: ignore[arg-type]
        if not self.rows:
            but = f", but the snapshot {HAS_GAPS}" if self.gaps else ""
            return f"Nothing is downstream of {name}{then}{but}."
        parts = [self._counted(key, number) for key, number in sorted(self.types.items(), key=_order)]
        words = f"Downstream of {name}{then}: {', '.join(parts)}"
        whole = f"{words}; {self.extent}." if self.truncated or self.gaps else f"{words}."
        return " ".join(filter(None, (whole, self.unread)))

    @property
    def unread(self) -> str:
        """The sentence about endpoints whose own status was not read, with the reason; empty without any."""
        endpoints = (row.entity for row in self.rows if row.entity.arn in self.endpoints)
        return "" if self.as_of else unread_words(endpoints)

    @property
    def extent(self) -> str:
        """`complete`, or the reason of the cut and the number of entities left out, in words."""
        cut = self.truncated
        if cut is None:
            return complete_words(self.gaps, caveat=self.caveat)
        return cut_words(cut.reason, cut.left_out)

    def _counted(self, key: TypeKey, number: int) -> str:
        words = inside(typed(number, *key))
        return f"{words} ({self._states()})" if key == ENDPOINT else words

    def _states(self) -> str:
        states = Counter(self.endpoints.values())
        if len(states) == 1:
            return ("all " if states.total() > 1 else "") + next(iter(states))
        return ", ".join(f"{states[state]:,} {state}" for state in EndpointState if states[state])


def _nearest(row: Affected) -> tuple[int, float, str]:
    return row.hops, *newest_first(row.entity)


def impact(store: Store, arn: str, cap: int = CAP, as_of: datetime | None = None) -> Impact:
    """Return the nearest `cap` entities downstream of one, as of a time. Raises EntityNotFound.

    Sends two questions to the store, and a third one for a time with endpoints. The facts are those of the time.
    """
    found = store.trace([arn], up=0, cap=cap + 1, filter_=Filter(as_of=as_of))
    entity = next(each for each in found.entities if each.arn == arn)
    return _impact(store, found, entity, as_of)


def impact_of_commit(
    store: Store, commit: str, cap: int = CAP, as_of: datetime | None = None
) -> Impact | None:
    """Return all entities that were made from a commit, at one hop, and the nearest downstream of them.

    `commit` is its hash or the first seven or more characters. None if no entity has it. A commit is no entity of the
    lineage, so all entities are read. Raises StoreUnavailable.
    """
    start = commit.casefold()
    every = store.search(filter_=Filter(as_of=as_of), limit=UNLIMITED).entities
    seeds = [each.arn for each in every if any(each.text(name).startswith(start) for name in _COMMITS)]
    if not seeds:
        return None
    found = store.trace(seeds, up=0, cap=max(cap, len(seeds)), filter_=Filter(as_of=as_of))
    found = replace(found, hops={arn: hops + 1 for arn, hops in found.hops.items()})
    made = _impact(store, found, Entity(commit, "commit", {"name": f"commit {commit}"}), as_of)
    return replace(made, of_commit=True)


def impact_of_several(store: Store, arns: Sequence[str], cap: int = CAP) -> Impact:
    """Return several entities at no hop, and the nearest downstream of any of them. Raises EntityNotFound."""
    found = store.trace(arns, up=0, cap=max(cap, len(arns)))
    of = Entity("", "entities", {"name": count(len(found.focus), "entity", "entities")})
    return replace(_impact(store, found, of, None), of_several=found.focus)


def _impact(store: Store, found: Subgraph, entity: Entity, as_of: datetime | None) -> Impact:
    arn = entity.arn
    rows = tuple(Affected(found.hops[each.arn], each) for each in found.entities if each.arn != arn)
    endpoints = [row.entity for row in rows if type_key(row.entity) == ENDPOINT]
    shown = {each.arn: each for each in on_day(store, found.entities, as_of)}
    return Impact(
        entity=shown.get(arn, entity),
        rows=tuple(replace(row, entity=shown[row.entity.arn]) for row in rows),
        types=Counter(type_key(row.entity) for row in rows),
        endpoints=endpoint_states(store, endpoints, found.hops, as_of),
        truncated=found.truncated
        and replace(found.truncated, reason=f"cut at {count(len(rows), 'entity', 'entities')}"),
        gaps=store.gaps,
        caveat=store.caveat,
        as_of=as_of,
    )


def _order(counted: tuple[TypeKey, int]) -> tuple[int, int, TypeKey]:
    key, number = counted
    return _FIRST.index(key) if key in _FIRST else len(_FIRST), -number, key
