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
        if rows.keys().isdisjoint(sheet.ids) and len(set(sheet.ids)) == len(sheet.ids):
            rows.update(zip(sheet.ids, numbers, strict=True))
        else:
            _replace(rows, sheets[: number + 1], numbers)
        first += len(sheet.ids)
    return rows


def _replace(rows: dict[str, int], sheets: Sequence[Sheet], numbers: range) -> None:
    *earlier, sheet = sheets
    unresolved = [each.value(row, UNRESOLVED) is True for each in earlier for row in range(len(each.ids))]
    for row, arn in enumerate(sheet.ids):
        unresolved.append(sheet.value(row, UNRESOLVED) is True)
        known = rows.get(arn)
        if known is None or not unresolved[-1] or unresolved[known]:
            rows[arn] = numbers[row]
