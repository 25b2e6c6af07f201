"""The command that audits a model, or all of them. Its exit code tells a pipeline the result."""

import sys
from argparse import Namespace
from collections.abc import Iterable
from datetime import UTC, datetime, time
from pathlib import Path

from lineage_viz.audit.comparison_report import comparison_data, comparison_lines
from lineage_viz.audit.formats.printed import PRINTED
from lineage_viz.audit.freshness import stale_words
from lineage_viz.audit.pack import Pack
from lineage_viz.audit.pack_file import read_pack
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.audit.sign_off.follow_up_log import FollowUpBook
from lineage_viz.audit.subject import find_subject
from lineage_viz.audit.text_report import text_lines
from lineage_viz.audit.verdict import ExitCode, exit_code
from lineage_viz.cli.audit_bundle import write_bundle
from lineage_viz.cli.audit_sign_offs import row_sign_offs, sign_off_lines
from lineage_viz.cli.audit_waivers import tell_changed_log, tell_waivers_of_nothing, with_waivers
from lineage_viz.cli.given_settings import settings_of
from lineage_viz.errors import LineageVizError, NotAssessable
from lineage_viz.json_text import json_text
from lineage_viz.model import SnapshotInfo
from lineage_viz.settings import Settings
from lineage_viz.snapshot import open_folder
from lineage_viz.store.base import caveat_of, gaps_of
from lineage_viz.store.factory import infos, local_store, open_store


def audit(options: Namespace) -> int:
    """Print the audit of a model and write its bundle if the options name a file, or print the audit of all.

    Returns 1 with a finding of the severity `fail_on` or a heavier one; 2 without one, if such a check lacks evidence
    that the export was asked to read; else 0. Raises NotAssessable.
    """
    try:
        if options.trend:
            return _trend(options)
        return _all(options) if options.all else _one(options)
    except LineageVizError as error:
        raise NotAssessable(str(error)) from error


def _one(options: Namespace) -> int:
    found = _report(options)
    if options.compare_with:
        return _compare(found, options)
    write_bundle(found, options)
    if options.format == "text":
        _print(text_lines(found, sign_off_lines(found)))
    else:
        print(PRINTED[options.format](found), end="")
    code = exit_code(found.results, options.fail_on)
    return code if options.as_of else _unclear_if_stale(found.snapshots, code)


def _unclear_if_stale(snapshots: Iterable[SnapshotInfo], code: ExitCode) -> ExitCode:
    """Return the exit code; UNCLEAR for CLEAR if the snapshot is older than the settings allow, with the reason."""
    words = stale_words(snapshots, Settings.from_environment().fresh, datetime.now(UTC))
    if words:
        print(words, file=sys.stderr)
    return ExitCode.UNCLEAR if words and code is ExitCode.CLEAR else code


def _compare(now: Report, options: Namespace) -> int:
    """Print the differences from another model, or from the same one in the snapshot of a folder."""
    if options.out or options.key or options.format not in ("text", "json"):
        raise NotAssessable(
            "--compare-with prints text or JSON. Leave out the bundle, or leave out the comparison."
        )
    folder = Path(options.compare_with)
    is_snapshot = folder.is_dir()
    store = local_store([open_folder(folder)]) if is_snapshot else open_store(settings_of(options))
    text = now.review.subject.arn if is_snapshot else options.compare_with
    try:
        review = read_review(store, find_subject(store, text), now.review.as_of)
    except LineageVizError as error:
        raise NotAssessable(f"In {folder}: {error}" if is_snapshot else str(error)) from error
    before = report(review, store.snapshots, now.pack)
    if options.format == "json":
        print(json_text(comparison_data(before, now), indent=2))
    else:
        _print(comparison_lines(before, now))
    return ExitCode.CLEAR


def _all(options: Namespace) -> int:
    if options.model or options.as_of or options.compare_with:
        other = "a model" if options.model else "--as-of" if options.as_of else "--compare-with"
        raise NotAssessable(f"--all audits every model as it is now. Leave out {other}, or leave out --all.")
    if options.out or options.key or options.format not in ("text", "json"):
        raise NotAssessable(
            "--all prints text or JSON. A bundle, JUnit and SARIF are about one model: name it."
        )
    from lineage_viz.audit.kept_rows import rows_of, valid_rows  # loads numpy
    from lineage_viz.audit.portfolio_report import portfolio_data, portfolio_exit_code, portfolio_lines

    pack = _pack(options)
    snapshots = infos(settings_of(options))
    rows = valid_rows(snapshots, pack)
    if rows is None:
        store = open_store(settings_of(options))
        tell_waivers_of_nothing(store, pack, options)
        snapshots = store.snapshots
        rows = rows_of(store, snapshots, pack)
    every, problem = FollowUpBook(Settings.from_environment()).read(datetime.now(UTC).date())
    if problem:
        print(
            f"The log of follow-ups was changed or cannot be read, so none is shown. {problem}",
            file=sys.stderr,
        )
    follow_ups = {} if problem else every
    signed = row_sign_offs(rows, snapshots, pack, lambda: open_store(settings_of(options)))
    caveat = caveat_of(snapshots)
    gaps = (*gaps_of(snapshots), *([caveat] if caveat else []))
    if options.format == "json":
        print(json_text(portfolio_data(rows, snapshots, pack, follow_ups, gaps, signed), indent=2))
    else:
        _print(portfolio_lines(rows, snapshots, pack, follow_ups, gaps, signed))
    return _unclear_if_stale(snapshots, portfolio_exit_code(rows, pack, options.fail_on))


def _trend(options: Namespace) -> int:
    alone = options.model or options.all or options.as_of or options.waivers or options.out or options.key
    alone = alone or options.compare_with
    if alone or options.snapshot or options.format not in ("text", "json"):
        raise NotAssessable(
            "--trend is about all models at all kept snapshots. Give it only --pack, and --format text or json."
        )
    from lineage_viz.audit.trend import trends  # loads numpy
    from lineage_viz.audit.trend_report import trend_data, trend_lines

    pack, kept = read_pack(options.pack), Settings.from_environment().kept
    found = trends(kept, pack)
    if not any(each.points for each in found):
        raise NotAssessable(
            f"No snapshot in {kept} has outcomes by this pack. A reload keeps them, and so does: audit --all "
            "--snapshot PATH."
        )
    if options.format == "json":
        print(json_text(trend_data(found, pack), indent=2))
    else:
        _print(trend_lines(found, pack))
    return ExitCode.CLEAR


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _report(options: Namespace) -> Report:
    if not options.model:
        raise NotAssessable("Name a model, or give --all.")
    pack, store = _pack(options), open_store(settings_of(options))
    tell_waivers_of_nothing(store, pack, options)
    as_of = datetime.combine(options.as_of, time.max, UTC) if options.as_of else None
    review = read_review(store, find_subject(store, options.model), as_of)
    follow_ups = FollowUpBook(Settings.from_environment()).of(review.model.arn, datetime.now(UTC).date())
    return report(review, store.snapshots, pack, follow_ups)


def _pack(options: Namespace) -> Pack:
    """The pack with the waivers, which are judged today."""
    tell_changed_log(options)
    return with_waivers(read_pack(options.pack), options)
