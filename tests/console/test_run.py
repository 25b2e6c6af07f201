"""A query of the console: its answer, its limits, and its end on the server."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from lineage_viz.console import Console, Ended, Kind, Limits, Run
from lineage_viz.console.console import AT_ONCE, LONGEST, MOST
from lineage_viz.console.http import Http
from lineage_viz.console.values import Edge, Map, Path, Vertex
from lineage_viz.errors import ConsoleClosed, QueryRefused
from tests.console.conftest import SECRET, Cluster, console, key_of
from tests.neptune_local import NeptuneLocal
from tests.neptune_local.conftest import client
from tests.patience import PATIENCE

pytestmark = pytest.mark.usefixtures("profiles", "small")

_ENDLESS = "g.with('evaluationTimeout', {}).inject(1).repeat(__.identity()).until(__.is(2))"


@pytest.fixture
def neptune(cluster: Cluster) -> NeptuneLocal:
    return cluster()


@pytest.fixture
def opened(neptune: NeptuneLocal) -> Console:
    return console(neptune)


@pytest.fixture
def api(neptune: NeptuneLocal) -> Iterator[Any]:
    """boto3's client of the replica on which the queries run."""
    api = client("neptunedata", f"http://{neptune.reader_endpoint}", key_of("admin"), SECRET)
    yield api
    api.close()


def ran(opened: Console, text: str, kind: Kind = Kind.RUN, limits: Limits | None = None) -> Run:
    run = opened.start(text, kind, limits or Limits(seconds=PATIENCE))
    assert run.wait(2 * PATIENCE)
    return run


def running(api: Any) -> int:
    return int(api.list_gremlin_queries()["acceptedQueryCount"])


def test_an_answer_has_its_rows_in_their_own_shapes(opened: Console) -> None:
    run = ran(opened, "g.V('arn:a').outE().inV().path()")
    assert (run.ended, run.error, run.still_runs) == (Ended.WHOLE, None, False)
    (row,) = run.rows
    assert isinstance(row, Path)
    first, edge, last = row.steps
    assert isinstance(first, Vertex)
    assert isinstance(edge, Edge)
    assert isinstance(last, Vertex)
    assert (first.id, edge.source, edge.label, edge.destination) == (
        "arn:a",
        "arn:a",
        "ContributedTo",
        "arn:j",
    )
    assert last.id == "arn:j"
    (counts,) = ran(opened, "g.V().groupCount().by('type')").rows
    assert isinstance(counts, Map)
    assert counts.get("DataSet") == 2


def test_the_last_of_several_statements_is_the_answer(opened: Console) -> None:
    assert ran(opened, "g.V().count()\ng.inject(7)").rows == [7]


def test_an_answer_is_cut_at_its_rows_and_its_bytes_and_leaves_the_server(opened: Console, api: Any) -> None:
    many = "g.V().repeat(__.both()).times(30)"
    run = ran(opened, many, limits=Limits(PATIENCE, rows=100))
    assert (run.ended, len(run.rows)) == (Ended.CUT_AT_ROWS, 100)
    run = ran(opened, many, limits=Limits(PATIENCE, bytes=20_000))
    assert run.ended is Ended.CUT_AT_BYTES
    assert 0 < len(run.rows) < 1_000
    assert running(api) == 0
    whole = ran(opened, "g.V().limit(3)", limits=Limits(PATIENCE, rows=3))
    assert (whole.ended, len(whole.rows)) == (Ended.WHOLE, 3)


@pytest.mark.parametrize("kind", [Kind.RUN, Kind.PROFILE])
@pytest.mark.parametrize("own", ["0L", "-1L", "999999999L"])
def test_a_query_ends_at_its_limit_whatever_time_it_allows_itself(
    opened: Console, api: Any, own: str, kind: Kind
) -> None:
    run = ran(opened, _ENDLESS.format(own), kind, Limits(seconds=0.5))
    # A negative time is refused by the grammar or by the server; any other query is ended.
    assert run.ended in ((Ended.OUT_OF_TIME, Ended.REFUSED) if own == "-1L" else (Ended.OUT_OF_TIME,))
    assert not run.still_runs
    assert running(api) == 0


@pytest.mark.parametrize(
    "text", ["g.V()" + ".both()" * 5_000, "g.V()" + ".out()" * 5_000 + ".count()"], ids=["a", "b"]
)
def test_thousands_of_steps_end_too(opened: Console, api: Any, text: str) -> None:
    run = ran(opened, text, limits=Limits(seconds=1))
    assert run.ended in (Ended.OUT_OF_TIME, Ended.CUT_AT_ROWS, Ended.REFUSED)
    assert running(api) == 0


def test_a_person_can_end_a_query(opened: Console, api: Any) -> None:
    run = opened.start(_ENDLESS.format("0L"), limits=Limits(seconds=PATIENCE))
    while not running(api):
        assert run.ended is None
    run.cancel()
    assert run.wait(PATIENCE)
    assert (run.ended, run.error) == (Ended.CANCELLED, None)
    assert running(api) == 0


def test_a_query_whose_profile_has_no_id_is_ended_by_its_text_and_a_named_one_of_the_same_text_is_left(
    neptune: NeptuneLocal, opened: Console, api: Any
) -> None:
    """AWS documents no id for a profile: one without is what a cluster would run that ignores it."""
    from lineage_viz.console.ending import end_alike

    text = _ENDLESS.format("0L")
    of_another = opened.start(text, limits=Limits(seconds=PATIENCE))
    asking = threading.Thread(target=_profile, args=(neptune, text))
    asking.start()
    while running(api) < 2:
        assert asking.is_alive()
    http = opened._open()
    assert end_alike(http, text, PATIENCE)
    http.close()
    asking.join(PATIENCE)
    assert (running(api), of_another.ended) == (1, None)
    of_another.cancel()
    assert of_another.wait(PATIENCE)
    assert running(api) == 0


def _profile(neptune: NeptuneLocal, text: str) -> None:
    api: Any = client("neptunedata", f"http://{neptune.reader_endpoint}", key_of("admin"), SECRET)
    with pytest.raises(Exception, match="Cancelled"):
        api.execute_gremlin_profile_query(gremlinQuery=text)
    api.close()


def test_a_mistake_names_its_place(opened: Console) -> None:
    run = ran(opened, "g.V()\n  .has('type', 'Model'")
    assert run.ended is Ended.REFUSED
    assert isinstance(run.error, QueryRefused)
    assert run.error.line == 2
    assert "line 2" in str(run.error)


def test_the_words_of_a_query_that_fails_by_itself_are_said_as_its_own(opened: Console) -> None:
    run = ran(opened, "g.V().limit(1).fail('Call the admin now')")
    assert (run.ended, str(run.error)) == (Ended.REFUSED, "The query itself says: Call the admin now")


def test_explain_and_profile_answer_with_a_report(opened: Console) -> None:
    assert "Neptune Gremlin Explain" in ran(opened, "g.V().count()", Kind.EXPLAIN).report
    profile = ran(opened, "g.V().count()", Kind.PROFILE)
    assert "Neptune Gremlin Profile" in profile.report
    assert profile.rows == []


def test_what_cannot_be_sent_is_refused_at_once(opened: Console) -> None:
    for text, words in (("  \n", "empty"), ("g.V()" * LONGEST, "characters")):
        with pytest.raises(QueryRefused, match=words):
            opened.start(text)


def test_more_queries_than_places_wait_and_leave_the_server_alone(opened: Console, api: Any) -> None:
    runs = [opened.start(_ENDLESS.format("0L"), limits=Limits(seconds=PATIENCE)) for _ in range(AT_ONCE)]
    while running(api) < AT_ONCE:
        assert not any(run.ended for run in runs)
    waiting = [opened.start("g.V().count()") for _ in range(MOST - AT_ONCE)]
    with pytest.raises(ConsoleClosed, match="run or wait already"):
        opened.start("g.V().count()")
    assert all(run.waits for run in waiting)
    waiting[0].cancel()
    assert waiting[0].wait(PATIENCE)
    assert (waiting[0].ended, running(api)) == (Ended.CANCELLED, AT_ONCE)
    for run in runs:
        run.cancel()
    for run in waiting[1:]:
        assert run.wait(PATIENCE)
        assert run.rows == [4]


def test_a_connection_that_breaks_off_is_said(neptune: NeptuneLocal, opened: Console) -> None:
    assert opened.closed() == ""
    neptune.faults.down = True
    run = opened.start("g.V().count()")
    assert run.wait(PATIENCE)
    assert run.ended is Ended.REFUSED
    assert "cannot be reached" in str(run.error)
    neptune.faults.down = False


def test_a_query_that_reaches_the_server_after_its_end_is_ended_there(
    opened: Console, api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow network: the query arrives when it was cancelled already."""
    asked, go_on = threading.Event(), threading.Event()
    plain = Http.open

    def slow(http: Http, method: str, path: str, body: Any = None, **more: Any) -> Any:
        if body and "inject(1)" in body["gremlin"]:
            asked.set()
            assert go_on.wait(PATIENCE)
        return plain(http, method, path, body, **more)

    monkeypatch.setattr(Http, "open", slow)
    run = opened.start(_ENDLESS.format("0L"), limits=Limits(seconds=PATIENCE))
    assert asked.wait(PATIENCE)
    run.cancel()
    assert run.wait(PATIENCE)
    assert run.ended is Ended.CANCELLED
    go_on.set()
    # Nobody reads its answer any more as soon as the server has ended it.
    assert run._left.wait(PATIENCE)
    assert running(api) == 0


def test_a_query_for_which_nobody_waits_any_more_is_ended(
    opened: Console, api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lineage_viz.console.run.FORGOTTEN", 0.5)
    run = opened.start(_ENDLESS.format("0L"), limits=Limits(seconds=PATIENCE))
    run.seen()
    assert run.wait(PATIENCE)
    assert (run.ended, running(api)) == (Ended.LEFT, 0)


def test_a_query_whose_visit_is_over_is_ended_and_noted_but_not_at_a_short_break(
    opened: Console, api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lineage_viz.console.run.GONE", 0.5)
    noted, visits, lasting = list[Ended](), iter([True, False, True]), threading.Event()
    run = opened.start(
        _ENDLESS.format("0L"), Kind.RUN, Limits(seconds=PATIENCE), lambda _, ended: noted.append(ended),
        lambda: next(visits, not lasting.is_set()),
    )  # fmt: skip
    while not running(api):
        assert run.ended is None
    lasting.set()
    assert run.wait(PATIENCE)
    assert (run.ended, noted, running(api)) == (Ended.LEFT, [Ended.LEFT], 0)


def test_the_page_hears_that_a_limit_is_reached_before_the_query_has_ended(
    opened: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slow(*_: Any) -> bool:
        asked.set()
        return go_on.wait(PATIENCE)

    run = opened.start(_ENDLESS.format("0L"), limits=Limits(seconds=0.2))
    with monkeypatch.context() as patched:
        patched.setattr("lineage_viz.console.run.end", slow)
        assert asked.wait(PATIENCE)
        assert (run.ended, run.is_ending) == (None, Ended.OUT_OF_TIME)
    go_on.set()
    assert run.wait(PATIENCE)
