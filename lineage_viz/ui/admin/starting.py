"""The start of reloads, exports and dry runs, of the account of the AWS settings or of sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lineage_viz.administration import Administration
from lineage_viz.errors import JobError
from lineage_viz.jobs import SOURCE, JobKind
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.submit import change

Options = Mapping[str, str]
"""The options of a job, as its parameters."""


@dataclass(frozen=True, slots=True)
class Starts:
    """The chosen options of an export, and those of a reload."""

    export: Options
    reload: Options


def start(kind: JobKind, parameters: Options, done: str) -> None:
    """Start a job; `done` is the confirmation on the page."""
    change(lambda administration: administration.start(kind, parameters), done)


def start_sources(kind: JobKind, names: Sequence[str], parameters: Options, done: str) -> None:
    """Start a job for each source. One that cannot start does not stop the others; without names it is one job."""
    if not names:
        start(kind, parameters, done)
        return

    def make(administration: Administration) -> None:
        refused = []
        for name in names:
            try:
                administration.start(kind, {**parameters, SOURCE: name})
            except JobError as error:
                refused.append(f"{name}: {error}")
        if refused:
            raise JobError(" ".join(refused))

    change(make, done)


def export(settings: Settings, names: Sequence[str], options: Options) -> None:
    """Start an export of each source into the folder of kept snapshots."""
    out = {"out": str(settings.kept.absolute())}
    start_sources(JobKind.EXPORT, names, {**out, **options}, "The export has started.")


def dry_run(settings: Settings, names: Sequence[str], options: Options) -> None:
    """Start an export of each source that ends with the changes that a reload would make."""
    out = {"out": str(settings.kept.absolute()), "compare": ""}
    start_sources(JobKind.EXPORT, names, {**out, **options}, "The dry run has started.")
