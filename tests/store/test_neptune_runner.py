"""The runner: signatures, lost connections, retries, and messages."""

import asyncio
import json
import socket
import subprocess
import sys
import time
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
    """Return a new question; a shared one would grow, because reading its attributes adds steps."""
    return steps.source().inject(1)


ISSUE = """
import datetime, json, uuid
soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=1)
print(json.dumps({"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "S", "SessionToken": uuid.uuid4().hex,
                  "Expiration": soon.isoformat()}))
"""
"""A program that issues new credentials at each call; they expire soon."""


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
"""A program that shuts down while its question is on the way."""


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
    """Return an error in the words of Neptune."""
    message = json.dumps({"code": code, "requestId": "r", "detailedMessage": "some detail"})
    return GremlinServerError({"code": 500, "message": message, "attributes": {}})


def failing(*errors: Exception, pauses: list[float]) -> Runner:
    """Return a runner whose first attempts fail."""
    left = list(errors)

    class Failing(Runner):
        def _attempt(self, _traversal: GraphTraversal) -> list[Any]:
            if left:
                raise left.pop(0)
            return ["answer"]

    return Failing(Endpoint("wss://cluster:8182/gremlin", iam=False), pauses.append)


class TestConnections:
    def test_reuses_a_connection(self, made: Runner, wire: Relay) -> None:
        assert [made.ask(one()) for _ in range(3)] == [[1]] * 3
        assert len(wire.heads) == 1

    def test_replaces_a_cut_connection_silently(self, made: Runner, wire: Relay, pauses: list[float]) -> None:
        for _ in range(3):
            assert made.ask(one()) == [1]
            wire.cut()
        assert len(wire.heads) == 3
        assert len(pauses) == 2

    def test_a_process_that_shuts_down_meanwhile_ends(self, wire: Relay) -> None:
        command = [sys.executable, "-c", ENDS_MEANWHILE, wire.url]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
        assert done.stdout == "This process is shutting down, so it sends no more questions to Neptune.\n"

    def test_an_error_of_the_server_keeps_the_connection(self, made: Runner, wire: Relay) -> None:
        with pytest.raises(StoreUnavailable, match="could not answer"):
            made.ask(steps.source().inject("x").math("_ + 1"))
        assert made.ask(one()) == [1]
        assert len(wire.heads) == 1

    def test_many_threads_can_ask_at_once(self, made: Runner) -> None:
        asks = [steps.source().inject(number) for number in range(40)]
        with ThreadPoolExecutor(20) as pool:
            assert list(pool.map(made.ask, asks)) == [[number] for number in range(40)]

    def test_works_inside_an_event_loop(self, made: Runner) -> None:
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

    def test_signs_every_connection_when_it_opens(self, wire: Relay) -> None:
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

    def test_renews_expiring_credentials_for_the_next_connection(
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

    def test_raises_at_once_after_a_denial(self, wire: Relay, pauses: list[float]) -> None:
        wire.refusal = FORBIDDEN
        runner = Runner(Endpoint(wire.url), pauses.append)
        with pytest.raises(StoreUnavailable, match="denies access"):
            runner.ask(one())
        runner.close()
        assert pauses == []

    def test_reads_the_region_from_the_host_name(self) -> None:
        assert Endpoint("wss://c.cluster-x.us-gov-west-1.neptune.amazonaws.com:8182/gremlin").region == (
            "us-gov-west-1"
        )
        assert Endpoint("wss://c.x.cn-north-1.neptune.amazonaws.com.cn:8182/gremlin").region == "cn-north-1"
        assert Endpoint("wss://alias.example:8182/gremlin").region == ""

    def test_raises_without_a_region_or_credentials(
        self, wire: Relay, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.delenv(name)
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            monkeypatch.setenv(name, "/nowhere")
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        for message, region in (("set AWS_REGION", ""), ("no AWS credentials", "eu-west-1")):
            if region:
                monkeypatch.setenv("AWS_DEFAULT_REGION", region)
            runner = Runner(Endpoint(wire.url), lambda _: None)
            with pytest.raises(StoreUnavailable, match=message):
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
    def test_retries_temporary_errors_after_growing_pauses(
        self, error: Exception, pauses: list[float]
    ) -> None:
        runner = failing(error, error, pauses=pauses)
        assert runner.ask(one()) == ["answer"]
        assert len(pauses) == 2
        assert 0.05 <= pauses[0] <= 0.15
        assert 0.1 <= pauses[1] <= 0.3
        runner.close()

    def test_raises_after_the_last_attempt(self, pauses: list[float]) -> None:
        errors = [failure("ConcurrentModificationException")] * ATTEMPTS
        runner = failing(*errors, pauses=pauses)
        with pytest.raises(StoreUnavailable, match="Neptune at cluster is overloaded"):
            runner.ask(one())
        assert len(pauses) == ATTEMPTS - 1
        runner.close()

    @pytest.mark.parametrize(
        ("code", "message"),
        [
            ("ServerShutdownException", "is being reset or restarted"),
            ("AccessDeniedException", "denies access"),
            ("TimeLimitExceededException", "took too long"),
            ("InternalFailureException", "could not answer"),
        ],
    )
    def test_raises_other_errors_at_once(self, code: str, message: str, pauses: list[float]) -> None:
        runner = failing(failure(code), pauses=pauses)
        with pytest.raises(StoreUnavailable, match=message):
            runner.ask(one())
        assert pauses == []
        runner.close()

    def test_the_error_of_a_reader_names_the_writer_endpoint(self) -> None:
        assert "writer endpoint" in str(explained(failure("ReadOnlyViolationException"), "h"))

    def test_a_port_number_with_403_is_not_a_denial(self) -> None:
        assert "cannot be reached" in str(explained(OSError("connect call failed ('127.0.0.1', 40355)"), "h"))

    def test_raises_for_an_absent_cluster(self, pauses: list[float]) -> None:
        runner = Runner(Endpoint(f"ws://127.0.0.1:{free_port()}/gremlin", iam=False), pauses.append)
        with pytest.raises(StoreUnavailable, match=r"Neptune at 127\.0\.0\.1 cannot be reached"):
            runner.ask(one())
        runner.close()

    def test_gives_up_soon_after_the_time_of_a_question_when_the_cluster_hangs(
        self, pauses: list[float]
    ) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes connections, and never answers
            host, port = silent.getsockname()
            hung = Runner(Endpoint(f"ws://{host}:{port}/gremlin", iam=False), pauses.append)
            began = time.monotonic()
            with pytest.raises(StoreUnavailable, match="took too long to answer"):
                hung.ask(steps.source(500).inject(1))
            hung.close()
            assert time.monotonic() - began < 20  # gremlinpython itself waits for a connection longer
        assert pauses == []

    def test_refuses_an_untrusted_certificate(self, tmp_path: Path, pauses: list[float]) -> None:
        with impostor(tmp_path) as port:
            runner = Runner(Endpoint(f"wss://localhost:{port}/gremlin", iam=False), pauses.append)
            with pytest.raises(StoreUnavailable, match="TLS certificate is not trusted"):
                runner.ask(one())
            runner.close()
        assert pauses == []

    def test_the_server_stops_a_long_question(self, made: Runner) -> None:
        endless = steps.source(timeout=50).inject(1).repeat(__.identity()).until(__.is_(2))
        with pytest.raises(StoreUnavailable, match="took too long"):
            made.ask(endless)
        assert made.ask(one()) == [1]
