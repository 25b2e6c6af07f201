"""Bounds of metrics that no model has itself: the models of the jobs that recorded them, or else these jobs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lineage_viz.model import EntityLabel
from lineage_viz.search.fields import filter_of
from lineage_viz.search.term import Term, parts
from lineage_viz.search.vocabulary import Vocabulary
from lineage_viz.store.base import UNLIMITED, Page, Store
from lineage_viz.store.filter import Filter
from lineage_viz.words import count, plain

_MODELS = Filter(types=frozenset({"Model"}))
_JOBS = Filter(labels=frozenset({EntityLabel.TRIAL_COMPONENT}))
_MOST = 500
"""Jobs whose models are looked for."""
_STEPS = 3
"""From a job to the model file, its package, and one that is made of it."""
_NAMED = 6
"""Names of metrics in one sentence."""


@dataclass(frozen=True, slots=True)
class JobMetrics:
    """The terms without the bounds, the entities that they narrow, and the sentence about these."""

    terms: str
    arns: frozenset[str]
    note: str


def job_metrics(store: Store, kept: Sequence[str], known: Vocabulary) -> JobMetrics | None:
    """Answer `type:model metric.macro_f1>0.85` where jobs recorded the metric, and no model has it.

    None for any other terms. The models are those that come straight from the jobs. Raises StoreUnavailable.
    """
    terms = [part for text in kept for part in parts(text) if isinstance(part, Term) and not part.excluded]
    if not any(_means_models(each, known) for each in terms):
        return None
    bounds = [each for each in terms if each.field == "metric" and each.name]
    filters = {each.text: filter_of(each, known) for each in bounds}
    of_jobs = {text: each for text, each in filters.items() if not _is_of_models(store, each)}
    jobs = (
        store.search(filter_=replace(_JOBS, also=tuple(of_jobs.values())), limit=_MOST) if of_jobs else None
    )
    if not jobs or not jobs.total:
        return None
    told = _told(each for filter_ in of_jobs.values() for each in filter_.metrics)
    others = [each for each in kept if each not in of_jobs]
    if models := _models(store, jobs):
        whose = f"{count(jobs.total, 'job')} with {' '.join(of_jobs)}"
        return JobMetrics(" ".join(others), models, f"{told}: these are the models that came of {whose}.")
    return JobMetrics("", frozenset(each.arn for each in jobs.entities), f"{told}: these are the jobs.")


def _means_models(term: Term, known: Vocabulary) -> bool:
    return term.field == "type" and filter_of(term, known).types == _MODELS.types


def _is_of_models(store: Store, bound: Filter) -> bool:
    """True when a model has one of the metrics, with any number."""
    return bool(store.search(filter_=replace(_MODELS, metrics=bound.metrics), limit=1).total)


def _models(store: Store, jobs: Page) -> frozenset[str]:
    """Return the models that come from jobs; none of more jobs than are looked at."""
    if jobs.total > _MOST:
        return frozenset()
    arns = [each.arn for each in jobs.entities]
    found = store.trace(arns, up=0, down=_STEPS, filter_=_MODELS, cap=UNLIMITED)
    return frozenset(each.arn for each in found.entities) - frozenset(arns)


def _told(metrics: Iterable[str]) -> str:
    names = sorted(set(metrics))
    more = ["…"] if len(names) > _NAMED else []
    listed = ", ".join([*(plain(each, 60) for each in names[:_NAMED]), *more])
    are = "is" if len(names) == 1 else "are"
    return f"{listed} {are} recorded for jobs, not as the key metric of models"
