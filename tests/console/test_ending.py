"""The end of a query on a server that answers in its own ways: only one answer says that the query has left."""

from collections.abc import Callable
from typing import Any, cast

import pytest

from lineage_viz.console import Ended, Kind, Run
from lineage_viz.console.ending import PREFIX, end, end_alike
from lineage_viz.console.extent import extent
from lineage_viz.console.http import Http
from lineage_viz.errors import QueryRefused, StoreUnavailable

Answer = Callable[[str, str], Any]


def stub(answer: Answer) -> Http:
    """An instance that answers each question as `answer` does: no cluster here has these errors on demand."""

    class Stub:
        def ask(self, method: str, path: str) -> Any:
            return answer(method, path)

    return cast(Http, Stub())


@pytest.fixture(autouse=True)
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lineage_viz.console.ending.PATIENCE", 0.05)


_OPEN = (
    QueryRefused("HTTP 503 without a reason"), QueryRefused("HTTP 504 without a reason"), StoreUnavailable("away"),
    *(QueryRefused("-", f"{name}Exception") for name in (
        "AccessDenied", "InternalFailure", "ServerShutdown", "MemoryLimitExceeded", "QueryLimitExceeded", "BadRequest",
        "Throttling",
    )),
)  # fmt: skip


@pytest.mark.parametrize("error", _OPEN, ids=lambda error: str(getattr(error, "code", "")) or str(error))
def test_an_error_does_not_say_that_a_query_has_left(error: Exception) -> None:
    asked = list[str]()

    def fail(method: str, _: str) -> Any:
        asked.append(method)
        raise error

    assert not end(stub(fail), "q", pause=lambda _: None)
    assert asked.count("DELETE") > 1

    def fail_once(method: str, _: str) -> Any:
        asked.append(method)
        raise (
            error
            if len(asked) < 2
            else QueryRefused("Supplied queryId q is invalid", "InvalidParameterException")
        )

    asked.clear()
    assert end(stub(fail_once), "q", pause=lambda _: None)


def test_a_query_that_may_still_run_is_not_said_to_have_ended() -> None:
    for ended in (Ended.OUT_OF_TIME, Ended.CANCELLED):
        for kind in (Kind.RUN, Kind.PROFILE):
            run = Run("g.V()", kind)
            run.ended, run.still_runs = ended, True
            assert "was ended" not in extent(run)


def listed(query_id: str, text: str, elapsed: int) -> dict[str, Any]:
    return {
        "queryId": query_id,
        "queryString": text[:1024],
        "queryEvalStats": {"waited": 0, "elapsed": elapsed},
    }


_LONG = "g.V()" + ".out()" * 300


@pytest.mark.parametrize(
    ("queries", "text", "others", "ended", "gone"),
    [
        ([listed(f"{PREFIX}a", "g.V()", 10)], "g.V()", (), [], True),
        ([listed("earlier", "g.V()", 90_000), listed("own", "g.V()", 900)], "g.V()", (), ["own"], True),
        ([listed("later", "g.V()", 10), listed("own", "g.V()", 900)], "g.V()", (), ["own"], True),
        ([listed("own", _LONG, 900)], _LONG, (), ["own"], True),
        ([listed("own", _LONG, 900)], _LONG, (_LONG + ".count()",), [], False),
        ([listed("other", "g.V().limit(1)", 900)], "g.V()", (), [], True),
        (None, "g.V()", (), [], False),
    ],
    ids=["named", "began before", "began later", "long", "another may be it", "other text", "no list"],
)  # fmt: skip
def test_a_profile_without_id_ends_no_query_of_another_person(
    queries: Any, text: str, others: tuple[str, ...], ended: list[str], gone: bool
) -> None:
    left = list[str]()

    def answer(_: str, path: str) -> Any:
        if path.startswith("/gremlin/status?"):
            return {"queries": queries}
        left.append(path.rsplit("/", 1)[1])
        raise QueryRefused("-", "InvalidParameterException")

    assert end_alike(stub(answer), text, 1, others, pause=lambda _: None) is gone
    assert left == ended
