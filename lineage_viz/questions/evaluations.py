"""The evaluations of a model: the processing jobs that read it or its file before the decision about it.

An evaluation is a sibling of a model package: it reads the model file and writes a report, so it is neither upstream
nor downstream of the package. Not every processing job that reads a model evaluates it, so the words say "read".
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from lineage_viz.approval import decision, is_approval, is_package
from lineage_viz.evidence.words import has_facts
from lineage_viz.model import Entity, EntityLabel, Subgraph
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.store.filter import Filter
from lineage_viz.words import count

_READERS = Filter(
    labels=frozenset({EntityLabel.TRIAL_COMPONENT}), types=frozenset({"SageMakerProcessingJob"})
)

MOST = 50
"""Evaluations in one picture: those nearest to the decision. A base model may have thousands of readers."""


@dataclass(frozen=True, slots=True)
class Evaluations:
    """The ARNs of the evaluation jobs, in order of time, and the numbers of the others."""

    jobs: tuple[str, ...] = ()
    left_out: int = 0
    """Jobs beyond MOST."""
    later: int = 0
    """Jobs that read the model after the decision."""
    decided: bool = False
    direct: frozenset[str] = frozenset()
    """The jobs that read the model itself; the others read its file."""
    expected: bool = False
    """True for a package whose facts were read: the absence of an evaluation then says something."""
    models: int = 1
    """The number of models that these jobs read."""

    @property
    def steps(self) -> dict[str, int]:
        """The number of associations between the model and each job."""
        return {arn: 1 if arn in self.direct else 2 for arn in self.jobs}

    @property
    def words(self) -> str:
        """`with 1 processing job that read the model before the decision`; empty without a model."""
        if not (self.jobs or self.expected):
            return ""
        several = self.models > 1
        model, decision_ = ("the models", "their decisions") if several else ("the model", "the decision")
        when = f" before {decision_}" if self.decided else ""
        later = f"{count(self.later, 'later one is', 'later ones are')} not shown" if self.later else ""
        if not self.jobs:
            return "; ".join(filter(None, (f"no processing job read {model}{when}", later)))
        number = (
            f"{len(self.jobs):,} of {len(self.jobs) + self.left_out:,}" if self.left_out else len(self.jobs)
        )
        jobs = f"with {number} processing {'job' if number == 1 else 'jobs'} that read {model}{when}"
        return "; ".join(filter(None, (jobs, later)))


def together(found: Iterable[Evaluations]) -> Evaluations:
    """Return the evaluations of several models as one."""
    models = [each for each in found if each != NO_EVALUATIONS]
    if len(models) < 2:
        return models[0] if models else NO_EVALUATIONS
    jobs = dict.fromkeys(job for each in models for job in each.jobs)
    return Evaluations(
        tuple(jobs),
        left_out=sum(each.left_out for each in models),
        later=sum(each.later for each in models),
        decided=all(each.decided for each in models),
        direct=frozenset().union(*(each.direct for each in models)),
        expected=any(each.expected for each in models),
        models=len(models),
    )


def of_shown(found: Evaluations, shown: Container[str]) -> Evaluations:
    """Return the evaluations of which a picture shows some; NO_EVALUATIONS when a filter or a day left out all."""
    jobs = tuple(arn for arn in found.jobs if arn in shown)
    if found.jobs and not jobs:
        return NO_EVALUATIONS
    return replace(found, jobs=jobs, left_out=found.left_out + len(found.jobs) - len(jobs))


def is_model(entity: Entity) -> bool:
    """Return True for a model package or a model file."""
    return entity.label == EntityLabel.ARTIFACT and entity.type == "Model"


def evaluations(store: Store, found: Subgraph) -> Evaluations:
    """Return the evaluations of the model that is the focus of `near`; none for another entity."""
    model = found.entities[0]
    if not is_model(model):
        return NO_EVALUATIONS
    files = [arn for arn, hop in found.hops.items() if hop == -1] if is_package(model) else []
    models = [each.arn for each in found.entities if each.arn in files and is_model(each)]
    read = store.trace([model.arn, *models], up=0, down=1, filter_=_READERS, cap=UNLIMITED)
    direct = frozenset(each.destination for each in read.associations if each.source == model.arn)
    return replace(chosen(model, found.entities, readers_in(read)), direct=direct)


def readers_in(read: Subgraph) -> list[Entity]:
    """Return the processing jobs one hop downstream of the focus of a trace."""
    return [each for each in read.entities if read.hops[each.arn] == 1 and _READERS.passes(each)]


def chosen(model: Entity, near: Iterable[Entity], readers: Iterable[Entity]) -> Evaluations:
    """Return the evaluations of a model among the jobs that read it; `near` has its approvals."""
    decided = _decided(model, near)
    readers = tuple(readers)
    before = sorted((each for each in readers if not decided or _made(each) <= decided), key=_order)
    jobs = tuple(each.arn for each in before[-MOST:])
    return Evaluations(
        jobs,
        left_out=len(before) - len(jobs),
        later=len(readers) - len(before),
        decided=decided is not None,
        expected=is_package(model) and has_facts(model),
    )


def _decided(model: Entity, entities: Iterable[Entity]) -> datetime | None:
    """Return the time of the decision in force about a package; None while it is open, and for a file."""
    if not is_package(model):
        return None
    if isinstance(at := model.properties.get("decidedat"), datetime):
        return at
    if model.text("approval"):  # an open decision, or one without a time
        return None
    made = [each.created for each in entities if is_approval(each) and _is_made(each) and each.created]
    return max(made, default=None)


def _is_made(approval: Entity) -> bool:
    return decision(approval) in ("Approved", "Rejected")


def _made(job: Entity) -> datetime:
    return job.created or datetime.min.replace(tzinfo=UTC)


def _order(job: Entity) -> tuple[datetime, str]:
    return _made(job), job.arn


NO_EVALUATIONS = Evaluations()
"""The evaluations of an entity that is no model."""
