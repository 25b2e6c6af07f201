"""The client of a cluster's HTTP API, on the local Neptune."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from lineage_viz.errors import LoadFailed, NoAnswer, ResetRefused, StoreUnavailable
from lineage_viz.neptune_admin.cluster import ERRORS_PER_PAGE, Cluster
from lineage_viz.neptune_admin.engine_status import EngineStatus
from lineage_viz.neptune_admin.load_status import LoadStatus
from lineage_viz.settings import Neptune
from tests.neptune_admin.conftest import cluster_of
from tests.neptune_local import READING, GremlinServer, Identity, NeptuneLocal
from tests.neptune_local.conftest import ROLE, Put, finished, started
from tests.store.own_certificate import impostor

ADMIN = Identity("AKIDADMIN", "secret", "token")
READER = Identity("AKIDREADER", "secret", actions=READING)
REGION = "eu-west-1"


def ended(cluster: Cluster, load_id: str) -> LoadStatus:
    while True:
        load = cluster.load_status(load_id)
        assert load
        if load.is_over:
            return load


def test_the_engine_reports_its_status(cluster: Cluster) -> None:
    engine = cluster.status()
    assert (engine.is_healthy, engine.role, engine.gremlin) == (True, "writer", "3.7.1")
    assert engine.version.startswith("1.")
    assert engine.started
    assert abs(datetime.now(UTC) - engine.started) < timedelta(hours=1)


def test_a_start_time_in_an_unknown_format_is_none() -> None:
    engine = EngineStatus.of({"status": "recovery", "startTime": "yesterday"})
    assert (engine.is_healthy, engine.started) == (False, None)


def test_a_load_is_started_and_reports_its_status(
    cluster: Cluster, put: Put, gremlin_server: GremlinServer
) -> None:
    source = put("v.csv", "~id,name:String(single)", "a,one", "b,two")
    load = ended(cluster, cluster.start_load(source, ROLE, REGION, "NEW"))
    assert load.is_complete
    assert (load.source, load.records, load.duplicates, load.errors) == (source, 4, 0, 0)
    assert (load.feeds, load.failed_feeds) == ({"LOAD_COMPLETED": 1}, ())
    assert load.started
    put("v.csv", "~id,name:String(single)", "a,other")
    assert ended(cluster, cluster.start_load(source, ROLE, REGION, "NEW")).is_complete
    assert sorted(gremlin_server.run("g.V().values('name')")) == ["other", "two"]


def test_all_errors_are_read_from_several_pages(cluster: Cluster, api: Any, put: Put) -> None:
    rows = 2 * ERRORS_PER_PAGE + 1
    load_id = started(api, put("v.csv", "~id,n:Int", *(f"v{n},x" for n in range(rows))), failOnError=False)
    finished(api, load_id)
    errors = list(cluster.load_errors(load_id))
    assert [error.record for error in errors] == list(range(1, rows + 1))
    assert str(errors[6]).startswith("v.csv, record 7: n: 'x' is no int")
    assert errors[0].code == "PARSING_ERROR"


def test_errors_quote_a_file_as_plain_text(cluster: Cluster, put: Put) -> None:
    load_id = cluster.start_load(put("v.csv", "~id,n:Int", "a,\x1b[31mred"), ROLE, REGION, "NEW")
    ended(cluster, load_id)
    (error,) = cluster.load_errors(load_id)
    assert str(error).isprintable()


def test_the_running_load_is_found_and_can_be_cancelled(
    cluster: Cluster, neptune: NeptuneLocal, put: Put, gremlin_server: GremlinServer
) -> None:
    assert cluster.running_load() is None
    source = put("v.csv", "~id", *(f"v{n}" for n in range(1200)))
    neptune.loads.hold(after=500)
    load_id = cluster.start_load(source, ROLE, REGION, "NEW")
    neptune.loads.wait_for_someone()
    running = cluster.running_load()
    assert running
    assert (running.id, running.source, running.records) == (load_id, source, 500)
    cluster.cancel_load(load_id)
    assert ended(cluster, load_id).status == "LOAD_CANCELLED_BY_USER"
    assert cluster.running_load() is None
    assert gremlin_server.run("g.V().count()") == [500]
    cluster.cancel_load(load_id)
    assert cluster.load_ids() == (load_id,)


def test_an_unknown_load_is_none_and_has_no_errors(cluster: Cluster) -> None:
    assert cluster.load_status("nothing") is None
    assert list(cluster.load_errors("nothing")) == []


def test_a_second_load_is_refused(cluster: Cluster, neptune: NeptuneLocal, put: Put) -> None:
    source = put("v.csv", "~id", "a")
    neptune.loads.hold()
    cluster.start_load(source, ROLE, REGION, "NEW")
    with pytest.raises(LoadFailed, match=r"refused the request: Max concurrent load limit"):
        cluster.start_load(source, ROLE, REGION, "NEW")


def test_a_source_that_cannot_be_read_names_the_role(cluster: Cluster) -> None:
    with pytest.raises(LoadFailed, match=f"cannot read s3://nowhere/snapshot/ .*{ROLE}.*gateway endpoint"):
        cluster.start_load("s3://nowhere/snapshot/", ROLE, REGION, "NEW")


@pytest.mark.parametrize("role", [ROLE.replace("neptune-load", "other"), ROLE.replace("1234", "9999")])
def test_a_role_that_is_not_attached_is_named(
    put: Put, gremlin_server: GremlinServer, s3_server: str, role: str
) -> None:
    source = put("v.csv", "~id", "v")
    with (
        NeptuneLocal(gremlin_server, s3=s3_server, roles=[ROLE]) as neptune,
        cluster_of(neptune) as cluster,
    ):
        with pytest.raises(
            LoadFailed, match=f"cannot take the role {role}. Attach it .*LINEAGE_VIZ_LOAD_ROLE"
        ):
            cluster.start_load(source, role, REGION, "NEW")
        assert cluster.start_load(source, f"{ROLE},{role}", REGION, "NEW")


def test_a_reader_endpoint_is_refused_with_advice(neptune: NeptuneLocal, put: Put) -> None:
    source = put("v.csv", "~id", "a")
    with cluster_of(neptune, reader=True) as reader:
        with pytest.raises(LoadFailed, match=r"is read-only\. Set LINEAGE_VIZ_NEPTUNE to .* writer"):
            reader.start_load(source, ROLE, REGION, "NEW")
        with pytest.raises(ResetRefused, match="is read-only"):
            reader.initiate_reset()


def test_a_temporary_error_is_no_answer(cluster: Cluster, neptune: NeptuneLocal) -> None:
    neptune.faults.throttle = 1
    with pytest.raises(NoAnswer, match="is overloaded"):
        cluster.status()
    neptune.faults.internal = 1
    with pytest.raises(NoAnswer, match=r"could not answer \(An unexpected error has occurred\)"):
        cluster.load_ids()
    neptune.faults.down = True
    with pytest.raises(NoAnswer, match=r"127\.0\.0\.1 cannot be reached"):
        cluster.initiate_reset()
    neptune.faults.down = False
    assert cluster.status().is_healthy


def test_no_request_is_sent_twice(cluster: Cluster, neptune: NeptuneLocal) -> None:
    neptune.faults.internal = 5
    with pytest.raises(NoAnswer):
        cluster.status()
    assert neptune.faults.internal == 4


@pytest.mark.parametrize("body", [b"<html>A proxy</html>", b'{"status": "200 OK", "payl', b"{}"])
def test_a_foreign_or_incomplete_answer_is_no_answer(body: bytes) -> None:
    with (
        page(body) as port,
        Cluster(Neptune(f"ws://127.0.0.1:{port}/gremlin", "", iam=False)) as cluster,
    ):
        calls = (
            cluster.status,
            cluster.load_ids,
            cluster.initiate_reset,
            lambda: cluster.load_status("any"),
            lambda: list(cluster.load_errors("any")),
            lambda: cluster.start_load("s3://b/p/", ROLE, REGION, "NEW"),
        )
        for call in calls:
            with pytest.raises(NoAnswer, match="an incomplete answer, or one not from Neptune"):
                call()


def test_an_untrusted_certificate_is_refused(tmp_path: Path) -> None:
    with (
        impostor(tmp_path) as port,
        Cluster(Neptune(f"wss://localhost:{port}/gremlin", "", iam=False)) as cluster,
        pytest.raises(StoreUnavailable, match="TLS certificate is not trusted") as error,
    ):
        cluster.status()
    assert not isinstance(error.value, NoAnswer)


@contextmanager
def page(body: bytes) -> Iterator[int]:
    """The port of a server that gives the same answer to every request."""

    class Same(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Same) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


class TestSignatures:
    @pytest.fixture
    def guarded(self, gremlin_server: GremlinServer, s3_server: str) -> Iterator[NeptuneLocal]:
        gremlin_server.clear()
        with NeptuneLocal(gremlin_server, s3=s3_server, identities=[ADMIN, READER]) as neptune:
            yield neptune

    @staticmethod
    def sign_in(monkeypatch: pytest.MonkeyPatch, who: Identity, region: str = REGION) -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", who.access_key)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", who.secret_key)
        if who.token:
            monkeypatch.setenv("AWS_SESSION_TOKEN", who.token)
        monkeypatch.setenv("AWS_REGION", region)

    def test_a_caller_with_all_permissions_can_load_and_reset(
        self, guarded: NeptuneLocal, put: Put, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.sign_in(monkeypatch, ADMIN)
        with cluster_of(guarded, iam=True) as cluster:
            load_id = cluster.start_load(put("v.csv", "~id", "a"), ROLE, REGION, "NEW")
            assert ended(cluster, load_id).is_complete
            cluster.perform_reset(cluster.initiate_reset())

    def test_a_caller_without_a_permission_reads_the_missing_action(
        self, guarded: NeptuneLocal, put: Put, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.sign_in(monkeypatch, READER)
        with cluster_of(guarded, iam=True) as cluster:
            assert cluster.running_load() is None
            with pytest.raises(LoadFailed, match="neptune-db:StartLoaderJob"):
                cluster.start_load(put("v.csv", "~id", "a"), ROLE, REGION, "NEW")
            with pytest.raises(ResetRefused, match="neptune-db:ResetDatabase"):
                cluster.initiate_reset()
            with pytest.raises(LoadFailed, match="neptune-db:CancelLoaderJob"):
                cluster.cancel_load("any")

    def test_a_wrong_key_a_wrong_region_and_a_wrong_clock_are_refused(
        self, guarded: NeptuneLocal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for who, region in ((Identity("AKIDOTHER", "secret"), REGION), (ADMIN, "eu-west-3")):
            self.sign_in(monkeypatch, who, region)
            with cluster_of(guarded, iam=True) as cluster, pytest.raises(StoreUnavailable) as error:
                cluster.status()
            assert not isinstance(error.value, NoAnswer)
            assert "denies access" in str(error.value)
        self.sign_in(monkeypatch, ADMIN)
        guarded.clock.advance(600)
        with cluster_of(guarded, iam=True) as cluster, pytest.raises(StoreUnavailable, match="the clock"):
            cluster.status()

    def test_missing_credentials_and_a_missing_region_name_the_setting(
        self, guarded: NeptuneLocal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with pytest.raises(StoreUnavailable, match="set AWS_REGION"):
            cluster_of(guarded, iam=True)
        monkeypatch.setenv("AWS_REGION", REGION)
        with cluster_of(guarded, iam=True) as cluster, pytest.raises(StoreUnavailable, match="AWS_PROFILE"):
            cluster.status()
        monkeypatch.setenv("AWS_PROFILE", "nobody")
        with pytest.raises(StoreUnavailable, match=r"nobody.*`aws configure list-profiles`"):
            cluster_of(guarded, iam=True)

    def test_an_unsigned_request_names_the_setting_for_signing(self, guarded: NeptuneLocal) -> None:
        with (
            cluster_of(guarded) as cluster,
            pytest.raises(StoreUnavailable, match="LINEAGE_VIZ_NEPTUNE_IAM=on"),
        ):
            cluster.status()


def test_a_host_of_aws_is_called_over_tls_in_its_own_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKID")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    host = "lineage.cluster-abc.eu-central-1.neptune.amazonaws.com"
    with Cluster(Neptune(f"wss://{host}:8182/gremlin", f"wss://{host}:8182/gremlin")) as cluster:
        meta = cluster._client.meta
        assert cluster.host == host
        assert (meta.endpoint_url, meta.region_name) == (f"https://{host}:8182", "eu-central-1")
