"""Findings about a cluster."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from lineage_viz.errors import StoreUnavailable
from lineage_viz.health import Verdict
from lineage_viz.health.neptune import judged, loaded, loading, reader, role
from lineage_viz.model import SnapshotInfo
from lineage_viz.neptune_admin.engine_status import EngineStatus
from lineage_viz.settings import BulkLoad, Neptune, Settings
from lineage_viz.store.base import Counts
from lineage_viz.store.neptune import marker, steps
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner
from tests.health.conftest import Examine
from tests.neptune_local import GremlinServer, NeptuneLocal
from tests.neptune_local.conftest import BUCKET, ROLE, Put, api, finished, put, s3, started

__all__ = ["api", "put", "s3"]

INFO = SnapshotInfo(
    "snapshots/monday", "123456789012", "eu-west-1", datetime(2026, 11, 23, 2, tzinfo=UTC), ()
)


@pytest.fixture
def named(neptune: NeptuneLocal) -> Settings:
    there = Neptune(neptune.gremlin_url, neptune.reader_url, iam=False)
    return Settings(neptune=there, bulk_load=BulkLoad(f"s3://{BUCKET}/", ROLE))


@pytest.fixture
def runner(neptune: NeptuneLocal) -> Iterator[Runner]:
    runner = Runner(Endpoint(neptune.gremlin_url, iam=False))
    yield runner
    runner.close()


def status(
    state: str = "healthy", version: str = "1.3.2.0", serves: str = "writer", gremlin: str = "3.7.1"
) -> EngineStatus:
    return EngineStatus(state, version, serves, None, gremlin)


@pytest.mark.parametrize(
    ("reported", "verdict"),
    [
        (status(), Verdict.OK),
        (status(version="1.4.5.1.R2"), Verdict.OK),
        (status(version="1.10.0.0", gremlin="3.10.0"), Verdict.OK),
        (status(version="1.3.1.0"), Verdict.FAILING),
        (status(version="1.2.1.0.R4", gremlin="3.6.2"), Verdict.FAILING),
        (status(state="recovery"), Verdict.FAILING),
        (status(serves="reader"), Verdict.FAILING),
        (status(version="next"), Verdict.UNKNOWN),
    ],
)
def test_an_engine_is_judged_by_the_status_that_it_reports(reported: EngineStatus, verdict: Verdict) -> None:
    assert judged(reported).verdict is verdict


def test_an_empty_cluster_works_and_gives_a_warning(neptune: NeptuneLocal, examined: Examine) -> None:
    findings = examined(
        LINEAGE_VIZ_NEPTUNE=neptune.gremlin_url,
        LINEAGE_VIZ_NEPTUNE_READER=neptune.reader_url,
        LINEAGE_VIZ_NEPTUNE_IAM="off",
    )
    verdicts = {
        name: each.verdict for name, each in findings.items() if name.startswith(("Neptune", "Snapshot"))
    }
    assert verdicts == {
        "Neptune engine": Verdict.OK,
        "Neptune writer": Verdict.OK,
        "Neptune reader": Verdict.OK,
        "Neptune contents": Verdict.WARNING,
        "Snapshot age": Verdict.UNKNOWN,
    }
    # The next steps must fit the page as well as the command line.
    assert "reload, or restore a kept snapshot" in findings["Neptune contents"].next_step
    assert not any("python -m" in each.next_step for each in findings.values())


def test_a_cluster_that_is_down_fails_at_each_endpoint(neptune: NeptuneLocal, examined: Examine) -> None:
    neptune.faults.down = True
    findings = examined(LINEAGE_VIZ_NEPTUNE=neptune.gremlin_url, LINEAGE_VIZ_NEPTUNE_IAM="off")
    of_cluster = [each for name, each in findings.items() if name.startswith(("Neptune", "Snapshot"))]
    assert {each.verdict for each in of_cluster} == {Verdict.FAILING}
    assert findings["Data folder"].verdict is Verdict.OK


def test_a_denied_connection_names_the_action_to_allow(neptune: NeptuneLocal, named: Settings) -> None:
    neptune.faults.denied = True
    assert named.neptune
    with pytest.raises(StoreUnavailable, match="neptune-db:ReadDataViaQuery"):
        reader(named.neptune)


def test_loaded_snapshots_and_an_unfinished_load_are_named(named: Settings, runner: Runner) -> None:
    runner.ask(marker.finish(steps.source(), INFO, "abc"))
    whole = loaded(named)
    assert (whole.verdict, whole.sentence) == (Verdict.OK, "Loaded: snapshots/monday.")
    tuesday = SnapshotInfo("snapshots/tuesday", INFO.account, INFO.region, INFO.taken, ())
    runner.ask(marker.begin(steps.source(), tuesday, "def"))
    half = loaded(named)
    assert half.verdict is Verdict.FAILING
    assert "Only partly loaded: snapshots/tuesday. The load was broken off" in half.sentence
    assert "reload --repair" in half.next_step


def test_elements_of_no_snapshot_are_counted(named: Settings, runner: Runner) -> None:
    g = steps.source()
    runner.ask(g.add_v("artifact").id_())
    counts = Counts(1, 0, labels={"artifact": 1})
    runner.ask(marker.finish(g, INFO, "abc", counts=counts))
    assert loaded(named).verdict is Verdict.OK
    runner.ask(g.add_v("artifact").id_())
    more = loaded(named)
    assert more.verdict is Verdict.FAILING
    assert "does not hold exactly that: 2 artifacts instead of 1" in more.sentence
    tuesday = SnapshotInfo("snapshots/tuesday", INFO.account, "eu-west-2", INFO.taken, ())
    runner.ask(marker.finish(g, tuesday, "def", ["abc"], counts=replace(counts, labels={"artifact": 2})))
    assert loaded(named).verdict is Verdict.OK, "the counts of the last load are those that matter"


def test_foreign_data_gives_a_warning(named: Settings, gremlin_server: GremlinServer) -> None:
    gremlin_server.run("g.addV('other').iterate()")
    assert "was not loaded by lineage_viz" in loaded(named).sentence


def test_the_age_of_the_loaded_snapshot_is_compared_with_the_setting(
    neptune: NeptuneLocal, runner: Runner, examined: Examine
) -> None:
    long_ago = SnapshotInfo("old", "1", "eu-west-1", datetime(2020, 1, 1, tzinfo=UTC), ())
    runner.ask(marker.finish(steps.source(), long_ago, "abc"))
    findings = examined(
        LINEAGE_VIZ_NEPTUNE=neptune.gremlin_url, LINEAGE_VIZ_NEPTUNE_IAM="off", LINEAGE_VIZ_FRESH="24h"
    )
    assert findings["Snapshot age"].verdict is Verdict.FAILING
    assert "Taken 1 Jan 2020" in findings["Snapshot age"].sentence


def test_the_role_of_the_loader_is_judged_by_recent_loads(
    named: Settings, neptune: NeptuneLocal, api: Any, put: Put
) -> None:
    assert role(named).verdict is Verdict.UNKNOWN
    source = put("v.csv", "~id", "a")
    finished(api, started(api, source))
    assert role(named).verdict is Verdict.OK
    neptune.faults.s3_denied = 1
    finished(api, started(api, source, mode="NEW"))
    assert role(named).verdict is Verdict.FAILING


def test_a_running_load_is_reported_and_is_not_a_load_that_was_broken_off(
    named: Settings, neptune: NeptuneLocal, runner: Runner, api: Any, put: Put
) -> None:
    runner.ask(marker.begin(steps.source(), INFO, "abc"))
    source = put("v.csv", "~id", "a", "b")
    neptune.loads.hold()
    load_id = started(api, source)
    neptune.loads.wait_for_someone()
    busy, holding = loading(named), loaded(named)
    may_not_ask = loaded(replace(named, bulk_load=None))
    neptune.loads.release()
    finished(api, load_id)
    assert load_id in busy.sentence
    assert holding.verdict is Verdict.FAILING
    assert "Loading now: snapshots/monday. Until the load has ended, the graph is a mix" in holding.sentence
    assert "broken off" in may_not_ask.sentence
    assert loading(named).sentence == "The loader answers. No load is running."
