"""The answers to monitors while the store is not there: 503, a reason without names, and in time."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import pytest
from starlette.requests import Request

from lineage_viz.health import Verdict
from lineage_viz.health.kept import SHOWN, shown_whole
from lineage_viz.health.running import Check, run
from lineage_viz.json_text import json_text
from lineage_viz.reload import restore
from lineage_viz.reload.local_place import LocalPlace
from lineage_viz.settings import Settings
from lineage_viz.snapshot.current import FORMAT, Named, write_current
from lineage_viz.store.factory import open_store
from lineage_viz.ui.server.in_time import InTime
from lineage_viz.ui.server.metrics import Metrics
from lineage_viz.ui.server.readiness import Readiness
from tests.neptune_admin.load.test_load import snapshot
from tests.patience import PATIENCE
from tests.running_app import free_port

REQUEST = Request(
    {"type": "http", "headers": [], "path": "/readyz", "query_string": b"", "client": ("127.0.0.1", 1)}
)


A = TypeVar("A")


def ended(made: Coroutine[Any, Any, A]) -> A:
    """The result of a coroutine, run in a thread of its own: the thread of the tests may have the loop of a browser."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, made).result()


def asked(question: Readiness) -> tuple[int, dict[str, object]]:
    answer = ended(question.answer(REQUEST))
    return answer.status_code, json.loads(bytes(answer.body))


def test_a_folder_that_is_no_snapshot_is_not_ready(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_SNAPSHOT", str(tmp_path))
    question = Readiness()
    for _ in range(2):
        assert asked(question) == (503, {"ready": False, "reason": "The snapshot cannot be opened."})
    (told,) = [record for record in caplog.records if record.name.endswith(".readiness")]
    assert str(tmp_path) in told.getMessage()


def test_a_cluster_that_does_not_answer_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_NEPTUNE", f"ws://127.0.0.1:{free_port()}")
    monkeypatch.setenv("LINEAGE_VIZ_NEPTUNE_IAM", "off")
    assert asked(Readiness()) == (503, {"ready": False, "reason": "The store does not answer."})


def test_a_wrong_setting_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_FRESH", "soon")
    assert asked(Readiness()) == (503, {"ready": False, "reason": "A setting is wrong."})


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (lambda one, _: one["path"], "it cannot be read, because it is not JSON in line 1"),
        (
            lambda *_: json_text({"format": FORMAT, "snapshots": {}}),
            "it cannot be read, because it has another form",
        ),
        (
            lambda one, two: json_text({"format": FORMAT, "snapshots": [one, {**two, "path": one["path"]}]}),
            "it has a snapshot as that of another account",
        ),
    ],
)
def test_a_record_that_somebody_has_changed_is_named_and_a_restore_mends_it(
    edit: Callable[..., str], why: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path))
    settings = Settings.from_environment()
    folders = [snapshot(settings.kept, each, account=f"21098765432{each}") for each in (1, 2)]
    write_current(settings.current, [Named.of(each.info) for each in folders])
    settings.current.write_text(edit(*json.loads(settings.current.read_text())["snapshots"]))
    reason = f"current.json, which names the shown snapshots, is wrong: {why}. Restore a snapshot, or reload."
    assert asked(Readiness()) == (503, {"ready": False, "reason": reason})
    (found,) = run([Check(SHOWN, partial(shown_whole, settings))])
    assert found.verdict is Verdict.FAILING
    assert str(settings.current) in found.sentence
    assert "Restore a snapshot" in found.sentence
    for each in folders:
        restore(LocalPlace(settings), each.path)
    assert asked(Readiness()) == (200, {"ready": True})
    assert len(open_store(settings).snapshots) == 2


@pytest.fixture
def silent() -> Iterator[Event]:
    event = Event()
    yield event
    event.set()


def test_a_silent_store_is_waited_for_only_briefly_and_asked_once(silent: Event) -> None:
    asks: list[int] = []

    def ask() -> str:
        asks.append(1)
        silent.wait(PATIENCE)
        return "answer"

    question = InTime(ask, patience=0.05)

    async def all_at_once() -> list[object]:
        answers = await asyncio.gather(*(question.answer() for _ in range(5)), return_exceptions=True)
        silent.set()
        return [*answers, await InTime.answer(question)]

    *early, late = ended(all_at_once())
    assert {type(answer) for answer in early} == {TimeoutError}
    assert late == "answer"
    assert asks == [1]


def test_metrics_say_which_part_could_not_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_SNAPSHOT", str(tmp_path))
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LINEAGE_VIZ_METRICS_TOKEN", token := "m" * 32)
    headers = [(b"authorization", f"Bearer {token}".encode())]
    text = bytes(ended(Metrics().answer(Request({**REQUEST.scope, "headers": headers}))).body).decode()
    assert 'lineage_viz_readable{part="store"} 0\n' in text
    assert 'lineage_viz_readable{part="jobs"} 1\n' in text
    assert "lineage_viz_entities" not in text
