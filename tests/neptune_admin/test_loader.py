"""A load from its start to its end, with all kinds of trouble, on the local Neptune."""

from collections.abc import Callable
from typing import Any

import pytest

from lineage_viz.errors import LoadFailed, StoreUnavailable
from lineage_viz.neptune_admin.cluster import Cluster
from lineage_viz.neptune_admin.load_progress import LoadProgress
from lineage_viz.neptune_admin.load_status import LoadStatus
from lineage_viz.neptune_admin.loader import ATTEMPTS, PATIENCE, load_files
from tests.neptune_admin.conftest import Pauses
from tests.neptune_local import GremlinServer, NeptuneLocal
from tests.neptune_local.conftest import ROLE, Put, started

MANY = ["~id", *(f"v{number}" for number in range(1200))]

Run = Callable[..., LoadStatus]


@pytest.fixture
def seen() -> list[LoadProgress]:
    return []


@pytest.fixture
def run(cluster: Cluster, seen: list[LoadProgress]) -> Run:
    """Load without waiting; each pause calls the next of `acts`."""

    def run(source: str, *acts: Callable[[], object], **more: Any) -> LoadStatus:
        return load_files(cluster, source, ROLE, "eu-west-1", seen.append, **{"pause": Pauses(*acts)} | more)

    return run


def reset(api: Any) -> None:
    token = api.execute_fast_reset(action="initiateDatabaseReset")["payload"]["token"]
    api.execute_fast_reset(action="performDatabaseReset", token=token)


def test_all_files_are_loaded_and_the_progress_is_reported(
    run: Run, put: Put, neptune: NeptuneLocal, seen: list[LoadProgress], gremlin_server: GremlinServer
) -> None:
    put("w.csv", "~id", "w")
    source = put("v.csv", *MANY)
    neptune.loads.hold(after=501)

    def meanwhile() -> None:
        neptune.loads.wait_for_someone()
        neptune.clock.advance(10)

    load = run(source, meanwhile, neptune.loads.release, expected=1201)
    assert load.is_complete
    assert gremlin_server.run("g.V().count()") == [1201]
    half = next(each for each in seen if each.records)
    assert half.seconds >= 10
    assert half.feeds_total == 2
    assert half.remaining == (1201 - half.records) * half.seconds / half.records
    assert (seen[-1].status, seen[-1].feeds_done, seen[-1].attempt) == (load, 2, 1)


def test_loading_again_changes_nothing(run: Run, put: Put, gremlin_server: GremlinServer) -> None:
    put("e.csv", "~id,~from,~to,~label", "e,v1,v2,Produced")
    source = put("v.csv", *MANY)
    first, second = run(source), run(source)
    assert (second.is_complete, second.duplicates) == (True, first.records)
    assert gremlin_server.run("g.V().count()") == [1200]
    assert gremlin_server.run("g.E().count()") == [1]


def test_status_requests_become_rarer(cluster: Cluster, neptune: NeptuneLocal, put: Put) -> None:
    neptune.loads.hold()
    pauses = Pauses(*[lambda: None] * 8, neptune.loads.release)
    load_files(cluster, put("v.csv", *MANY), ROLE, "eu-west-1", lambda _: None, pause=pauses)
    waits = pauses.seconds[:9]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (0.2, 2.0)


def test_temporary_errors_during_a_load_are_waited_out(run: Run, put: Put, neptune: NeptuneLocal) -> None:
    faults = neptune.faults
    neptune.loads.hold()
    assert run(
        put("v.csv", *MANY),
        lambda: setattr(faults, "internal", 3),
        *[lambda: None] * 3,
        lambda: setattr(faults, "throttle", 2),
        *[lambda: None] * 2,
        lambda: setattr(faults, "down", True),
        *[lambda: None] * (PATIENCE - 2),
        lambda: setattr(faults, "down", False),
        neptune.loads.release,
    ).is_complete


def test_a_long_silence_is_an_error_that_the_load_may_still_run(
    run: Run, put: Put, neptune: NeptuneLocal
) -> None:
    neptune.loads.hold()
    source = put("v.csv", *MANY)
    with pytest.raises(
        StoreUnavailable, match=rf"The load of {source} may still run\. If it does, the next load follows it"
    ):
        run(source, lambda: setattr(neptune.faults, "down", True))
    neptune.faults.down = False
    assert run(source, neptune.loads.release).is_complete


def test_an_unreachable_cluster_is_an_error_at_once(cluster: Cluster, neptune: NeptuneLocal) -> None:
    neptune.faults.down = True
    pauses = Pauses()
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        load_files(cluster, "s3://b/p/", ROLE, "eu-west-1", lambda _: None, pause=pauses)
    assert pauses.seconds == []


def test_a_load_of_the_same_source_is_followed(
    run: Run, put: Put, api: Any, neptune: NeptuneLocal, cluster: Cluster
) -> None:
    neptune.loads.hold()
    source = put("v.csv", *MANY)
    earlier = started(api, source)
    assert run(source, neptune.loads.release).id == earlier
    assert cluster.load_ids() == (earlier,)


def test_another_load_is_named_and_left_alone(
    run: Run, put: Put, api: Any, neptune: NeptuneLocal, cluster: Cluster
) -> None:
    neptune.loads.hold()
    other = put("v.csv", *MANY, prefix="other/")
    load_id = started(api, other)
    with pytest.raises(LoadFailed, match=rf"is loading {other} .*\(load {load_id}\).*cancel it"):
        run(put("v.csv", *MANY))
    running = cluster.running_load()
    assert running
    assert running.id == load_id


def test_another_load_that_starts_at_the_same_moment_is_named(
    run: Run, put: Put, api: Any, neptune: NeptuneLocal
) -> None:
    neptune.loads.hold()
    other, source = put("v.csv", *MANY, prefix="other/"), put("v.csv", *MANY)
    neptune.faults.change_dropped = 1
    with pytest.raises(LoadFailed, match=rf"is loading {other}"):
        run(source, lambda: started(api, other))


@pytest.mark.parametrize("fault", ["answer_dropped", "change_dropped"])
def test_a_lost_answer_to_the_start_causes_only_one_load(
    run: Run, put: Put, neptune: NeptuneLocal, cluster: Cluster, fault: str
) -> None:
    setattr(neptune.faults, fault, 1)
    load = run(put("v.csv", *MANY))
    assert load.is_complete
    assert cluster.load_ids() == (load.id,)


def test_ctrl_c_cancels_the_load(
    cluster: Cluster, put: Put, neptune: NeptuneLocal, gremlin_server: GremlinServer
) -> None:
    neptune.loads.hold(after=500)

    def interrupt() -> None:
        neptune.loads.wait_for_someone()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_files(cluster, put("v.csv", *MANY), ROLE, "eu-west-1", lambda _: None, pause=Pauses(interrupt))
    (load_id,) = cluster.load_ids()
    neptune.loads.release()
    while (load := cluster.load_status(load_id)) and not load.is_over:
        pass
    assert load
    assert load.status == "LOAD_CANCELLED_BY_USER"
    assert gremlin_server.run("g.V().count()") == [500]


def test_ctrl_c_reports_a_load_that_could_not_be_cancelled(run: Run, put: Put, neptune: NeptuneLocal) -> None:
    neptune.loads.hold()

    def interrupt() -> None:
        neptune.faults.down = True
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as interrupted:
        run(put("v.csv", *MANY), interrupt)
    assert "could not be cancelled and may still run" in interrupted.value.__notes__[0]


def test_a_load_that_another_user_cancels_is_reported(
    run: Run, put: Put, neptune: NeptuneLocal, cluster: Cluster
) -> None:
    neptune.loads.hold()

    def cancel() -> None:
        running = cluster.running_load()
        assert running
        cluster.cancel_load(running.id)

    with pytest.raises(LoadFailed, match=r"was cancelled on the cluster\.$"):
        run(put("v.csv", *MANY), cancel)


def test_another_attempt_also_loads_the_files_of_an_earlier_load(
    run: Run, put: Put, neptune: NeptuneLocal, seen: list[LoadProgress], gremlin_server: GremlinServer
) -> None:
    source = put("v.csv", *MANY)
    run(source)
    gremlin_server.clear()
    neptune.faults.s3_read = 1
    assert run(source).is_complete
    assert seen[-1].attempt == 2
    assert gremlin_server.run("g.V().count()") == [1200]


@pytest.mark.parametrize("fault", ["s3_read", "load_fails", "load_conflicts"])
def test_temporary_failures_are_tried_again_a_limited_number_of_times(
    run: Run, put: Put, neptune: NeptuneLocal, seen: list[LoadProgress], fault: str
) -> None:
    source = put("v.csv", *MANY)
    setattr(neptune.faults, fault, ATTEMPTS - 1)
    assert run(source).is_complete
    assert seen[-1].attempt == ATTEMPTS
    setattr(neptune.faults, fault, ATTEMPTS)
    with pytest.raises(LoadFailed, match=r"because of the cluster, in 4 attempts\. Try again later"):
        run(source)


def test_after_a_restart_all_files_are_loaded_again(
    run: Run, put: Put, api: Any, neptune: NeptuneLocal, gremlin_server: GremlinServer
) -> None:
    neptune.loads.hold(after=500)

    def restart() -> None:
        neptune.loads.wait_for_someone()
        reset(api)
        neptune.loads.release()

    assert run(put("v.csv", *MANY), restart).is_complete
    assert gremlin_server.run("g.V().count()") == [1200]


def test_a_cluster_that_loses_each_load_is_given_up(
    cluster: Cluster, put: Put, api: Any, neptune: NeptuneLocal
) -> None:
    neptune.loads.hold()
    neptune.engine.restart_refuses = 0

    def restart(_: LoadProgress) -> None:
        reset(api)

    with pytest.raises(LoadFailed, match=r"has lost the load of .* after 4 attempts"):
        load_files(cluster, put("v.csv", *MANY), ROLE, "eu-west-1", restart, pause=Pauses())


def test_errors_in_the_files_are_named_and_not_tried_again(
    run: Run, put: Put, seen: list[LoadProgress]
) -> None:
    source = put("v.csv", "~id,n:Int", "a,1", "b,many")
    with pytest.raises(LoadFailed) as error:
        run(source)
    (problem,) = error.value.problems
    assert problem.startswith("v.csv, record 2: n: 'many' is no int")
    assert problem.rstrip(".") in str(error.value)
    assert seen[-1].attempt == 1


def test_an_association_without_its_ends_is_named(run: Run, put: Put) -> None:
    put("v.csv", "~id", "a")
    with pytest.raises(LoadFailed, match=r"errors in its files .*e\.csv, record 1: "):
        run(put("e.csv", "~id,~from,~to", "e,a,nowhere"))


def test_a_long_list_of_problems_is_shortened_only_in_the_message(
    run: Run, put: Put, api: Any, neptune: NeptuneLocal
) -> None:
    neptune.loads.hold()
    source = put("v.csv", "~id,n:Int", *(f"v{number},x" for number in range(1500)))
    started(api, source, failOnError=False)
    with pytest.raises(LoadFailed, match=r"record 3: [^;]* and 1,497 more\.") as error:
        run(source, neptune.loads.release)
    assert len(error.value.problems) == 1500


def test_a_denied_file_names_the_role(
    run: Run, put: Put, neptune: NeptuneLocal, seen: list[LoadProgress]
) -> None:
    neptune.faults.s3_denied = 1
    with pytest.raises(LoadFailed, match=f"not allowed to read from S3.*{ROLE}"):
        run(put("v.csv", *MANY))
    assert seen[-1].attempt == 1


def test_a_source_without_files_is_reported(run: Run, put: Put) -> None:
    put("v.csv", *MANY)
    with pytest.raises(LoadFailed, match="found no files"):
        run("s3://lineage/empty/")


def test_a_missing_source_is_refused(run: Run) -> None:
    with pytest.raises(LoadFailed, match="cannot read s3://nowhere/"):
        run("s3://nowhere/p/")
