"""The files of the AWS sample notebook "Model Lineage Tracking", which differ from Neptune's format in known ways.

The notebook writes contexts with one value less than its header has columns (no status), and it writes a missing value
as the text None. It does not quote, so a comma inside a value makes a row too long, and such a row is refused.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

NONE = "None"
"""The text that the notebook writes for a missing value."""

_ARTIFACTS = "~id,~label,arn:string,sourceuri:string,type:string,creationtime,LastModifiedTime"
_TRIAL_COMPONENTS = (
    "~id,~label,arn:string,sourcearn:string,type:string,"
    "creationtime,LastModifiedTime,status:string,message:string"
)
_ACTIONS_AND_CONTEXTS = (
    "~id,~label,arn:string,sourceuri:string,status:string,type:string,creationtime,LastModifiedTime"
)
_STATUS, _WIDTH = 4, 8
"""The position of the status in the last header, which the rows of contexts lack, and the columns of this header."""

_NOTHING = frozenset({"", "nan", "nat", "none", "null"})
"""The texts with which a spreadsheet or pandas fills a row up."""

_ROWS = 51
"""The notebook ends each list after this number of rows, unless its user removes the limit."""

Mender = Callable[[list[str]], list[str]]


def mender(header: Sequence[str]) -> Mender | None:
    """Return a function that mends the rows of a vertex file of the notebook; None for any other header.

    It adds the missing status of a context, and empties the text None. It raises ValueError for a context with a
    status: SageMaker records none, so a comma inside a value moved it there.
    """
    text = ",".join(header).lower()  # names of types have no case
    if text == _ACTIONS_AND_CONTEXTS.lower():
        return lambda row: _without_none(_with_status(row))
    return _without_none if text in (_ARTIFACTS.lower(), _TRIAL_COMPONENTS.lower()) else None


def cut_lists(rows: Mapping[str, int]) -> Iterator[str]:
    """Yield a sentence about the vertex files that have exactly as many rows as the notebook writes at most, if any."""
    if full := [name for name, number in rows.items() if number == _ROWS]:
        yield f"the sample notebook stops at {_ROWS} rows, so entities may be missing in {', '.join(full)}"


def _with_status(row: list[str]) -> list[str]:
    if row[1:2] != ["context"]:
        return row
    if len(row) == _WIDTH and row[_STATUS] and row[-1].lower() in _NOTHING:
        row = row[:-1]  # a spreadsheet or pandas has filled the row up; each context has its last time
    if len(row) == _WIDTH - 1:
        return [*row[:_STATUS], "", *row[_STATUS:]]
    if len(row) == _WIDTH and row[_STATUS]:
        raise ValueError("a context has no status: a comma inside a value is not quoted")
    return row


def _without_none(row: list[str]) -> list[str]:
    return ["" if field == NONE else field for field in row]
