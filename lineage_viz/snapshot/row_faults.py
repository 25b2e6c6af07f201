"""Words about a row or a heading that does not fit, with what to correct in the file."""

import re
from collections.abc import Sequence

from lineage_viz.words import count

_HEADINGS = frozenset({"~id", "~label", "~from", "~to"})
_ENDS_AS_HEADING = re.compile(r"~(?:id|label|from|to)\"?\Z", re.IGNORECASE)
BOM = "\ufeff"
_DOS_END = "\x1a"
_WITHOUT_NUMBERS = "Write the file without them (pandas: index=False; R: row.names = FALSE)"


def no_name(index: int, cell: str) -> str:
    """Return words about a heading without a name, or with the one that pandas gives it; empty for any other."""
    unnamed = f"column {index + 1} of the header has no name"
    if cell.startswith("Unnamed: ") or (not cell and index == 0):
        return f"{unnamed}, as the numbers of rows that pandas and R write. {_WITHOUT_NUMBERS}, or name the column"
    return "" if cell else f"{unnamed}. Name it, or remove its comma from the header and from each row"


def misfit(row: Sequence[str], width: int) -> str:
    """Return words about a row with more or fewer fields than the header, with what to correct."""
    if row == [_DOS_END]:
        return "the row is only the end mark of DOS (Ctrl-Z). Remove it"
    widths = f"the row has {count(len(row), 'field')}, but the header has {width}"
    if any(map(_ENDS_AS_HEADING.search, row)):
        return f"{widths}: two files were joined without a line break. Separate them"
    if len(row) > width:
        more = ", or the row ends with a comma too many" if not any(row[width:]) else ""
        numbers = (
            f"; or the rows begin with their numbers. {_WITHOUT_NUMBERS}"
            if _may_have_number(row, width)
            else ""
        )
        return f"{widths}; a comma inside a value must be quoted{more}{numbers}"
    return f"{widths}; a line break inside a value must be quoted, and an absent value needs its comma"


def _may_have_number(row: Sequence[str], width: int) -> bool:
    """True for a row that may begin with its number, for which pandas and R write no heading."""
    return len(row) == width + 1 and row[0].isdigit()


def joint(row: Sequence[str], at_id: int) -> str:
    """Return words about a row that only the start of a joined file can be; empty for any other."""
    begins = "a byte order mark begins the row" if row and row[0].startswith(BOM) else ""
    reason = "the row is a header again" if _is_header(row, at_id) else begins
    return f"{reason}: two files were joined. Separate them" if reason else ""


def _is_header(row: Sequence[str], at_id: int) -> bool:
    """True for the header of a joined file, also with other columns: a value alone may look like a heading."""
    headings = [_bare(cell).partition(":")[0].lower() in _HEADINGS for cell in row]
    return sum(headings) > 1 or any(headings[at_id : at_id + 1])


def _bare(cell: str) -> str:
    """Return a cell without a byte order mark, which keeps the quotes behind it in the cell, and without blanks."""
    return cell.lstrip(BOM).strip(' \t"')
