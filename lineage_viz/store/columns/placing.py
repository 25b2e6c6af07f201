"""The row of each entity: an entity of a later source replaces an earlier one, in its place."""

from collections.abc import Sequence

from lineage_viz.model import UNRESOLVED
from lineage_viz.store.columns.sheet import Sheet


def rows_of(sheets: Sequence[Sheet]) -> dict[str, int]:
    """Return the row of each ARN, counted over all sheets. An unresolved entity never replaces a known one."""
    rows: dict[str, int] = {}
    first = 0
    for number, sheet in enumerate(sheets):
        numbers = range(first, first + len(sheet.ids))
        if not rows.keys().isdisjoint(sheet.ids) or not _all_added(rows, sheet, numbers):
            _replace(rows, sheets[: number + 1], numbers)
        first += len(sheet.ids)
    return rows


def _all_added(rows: dict[str, int], sheet: Sheet, numbers: range) -> bool:
    """Add the rows of new ARNs; False, and none of them, when the sheet itself has one twice."""
    before = len(rows)
    rows.update(zip(sheet.ids, numbers, strict=True))
    if len(rows) == before + len(sheet.ids):
        return True
    for arn in sheet.ids:
        rows.pop(arn, None)
    return False


def _replace(rows: dict[str, int], sheets: Sequence[Sheet], numbers: range) -> None:
    *earlier, sheet = sheets
    unresolved = [each.value(row, UNRESOLVED) is True for each in earlier for row in range(len(each.ids))]
    for row, arn in enumerate(sheet.ids):
        unresolved.append(sheet.value(row, UNRESOLVED) is True)
        known = rows.get(arn)
        if known is None or not unresolved[-1] or unresolved[known]:
            rows[arn] = numbers[row]
