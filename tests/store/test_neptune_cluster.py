"""The store on the local Neptune: a snapshot loaded in bulk, verified signatures, and faults."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lineage_viz.errors import StoreUnavailable
from lineage_viz.neptune_admin.cluster import Cluster
from lineage_viz.settings import Neptune
from lineage_viz.snapshot import open_folder
from lineage_viz.store.local import LocalStore
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import ATTEMPTS, Runner
from lineage_viz.store.neptune.store import NeptuneStore
from tests import demo_once
from tests.neptune_local import READING, GremlinServer, Identity, NeptuneLocal
from tests.neptune_local.conftest import BUCKET, client, finished, started

KEY = Identity("AKIDEXAMPLE", "secret", "token", actions=READING)


@pytest.fixture
def store(neptune: NeptuneLocal) -> Iterator[NeptuneStore]:
    """A store on an empty cluster, through the reader endpoint, without pauses between attempts."""
    runner = Runner(Endpoint(neptune.reader_url, iam=False), lambda _: None)
    yield NeptuneStore(runner)
    runner.close()


def load(neptune: NeptuneLocal, s3_server: str, folder: Path) -> str:
    """Upload a snapshot's files, load them in bulk, and return the final state."""
    s3, api = client("s3", s3_server), client("neptunedata", neptune.url)
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    files = list(folder.glob("*.csv.gz"))
    for file in files:
        s3.upload_file(str(file), BUCKET, f"snapshot/{file.name}")
    status = finished(api, started(api, f"s3://{BUCKET}/snapshot/", updateSingleCardinalityProperties=True))
    for file in files:
        s3.delete_object(Bucket=BUCKET, Key=f"snapshot/{file.name}")
    s3.delete_bucket(Bucket=BUCKET)
    s3.close()
    api.close()
    return str(status["overallStatus"]["status"])


def test_a_snapshot_loaded_in_bulk_gives_the_answers_of_its_folder(
    neptune: NeptuneLocal, s3_server: str, store: NeptuneStore, tmp_path: Path
) -> None:
    folder = demo_once.snapshot(tmp_path)
    assert load(neptune, s3_server, folder) == "LOAD_COMPLETED"
    local = LocalStore([open_folder(folder)])
    assert store.counts() == local.counts()
    assert store.schema() == local.schema()
    everything = local.search(limit=10_000)
    assert store.search(limit=10_000) == everything
    for text in ("ticket routing", "MODEL", "s3://acme pricing"):
        assert store.search(text, limit=40) == local.search(text, limit=40)
    for each in everything.entities[::211]:
        assert store.trace([each.arn]) == local.trace([each.arn])


class TestSignatures:
    @pytest.fixture(autouse=True)
    def _credentials(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY.access_key)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEY.secret_key)
        monkeypatch.setenv("AWS_SESSION_TOKEN", str(KEY.token))
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")

    @pytest.fixture
    def runner(self, gremlin_server: GremlinServer, s3_server: str) -> Iterator[Runner]:
        gremlin_server.clear()
        with NeptuneLocal(gremlin_server, s3=s3_server, identities=[KEY]) as guarded:
            runner = Runner(Endpoint(guarded.gremlin_url), lambda _: None)
            yield runner
            runner.close()

    def test_a_role_that_may_only_read_may_ask(self, runner: Runner) -> None:
        assert NeptuneStore(runner).counts().entities == 0

    def test_the_error_for_a_wrong_key_is_a_sentence(
        self, runner: Runner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
        with pytest.raises(StoreUnavailable, match=r"denies access.* address of a cluster"):
            NeptuneStore(runner).counts()

    @pytest.mark.parametrize(
        ("setting", "reason", "step"),
        [
            ("AWS_DEFAULT_REGION", "scoped to a valid region", "Set AWS_REGION to the region of the cluster"),
            ("AWS_SECRET_ACCESS_KEY", "calculated does not match", "Check the secret access key"),
            ("AWS_ACCESS_KEY_ID", "security token included", "Check AWS_ACCESS_KEY_ID"),
        ],
    )
    def test_the_reason_of_a_refused_signature_is_named_with_its_step(
        self,
        gremlin_server: GremlinServer,
        s3_server: str,
        monkeypatch: pytest.MonkeyPatch,
        setting: str,
        reason: str,
        step: str,
    ) -> None:
        monkeypatch.setenv(setting, "us-east-1")
        with NeptuneLocal(gremlin_server, s3=s3_server, identities=[KEY]) as guarded:
            runner = Runner(Endpoint(guarded.gremlin_url), lambda _: None)
            with pytest.raises(StoreUnavailable) as of_gremlin:
                NeptuneStore(runner).counts()
            runner.close()
            settings = Neptune(guarded.gremlin_url, guarded.reader_url, iam=True)
            with Cluster(settings) as cluster, pytest.raises(StoreUnavailable) as of_http:
                cluster.status()
        for error in (of_gremlin, of_http):
            assert reason in str(error.value)
            assert step in str(error.value)
            assert "Signature=" not in str(error.value)


class TestFaults:
    @pytest.mark.parametrize("fault", ["drop", "conflict"])
    def test_retries_hide_temporary_errors(
        self, neptune: NeptuneLocal, store: NeptuneStore, fault: str
    ) -> None:
        setattr(neptune.faults, fault, ATTEMPTS - 1)
        assert store.counts().entities == 0
        assert getattr(neptune.faults, fault) == 0

    def test_raises_while_the_cluster_is_down(self, neptune: NeptuneLocal, store: NeptuneStore) -> None:
        neptune.faults.down = True
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            store.counts()
        neptune.faults.down = False
        assert store.counts().entities == 0

    def test_raises_during_a_reset(self, neptune: NeptuneLocal, store: NeptuneStore) -> None:
        api = client("neptunedata", neptune.url)
        neptune.engine.restart_seconds = 300
        token = api.execute_fast_reset(action="initiateDatabaseReset")["payload"]["token"]
        api.execute_fast_reset(action="performDatabaseReset", token=token)
        with pytest.raises(StoreUnavailable, match="being reset"):
            store.counts()
        neptune.clock.advance(600)
        assert store.counts().entities == 0
        api.close()
