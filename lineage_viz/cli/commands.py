"""The commands for exports and their check. Results go to stdout, everything else to stderr."""

import gc
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from pathlib import Path

from lineage_viz.cli.kept_folder import kept_folder
from lineage_viz.cli.progress_line import ProgressPrinter, export_progress
from lineage_viz.cli.recording import evidence_parameter, recorded_command, switches
from lineage_viz.cli.sentences import print_each
from lineage_viz.cli.several import EXPORTS, chosen_sources, source_parameter
from lineage_viz.errors import ExportBusy, LineageVizError, SettingsError, SnapshotError
from lineage_viz.export import ExportOptions, ExportProgress, export_lineage
from lineage_viz.export.turns import turn_to_export
from lineage_viz.jobs import JobKind
from lineage_viz.progress import Progress
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.settings import Settings, data_folder
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot import verify as problems_of
from lineage_viz.snapshot.completeness import SHOWS_NOTHING, about_rows, size_words
from lineage_viz.snapshot.manifest import ADOPTED, SUM_NAME, domain_words, has_digest, unread_words
from lineage_viz.sources import Source
from lineage_viz.system.gc_pause import gc_paused
from lineage_viz.typed_command import typed_command
from lineage_viz.words import how_much, plain

_NOT_ALL = 2
"""The exit code for a check that found no fault, but did not see everything; an audit has the same."""

# An export starts with this module, so each other command imports its own part.


def export(options: Namespace) -> int:
    """Export the lineage of an account or a source, and print the new snapshot's path."""
    compared_in = Settings.from_environment() if options.compare else None
    out = options.out or Settings.from_environment().kept
    named = [options.source] if options.source else []
    chosen = chosen_sources(Settings.from_environment(), named, advice=EXPORTS)
    with ProgressPrinter(sys.stderr, "asking SageMaker") as printer:
        source = chosen.sources[0] if chosen.sources else None
        if stays := _stays(out):
            printer.notice(stays)
        wanted = export_options(options, out)
        path = recorded_export(wanted, printer, source, chosen.at_once, compared_in)
    if compared_in is None:
        print(path)
    return 0


def export_options(options: Namespace, out: Path) -> ExportOptions:
    """The options of an export into a folder, from those of a command."""
    return ExportOptions(
        out, options.quick, options.details, options.anew, not options.lineage_only, options.evidence
    )


@gc_paused()  # botocore's description of SageMaker stays in memory, as the records do
def recorded_export(
    options: ExportOptions,
    printer: ProgressPrinter,
    source: Source | None = None,
    at_once: int = 0,
    compared_in: Settings | None = None,
) -> Path:
    """Export as a recorded job and return the new snapshot's path.

    `at_once` is the number of exports of sources that run side by side. With `compared_in`, print the changes that the
    snapshot would make to what these settings serve.
    """
    out = str(options.out.absolute())
    parameters = (
        {"out": out}
        | switches(
            quick=options.quick,
            details=options.details,
            lineage_only=not options.records,
            anew=options.anew,
            compare=compared_in is not None,
        )
        | evidence_parameter(options.evidence)
        | source_parameter(source)
    )
    if home := _with_home(options.out):
        from lineage_viz.reload import kept  # it loads numpy
    with recorded_command(JobKind.EXPORT, out, parameters, printer.notice) as recording:

        def report(progress: ExportProgress) -> None:
            printer.export(progress)
            recording.tell(export_progress(progress))

        said: list[str] = []

        def notify(sentence: str) -> None:
            said.append(sentence)
            printer.notice(sentence)
            recording.say(sentence)

        try:
            with turn_to_export(data_folder(), at_once) if at_once else nullcontext():
                api = LineageApi(source)
                if home:
                    kept.bring_earlier(home, (api.origin.account, api.origin.region), notify)
                path = export_lineage(api, options, report, notify)
        except ExportBusy as busy:
            for job in recording.others():
                busy.add_note(f"{job.holder}.")
            raise
        if home:
            kept.keep_exported(home, path)
        recording.result = str(path)
        if compared_in:
            recording.tell(Progress("Compare with what is loaded"))
            recording.result = "\n".join((str(path), *_compared(compared_in, path, said)))
    gc.freeze()  # or the collector would check all of it now, which takes as long as to write a file
    return path


def _stays(out: Path) -> str:
    """The sentence about a folder whose snapshots do not go to S3, though the settings keep them there; else empty."""
    with suppress(SettingsError):
        settings = Settings.from_environment()
        if settings.in_s3 and not _with_home(out):
            return (
                f"The snapshot stays in {out}: {settings.in_s3.bucket} does not get it. Leave out --out to keep it "
                "there, or restore it later."
            )
    return ""


def _with_home(out: Path) -> Settings | None:
    """The settings, if they keep the snapshots of this folder in S3."""
    with suppress(SettingsError):  # an export into another folder needs no settings
        settings = Settings.from_environment()
        return settings if settings.in_s3 and out.resolve() == settings.kept.resolve() else None
    return None


def _compared(settings: Settings, path: Path, said: Sequence[str]) -> list[str]:
    """Print the changes that a snapshot would make, and return the lines with their totals.

    `said` are the notices of its export: an error says nothing that they have said. Raises LineageVizError.
    """
    from lineage_viz.cli.compare import compared

    try:
        totals, by_type = compared(settings, path)
    except LineageVizError as error:
        if any(str(error) in notice for notice in said):
            unneeded = "" if settings.neptune else " A reload does not need it."
            error = SnapshotError(
                "The new snapshot cannot be compared with an earlier one, which is damaged: see the notice above."
                f"{unneeded}"
            )
        error.add_note(f"The export itself has succeeded, and {path} is kept.")
        raise error
    for line in (*totals, *by_type):
        print(line)
    print(f"Nothing was changed. To serve this snapshot: {typed_command()} restore {path}")
    return totals


def verify(options: Namespace) -> int:
    """Check every row of a folder, and print each problem.

    Returns 1 if there is one, and 2 if a part of a folder without a manifest was not read.
    """
    path = kept_folder(options.path)
    problems = problems_of(path)
    print_each(problems)
    if problems:
        return 1
    folder = open_folder(path)
    print_each(f"{path} has gaps. {gap}." for gap in folder.gaps)
    print_each(f"Passed over, too: {each}." for each in folder.also_passed_over)
    print_each(unread_words(folder.manifest.records) if folder.manifest else ())
    print_each(domain_words(folder.manifest.domains) if folder.manifest else ())
    if folder.manifest and not has_digest(folder.path):
        print_each(
            [
                f"The manifest itself is not protected: {path} has no {SUM_NAME}, as old versions of this tool "
                "wrote none. A change of the account, the times or the gaps in it would not be seen."
            ]
        )
    print(_verified(folder))
    return _NOT_ALL if folder.manifest is None and folder.gaps else 0


def _verified(folder: Folder) -> str:
    """Return the result for a folder without problems. Only a manifest shows that nothing is missing."""
    m = folder.manifest
    if m is None:
        whole = f"{folder.path} has gaps; every other row" if folder.gaps else f"Every row of {folder.path}"
        rows = f"{whole} can be read: {size_words(folder.foreign)}."
        return " ".join((rows, *about_rows(folder.foreign), SHOWS_NOTHING, "`adopt` makes a snapshot of it."))
    size = how_much(sum(m.labels.values()) - m.without_row, sum(m.association_types.values()))
    with_gaps = " with gaps" if folder.gaps else ""
    if m.mode == ADOPTED:
        about = m.completeness or SHOWS_NOTHING
        return f"{folder.path} is a snapshot{with_gaps} of the folder {plain(m.folder)}: {size}. {about}"
    whole = f"is a snapshot{with_gaps}" if folder.gaps else "is a complete snapshot"
    return f"{folder.path} {whole}: {size}."
