"""All errors that a person may see. Each message says what happened and what to do next.

LineageVizError
├── SettingsError          a setting or an argument is wrong
├── SourceError            SageMaker (or the identity service) refused, failed or cannot be reached
│   ├── AccessDenied       an IAM action is missing
│   └── RequestRefused     SageMaker accepts the caller but not the request
├── SnapshotError          a folder is not a whole snapshot, or a snapshot cannot be written
│   ├── BadRow             one row of a file cannot be read
│   ├── RecordWrong        the file that names the shown snapshots is damaged, or does not fit them
│   └── HomeError          the folder in S3 that keeps the snapshots cannot be read or changed
├── ExportBusy             another export is writing to the same folder
├── ReloadBusy             another reload or restore is changing the same target
├── ReloadFailed           a reload or restore did not finish; the message says what the app shows now
├── AccessRefused          the actor's role does not allow the action
│   └── SignInNeeded       nobody is signed in, or the sign-in has ended
├── NotAssessable          a model cannot be audited: it is not found, or its evidence cannot be read
│   └── AuditFileError     a pack or a file of waivers is wrong
├── SignOffRefused         a person may not sign off this review, or the sign-off lacks something
├── SealedLogError         a sealed log cannot be read or written, or entries are missing from it
├── SavedViewError         a view cannot be saved under this name, or the file of saved views cannot be used
├── HistoryError           the console's history cannot be read or written
├── JobError               a job cannot be started, ended or found
│   ├── JobBusy            another job is changing the same target
│   └── JobBookError       the record of the jobs cannot be read or written
├── BucketError            S3 refused, failed, or does not contain the uploaded files
└── StoreError             a store cannot answer
    ├── StoreUnavailable   the store is down, slow or resetting, or refuses the caller
    │   └── NoAnswer       the store gave no answer, or one that may differ a moment later
    ├── EntityNotFound     the store has no entity with this ARN
    ├── QueryRefused       Neptune refuses a query of the console, or ended it
    ├── ConsoleClosed      nothing proves that the console only reads, or all its places are taken
    ├── LoadFailed         a bulk load did not start, or ended without loading everything
    │   ├── LeaseLost      another process changes the cluster, because this one was silent for too long
    │   └── LoadRefused    Neptune refused to start the load, so it changed nothing
    └── ResetRefused       a database reset did not start or did not finish
Every other exception is a bug: no code hides it.
"""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from lineage_viz.plain_text import visible
from lineage_viz.secrecy import without_secrets


class LineageVizError(Exception):
    """The base of all errors; `str(error)` is one or two sentences for a person, without secrets."""

    def __str__(self) -> str:
        # A message may quote a service, a program or a library, and those may repeat what they received.
        return without_secrets(super().__str__())


class SettingsError(LineageVizError):
    """A setting or an argument is wrong."""


class SourceError(LineageVizError):
    """SageMaker or the identity service refused, failed or cannot be reached."""


class AccessDenied(SourceError):
    """The caller's role lacks an IAM action. `by_a_policy`: a policy of somebody else forbids the action."""

    def __init__(self, message: str, *, by_a_policy: bool = False) -> None:
        super().__init__(message)
        self.by_a_policy = by_a_policy


class RequestRefused(SourceError):
    """SageMaker does not accept the request: a stale page token, or a listing that it does not offer."""


class SnapshotError(LineageVizError):
    """A folder is not a whole snapshot, or a snapshot cannot be written."""


class BadRow(SnapshotError):
    """One row of a Neptune CSV file cannot be read; the folder is refused as a whole."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(path, line, reason)
        self.path, self.line, self.reason = path, line, reason
        self.folder = path.parent
        """The folder that was opened: the name of the file is relative to it."""

    def __str__(self) -> str:
        return f"{self.path.relative_to(self.folder)}, line {self.line}: {self.reason}"


class RecordWrong(SnapshotError):
    """The file that names the shown snapshots is damaged, or does not fit them. `why` has no path and no account."""

    def __init__(self, message: str, why: str) -> None:
        super().__init__(message)
        self.why = why


class HomeError(SnapshotError):
    """The folder in S3 that keeps the snapshots cannot be read or changed."""


class ExportBusy(LineageVizError):
    """Another export is writing to the same folder."""


class AccessRefused(LineageVizError):
    """The actor's role does not allow the action."""


class SignInNeeded(AccessRefused):
    """Nobody is signed in, or the sign-in has ended."""


class SealedLogError(LineageVizError):
    """A sealed log cannot be read or written, or entries are missing from it."""


class SignOffRefused(LineageVizError):
    """A person may not sign off this review, or the sign-off lacks something."""


class ReloadBusy(LineageVizError):
    """Another reload or restore is changing the same target."""


class Outcome(StrEnum):
    """The content of a target after a failed change."""

    UNTOUCHED = "untouched"
    """The old content: nothing was changed."""
    ROLLED_BACK = "rolled back"
    """The old content, loaded again."""
    NOT_RESTORED = "not restored"
    """Perhaps a mixture of old and new; the next reload, load or restore continues from there."""


class ReloadFailed(LineageVizError):
    """A reload or restore did not finish. The message says why, and what the app shows now (`served`)."""

    def __init__(self, why: str, outcome: Outcome, served: str) -> None:
        super().__init__(f"{why} {served}")
        self.why, self.outcome, self.served = why, outcome, served


class NotAssessable(LineageVizError):
    """A model cannot be audited: it is not found, or its evidence cannot be read.

    `choices` are the ARNs of the models that the question may mean.
    """

    def __init__(self, words: str, choices: Sequence[str] = ()) -> None:
        super().__init__(words)
        self.choices = tuple(choices)


class AuditFileError(NotAssessable):
    """A pack or a file of waivers is wrong."""


class SavedViewError(LineageVizError):
    """A view cannot be saved under this name, or the file of saved views cannot be read or written."""


class HistoryError(LineageVizError):
    """The console's history cannot be read or written."""


class JobError(LineageVizError):
    """A job cannot be started, ended or found."""


class JobBusy(JobError):
    """Another job is changing the same target."""


class JobBookError(JobError):
    """The record of the jobs cannot be read or written."""


class BucketError(LineageVizError):
    """S3 refused, failed, or does not contain the uploaded files."""


class ObjectChanged(BucketError):
    """An object in the bucket is not the one that was uploaded, or is gone."""


class StoreError(LineageVizError):
    """A store cannot answer."""


class StoreUnavailable(StoreError):
    """The store is down, slow or resetting, or refuses the caller."""


class NoAnswer(StoreUnavailable):
    """The store gave no answer, or one that may differ a moment later; it may have done the request all the same."""


class EntityNotFound(StoreError):
    """The store has no entity with this ARN."""

    def __init__(self, arn: str, next_step: str = "Check the ARN, or search for a part of it.") -> None:
        super().__init__(f"The loaded lineage has no entity {visible(arn)}. {next_step}")
        self.arn = arn


class QueryRefused(StoreError):
    """Neptune refuses a query of the console, or ended it. `code` is Neptune's own.

    `line` (from 1) and `column` (from 0) are the place of a mistake in its text; `line` is 0 without one.
    """

    def __init__(self, message: str, code: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.code, self.line, self.column = code, line, column


class ConsoleClosed(StoreError):
    """Nothing proves that the console only reads, or all its places are taken."""


class LoadFailed(StoreError):
    """A bulk load did not start, or ended without loading everything.

    `problems` are the faults in the files that the loader recorded, such as `edges.csv.gz, record 7: …`.
    """

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class LeaseLost(LoadFailed):
    """Another process changes the cluster, because this one was silent for too long."""


class LoadRefused(LoadFailed):
    """Neptune refused to start a load, so the loader changed nothing."""


class ResetRefused(StoreError):
    """A database reset did not start or did not finish."""


def sentence_of(error: BaseException) -> str:
    """Return the message of an error as a sentence."""
    if isinstance(error, OSError):
        return f"{error.filename or 'A file'} cannot be written or read: {error.strerror or error}."
    text = str(error)
    return text if text.endswith((".", "!", "?")) else f"{text}."
