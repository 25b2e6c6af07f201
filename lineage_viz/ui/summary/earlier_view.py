"""The news since the snapshot before, as parts of a report."""

from collections.abc import Iterable, Sequence

from lineage_viz.component.report import Block
from lineage_viz.difference.news import Turn
from lineage_viz.model import SnapshotInfo, TypeKey
from lineage_viz.ui.summary.earlier import Since, news_of
from lineage_viz.ui.summary.section_view import name_cell
from lineage_viz.words import moment, plain, typed

_MOST = 12

_NOTHING = (
    "Nothing that this page compares has changed: decisions, served versions, new and removed entities."
)
_NO_EARLIER = (
    "No earlier snapshot of this account is kept on this machine. Each reload keeps one, and then this list says which "
    "decisions and served versions changed, and what is new."
)


def earlier_blocks(snapshots: Sequence[SnapshotInfo]) -> list[Block]:
    """Return the news of all loaded snapshots; a sentence if nothing can be compared. Raises SnapshotError, BadRow."""
    found = news_of(snapshots)
    if not found:
        return [{"is": "words", "heading": "Changes since the snapshot before", "lines": [_NO_EARLIER]}]
    return [block for since in found for block in _blocks(since, names_account=len(snapshots) > 1)]


def _blocks(since: Since, *, names_account: bool) -> list[Block]:
    of = f" in {plain(since.account)} {plain(since.region)}" if names_account else ""
    heading = f"Changes since {moment(since.before)}{of}"
    told = since.news
    lines = [
        *([f"New: {_numbers(told.added)}."] if told.added else []),
        *([f"No longer recorded: {_numbers(told.removed)}."] if told.removed else []),
    ]
    return [
        {"is": "words", "heading": heading, "lines": lines or ([_NOTHING] if told.is_empty else [])},
        *_table("Other decision", "Decision", told.decisions),
        *_table("Endpoints that serve another version", "Serves", told.served),
    ]


def _numbers(types: Iterable[tuple[TypeKey, int]]) -> str:
    return ", ".join(typed(number, *key) for key, number in types)


def _table(words: str, fact: str, turns: Sequence[Turn]) -> list[Block]:
    if not turns:
        return []
    rows = [[name_cell(each.entity), _cell(each.now), _cell(each.before)] for each in turns[:_MOST]]
    more = f" (first {_MOST} of {len(turns):,})" if len(turns) > _MOST else ""
    head = [{"words": each} for each in ("Name", f"{fact} now", f"{fact} before")]
    return [{"is": "table", "words": words, "heading": f"{words}{more}", "head": head, "rows": rows}]


def _cell(words: str) -> Block:
    return {"words": plain(words, 120) or "nothing"}
