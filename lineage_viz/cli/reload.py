"""The commands that change the served snapshot: reload, restore, and the list of snapshots to restore."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lineage_viz.cli.progress_line import ProgressPrinter, checklist_progress
from lineage_viz.cli.recording import record_admin_action, recorded_command, switches
from lineage_viz.cli.several import chosen_sources, reload_parameters, reload_several, source_parameter
from lineage_viz.jobs import JobKind, Recording
from lineage_viz.plain_text import plain_text
from lineage_viz.settings import Settings
from lineage_viz.sources import Source
from lineage_viz.typed_command import typed_command
from lineage_viz.words import HAS_GAPS, age, count, how_much

# boto3 takes a while to import, so only the functions that need it import it.
if TYPE_CHECKING:
    from lineage_viz.reload import Checklist, Kept, Place, Reloaded


def reload(options: Namespace) -> int:
    """Reload; with --dry-run, export and print what a reload would change."""
    from lineage_viz.reload import ReloadOptions, open_place
    from lineage_viz.reload import reload as run
    from lineage_viz.sagemaker_lineage.api import LineageApi

    settings = Settings.from_environment()
    if options.repair:
        return _repair(settings, wait=options.wait)
    chosen = chosen_sources(settings, options.source, is_all=options.all)
    if chosen.sources and (options.all or len(chosen.sources) > 1):
        return reload_several(settings, chosen.sources, options)
    source = chosen.sources[0] if chosen.sources else None
    if options.dry_run:
        return _dry_run(settings, options, source, chosen.at_once)
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
            chosen.at_once,
        )
        parameters = reload_parameters(options) | source_parameter(source)
        with recorded_change(JobKind.RELOAD, place, parameters, printer, wait=options.wait) as (
            recording,
            listener,
        ):

            def notify(sentence: str) -> None:
                printer.notice(sentence)
                recording.say(sentence)

            reloaded = run(place, wanted, listener, notify, partial(LineageApi, source))
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
    if not path.exists():
        path = _fetched(settings, options.path.name) or path
    parameters = {"path": str(path.absolute())} | switches(replace=options.replace)
    with (
        open_place(settings, wait=options.wait) as place,
        ProgressPrinter(sys.stderr, "starting") as printer,
        recorded_change(JobKind.RESTORE, place, parameters, printer, wait=options.wait) as (
            recording,
            listener,
        ),
    ):
        reloaded = run(place, path, replace=options.replace, listener=listener, notice=recording.say)
        recording.result = _summary(place, reloaded)
    _print_result(recording.result, reloaded)
    return 0


def snapshots(options: Namespace) -> int:
    """Pin or unpin a snapshot if asked to, then list the snapshots that can be restored."""
    from lineage_viz.reload import all_kept, keep_pinned, known_in_use, unreadable

    settings = Settings.from_environment()
    for action, path in (("pin", options.pin), ("unpin", options.unpin)):
        if path is not None:
            record_admin_action(action, {"snapshot": path.name})
            where = path if path.exists() else settings.kept / path
            keep_pinned(settings, where, pinned=action == "pin")
    kept = all_kept(settings)  # first: if S3 does not answer, nobody waits for a second call
    in_use, trouble = known_in_use(settings)
    kept = tuple(replace(each, in_use=each.path in in_use) for each in kept)
    for each in kept:
        print(_line(each))
    elsewhere = sorted(_in_bucket(settings) - {each.path.name for each in kept}, reverse=True)
    for name in elsewhere:
        print(f"{plain_text(name)}  in the bucket; `restore` fetches it")
    if not kept and not elsewhere:
        print(f"No snapshot is kept in {_where(settings)}. Make one: {typed_command()} reload")
    for sentence in unreadable(settings):
        sys.stderr.write(f"lineage_viz: A folder is not in this list. {plain_text(sentence)}\n")
    if trouble:
        sys.stderr.write(f"lineage_viz: {plain_text(trouble)}\n")
    return 1 if trouble else 0


def _where(settings: Settings) -> str:
    return settings.in_s3.bucket if settings.in_s3 else str(settings.kept)


def _fetched(settings: Settings, name: str) -> Path | None:
    """The folder of a snapshot that only S3 has; None without such a one. Raises SnapshotError."""
    if settings.in_s3:
        from lineage_viz.home import here

        return here(settings, settings.kept / name)
    if settings.neptune is None or settings.bulk_load is None:
        return None
    from lineage_viz.neptune_admin.bucket import Bucket
    from lineage_viz.neptune_admin.whole_snapshots import fetch_named

    return fetch_named(Bucket(settings.bulk_load), name, settings.kept)


def _in_bucket(settings: Settings) -> set[str]:
    """The names of the snapshots that only the bucket of the cluster may have."""
    if settings.in_s3 or settings.neptune is None or settings.bulk_load is None:
        return set()
    from lineage_viz.neptune_admin.bucket import Bucket

    return set(Bucket(settings.bulk_load).snapshots())


def _repair(settings: Settings, *, wait: bool) -> int:
    from lineage_viz.reload import open_place, repair

    said: list[str] = []
    with (
        open_place(settings, wait=wait) as place,
        ProgressPrinter(sys.stderr, "starting") as printer,
        recorded_change(JobKind.RELOAD, place, switches(repair=True), printer, wait=wait) as (
            recording,
            listener,
        ),
    ):
        repair(place, listener, said.append)
        recording.result = " ".join(said)
    for sentence in said:
        print(plain_text(sentence))
    return 0


def _dry_run(settings: Settings, options: Namespace, source: Source | None, at_once: int) -> int:
    from lineage_viz.cli.commands import export_options, recorded_export

    wanted = export_options(options, settings.kept)
    with ProgressPrinter(sys.stderr, "starting") as printer:
        recorded_export(wanted, printer, source, at_once, compared_in=settings)
    return 0


@contextmanager
def recorded_change(
    kind: JobKind,
    place: "Place",
    parameters: Mapping[str, str],
    printer: ProgressPrinter,
    *,
    wait: bool = False,
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
        print(f"  deleted: {plain_text(path.name)}")


def _line(each: "Kept") -> str:
    manifest = each.manifest
    flags = {"in use": each.in_use, "pinned": each.pinned, HAS_GAPS: bool(manifest.incomplete)}
    marks = "".join(f", {flag}" for flag, is_set in flags.items() if is_set)
    counted = how_much(sum(manifest.labels.values()), sum(manifest.association_types.values()))
    return f"{plain_text(each.path.name)}  {age(manifest.taken, datetime.now(UTC))}, {manifest.mode}, {counted}{marks}"
