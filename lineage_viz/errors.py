"""Every error a person may meet; each message says what happened and what to do next.

LineageVizError
├── SettingsError          a setting or an argument is wrong
├── SourceError            SageMaker (or the identity service) refused, failed or is out of reach
│   ├── AccessDenied       an IAM action is missing
│   └── RequestRefused     it takes the caller but not the request
├── SnapshotError          a folder is not a whole snapshot, or cannot be written
│   └── BadRow             one row of a file cannot be read
├── ExportBusy             another export is writing to the same folder
├── ReloadBusy             another reload or restore is changing the same target
├── ReloadFailed           a reload or restore did not come to its end; it says what is served now
├── AccessRefused          somebody may not do what was asked
│   └── SignInNeeded       nobody is signed in, or no longer
├── AdminLogError          the log of admin actions cannot be written, or lacks what it had
├── SavedViewError         a view cannot be saved under this name, or the file of saved views cannot be used
├── JobError               a job cannot be started, ended or found
│   ├── JobBusy            another job is changing the same target
│   └── JobBookError       the record of the jobs cannot be read or written
├── BucketError            S3 refused, failed, or does not hold what was uploaded
└── StoreError             a store cannot answer
    ├── StoreUnavailable   it is down, slow, resetting, or refuses us
    │   └── NoAnswer       it gave none, or one that may be another a moment later
    ├── EntityNotFound     it holds no entity with that ARN
    ├── LoadFailed         a bulk load ended, or could not begin, without all that it should have brought
    └── ResetRefused       a database reset was not begun, or did not come to its end
Anything else that is raised is a bug and stays loud.
"""

from enum import StrEnum
from pathlib import Path


class LineageVizError(Exception):
    """Base of all; `str(error)` is one sentence or two for a person."""


class SettingsError(LineageVizError):
    """A setting or an argument is wrong."""


class SourceError(LineageVizError):
    """SageMaker or the identity service refused, failed or cannot be reached."""


class AccessDenied(SourceError):
    """The caller's role lacks an IAM action."""


class RequestRefused(SourceError):
    """SageMaker does not take the request as it is: a stale page token, a listing it does not offer."""


class SnapshotError(LineageVizError):
    """A folder is not a whole snapshot, or a snapshot cannot be written."""


class BadRow(SnapshotError):
    """One row of a Neptune CSV file cannot be read; the folder is refused as a whole."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path.name}, line {line}: {reason}")
        self.path, self.line, self.reason = path, line, reason


class ExportBusy(LineageVizError):
    """Another export is writing to the same folder."""


class AccessRefused(LineageVizError):
    """Somebody may not do what was asked."""


class SignInNeeded(AccessRefused):
    """Nobody is signed in, or no longer."""


class AdminLogError(LineageVizError):
    """The log of admin actions cannot be read or written, or lacks entries that it had."""


class ReloadBusy(LineageVizError):
    """Another reload or restore is changing the same target."""


class Outcome(StrEnum):
    """What a target holds after a change that failed."""

    UNTOUCHED = "untouched"
    """Exactly what it held before: nothing of it had been changed."""
    ROLLED_BACK = "rolled back"
    """Exactly what it held before, loaded again."""
    NOT_RESTORED = "not restored"
    """Perhaps a part of both; the next reload, load or restore goes on from there."""


class ReloadFailed(LineageVizError):
    """A reload or restore did not come to its end. The message says why, and what is served now."""

    def __init__(self, why: str, outcome: Outcome, served: str) -> None:
        super().__init__(f"{why} {served}")
        self.why, self.outcome, self.served = why, outcome, served


class SavedViewError(LineageVizError):
    """A view cannot be saved under this name, or the file of saved views cannot be read or written."""


class JobError(LineageVizError):
    """A job cannot be started, ended or found."""


class JobBusy(JobError):
    """Another job is changing the same target."""


class JobBookError(JobError):
    """The record of the jobs cannot be read or written."""


class BucketError(LineageVizError):
    """S3 refused, failed, or does not hold what was uploaded."""


class StoreError(LineageVizError):
    """A store cannot answer."""


class StoreUnavailable(StoreError):
    """The store is down, slow, resetting, or refuses the caller."""


class NoAnswer(StoreUnavailable):
    """None came, or one that may be another a moment later; what was asked for may have been done all the same."""


class EntityNotFound(StoreError):
    """The store holds no entity with that ARN."""

    def __init__(self, arn: str) -> None:
        super().__init__(f"No entity {arn} in what is loaded. Check the ARN, or search for a part of it.")
        self.arn = arn


class LoadFailed(StoreError):
    """A bulk load ended, or could not begin, without all that it should have brought.

    `problems` are all that the loader kept of what is wrong in the files, such as `edges.csv.gz, record 7: …`.
    """

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class ResetRefused(StoreError):
    """A database reset was not begun, or did not come to its end."""
