"""The answers to monitors: the server is alive; it can answer questions about the lineage."""

import logging

from starlette.requests import Request
from starlette.responses import JSONResponse

from lineage_viz.errors import RecordWrong, SettingsError, SnapshotError, StoreUnavailable
from lineage_viz.store.base import Store
from lineage_viz.ui.server.in_time import InTime
from lineage_viz.ui.source import open_store_now
from lineage_viz.words import has_unread_mark

UNAVAILABLE = 503
_LOG = logging.getLogger(__name__)
_NOT_KEPT = {"cache-control": "no-store"}


class _UnreadMark(StoreUnavailable):
    """A mark in the cluster cannot be read."""


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "The store has not answered yet: it is being opened, or it is slow."),
    (SettingsError, "A setting is wrong."),
    (SnapshotError, "The snapshot cannot be opened."),
    (_UnreadMark, "A mark in the cluster cannot be read, so it is not known which snapshots are whole."),
    (StoreUnavailable, "The store does not answer."),
)
"""Everybody may ask, so no reason has a name, a path or an account. The log has the whole sentence."""


async def alive(_: Request) -> JSONResponse:
    """Answer that the server runs: for whoever restarts it, which would not help a store that is down."""
    return JSONResponse({"alive": True}, headers=_NOT_KEPT)


class Readiness:
    """The answer about the store. A store without a snapshot is ready: an admin can load one through the app."""

    def __init__(self) -> None:
        self._question = InTime(_ask)
        self._told = ""

    async def answer(self, _: Request) -> JSONResponse:
        """Answer 200 when the store answers, else 503 with the reason."""
        if why := await self.trouble():
            return JSONResponse({"ready": False, "reason": why}, UNAVAILABLE, _NOT_KEPT)
        return JSONResponse({"ready": True}, headers=_NOT_KEPT)

    async def trouble(self) -> str:
        """The reason why the store does not answer; empty when it does."""
        try:
            await self._question.answer()
        except Exception as error:  # also one that nobody expects: a monitor reads JSON
            why = _reason(error)
            self._tell(str(error) or why)
            return why
        self._told = ""
        return ""

    def _tell(self, sentence: str) -> None:
        """Log a reason once, and not at each question of a monitor."""
        if sentence != self._told:
            self._told = sentence
            _LOG.warning("The app is not ready: %s", sentence)


def _reason(error: Exception) -> str:
    if isinstance(error, RecordWrong):
        return f"current.json, which names the shown snapshots, is wrong: {error.why}. Restore a snapshot, or reload."
    return next((words for kind, words in _REASONS if isinstance(error, kind)), "The store fails.")


def _ask() -> None:
    store = open_store_now()
    store.check()
    refuse_unread_mark(store)


def refuse_unread_mark(store: Store) -> None:
    """Raise StoreUnavailable when nobody knows which snapshots the store holds."""
    if has_unread_mark(gaps := store.gaps):
        raise _UnreadMark("; ".join(gaps))
