"""Questions about jobs: those that made something, those that use it, and their pipeline executions."""

from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.model import Entity
from lineage_viz.questions.prepared.question import NOW, Found, Row
from lineage_viz.questions.prepared.starts import Starts, starts_of
from lineage_viz.questions.prepared.walked import JOBS, Walked, downstream
from lineage_viz.store.base import Store
from lineage_viz.view.folding import newest_first

_FAILED = frozenset({"Failed", "Stopped"})


def jobs_behind(store: Store, entity: str, when: str = NOW) -> Found:
    """Return all jobs upstream. Raises EntityNotFound."""
    return _behind(store, starts_of(store, entity, when))


def failed_jobs_behind(store: Store, entity: str, when: str = NOW) -> Found:
    """Return the jobs upstream that failed or were stopped. Raises EntityNotFound."""
    return _behind(store, starts_of(store, entity, when), _FAILED)


def jobs_after(store: Store, entity: str) -> Found:
    """Return all jobs downstream. Raises EntityNotFound."""
    starts, walked = Starts((entity,)), downstream(store, [entity])
    return starts.found(walked, _rows(walked, starts))


def executions_behind(store: Store, entity: str, when: str = NOW) -> Found:
    """Return the jobs upstream with their pipeline executions. Raises EntityNotFound."""
    starts = starts_of(store, entity, when)
    walked = starts.walk(store)
    return starts.found(walked, [Row(each, _execution(each)) for each in _of(walked, starts)])


def execution_of(store: Store, job: str) -> Found:
    """Return a job with its pipeline execution: no association leads from one to the other. Raises EntityNotFound."""
    return Found((Row(found := store.get(job), _execution(found)),), (job,))


def _behind(store: Store, starts: Starts, statuses: frozenset[str] = frozenset()) -> Found:
    walked = starts.walk(store)
    rows = _rows(walked, starts)
    return starts.found(walked, [row for row in rows if not statuses or row.entity.status in statuses])


def _rows(walked: Walked, starts: Starts) -> list[Row]:
    hops = walked.subgraph.hops
    return [
        Row(each, (starts.steps(hops[each.arn]), each.status or "not recorded"))
        for each in _of(walked, starts)
    ]


def _of(walked: Walked, starts: Starts) -> list[Entity]:
    """Return the jobs of a walk, the nearest first, and the newest first of those."""
    hops = walked.subgraph.hops
    jobs = [each for each in walked.subgraph.entities if JOBS.passes(each) and each.arn not in starts.arns]
    return sorted(jobs, key=lambda each: (abs(hops[each.arn]), newest_first(each)))


def _execution(job: Entity) -> tuple[str, ...]:
    facts = facts_of(job, ("execution", "step"))
    return tuple(
        str(fact.value) if fact.state is FactState.KNOWN else fact.state
        for fact in (facts["execution"], facts["step"])
    )
