"""A review with names that break what does not treat them as text, and one with a long lineage."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.model import Association, Entity
from lineage_viz.store.base import Store
from lineage_viz.store.local import LocalStore
from tests.sample import HOME, Listed

NAME = "日本語😀 \"#[x]*_$<b>\\&'} Ünï שלום"
"""Japanese, an emoji, markup of typst and HTML, quotes, and Hebrew, which is written from right to left."""

START = datetime(2026, 1, 1, tzinfo=UTC)


def renamed(demo: Store, arn: str, old: str, new: str = NAME) -> Report:
    """Audit a model of the demo, with this text in the place of another one in everything that is recorded."""
    review = read_review(demo, demo.get(arn))
    near = demo.trace([each.arn for each in review.subgraph.entities], up=1, down=1)
    entities = [replace(each, properties=_renamed(each, old, new)) for each in near.entities]
    store = LocalStore([Listed(tuple(entities), near.associations, demo.snapshots[0])])
    return report(read_review(store, store.get(arn)), store.snapshots)


def _renamed(entity: Entity, old: str, new: str) -> dict[str, object]:
    escaped = json.dumps(new)[1:-1]
    return {
        name: value.replace(old, escaped if value.startswith(("{", "[")) else new)
        if isinstance(value, str)
        else value
        for name, value in entity.properties.items()
    }


def long_lineage(upstream: int) -> Report:
    """Audit a model file with a chain of jobs and data sets upstream of it, each with a card of its own."""
    entities, links = [], []
    for number in range(upstream + 1):
        is_job, is_last = number % 2 == 1, number == upstream
        made = START + timedelta(minutes=number)
        kind = "experiment-trial-component" if is_job else "artifact"
        about = {
            "type": "Model" if is_last else "SageMakerProcessingJob" if is_job else "DataSet",
            "creationtime": made,
            "starttime": made,
            "endtime": made + timedelta(seconds=30),
            "status": "Completed",
            "sourcearn" if is_job else "sourceuri": f"s3://bucket/{number}/model.tar.gz"
            if not is_job
            else f"{HOME}job/{number}",
        }
        arn = f"{HOME}{kind}/{number:032x}"
        entities.append(Entity(arn, "trial_component" if is_job else "artifact", about))
        if number:
            links.append(Association(entities[-2].arn, "ContributedTo" if is_job else "Produced", arn))
    store = LocalStore([Listed(tuple(entities), tuple(links))])
    return report(read_review(store, entities[-1]), store.snapshots)
