"""Between us and a cluster: signatures, connections that end, what is asked again, and what a person is told."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from gremlin_python.driver.protocol import GremlinServerError
from gremlin_python.process.graph_traversal import GraphTraversal, __

from lineage_viz.errors import StoreUnavailable
from lineage_viz.store.neptune import steps
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.failures import explained
from lineage_viz.store.neptune.runner import ATTEMPTS, Runner
from tests.neptune_local.gremlin_server import GremlinServer, free_port
from tests.patience import PATIENCE
from tests.store.own_certificate import impostor
from tests.store.relay import FORBIDDEN, Relay, relay

ROOT = Path(__file__).parents[2]


def one() -> GraphTraversal:
    """A question; not a constant, as whatever looks at its attributes adds steps to it."""
    return steps.source().inject(1)


ISSUE = """
import datetime, json, uuid
soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=1)
print(json.dumps({"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "S", "SessionToken": uuid.uuid4().hex,
                  "Expiration": soon.isoformat()}))
"""
"""A program that issues credentials which are about to expire, new ones each time."""


ENDS_MEANWHILE = """
import sys, threading, time
from concurrent.futures import thread
from gremlin_python.driver.aiohttp.transport import AiohttpTransport
from lineage_viz.errors import StoreUnavailable
from lineage_viz.store.neptune import steps
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner

write, asked = AiohttpTransport.write, threading.Event()

def late(transport, message):
    asked.set()
    while not thread._shutdown:
        time.sleep(0.01)
    write(transport, message)

def ask():
    try:
        Runner(Endpoint(sys.argv[1], iam=False)).ask(steps.source().inject(1))
    except StoreUnavailable as error:
        print(error)

AiohttpTransport.write = late
threading.Thread(target=ask).start()
asked.wait()
"""
"""A program whose question is on its way when everything else in it has ended."""


@pytest.fixture
def wire(gremlin_server: GremlinServer) -> Iterator[Relay]:
    with relay(gremlin_server.port) as made:
        yield made


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def made(wire: Relay, pauses: list[float]) -> Iterator[Runner]:
    runner = Runner(Endpoint(wire.url, iam=False), pauses.append)
    yield runner
    runner.close()


def failure(code: str) -> GremlinServerError:
    """As Neptune words it."""
    message = json.dumps({"code": code, "requestId": "r", "detailedMessage": "some detail"})
    return GremlinServerError({"code": 500, "message": message, "attributes": {}})


def failing(*errors: Exception, pauses: list[float]) -> Runner:
    """A runner whose first attempts go wrong."""
    left = list(errors)

    class Failing(Runner):
        def _attempt(self, _traversal: GraphTraversal) -> list[Any]:
            if left:
                raise left.pop(0)
            return ["answer"]

    return Failing(Endpoint("wss://cluster:8182/gremlin", iam=False), pauses.append)


class TestConnections:
    def test_one_is_used_again(self, made: Runner, wire: Relay) -> None:
        assert [made.ask(one()) for _ in range(3)] == [[1]] * 3
        assert len(wire.heads) == 1

    def test_one_that_was_cut_is_replaced_without_a_word(
        self, made: Runner, wire: Relay, pauses: list[float]
    ) -> None:
        for _ in range(3):
            assert made.ask(one()) == [1]
            wire.cut()
        assert len(wire.heads) == 3
        assert len(pauses) == 2

    def test_a_process_that_ends_meanwhile_ends(self, wire: Relay) -> None:
        command = [sys.executable, "-c", ENDS_MEANWHILE, wire.url]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
        assert done.stdout == "This process is ending, so Neptune is not asked any more.\n"

    def test_an_error_of_the_server_ends_none(self, made: Runner, wire: Relay) -> None:
        with pytest.raises(StoreUnavailable, match="could not answer"):
            made.ask(steps.source().inject("x").math("_ + 1"))
        assert made.ask(one()) == [1]
        assert len(wire.heads) == 1

    def test_many_may_ask_at_once(self, made: Runner) -> None:
        asks = [steps.source().inject(number) for number in range(40)]
        with ThreadPoolExecutor(20) as pool:
            assert list(pool.map(made.ask, asks)) == [[number] for number in range(40)]

    def test_it_works_where_an_event_loop_runs(self, made: Runner) -> None:
        async def ask() -> list[Any]:
            return made.ask(one())

        with ThreadPoolExecutor(1) as thread:
            assert thread.submit(asyncio.run, ask()).result() == [1]


class TestSignatures:
    @pytest.fixture(autouse=True)
    def _credentials(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")

    def test_every_connection_is_signed_when_it_opens(self, wire: Relay) -> None:
        runner = Runner(Endpoint(wire.url), lambda _: None)
        runner.ask(one())
        wire.cut()
        runner.ask(one())
        runner.close()
        assert len(wire.heads) == 2
        for head in wire.heads:
            assert head["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
            assert "/eu-west-1/neptune-db/aws4_request" in head["authorization"]
            assert head["x-amz-security-token"] == "token"
            assert head["x-amz-date"]

    def test_credentials_about_to_expire_are_renewed_for_the_next_connection(
        self, wire: Relay, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
            monkeypatch.delenv(name)
        program, config = tmp_path / "issue.py", tmp_path / "config"
        program.write_text(ISSUE)
        config.write_text(f"[default]\ncredential_process = {sys.executable} {program}\n")
        monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
        runner = Runner(Endpoint(wire.url), lambda _: None)
        for _ in range(2):
            runner.ask(one())
            wire.cut()
        runner.close()
        tokens = [head["x-amz-security-token"] for head in wire.heads]
        assert len(set(tokens)) == 2

    def test_a_refusal_is_said_at_once(self, wire: Relay, pauses: list[float]) -> None:
        wire.refusal = FORBIDDEN
        runner = Runner(Endpoint(wire.url), pauses.append)
        with pytest.raises(StoreUnavailable, match="refuses us"):
            runner.ask(one())
        runner.close()
        assert pauses == []

    def test_the_region_is_the_clusters_own(self) -> None:
        assert Endpoint("wss://c.cluster-x.us-gov-west-1.neptune.amazonaws.com:8182/gremlin").region == (
            "us-gov-west-1"
        )
        assert Endpoint("wss://c.x.cn-north-1.neptune.amazonaws.com.cn:8182/gremlin").region == "cn-north-1"
        assert Endpoint("wss://alias.example:8182/gremlin").region == ""

    def test_no_region_and_no_credentials_are_said(
        self, wire: Relay, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.delenv(name)
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            monkeypatch.setenv(name, "/nowhere")
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        for said, also in (("set AWS_REGION", ""), ("no AWS credentials", "eu-west-1")):
            if also:
                monkeypatch.setenv("AWS_DEFAULT_REGION", also)
            runner = Runner(Endpoint(wire.url), lambda _: None)
            with pytest.raises(StoreUnavailable, match=said):
                runner.ask(one())
            runner.close()


class TestFailures:
    @pytest.mark.parametrize(
        "error",
        [
            failure("ConcurrentModificationException"),
            failure("ReadOnlyViolationException"),
            failure("ThrottlingException"),
            ConnectionResetError("gone"),
        ],
    )
    def test_what_passes_is_asked_again_after_ever_longer_pauses(
        self, error: Exception, pauses: list[float]
    ) -> None:
        runner = failing(error, error, pauses=pauses)
        assert runner.ask(one()) == ["answer"]
        assert len(pauses) == 2
        assert 0.05 <= pauses[0] <= 0.15
        assert 0.1 <= pauses[1] <= 0.3
        runner.close()

    def test_in_the_end_it_is_said(self, pauses: list[float]) -> None:
        errors = [failure("ConcurrentModificationException")] * ATTEMPTS
        runner = failing(*errors, pauses=pauses)
        with pytest.raises(StoreUnavailable, match="Neptune at cluster has more to do"):
            runner.ask(one())
        assert len(pauses) == ATTEMPTS - 1
        runner.close()

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("ServerShutdownException", "is being reset or restarted"),
            ("AccessDeniedException", "refuses us"),
            ("TimeLimitExceededException", "took too long"),
            ("InternalFailureException", "could not answer"),
        ],
    )
    def test_what_does_not_pass_is_said_at_once(self, code: str, said: str, pauses: list[float]) -> None:
        runner = failing(failure(code), pauses=pauses)
        with pytest.raises(StoreUnavailable, match=said):
            runner.ask(one())
        assert pauses == []
        runner.close()

    def test_a_reader_that_is_to_write(self) -> None:
        assert "writer endpoint" in str(explained(failure("ReadOnlyViolationException"), "h"))

    def test_a_port_is_no_refusal(self) -> None:
        assert "cannot be reached" in str(explained(OSError("connect call failed ('127.0.0.1', 40355)"), "h"))

    def test_a_cluster_that_is_not_there(self, pauses: list[float]) -> None:
        runner = Runner(Endpoint(f"ws://127.0.0.1:{free_port()}/gremlin", iam=False), pauses.append)
        with pytest.raises(StoreUnavailable, match=r"Neptune at 127\.0\.0\.1 cannot be reached"):
            runner.ask(one())
        runner.close()

    def test_a_server_that_nobody_vouches_for(self, tmp_path: Path, pauses: list[float]) -> None:
        with impostor(tmp_path) as port:
            runner = Runner(Endpoint(f"wss://localhost:{port}/gremlin", iam=False), pauses.append)
            with pytest.raises(StoreUnavailable, match="TLS certificate is not trusted"):
                runner.ask(one())
            runner.close()
        assert pauses == []

    def test_a_question_that_takes_too_long_is_stopped_by_the_server(self, made: Runner) -> None:
        endless = steps.source(timeout=50).inject(1).repeat(__.identity()).until(__.is_(2))
        with pytest.raises(StoreUnavailable, match="took too long"):
            made.ask(endless)
        assert made.ask(one()) == [1]
