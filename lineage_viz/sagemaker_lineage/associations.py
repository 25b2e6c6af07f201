"""Associations read entity by entity: to check the account-wide listing, and to replace it.

By its contract ListAssociations can list a whole account (its docstring and the SDK's example say so), but no
published tool relies on that: all ask per entity. So an export also asks for the associations of a few entities.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from lineage_viz.sagemaker_lineage.page_size import PAGE_SIZE
from lineage_viz.sagemaker_lineage.parallel import for_each
from lineage_viz.sagemaker_lineage.records import Record
from lineage_viz.sagemaker_lineage.sampling import Question

if TYPE_CHECKING:
    from lineage_viz.sagemaker_lineage.api import LineageApi

_LIST = ("list_associations", "AssociationSummaries", "listing the associations of single entities")
"""The operation, its member with the records, and the words for it."""


def missing(
    api: "LineageApi", sampled: Iterable[Question], known: set[tuple[str, str]], before: datetime
) -> int:
    """The number of associations of sampled entities, created before a time, that an account-wide listing lacks."""
    lacking: list[Record] = []

    def check(question: Question) -> None:
        end, arn = question
        for record in next(api.pages(*_LIST, PAGE_SIZE, **{end: arn}), ()):
            old = record.get("CreationTime") is None or record["CreationTime"] < before
            if old and (record["SourceArn"], record["DestinationArn"]) not in known:
                lacking.append(record)

    for_each(check, sampled)
    return len(lacking)


def read_each(
    api: "LineageApi",
    arns: Iterable[str],
    on_answer: Callable[[str, list[Record]], None],
) -> None:
    """Read all associations of each entity, in both directions, several entities at a time.

    Both directions are needed: an association to an entity of another account has only its source here.
    """

    def read(arn: str) -> None:
        ends = ("DestinationArn", "SourceArn")
        on_answer(arn, [record for end in ends for record in api.whole(*_LIST, **{end: arn})])

    for_each(read, arns)
