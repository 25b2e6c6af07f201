"""The data in a report: each data set that a job of the model read, with its role and version."""

from collections.abc import Iterator

from lineage_viz.audit.field import Field, FieldValue, fact_field, field
from lineage_viz.audit.review import Review, of_type
from lineage_viz.model import Entity
from lineage_viz.title import title


def data(review: Review) -> Iterator[Field]:
    """Yield the data sets of the training and of the evaluations, and then those further upstream."""
    shown: set[str] = set()
    for purpose, jobs in (("training", review.producers), ("evaluation", review.evaluations)):
        found = [(each, role) for job in jobs for each, role in review.inputs(job) if each.type == "DataSet"]
        if not found:
            yield field(f"Data of the {purpose}", [], "the lineage has no data set that it read")
        for each, role in dict.fromkeys(found):
            yield from _data_set(review, each, f"Data of the {purpose}, {role or 'role not recorded'}")
            shown.add(each.arn)
    further = [each for each in of_type(review.upstream(), "DataSet") if each.arn not in shown]
    yield field(
        "Data further upstream",
        [FieldValue(each.source or title(each), each.arn, "the lineage") for each in further],
        "no other data set leads to the model",
    )


def _data_set(review: Review, found: Entity, name: str) -> Iterator[Field]:
    yield field(name, [FieldValue(found.source or title(found), found.arn, "the lineage")])
    yield fact_field(f"Version of {title(found)}", review, found, "fileversion")
    yield fact_field(f"Last change of {title(found)}", review, found, "filechanged")
