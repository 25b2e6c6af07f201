"""The actions of admins: the app checks the role and writes the admin log before each change begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lineage_viz.access import Actor, Role, require
from lineage_viz.admin_log import AdminLog
from lineage_viz.errors import SettingsError
from lineage_viz.jobs import Job, JobBook, JobKind, Order
from lineage_viz.jobs import cancel as cancel_job
from lineage_viz.jobs import retry as retry_job
from lineage_viz.jobs import start as start_job
from lineage_viz.settings import Settings
from lineage_viz.store.base import Counts

_DOING: Mapping[JobKind, str] = {
    JobKind.EXPORT: "export the account",
    JobKind.LOAD: "load a snapshot",
    JobKind.RESET: "reset the database",
    JobKind.RELOAD: "reload",
    JobKind.RESTORE: "restore a snapshot",
    JobKind.REMOVE: "remove an account",
}


@dataclass(frozen=True, slots=True)
class Administration:
    """The actions for one actor with the present role: make a new one for every change.

    All calls raise AccessRefused and SealedLogError.
    """

    settings: Settings
    actor: Actor

    def start(self, kind: JobKind, parameters: Mapping[str, str], *, token: str = "") -> Job:
        """Start a job; `token` is the token of a reset. Raises JobError."""
        self._may(_DOING[kind])
        target = str(self.settings.kept.absolute()) if kind is JobKind.EXPORT else self.settings.target
        order = Order(kind, target, parameters, self.actor.name)
        self._record(order.words, {"target": target, **parameters})
        return start_job(self._book, order, secret=token)

    def cancel(self, number: int) -> Job:
        """Cancel a job. Raises JobError."""
        self._may("end a job")
        self._record("cancel", {"job": str(number)})
        return cancel_job(self._book, number, self.actor.name)

    def retry(self, number: int) -> Job:
        """Start the same job again. Raises JobError."""
        self._may("repeat a job")
        self._record("retry", {"job": str(number)})
        return retry_job(self._book, number, self.actor.name)

    def offer_reset(self) -> tuple[Counts, str]:
        """The counts that a reset would delete, and a token for it, valid for an hour.

        Raises ResetRefused, StoreUnavailable.
        """
        from lineage_viz.neptune_admin.reset import request_reset
        from lineage_viz.neptune_admin.target import open_target

        self._may("reset the database")
        if self.settings.neptune is None:
            raise SettingsError(
                "Only a Neptune cluster can be reset. To change what this app shows, reload or restore a snapshot."
            )
        self._record("ask for a reset", {"target": self.settings.target})
        with open_target(self.settings, brief=True) as target:
            counts = target.counts()
            return counts, request_reset(target.cluster).token

    def keep(self, path: Path, *, pinned: bool) -> None:
        """Pin a snapshot, so that no reload deletes it, or unpin it. Raises SnapshotError."""
        from lineage_viz.reload import keep_pinned

        self._may("pin a snapshot")
        self._record("pin" if pinned else "unpin", {"snapshot": path.name})
        keep_pinned(self.settings, path, pinned=pinned)

    def show_demo(self) -> None:
        """Show the demo account again. Raises ReloadBusy, SettingsError, SnapshotError."""
        from lineage_viz.reload import show_demo

        self._may("show the demo account")
        self._record("show the demo account", {"target": self.settings.target})
        show_demo(self.settings)

    @property
    def _book(self) -> JobBook:
        return JobBook(self.settings.jobs)

    def _may(self, doing: str) -> None:
        require(self.actor, Role.ADMIN, doing)

    def _record(self, action: str, details: Mapping[str, str]) -> None:
        AdminLog(self.settings.admin_log).append(self.actor, action, details)
