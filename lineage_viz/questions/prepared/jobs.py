"""Questions about jobs: those that made something, those that use it, and their pipeline executions."""

from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.model import Entity
from lineage_viz.questions.prepared.question import NOW, Found, Row
from lineage_viz.questions.prepared.walked import JOBS, Walked, downstream, starts_of, upstream
from lineage_viz.store.base import Store

_FAILED = frozenset({"Failed", "Stopped"})


def jobs_behind(store: Store, entity: str, when: str = NOW) -> Found:
    """Return all jobs upstream. Raises EntityNotFound."""
    starts, notes = starts_of(store, entity, when)
    return _jobs(upstream(store, starts), starts, notes)


def failed_jobs_behind(store: Store, entity: str, when: str = NOW) -> Found:
    """Return the jobs upstream that failed or were stopped. Raises EntityNotFound."""
    starts, notes = starts_of(store, entity, when)
    return _jobs(upstream(store, starts), starts, notes, _FAILED)


def jobs_after(store: Store, entity: str) -> Found:
    """Return all jobs downstream. Raises EntityNotFound."""
    return _jobs(downstream(store, [entity]), (entity,), ())


def executions_behind(store: Store, entity: str, when: str = NOW) -> Found:
    """Return the jobs upstream with their pipeline executions. Raises EntityNotFound."""
    starts, notes = starts_of(store, entity, when)
    walked = upstream(store, starts)
    rows = tuple(Row(each, _execution(each)) for each in _of(walked, starts))
    return Found(
        rows, starts, walked.between(row.entity.arn for row in rows), walked.subgraph.truncated, notes
    )


def execution_of(store: Store, job: str) -> Found:
    """Return a job with its pipeline execution: no association leads from one to the other. Raises EntityNotFound."""
    return Found((Row(found := store.get(job), _execution(found)),), (job,))


def _jobs(
    walked: Walked, starts: tuple[str, ...], notes: tuple[str, ...], statuses: frozenset[str] = frozenset()
) -> Found:
    hops = walked.subgraph.hops
    rows = tuple(
        Row(each, (str(abs(hops[each.arn])), each.status or "not recorded"))
        for each in _of(walked, starts)
        if not statuses or each.status in statuses
    )
    return Found(
        rows, starts, walked.between(row.entity.arn for row in rows), walked.subgraph.truncated, notes
    )


def _of(walked: Walked, starts: tuple[str, ...]) -> list[Entity]:
    return [each for each in walked.subgraph.entities if JOBS.passes(each) and each.arn not in starts]


def _execution(job: Entity) -> tuple[str, ...]:
    facts = facts_of(job, ("execution", "step"))
    return tuple(
        str(fact.value) if fact.state is FactState.KNOWN else fact.state
        for fact in (facts["execution"], facts["step"])
    )
