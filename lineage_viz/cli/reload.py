"""What the commands do that change what is served: reload, restore, and the list of snapshots to restore."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lineage_viz.cli.neptune import change_lines, counts_words
from lineage_viz.cli.progress_line import ProgressPrinter, checklist_moment
from lineage_viz.cli.recording import on_record, recorded_here, switches
from lineage_viz.jobs import JobKind, Recording
from lineage_viz.plain_text import plain_text
from lineage_viz.settings import Settings
from lineage_viz.words import age, count, how_much, inside, plain, typed

# boto3 takes a while to import: the functions that need it do.
if TYPE_CHECKING:
    from lineage_viz.difference.difference import Difference
    from lineage_viz.reload import Checklist, Kept, Place, Reloaded


def reload(options: Namespace) -> int:
    """Reload, or with --dry-run export and say what a reload would change."""
    from lineage_viz.reload import ReloadOptions, open_place
    from lineage_viz.reload import reload as run

    settings = Settings.from_environment()
    with open_place(settings) as place, ProgressPrinter(sys.stderr, "beginning") as printer:
        if options.dry_run:
            return _dry_run(place, options, printer)
        asked = ReloadOptions(options.quick, options.details, options.anew, options.replace, options.keep)
        given = switches(quick=asked.quick, details=asked.details, anew=asked.anew, replace=asked.replace) | {
            "keep": str(asked.keep)
        }
        with _recorded(JobKind.RELOAD, place, given, printer) as (recording, told):
            done = run(place, asked, told, recording.say)
            recording.result = _said(place, done)
        _say_done(recording.result, done)
    return 0


def restore(options: Namespace) -> int:
    """Serve a kept snapshot again."""
    from lineage_viz.reload import open_place
    from lineage_viz.reload import restore as run

    settings = Settings.from_environment()
    path = options.path if options.path.exists() else settings.kept / options.path
    given = {"path": str(path.absolute())} | switches(replace=options.replace)
    with (
        open_place(settings) as place,
        ProgressPrinter(sys.stderr, "beginning") as printer,
        _recorded(JobKind.RESTORE, place, given, printer) as (recording, told),
    ):
        done = run(place, path, replace=options.replace, listener=told, notice=recording.say)
        recording.result = _said(place, done)
    _say_done(recording.result, done)
    return 0


def snapshots(options: Namespace) -> int:
    """List what can be restored; pin and unpin."""
    from lineage_viz.reload import kept_snapshots, known_in_use, pin, unpin

    settings = Settings.from_environment()
    for doing, path, change in (("pin", options.pin, pin), ("unpin", options.unpin, unpin)):
        if path is not None:
            on_record(doing, {"snapshot": path.name})
            change(path if path.exists() else settings.kept / path)
    in_use, trouble = known_in_use(settings)
    found = kept_snapshots(settings.kept, in_use)
    for each in found:
        print(_line(each))
    if not found:
        print(f"No snapshot is kept in {settings.kept}. Make one: python -m lineage_viz reload")
    if trouble:
        sys.stderr.write(f"lineage_viz: {plain_text(trouble)}\n")
    return 1 if trouble else 0


def _dry_run(place: "Place", options: Namespace, printer: ProgressPrinter) -> int:
    from lineage_viz.cli.commands import recorded_export
    from lineage_viz.export import ExportOptions
    from lineage_viz.reload import dry_run

    asked = ExportOptions(place.settings.kept, options.quick, options.details, options.anew)
    path = recorded_export(asked, printer)
    changes = dry_run(place, path)
    print(f"{place.name} would be given {path}: {counts_words(changes.counts)}.")
    for line in (*change_lines(changes), *_by_type(changes)):
        print(line)
    print(f"Nothing was changed. To load just this: python -m lineage_viz restore {path}")
    return 0


@contextmanager
def _recorded(
    kind: JobKind, place: "Place", parameters: Mapping[str, str], printer: ProgressPrinter
) -> Iterator[tuple[Recording, Callable[["Checklist"], None]]]:
    """A job that changes what is served, and whom to tell how far it is."""
    with recorded_here(kind, place.settings.target, parameters, printer.notice) as recording:

        def told(steps: "Checklist") -> None:
            printer.checklist(steps)
            recording.tell(checklist_moment(steps))

        yield recording, told


def _said(place: "Place", done: "Reloaded") -> str:
    manifest = done.folder.manifest
    assert manifest is not None
    entities, associations = sum(manifest.labels.values()), sum(manifest.association_types.values())
    gone = f" {count(len(done.gone), 'old snapshot')} deleted." if done.gone else ""
    return f"{place.name} has {done.folder.path}: {how_much(entities, associations)}.{gone}"


def _say_done(said: str, done: "Reloaded") -> None:
    print(said)
    for path in done.gone:
        print(f"  deleted: {path.name}")


def _by_type(changes: "Difference") -> Iterator[str]:
    from lineage_viz.difference.comparison import Change

    for change in (Change.ADDED, Change.CHANGED, Change.REMOVED):
        for (label, type_), tally in changes.entities.by_key(change).items():
            names = [each.name or each.arn for each in tally.samples]
            yield f"  {change}: {inside(typed(tally.count, label, type_))} ({_sampled(names, tally.count)})"
        for type_, links in changes.associations.by_key(change).items():
            ends = [f"{_end(each.source)} → {_end(each.destination)}" for each in links.samples]
            yield f"  {change}: {links.count:,} {plain(type_, 60)} ({_sampled(ends, links.count)})"


def _sampled(names: list[str], total: int) -> str:
    more = total - len(names)
    return ", ".join(plain(name, 80) for name in names) + (f" and {more:,} more" if more else "")


def _end(arn: str) -> str:
    return arn.rpartition("/")[2] or arn


def _line(each: "Kept") -> str:
    m = each.manifest
    marks: Mapping[str, bool] = {"in use": each.in_use, "pinned": each.pinned}
    told = "".join(f", {mark}" for mark, is_so in marks.items() if is_so)
    counted = how_much(sum(m.labels.values()), sum(m.association_types.values()))
    return f"{each.path.name}  {age(m.taken, datetime.now(UTC))}, {m.mode}, {counted}{told}"
