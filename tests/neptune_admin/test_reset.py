"""A fast reset from its token to the empty cluster, on the local Neptune."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lineage_viz.errors import ResetRefused, StoreUnavailable
from lineage_viz.neptune_admin.cluster import Cluster
from lineage_viz.neptune_admin.reset import ResetProgress, ResetToken, perform_reset, request_reset
from tests.neptune_admin.conftest import Pauses, cluster_of
from tests.neptune_local import GremlinServer, NeptuneLocal
from tests.neptune_local.conftest import Put, started

HOUR = 60 * 60

Perform = Callable[..., list[ResetProgress]]


@pytest.fixture
def is_empty(gremlin_server: GremlinServer) -> Callable[[], bool]:
    gremlin_server.run("g.addV('a')")
    return lambda: gremlin_server.run("g.V().count()") == [0]


@pytest.fixture
def perform(cluster: Cluster, neptune: NeptuneLocal, is_empty: Callable[[], bool]) -> Perform:
    """Reset without waiting and return the reported progress. Each pause advances the clock of the cluster."""

    def perform(token: ResetToken, **more: Any) -> list[ResetProgress]:
        seen: list[ResetProgress] = []
        arguments = {"pause": neptune.clock.advance, "is_empty": is_empty, "listener": seen.append} | more
        perform_reset(cluster, token, **arguments)
        return seen

    return perform


@pytest.fixture
def running(api: Any, neptune: NeptuneLocal, put: Put) -> Iterator[str]:
    """The id of a running load."""
    neptune.loads.hold()
    yield started(api, put("v.csv", "~id", "v"))
    neptune.loads.release()


def test_a_reset_empties_the_cluster(
    cluster: Cluster, perform: Perform, is_empty: Callable[[], bool]
) -> None:
    token = request_reset(cluster)
    assert not is_empty()
    assert timedelta(minutes=59) < token.until - datetime.now(UTC) <= timedelta(minutes=60)
    assert token.token not in repr(token)
    perform(token)
    assert is_empty()
    assert cluster.status().is_healthy


def test_a_restart_is_waited_for(
    cluster: Cluster, perform: Perform, neptune: NeptuneLocal, is_empty: Callable[[], bool]
) -> None:
    neptune.engine.restart_seconds = 300
    answers = iter([StoreUnavailable("not yet"), False])

    def asked() -> bool:
        answer = next(answers, None)
        if isinstance(answer, StoreUnavailable):
            raise answer
        return is_empty() if answer is None else answer

    seen = perform(request_reset(cluster), is_empty=asked)
    assert 300 <= seen[-1].seconds <= 330
    assert [each.state for each in seen[-3:]] == ["emptying"] * 3
    assert seen[0].state == "restarting"


def test_an_empty_cluster_can_be_reset(cluster: Cluster, neptune: NeptuneLocal) -> None:
    neptune.engine.restart_refuses = 0
    token = request_reset(cluster)
    perform_reset(cluster, token, lambda: True, lambda _: None, pause=Pauses())
    with pytest.raises(ResetRefused):
        cluster.perform_reset(token.token)


def test_a_cluster_that_does_not_come_back_is_given_up(
    cluster: Cluster, perform: Perform, neptune: NeptuneLocal
) -> None:
    neptune.engine.restart_seconds = HOUR
    with pytest.raises(
        ResetRefused, match=r"not back and empty 15 minutes .* is being reset or restarted.*events"
    ):
        perform(request_reset(cluster))


def test_a_cluster_that_is_never_emptied_is_given_up(cluster: Cluster, perform: Perform) -> None:
    with pytest.raises(ResetRefused, match="still holds data"):
        perform(request_reset(cluster), is_empty=lambda: False)


def test_a_reset_is_refused_while_a_load_runs(cluster: Cluster, running: str) -> None:
    with pytest.raises(ResetRefused, match=rf"\(load {running}\).*Wait until it has ended, or cancel it"):
        request_reset(cluster)


def test_a_load_that_started_after_the_token_is_not_interrupted(
    cluster: Cluster, perform: Perform, is_empty: Callable[[], bool], request: pytest.FixtureRequest
) -> None:
    token = request_reset(cluster)
    load_id = request.getfixturevalue("running")
    with pytest.raises(ResetRefused, match=load_id):
        perform(token)
    assert not is_empty()


def spent(cluster: Cluster, _: NeptuneLocal) -> ResetToken:
    token = request_reset(cluster)
    cluster.perform_reset(token.token)
    return token


def old(cluster: Cluster, neptune: NeptuneLocal) -> ResetToken:
    token = request_reset(cluster)
    neptune.clock.advance(HOUR + 1)
    return token


def replaced(cluster: Cluster, _: NeptuneLocal) -> ResetToken:
    token = request_reset(cluster)
    request_reset(cluster)
    return token


def wrong(cluster: Cluster, _: NeptuneLocal) -> ResetToken:
    return replace(request_reset(cluster), token="00000000-0000-0000-0000-000000000000")


@pytest.mark.parametrize("made", [spent, old, replaced, wrong], ids=lambda made: made.__name__)
def test_an_invalid_token_deletes_nothing(
    cluster: Cluster,
    neptune: NeptuneLocal,
    perform: Perform,
    gremlin_server: GremlinServer,
    made: Callable[..., ResetToken],
) -> None:
    neptune.engine.restart_refuses = 0
    token = made(cluster, neptune)
    gremlin_server.run("g.addV('present')")
    with pytest.raises(
        ResetRefused, match=r"does not know this token, and nothing was deleted.* Ask for a new"
    ):
        perform(token)
    assert gremlin_server.run("g.V().hasLabel('present').count()") == [1]


def test_a_token_older_than_an_hour_is_not_used(
    cluster: Cluster, perform: Perform, is_empty: Callable[[], bool]
) -> None:
    token = replace(request_reset(cluster), until=datetime(2026, 1, 2, 3, 4, tzinfo=UTC))
    with pytest.raises(ResetRefused, match=r"was valid until 03:04 UTC, and nothing was deleted"):
        perform(token)
    assert not is_empty()


def test_a_reader_cannot_be_reset(neptune: NeptuneLocal) -> None:
    with cluster_of(neptune, reader=True) as reader, pytest.raises(ResetRefused, match="writer endpoint"):
        request_reset(reader)


@pytest.mark.parametrize("fault", ["answer_dropped", "change_dropped"])
def test_a_reset_continues_after_a_lost_answer(
    cluster: Cluster, perform: Perform, neptune: NeptuneLocal, is_empty: Callable[[], bool], fault: str
) -> None:
    token = request_reset(cluster)
    neptune.engine.restart_refuses = 2
    setattr(neptune.faults, fault, 1)
    perform(token)
    assert is_empty()


def test_an_interrupted_reset_continues_on_the_cluster_and_a_note_says_so(
    cluster: Cluster, perform: Perform, is_empty: Callable[[], bool]
) -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as raised:
        perform(request_reset(cluster), pause=interrupted)
    (note,) = raised.value.__notes__
    assert f"{cluster.host} still deletes everything" in note
    assert is_empty()


def test_a_reset_that_never_arrives_is_reported(
    cluster: Cluster, perform: Perform, neptune: NeptuneLocal, is_empty: Callable[[], bool]
) -> None:
    token = request_reset(cluster)
    neptune.faults.change_dropped = 3
    with pytest.raises(ResetRefused, match="did not confirm the reset"):
        perform(token)
    assert not is_empty()
