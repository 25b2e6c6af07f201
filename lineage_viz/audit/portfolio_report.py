"""A portfolio as text for a terminal, and as plain data for JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from lineage_viz.audit.follow_up import FollowUps
from lineage_viz.audit.json_report import pack_data, snapshot_data
from lineage_viz.audit.outcome import Severity
from lineage_viz.audit.pack import Pack
from lineage_viz.audit.parts.about import MADE_BY
from lineage_viz.audit.row import Row
from lineage_viz.audit.sign_off.of_rows import RowSignOff
from lineage_viz.audit.verdict import ExitCode
from lineage_viz.model import SnapshotInfo
from lineage_viz.plain_text import plain_text
from lineage_viz.title import title
from lineage_viz.words import count, moment, origin_words, plain

FORMAT = "lineage_viz portfolio 1"
"""The name and the version of the form of the data."""

FollowUpsOf = Mapping[str, FollowUps]
"""The follow-ups of each model that has some, by ARN."""
NOTHING: FollowUpsOf = MappingProxyType({})

SignedRows = Mapping[str, RowSignOff]
"""The last sign-off of each row that has one, by the ARN of the row."""
NOT_SIGNED: SignedRows = MappingProxyType({})

_NO_ROWS = "No model package and no live endpoint is loaded, so there is nothing to audit."

_CLEAR = "clear"


def counted(rows: Sequence[Row]) -> str:
    """Return the numbers of model packages and endpoints in words; an endpoint whose state is not known is not live."""
    live = sum(each.is_endpoint and each.is_live for each in rows)
    unknown = sum(each.is_endpoint and not each.is_live for each in rows)
    numbers = (
        (len(rows) - live - unknown, "model package", ""),
        (live, "live endpoint", ""),
        (unknown, "endpoint that may be live", "endpoints that may be live"),
    )
    *first, last = [count(number, one, many) for number, one, many in numbers if number] or [
        "0 model packages"
    ]
    return " and ".join(filter(None, (", ".join(first), last)))


def nothing_to_audit(snapshots: Iterable[SnapshotInfo]) -> str:
    """Return the sentence about a portfolio without rows."""
    return no_records(snapshots) or _NO_ROWS


def no_records(snapshots: Iterable[SnapshotInfo]) -> str:
    """Return the sentence about folders of other tools: only an export has records. Empty when an export is loaded."""
    loaded = tuple(snapshots)
    if not loaded or not all(each.folder for each in loaded):
        return ""
    names = ", ".join(sorted({each.folder for each in loaded}))
    folder = f"folder {names} holds" if len(loaded) == 1 else f"folders {names} hold"
    return f"The {folder} no SageMaker records to audit; an export has them."


ORDER = (
    "the worst first: by the worst finding, then the live ones, then the number of findings of each severity"
)
"""The order of the rows, as `portfolio` sorts them."""


def portfolio_lines(
    rows: Sequence[Row],
    snapshots: Iterable[SnapshotInfo],
    pack: Pack,
    follow_ups: FollowUpsOf = NOTHING,
    gaps: Sequence[str] = (),
    signed: SignedRows = NOT_SIGNED,
) -> Iterator[str]:
    """Yield the lines: the snapshots, the numbers, and a line for each row with its findings, worst first.

    `gaps` are those of the snapshots, in words: a model in a gap has no row.
    """
    yield from map(plain_text, _lines(rows, snapshots, pack, follow_ups, gaps, signed))


def _lines(
    rows: Sequence[Row],
    snapshots: Iterable[SnapshotInfo],
    pack: Pack,
    follow_ups: FollowUpsOf,
    gaps: Sequence[str],
    signed: SignedRows,
) -> Iterator[str]:
    loaded = tuple(snapshots)
    yield f"Audit of {counted(rows)}"
    for info in loaded:
        taken = f", taken {moment(info.taken)}" if info.taken else ""
        yield f"Snapshot: {origin_words(info.account, info.region, info.folder)}{taken}, {info.path}"
    if gaps:
        yield f"Models may be missing here: {'; '.join(gaps)}."
    yield f"Pack: {plain(pack.title)}, version {plain(pack.version)}, {count(len(pack.checks), 'check')}."
    if not rows:
        yield nothing_to_audit(loaded)
        return
    if sentence := no_records(loaded):
        yield sentence
    yield f"The worst open severity: {', '.join(f'{n:,} {words}' for words, n in _numbers(rows))}. Order: {ORDER}."
    yield ""
    order = [each.id for each in pack.heaviest_first]
    for row in rows:
        yield f"{_line(row, order)}{_follow_up_words(row, follow_ups)}{_signed_words(row, signed)}"


def _numbers(rows: Sequence[Row]) -> Iterator[tuple[str, int]]:
    worst = [_worst(each) for each in rows]
    for words in (*Severity, "not audited", _CLEAR):
        if number := worst.count(words):
            yield words, number


def _worst(row: Row) -> str:
    return "not audited" if row.reason else str(row.worst or _CLEAR)


def _line(row: Row, order: Sequence[str]) -> str:
    name = plain(title(row.subject), 120)
    if row.is_endpoint:
        serves = f" serves {plain(title(row.model), 120)}" if row.model else ""
        name = f"endpoint {name}{serves}"
    elif row.live:
        name += f", live {row.live}"
    elif row.endpoints:
        name += f", live at {', '.join(plain(title(each), 80) for each in row.endpoints)}"
    if row.reason:
        return f"{_worst(row):<12}{name}: {plain(row.reason)}"
    found = [id_ for id_ in order if id_ in row.found]
    waived = [f"{id_} (waived)" for id_ in order if id_ in row.waived]
    words = ", ".join((*found, *waived)) or "no check failed"
    return f"{_worst(row):<12}{name}: {words}; {row.known} of {row.applying} known"


def _follow_up_words(row: Row, follow_ups: FollowUpsOf) -> str:
    found = follow_ups.get(row.model.arn) if row.model else None
    if not found or not found.open:
        return ""
    late = f", {len(found.overdue):,} OVERDUE" if found.overdue else ""
    return f"; {count(len(found.open), 'open follow-up')}{late}"


def _signed_words(row: Row, signed: SignedRows) -> str:
    if not (found := signed.get(row.subject.arn)):
        return ""
    about = f" ({found.about})" if found.about else ""
    return f"; signed off: {found.words}{about}"


def portfolio_data(
    rows: Iterable[Row],
    snapshots: Iterable[SnapshotInfo],
    pack: Pack,
    follow_ups: FollowUpsOf = NOTHING,
    gaps: Sequence[str] = (),
    signed: SignedRows = NOT_SIGNED,
) -> dict[str, object]:
    """Return the portfolio. Times are ISO 8601, in UTC; entities are ARNs; `gaps` are those of the snapshots."""
    return {
        "format": FORMAT,
        "made_by": MADE_BY,
        "snapshots": [snapshot_data(each) for each in snapshots],
        "gaps": list(gaps),
        "pack": pack_data(pack),
        "severities": {each.id: str(each.severity) for each in pack.heaviest_first},
        "rows": [_row(each, follow_ups, signed.get(each.subject.arn)) for each in rows],
    }


def _row(row: Row, follow_ups: FollowUpsOf, signed: RowSignOff | None) -> dict[str, object]:
    found = (follow_ups.get(row.model.arn) if row.model else None) or FollowUps()
    return {
        "arn": row.subject.arn,
        "source": row.subject.source,
        "title": title(row.subject),
        "type": row.subject.type,
        "model": row.model.arn if row.model else None,
        "live_endpoints": [title(each) for each in row.endpoints],
        "live": row.live or ("yes" if row.is_live else "no"),
        "worst": str(row.worst) if row.worst else None,
        "outcomes": {id_: str(outcome) for id_, outcome in row.outcomes.items()},
        "findings": sorted(row.found),
        "waived": sorted(row.waived),
        "evidence": {"known": row.known, "of": row.applying},
        "follow_ups": {"open": len(found.open), "overdue": len(found.overdue)},
        "sign_off": _sign_off(signed) if signed else None,
        "reason": row.reason or None,
    }


def _sign_off(found: RowSignOff) -> dict[str, object]:
    made = found.made
    return {
        "decision": made.decision,
        "by": made.by,
        "at": made.at.isoformat().replace("+00:00", "Z"),
        "authenticated": made.signed_in,
        "report": made.report,
        "about": found.about or "this report",
    }


def portfolio_exit_code(rows: Iterable[Row], pack: Pack, fail_on: Severity) -> ExitCode:
    """Return the exit code: FINDINGS if a row has one that counts; UNCLEAR if one lacks evidence or was not audited.

    It is UNCLEAR without any row: an audit of nothing finds nothing.
    """
    heavy = {each.id for each in pack.checks if each.severity.rank <= fail_on.rank}
    rows = tuple(rows)
    if any(heavy & each.found for each in rows):
        return ExitCode.FINDINGS
    is_unclear = not rows or any(each.reason or heavy & each.unclear for each in rows)
    return ExitCode.UNCLEAR if is_unclear else ExitCode.CLEAR
