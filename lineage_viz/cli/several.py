"""Reload several sources: a job for each, side by side, and a table of their results at the end."""

import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from lineage_viz.access import command_line_user
from lineage_viz.cli.progress_line import ProgressPrinter
from lineage_viz.cli.recording import (
    evidence_parameter,
    job_book,
    record_admin_action,
    switches,
)
from lineage_viz.errors import JobBusy, JobError, LineageVizError, SettingsError
from lineage_viz.jobs import SOURCE, Job, JobBook, JobKind, JobState, Order, cancel, start
from lineage_viz.model import Origin, origin_name
from lineage_viz.settings import SOURCES, Settings
from lineage_viz.sources import Source, sources_of
from lineage_viz.words import count, plain

PAUSE = 0.3
"""Seconds between two readings of the jobs."""

_SENTENCE = 4_000
"""Characters of a sentence in the table: enough for each of ours, because a sentence needs its middle."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sources to read; none for the account of the AWS settings. `at_once` is 0 for that."""

    sources: tuple[Source, ...] = ()
    at_once: int = 0


RELOADS = "such as `reload {}`, or read all of them: `reload --all`"
EXPORTS = "such as `export --source {}`: an export reads one"


def chosen_sources(
    settings: Settings, names: Sequence[str], *, is_all: bool = False, advice: str = RELOADS
) -> Chosen:
    """Return the sources of these names, all of them, or the only one. `advice` says how to name one of several.

    Raises SettingsError.
    """
    sources = sources_of(settings)
    if sources is None:
        if names or is_all:
            raise SettingsError(
                f"{SOURCES} is not set, so there are no sources to choose from. Set it to a file of sources; without "
                "one, the command reads the account of the AWS settings."
            )
        return Chosen()
    if names and is_all:
        raise SettingsError("Name the sources to read, or read all with --all, not both.")
    if not names and not is_all and len(sources.each) > 1:
        raise SettingsError(
            f"{sources.file} has {count(len(sources.each), 'source')}: {', '.join(sources.names)}. Name those to read, "
            f"{advice.format(sources.names[0])}."
        )
    return Chosen(sources.named(names) if names else sources.each, sources.at_once)


def source_parameter(source: Source | None) -> dict[str, str]:
    """The source that a job reads, as a parameter of the job; empty for the account of the AWS settings."""
    return {SOURCE: source.name} if source else {}


def export_parameters(options: Namespace) -> dict[str, str]:
    """The options of an export, as parameters of a job."""
    return switches(
        quick=options.quick,
        details=options.details,
        lineage_only=options.lineage_only,
        anew=options.anew,
    ) | evidence_parameter(options.evidence)


def reload_parameters(options: Namespace) -> dict[str, str]:
    """The options of a reload, as parameters of a job."""
    return export_parameters(options) | switches(replace=options.replace) | {"keep": str(options.keep)}


def reload_several(settings: Settings, sources: Sequence[Source], options: Namespace) -> int:
    """Reload the sources, or export and compare each. Returns 1 when one of them failed. Raises SettingsError."""
    if options.replace:
        raise SettingsError(_not_replaced(settings))
    if options.dry_run:
        kept = str(settings.kept.absolute())
        parameters = {"out": kept, "compare": "", **export_parameters(options)}
        kind, target = JobKind.EXPORT, kept
    else:
        parameters = reload_parameters(options) | switches(wait=options.wait)
        kind, target = JobKind.RELOAD, settings.target
    who = command_line_user()
    orders = {
        each.name: Order(kind, target, {**parameters, **source_parameter(each)}, who) for each in sources
    }
    with ProgressPrinter(sys.stderr, "starting") as printer:
        run = _Run(job_book(), printer, orders, waits=options.wait)
        try:
            run.begin()
            run.wait()
        except KeyboardInterrupt as interrupt:
            run.cancel(who)
            print("\n".join(run.table(settings, sources)))
            interrupt.add_note("Every job has ended; the table says what each has done.")
            raise
    print("\n".join(run.table(settings, sources)))
    return 0 if run.all_succeeded else 1


def _not_replaced(settings: Settings) -> str:
    """The sentence that refuses --replace for several sources, with the way to what it may be meant for."""
    sources, served = sources_of(settings), _served(settings)
    known = {each.origin for each in sources.each} if sources else set()
    others = sorted(origin_name(each) for each in served.keys() - known)
    rest = (
        f", then remove what is no source: {'; '.join(f'`remove {each}`' for each in others)}"
        if others
        else ""
    )
    return (
        "--replace empties the cluster first, and each of several sources would do so. To serve exactly the sources, "
        f"reload them without --replace{rest}. To load everything anew, reload one source with --replace: the "
        "snapshots of the others are loaded again with it."
    )


@dataclass
class _Run:
    """The jobs of one command, by the name of their source."""

    book: JobBook
    printer: ProgressPrinter
    pending: dict[str, Order]
    """Those that have not started: with `waits`, until the job that keeps one from starting has ended."""
    waits: bool
    jobs: dict[str, Job] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    told: set[tuple[str, str, str]] = field(default_factory=set)

    @property
    def all_succeeded(self) -> bool:
        return not self.refused and all(job.state is JobState.SUCCEEDED for job in self.jobs.values())

    def begin(self) -> None:
        """Start all jobs; each waits for its turn. A job that cannot start does not stop the others."""
        for order in self.pending.values():
            if order.kind.changes_target:
                record_admin_action(str(order.kind), {"target": order.target, **order.parameters})
        self._start()

    def wait(self) -> None:
        """Wait for the end of all jobs, and tell each step that ends."""
        while self.pending or any(job.state.is_active for job in self.jobs.values()):
            time.sleep(PAUSE)
            self._start()
            for name, job in self.jobs.items():
                if job.state.is_active:
                    self.jobs[name] = self.book.job(job.id)
                    self._tell(name, self.jobs[name])

    def _start(self) -> None:
        for name, order in tuple(self.pending.items()):
            try:
                self.jobs[name] = start(self.book, order)
            except JobError as error:
                if self.waits and isinstance(error, JobBusy):
                    continue
                self.refused[name] = str(error)
                self.printer.notice(f"{name}: not started. {error}")
            del self.pending[name]

    def cancel(self, who: str) -> None:
        """End all jobs, and wait until they have left the target as it was."""
        self.refused |= dict.fromkeys(self.pending, "Interrupted before it began.")
        self.pending.clear()
        for job in self.jobs.values():
            with suppress(LineageVizError):
                cancel(self.book, job.id, who)
        self.wait()

    def _tell(self, name: str, job: Job) -> None:
        steps = job.progress.steps if job.progress else ()
        for step, state in steps:
            if state not in ("pending", "running") and (name, step, state) not in self.told:
                self.told.add((name, step, state))
                self.printer.notice(f"{name}: {step}: {state}")
        if not job.state.is_active:
            self.printer.notice(f"{name}: {job.state} (job {job.id})")

    def table(self, settings: Settings, sources: Sequence[Source]) -> list[str]:
        """A line for each source: its name, its result, the snapshot that is served of it, and a sentence."""
        served = _served(settings)
        rows = [("source", "result", "snapshot", "")]
        for each in sources:
            job = self.jobs.get(each.name)
            state = str(job.state) if job else "not started"
            made = _made(job) if job else ""
            snapshot = made or served.get(each.origin, "none")
            sentence = _sentence(job, snapshot) if job else self.refused[each.name]
            rows.append((each.name, state, snapshot, plain(sentence, _SENTENCE)))
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        return ["  ".join((*(f"{row[n]:<{widths[n]}}" for n in range(3)), row[3])).rstrip() for row in rows]


def _served(settings: Settings) -> dict[Origin, str]:
    from lineage_viz.reload import served_now

    with suppress(LineageVizError):
        return {each.origin: each.path.name for each in served_now(settings)}
    return {}


def _made(job: Job) -> str:
    """The name of the snapshot that an export made; empty for any other job."""
    if job.order.kind is not JobKind.EXPORT:
        return ""
    return job.result.partition("\n")[0].rpartition("/")[2]


def _sentence(job: Job, snapshot: str) -> str:
    """The result without the words that the other columns have."""
    if job.error:
        return job.error
    if job.order.kind is JobKind.EXPORT:
        return "; ".join(line.strip() for line in job.result.splitlines()[2:])
    return job.result.partition(f"{snapshot}: ")[2] or job.result
