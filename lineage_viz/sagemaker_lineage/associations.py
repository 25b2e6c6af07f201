"""Associations asked for entity by entity: the check on the account-wide listing, and the way round it.

That ListAssociations answers for a whole account is in its contract but on no public record (its docstring
and the SDK's example say so; every published tool asks per entity), so a few entities are asked as well.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.sagemaker_lineage.parallel import for_each
from lineage_viz.sagemaker_lineage.records import Record
from lineage_viz.sagemaker_lineage.sampling import Question

_DOING = "listing the associations of single entities"


def missing(api: LineageApi, asked: Iterable[Question], known: set[tuple[str, str]], before: datetime) -> int:
    """How many associations of the entities asked an account-wide listing lacks, of those made `before`."""
    lacking: list[Record] = []

    def check(question: Question) -> None:
        end, arn = question
        for record in next(_pages(api, end, arn), ()):
            old = record.get("CreationTime") is None or record["CreationTime"] < before
            if old and (record["SourceArn"], record["DestinationArn"]) not in known:
                lacking.append(record)

    for_each(check, asked)
    return len(lacking)


def read_each(
    api: LineageApi,
    arns: Iterable[str],
    on_answer: Callable[[str, list[Record]], None],
) -> None:
    """All associations of each entity, in both directions, several entities at a time.

    Both directions, because an association to another account's entity has only its source here.
    """

    def read(arn: str) -> None:
        ends = ("DestinationArn", "SourceArn")
        on_answer(arn, [record for end in ends for page in _pages(api, end, arn) for record in page])

    for_each(read, arns)


def _pages(api: LineageApi, end: str, arn: str) -> Iterator[Sequence[Record]]:
    return api.pages("list_associations", "AssociationSummaries", _DOING, **{end: arn})
