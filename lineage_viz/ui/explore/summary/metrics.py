"""The metrics of an entity, and their course over its versions or runs."""

from lineage_viz.approval import is_package
from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.facts.metrics import Metric, metrics
from lineage_viz.model import Entity
from lineage_viz.title import title
from lineage_viz.ui.explore.summary.known import Known
from lineage_viz.ui.explore.summary.link import Data, link
from lineage_viz.ui.explore.summary.plot import plot
from lineage_viz.words import plain

TRAINING = "SageMakerTrainingJob"


def metrics_part(entity: Entity, known: Known) -> Data | None:
    """Return the table, the plot, and the reason why there is none; None for an entity that never has metrics."""
    job = known.job(entity)
    found = metrics(job) if job else ()
    key = plain(entity.text("metricname"), 120)
    from_job = bool(found)
    if not found and key:
        found = (Metric(key, f"{entity.properties.get('metricvalue')}", "", ""),)
    drawn = plot(known.series) if known.series else None
    if not (found or drawn or is_package(entity) or entity.type == TRAINING):
        return None
    return {
        "note": "" if found or entity.type == "ModelGroup" else _absence(entity),
        "of": made_by(entity, job) if from_job and job else None,
        "rows": [_row(each, key) for each in sorted(found, key=lambda each: each.name != key)],
        "plot": drawn,
    }


def made_by(entity: Entity, job: Entity) -> Data | None:
    """Return the link to the job whose values stand at a package; None at the job itself."""
    return None if job is entity else link(job, job.text("step") or title(job))


def _row(metric: Metric, key: str) -> Data:
    return {
        "name": metric.name, "last": metric.last, "least": metric.least, "most": metric.most, "more": metric.more,
        "key": metric.name == key,
    }  # fmt: skip


def _absence(entity: Entity) -> str:
    fact = facts_of(entity, ("keymetric",))["keymetric"]
    why = f": {fact.source}" if fact.source and fact.state is FactState.NOT_READ else ""
    return f"{str(fact.state).capitalize()}{why}"
