"""The watch over a cluster goes on after any error, and a monitor reads an answer whatever is in the graph."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from lineage_viz.ui.cluster_watch import Watcher
from lineage_viz.ui.server import metrics, readiness
from lineage_viz.ui.server.metrics import Metrics
from lineage_viz.ui.server.readiness import Readiness
from lineage_viz.words import unread_mark_words
from tests.ui.server.test_readiness import REQUEST


def test_no_error_ends_the_watch_and_each_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    ends = iter([KeyError("taken"), KeyError("taken"), None, KeyError("taken"), ValueError("time")])
    looks = 0

    def look() -> None:
        nonlocal looks
        looks += 1
        if error := next(ends):
            raise error

    watcher = Watcher(look)
    for _ in range(5):
        watcher.look()
    assert looks == 5
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [
        KeyError,
        KeyError,
        ValueError,
    ]


class Marked:
    """A store whose graph has a mark that cannot be read, or that fails as nobody expects."""

    def __init__(self, error: Exception | None) -> None:
        self._error = error

    def check(self) -> None:
        if self._error:
            raise self._error

    @property
    def gaps(self) -> tuple[str, ...]:
        return (f"{unread_mark_words('id')}, so perhaps a load has started and has not ended",)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (None, "A mark in the cluster cannot be read, so it is not known which snapshots are whole."),
        (KeyError("taken"), "The store fails."),
    ],
)
def test_a_monitor_reads_an_answer_when_the_marks_cannot_be_read(
    error: Exception | None, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (readiness, metrics):
        monkeypatch.setattr(module, "open_store_now", lambda: Marked(error))
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(asyncio.run, Readiness().answer(REQUEST)).result()
        text = thread.submit(asyncio.run, Metrics().answer(REQUEST)).result()
    assert (answer.status_code, json.loads(bytes(answer.body))["reason"]) == (503, reason)
    assert text.status_code == 200
    assert 'lineage_viz_readable{part="store"} 0\n' in bytes(text.body).decode()
