"""The commands that change the served snapshot: reload, restore, and the list of snapshots to restore."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lineage_viz.cli.neptune import change_lines, counts_words
from lineage_viz.cli.progress_line import ProgressPrinter, checklist_progress
from lineage_viz.cli.recording import (
    evidence_parameter,
    record_admin_action,
    recorded_command,
    switches,
)
from lineage_viz.jobs import JobKind, Recording
from lineage_viz.plain_text import plain_text
from lineage_viz.settings import Settings
from lineage_viz.words import HAS_GAPS, age, association_words, count, how_much, inside, plain, typed

# boto3 takes a while to import, so only the functions that need it import it.
if TYPE_CHECKING:
    from lineage_viz.difference.difference import Difference
    from lineage_viz.reload import Checklist, Kept, Place, Reloaded, ReloadOptions


def reload(options: Namespace) -> int:
    """Reload; with --dry-run, export and print what a reload would change."""
    from lineage_viz.reload import ReloadOptions, open_place
    from lineage_viz.reload import reload as run

    settings = Settings.from_environment()
    with (
        open_place(settings, wait=options.wait) as place,
        ProgressPrinter(sys.stderr, "starting") as printer,
    ):
        wanted = ReloadOptions(
            options.quick,
            options.details,
            options.anew,
            options.replace,
            options.keep,
            not options.lineage_only,
            options.evidence,
        )
        if options.repair:
            return _repair(place, printer, wait=options.wait)
        if options.dry_run:
            return _dry_run(place, wanted, printer)
        parameters = switches(
            quick=wanted.quick,
            details=wanted.details,
            lineage_only=options.lineage_only,
            anew=wanted.anew,
            replace=wanted.replace,
        ) | {"keep": str(wanted.keep), **evidence_parameter(wanted.evidence)}
        with _recorded(JobKind.RELOAD, place, parameters, printer, wait=options.wait) as (
            recording,
            listener,
        ):

            def notify(sentence: str) -> None:
                printer.notice(sentence)
                recording.say(sentence)

            reloaded = run(place, wanted, listener, notify)
            recording.result = _summary(place, reloaded)
        _print_result(recording.result, reloaded)
    return 0


def restore(options: Namespace) -> int:
    """Serve a kept snapshot again, or the demo account."""
    from lineage_viz.reload import open_place, show_demo
    from lineage_viz.reload import restore as run

    settings = Settings.from_environment()
    if options.demo:
        record_admin_action("show the demo account", {"target": settings.target})
        show_demo(settings)
        print("The app shows the demo account. The kept snapshots stay.")
        return 0
    path = options.path if options.path.exists() else settings.kept / options.path
    parameters = {"path": str(path.absolute())} | switches(replace=options.replace)
    with (
        open_place(settings, wait=options.wait) as place,
        ProgressPrinter(sys.stderr, "starting") as printer,
        _recorded(JobKind.RESTORE, place, parameters, printer, wait=options.wait) as (recording, listener),
    ):
        reloaded = run(place, path, replace=options.replace, listener=listener, notice=recording.say)
        recording.result = _summary(place, reloaded)
    _print_result(recording.result, reloaded)
    return 0


def snapshots(options: Namespace) -> int:
    """Pin or unpin a snapshot if asked to, then list the snapshots that can be restored."""
    from lineage_viz.reload import kept_snapshots, known_in_use, pin, unpin, unreadable_snapshots

    settings = Settings.from_environment()
    for action, path, change in (("pin", options.pin, pin), ("unpin", options.unpin, unpin)):
        if path is not None:
            record_admin_action(action, {"snapshot": path.name})
            change(path if path.exists() else settings.kept / path)
    in_use, trouble = known_in_use(settings)
    kept = kept_snapshots(settings.kept, in_use)
    for each in kept:
        print(_line(each))
    if not kept:
        print(f"No snapshot is kept in {settings.kept}. Make one: python -m lineage_viz reload")
    for sentence in unreadable_snapshots(settings.kept):
        sys.stderr.write(f"lineage_viz: A folder is not in this list. {plain_text(sentence)}\n")
    if trouble:
        sys.stderr.write(f"lineage_viz: {plain_text(trouble)}\n")
    return 1 if trouble else 0


def _repair(place: "Place", printer: ProgressPrinter, *, wait: bool) -> int:
    from lineage_viz.reload import repair

    said: list[str] = []
    parameters = switches(repair=True)
    with _recorded(JobKind.RELOAD, place, parameters, printer, wait=wait) as (recording, listener):
        repair(place, listener, said.append)
        recording.result = " ".join(said)
    for sentence in said:
        print(plain_text(sentence))
    return 0


def _dry_run(place: "Place", options: "ReloadOptions", printer: ProgressPrinter) -> int:
    from lineage_viz.cli.commands import recorded_export
    from lineage_viz.reload import dry_run

    path = recorded_export(options.of_export(place.settings.kept), printer)
    changes = dry_run(place, path)
    print(f"{place.name} would serve {path}: {counts_words(changes.counts)}.")
    for line in (*change_lines(changes), *_by_type(changes)):
        print(line)
    print(f"Nothing was changed. To serve this snapshot: python -m lineage_viz restore {path}")
    return 0


@contextmanager
def _recorded(
    kind: JobKind, place: "Place", parameters: Mapping[str, str], printer: ProgressPrinter, *, wait: bool
) -> Iterator[tuple[Recording, Callable[["Checklist"], None]]]:
    """Record a job that changes the served snapshot. Yields the recording and the listener for its checklist."""
    with recorded_command(kind, place.settings.target, parameters, printer.notice, wait=wait) as recording:

        def report(steps: "Checklist") -> None:
            printer.checklist(steps)
            recording.tell(checklist_progress(steps))

        yield recording, report


def _summary(place: "Place", reloaded: "Reloaded") -> str:
    manifest = reloaded.folder.manifest
    assert manifest is not None
    entities, associations = sum(manifest.labels.values()), sum(manifest.association_types.values())
    deleted = f" {count(len(reloaded.gone), 'old snapshot')} deleted." if reloaded.gone else ""
    gaps = f" The snapshot {HAS_GAPS}." if manifest.incomplete else ""
    rest = f" {reloaded.not_audited}" if reloaded.not_audited else ""
    return f"{place.name} now serves {reloaded.folder.path}: {how_much(entities, associations)}.{gaps}{deleted}{rest}"


def _print_result(summary: str, reloaded: "Reloaded") -> None:
    print(summary)
    for path in reloaded.gone:
        print(f"  deleted: {path.name}")


def _by_type(changes: "Difference") -> Iterator[str]:
    from lineage_viz.difference.comparison import Change

    for change in (Change.ADDED, Change.CHANGED, Change.REMOVED):
        for (label, type_), tally in changes.entities.by_key(change).items():
            names = [each.name or each.arn for each in tally.samples]
            yield f"  {change}: {inside(typed(tally.count, label, type_))} ({_sampled(names, tally.count)})"
        for type_, links in changes.associations.by_key(change).items():
            ends = [f"{_end(each.source)} → {_end(each.destination)}" for each in links.samples]
            yield f"  {change}: {links.count:,} {association_words(type_)} ({_sampled(ends, links.count)})"


def _sampled(names: list[str], total: int) -> str:
    more = total - len(names)
    return ", ".join(plain(name, 80) for name in names) + (f" and {more:,} more" if more else "")


def _end(arn: str) -> str:
    return arn.rpartition("/")[2] or arn


def _line(each: "Kept") -> str:
    manifest = each.manifest
    flags = {"in use": each.in_use, "pinned": each.pinned, HAS_GAPS: bool(manifest.incomplete)}
    marks = "".join(f", {flag}" for flag, is_set in flags.items() if is_set)
    counted = how_much(sum(manifest.labels.values()), sum(manifest.association_types.values()))
    return f"{each.path.name}  {age(manifest.taken, datetime.now(UTC))}, {manifest.mode}, {counted}{marks}"
