"""Bounds of metrics and parameters that no model has itself: the models of the jobs with them, or else these jobs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lineage_viz.model import EntityLabel
from lineage_viz.recorded_text import Kind, fold
from lineage_viz.search.fields import filter_of
from lineage_viz.search.term import IS, Term, parts
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
"""Names in one sentence."""


@dataclass(frozen=True, slots=True)
class JobMetrics:
    """The terms without the bounds, the entities that they narrow, and the sentence about these."""

    terms: str
    arns: frozenset[str]
    note: str


def job_metrics(store: Store, kept: Sequence[str], known: Vocabulary) -> JobMetrics | None:
    """Answer `type:model metric.macro_f1>0.85` where jobs recorded the metric, and no model has it.

    So it is with `type:model param.max_depth>5`.
    None for any other terms. The models are those that come straight from the jobs. Raises StoreUnavailable.
    """
    terms = [part for text in kept for part in parts(text) if isinstance(part, Term) and not part.excluded]
    if not any(_means_models(each, known) for each in terms):
        return None
    bounds = [each for each in terms if each.field in ("metric", "param") and each.name]
    of_any = {each.text: _of_any_number(each, known) for each in bounds}
    of_jobs = [each for each in bounds if not _is_of_models(store, of_any[each.text])]
    filters = tuple(filter_of(each, known) for each in of_jobs)
    jobs = store.search(filter_=replace(_JOBS, also=filters), limit=_MOST) if of_jobs else None
    if not jobs or not jobs.total:
        return None
    told = _told([of_any[each.text] for each in of_jobs], known)
    typed = [each.text for each in of_jobs]
    others = [each for each in kept if each not in typed]
    if models := _models(store, jobs):
        whose = f"{count(jobs.total, 'job')} with {' '.join(typed)}"
        return JobMetrics(" ".join(others), models, f"{told}: these are the models that came of {whose}.")
    return JobMetrics("", frozenset(each.arn for each in jobs.entities), f"{told}: these are the jobs.")


def _means_models(term: Term, known: Vocabulary) -> bool:
    return term.field == "type" and filter_of(term, known).types == _MODELS.types


def _of_any_number(term: Term, known: Vocabulary) -> Filter:
    """Return the filter of the name in a term, without its bound."""
    return filter_of(replace(term, sign=IS, values=(term.name,), name=""), known)


def _is_of_models(store: Store, name: Filter) -> bool:
    """True when a model has one of the metrics or parameters, with any number."""
    return bool(store.search(filter_=replace(name, types=_MODELS.types), limit=1).total)


def _models(store: Store, jobs: Page) -> frozenset[str]:
    """Return the models that come from jobs; none of more jobs than are looked at."""
    if jobs.total > _MOST:
        return frozenset()
    arns = [each.arn for each in jobs.entities]
    found = store.trace(arns, up=0, down=_STEPS, filter_=_MODELS, cap=UNLIMITED)
    return frozenset(each.arn for each in found.entities) - frozenset(arns)


def _told(filters: Sequence[Filter], known: Vocabulary) -> str:
    """Return the clause about the metrics and the parameters."""
    metrics = sorted({name for each in filters for name in each.metrics})
    folded = {name for each in filters if each.recorded for name in each.recorded.names}
    parameters = sorted(each for each in known.named(Kind.PARAMETER) if fold(each) in folded)
    where = {"jobs, not as the key metric of models": metrics, "jobs, not for models": parameters}
    return " and ".join(f"{_listed(names)} recorded for {of}" for of, names in where.items() if names)


def _listed(names: Sequence[str]) -> str:
    more = ["…"] if len(names) > _NAMED else []
    listed = ", ".join([*(plain(each, 60) for each in names[:_NAMED]), *more])
    return f"{listed} {'is' if len(names) == 1 else 'are'}"
