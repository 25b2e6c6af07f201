"""The commands for snapshots and for the app. Results go to stdout, everything else to stderr."""

import os
import signal
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from lineage_viz.access import refuse_strangers
from lineage_viz.cli.port import check_port
from lineage_viz.cli.progress_line import ProgressPrinter, export_progress
from lineage_viz.cli.recording import evidence_parameter, recorded_command, switches
from lineage_viz.demo.source import write_demo
from lineage_viz.errors import ExportBusy, LineageVizError, SettingsError
from lineage_viz.evidence.describing import described
from lineage_viz.export import ExportOptions, ExportProgress, export_lineage
from lineage_viz.jobs import JobKind
from lineage_viz.json_text import json_text
from lineage_viz.plain_text import plain_text
from lineage_viz.questions.text_tree import upstream_tree
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.secrecy import without_secrets
from lineage_viz.settings import NEPTUNE, NEPTUNE_READER, SNAPSHOT, Settings
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot import verify as problems_of
from lineage_viz.snapshot.adopting import adopt as adopt_folder
from lineage_viz.snapshot.completeness import SHOWS_NOTHING, about_rows, size_words
from lineage_viz.snapshot.manifest import ADOPTED, domain_words, unread_words
from lineage_viz.store.base import Store
from lineage_viz.store.factory import open_folders, open_store
from lineage_viz.title import title
from lineage_viz.words import count, how_much, plain

ROOT = Path(__file__).parent.parent.parent
CANDIDATES = 10
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104


def export(options: Namespace) -> int:
    """Export the account's lineage and print the new snapshot's path."""
    export_options = ExportOptions(
        options.out,
        options.quick,
        options.details,
        options.anew,
        not options.lineage_only,
        options.evidence,
    )
    with ProgressPrinter(sys.stderr, "asking SageMaker") as printer:
        path = recorded_export(export_options, printer)
    print(path)
    return 0


def recorded_export(options: ExportOptions, printer: ProgressPrinter) -> Path:
    """Export as a recorded job and return the new snapshot's path."""
    out = str(options.out.absolute())
    parameters = (
        {"out": out}
        | switches(
            quick=options.quick,
            details=options.details,
            lineage_only=not options.records,
            anew=options.anew,
        )
        | evidence_parameter(options.evidence)
    )
    with recorded_command(JobKind.EXPORT, out, parameters, printer.notice) as recording:

        def report(progress: ExportProgress) -> None:
            printer.export(progress)
            recording.tell(export_progress(progress))

        def notify(sentence: str) -> None:
            printer.notice(sentence)
            recording.say(sentence)

        try:
            path = export_lineage(LineageApi(), options, report, notify)
        except ExportBusy as busy:
            for job in recording.others():
                busy.add_note(f"{job.holder}.")
            raise
        recording.result = str(path)
    return path


def verify(options: Namespace) -> int:
    """Check every row of a folder, and print each problem. Returns 1 if there is one."""
    problems = problems_of(options.path)
    _print_each(problems)
    if problems:
        return 1
    folder = open_folder(options.path)
    _print_each(f"{options.path} has gaps. {gap}." for gap in folder.gaps)
    _print_each(unread_words(folder.manifest.records) if folder.manifest else ())
    _print_each(domain_words(folder.manifest.domains) if folder.manifest else ())
    print(_verified(folder))
    return 0


def _verified(folder: Folder) -> str:
    """Return the result for a folder without problems. Only a manifest shows that nothing is missing."""
    m = folder.manifest
    if m is None:
        rows = f"Every row of {folder.path} can be read: {size_words(folder.foreign)}."
        return " ".join((rows, *about_rows(folder.foreign), SHOWS_NOTHING, "`adopt` makes a snapshot of it."))
    size = how_much(sum(m.labels.values()) - m.without_row, sum(m.association_types.values()))
    with_gaps = " with gaps" if folder.gaps else ""
    if m.mode == ADOPTED:
        about = m.completeness or SHOWS_NOTHING
        return f"{folder.path} is a snapshot{with_gaps} of the folder {plain(m.folder)}: {size}. {about}"
    whole = f"is a snapshot{with_gaps}" if folder.gaps else "is a complete snapshot"
    return f"{folder.path} {whole}: {size}."


def _print_each(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        sys.stderr.write(f"lineage_viz: {plain_text(without_secrets(sentence))}\n")


def show(options: Namespace) -> int:
    """Print the upstream lineage of a model, or everything known of one entity as JSON."""
    store = open_store(_settings(options))
    if options.format == "json":
        print(json_text(described(store.get(_arn_of(store, options.model))), indent=2, ensure_ascii=False))
        return 0
    for line in upstream_tree(store, _arn_of(store, options.model)):
        print(line)
    _print_each(f"The snapshot has gaps. {gap}." for gap in store.gaps)
    return 0


def adopt(options: Namespace) -> int:
    """Make a snapshot of a foreign folder, and print its path and the changes."""
    adopted = adopt_folder(open_folder(options.path), options.out)
    _print_each(adopted.changes)
    print(adopted.path)
    return 0


def demo(options: Namespace) -> int:
    """Write the demo snapshot and print its path."""
    print(write_demo(options.out))
    return 0


def run(options: Namespace) -> int:
    """Check that the snapshots open, then replace this process with the app's server."""
    settings = _settings(options)
    open_folders(settings)
    paths = os.pathsep.join(map(_without_separator, settings.snapshots))
    server = [sys.executable, "-m", "lineage_viz.ui.serve", "app.py", "--server.port", str(options.port)]
    if address := options.address or os.environ.get("STREAMLIT_SERVER_ADDRESS", ""):
        _check_open_to(address)
        server += ["--server.address", address]
        if address not in EVERY_ADDRESS:  # Streamlit's first lines then name it
            server += ["--browser.serverAddress", address]
    check_port(address, options.port)
    os.chdir(ROOT)  # where Streamlit looks for .streamlit/config.toml
    overrides = {SNAPSHOT: paths, NEPTUNE: "", NEPTUNE_READER: ""} if paths else {}
    signal.pthread_sigmask(
        signal.SIG_BLOCK, {signal.SIGINT}
    )  # the server unblocks it when it can end quietly
    os.execve(sys.executable, server, os.environ | overrides)  # noqa: S606
    return 0


def _without_separator(path: Path) -> str:
    """Return an absolute path for the app's setting. Raises SettingsError for a path that the app would divide."""
    text = str(path.resolve())
    if os.pathsep in text:
        raise SettingsError(
            f"{text} cannot be shown, because its path has a {os.pathsep}, which separates folders in {SNAPSHOT}. "
            "Rename the folder."
        )
    return text


def _check_open_to(address: str) -> None:
    """Refuse an address that others can reach while no sign-in is configured.

    The pages refuse it as well; here the user reads the message before the server starts.
    """
    from lineage_viz.ui.session import sign_in_is_configured  # the import takes a second

    if not sign_in_is_configured():
        refuse_strangers(address)


def _settings(options: Namespace) -> Settings:
    return Settings(tuple(options.snapshot)) if options.snapshot else Settings.from_environment()


def _arn_of(store: Store, text: str) -> str:
    """Return the text itself when it is an ARN; else the ARN of the only exact title, only model or only hit.

    Raises LineageVizError when several entities match, or none.
    """
    if text.startswith("arn:"):
        return text
    hits = store.search(text, limit=CANDIDATES)
    exact = [hit for hit in hits.entities if title(hit) == text]
    models = [hit for hit in exact or hits.entities if hit.type == "Model"]
    for choice in (exact, models, hits.entities):
        if len(choice) == 1:
            return choice[0].arn
    if not hits.entities:
        raise LineageVizError(f"Nothing matches {text!r}. Try a part of the name, an ARN or an S3 URI.")
    listed = "\n".join(f"  {title(hit)} ({hit.type or hit.label})  {hit.arn}" for hit in hits.entities)
    raise LineageVizError(
        f"{count(hits.total, 'entity matches', 'entities match')} {text!r}. Choose one by its ARN:\n{listed}"
    )
