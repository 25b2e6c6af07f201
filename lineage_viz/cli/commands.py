"""What each command does; results go to stdout, all else to stderr."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from lineage_viz.access import refuse_strangers
from lineage_viz.cli.progress_line import ProgressPrinter, moment
from lineage_viz.cli.recording import recorded_here, switches
from lineage_viz.demo.source import write_demo
from lineage_viz.errors import ExportBusy, LineageVizError
from lineage_viz.export import ExportOptions, ExportProgress, export_lineage
from lineage_viz.jobs import JobKind
from lineage_viz.plain_text import plain_text
from lineage_viz.questions.text_tree import upstream_tree
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.settings import NEPTUNE, NEPTUNE_READER, SNAPSHOT, Settings
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot import verify as problems_of
from lineage_viz.store.base import Store
from lineage_viz.store.factory import open_folders, open_store
from lineage_viz.title import title

ROOT = Path(__file__).parent.parent.parent
CANDIDATES = 10


def export(options: Namespace) -> int:
    """Export and print the new snapshot's path."""
    asked = ExportOptions(options.out, options.quick, options.details, options.anew)
    with ProgressPrinter(sys.stderr, "asking SageMaker") as printer:
        path = recorded_export(asked, printer)
    print(path)
    return 0


def recorded_export(asked: ExportOptions, printer: ProgressPrinter) -> Path:
    """Export as a job; gives the new snapshot's path."""
    out = str(asked.out.absolute())
    parameters = {"out": out} | switches(quick=asked.quick, details=asked.details, anew=asked.anew)
    with recorded_here(JobKind.EXPORT, out, parameters, printer.notice) as recording:

        def told(progress: ExportProgress) -> None:
            printer.export(progress)
            recording.tell(moment(progress))

        def noticed(sentence: str) -> None:
            printer.notice(sentence)
            recording.say(sentence)

        try:
            path = export_lineage(LineageApi(), asked, told, noticed)
        except ExportBusy as busy:
            for job in recording.others():
                busy.add_note(f"{job.holder}.")
            raise
        recording.result = str(path)
    return path


def verify(options: Namespace) -> int:
    """Say whether a folder is a whole snapshot."""
    problems = problems_of(options.path)
    for problem in problems:
        sys.stderr.write(f"lineage_viz: {plain_text(problem)}\n")
    if problems:
        return 1
    manifest = open_folder(options.path).manifest
    assert manifest is not None
    entities, associations = sum(manifest.labels.values()), sum(manifest.association_types.values())
    print(f"{options.path} is a whole snapshot: {entities:,} entities, {associations:,} associations.")
    return 0


def show(options: Namespace) -> int:
    """Print a model's upstream lineage."""
    store = open_store(_settings(options))
    for line in upstream_tree(store, _found(store, options.model)):
        print(line)
    return 0


def demo(options: Namespace) -> int:
    """Write the demo snapshot and print its path."""
    print(write_demo(options.out))
    return 0


def run(options: Namespace) -> int:
    """Become the app's server; what is wrong with a snapshot is said before it starts."""
    settings = _settings(options)
    open_folders(settings)
    paths = os.pathsep.join(str(path.resolve()) for path in settings.snapshots)
    server = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(options.port)]
    os.chdir(ROOT)  # where Streamlit looks for .streamlit/config.toml
    if address := options.address or os.environ.get("STREAMLIT_SERVER_ADDRESS", ""):
        _check_open_to(address)
        server += ["--server.address", address]
    asked = {SNAPSHOT: paths, NEPTUNE: "", NEPTUNE_READER: ""} if paths else {}
    os.execve(sys.executable, server, os.environ | asked)  # noqa: S606
    return 0


def _check_open_to(address: str) -> None:
    """Others come in only by a sign-in. The pages check it too; here it is said before the start."""
    from lineage_viz.ui.session import sign_in_is_configured  # takes a second, which the server needs as well

    if not sign_in_is_configured():
        refuse_strangers(address)


def _settings(options: Namespace) -> Settings:
    return Settings(tuple(options.snapshot)) if options.snapshot else Settings.from_environment()


def _found(store: Store, wanted: str) -> str:
    """The ARN meant: itself, or the only entity, or the only model, that a search ranks first."""
    if wanted.startswith("arn:"):
        return wanted
    hits = store.search(wanted, limit=CANDIDATES)
    exact = [hit for hit in hits.entities if title(hit) == wanted]
    models = [hit for hit in exact or hits.entities if hit.type == "Model"]
    for choice in (exact, models, hits.entities):
        if len(choice) == 1:
            return choice[0].arn
    if not hits.entities:
        raise LineageVizError(f"Nothing matches {wanted!r}. Try a part of the name, an ARN or an S3 URI.")
    listed = "\n".join(f"  {title(hit)} ({hit.type or hit.label})  {hit.arn}" for hit in hits.entities)
    raise LineageVizError(f"{hits.total:,} entities match {wanted!r}. Name one by its ARN:\n{listed}")
