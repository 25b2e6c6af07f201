"""With IAM authentication, only requests that a known key signed in the last five minutes are answered."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from gremlin_python.driver.client import Client
from gremlin_python.driver.protocol import GremlinServerError

from tests.neptune_local import READING, GremlinServer, Identity, NeptuneLocal
from tests.neptune_local.conftest import boto_error, client, gremlin_error
from tests.neptune_local.gremlin_client import gremlin_client

KEY, SECRET = "AKIDNEPTUNE", "kept"
TOKEN = "session"


@pytest.fixture
def guarded(gremlin_server: GremlinServer, s3_server: str) -> Iterator[NeptuneLocal]:
    gremlin_server.clear()
    known = [Identity(KEY, SECRET), Identity("ASIAREADER", SECRET, TOKEN, actions=READING)]
    with NeptuneLocal(gremlin_server, s3=s3_server, identities=known) as neptune:
        yield neptune


def headers(url: str, key: str = KEY, secret: str = SECRET, token: str | None = None) -> dict[str, str]:
    request = AWSRequest("GET", url.replace("ws://", "http://", 1))
    SigV4Auth(Credentials(key, secret, token), "neptune-db", "eu-west-1").add_auth(request)
    return dict(request.headers.items())


def signed(url: str, *who: str) -> Client:
    return gremlin_client(url, headers=headers(url, *who))


def handshake(url: str, given: dict[str, str]) -> int:
    """The HTTP status of a handshake. gremlinpython is not used: it leaves its event loop open after a refusal."""

    async def attempt() -> int:
        async with ClientSession() as session:
            try:
                async with session.ws_connect(url, headers=given):
                    return 101
            except WSServerHandshakeError as error:
                return error.status

    with ThreadPoolExecutor(
        1
    ) as thread:  # the thread of the test may already run an event loop (Playwright's)
        return thread.submit(asyncio.run, attempt()).result()


def test_a_signed_call_is_answered(guarded: NeptuneLocal) -> None:
    api = client("neptunedata", guarded.url, KEY, SECRET)
    assert api.get_engine_status()["status"] == "healthy"
    assert api.execute_gremlin_query(gremlinQuery="g.V().count()")["status"]["code"] == 200
    assert api.list_loader_jobs(limit=3, includeQueuedLoads=True)["payload"] == {"loadIds": []}
    api.close()


def test_a_signed_connection_is_served(guarded: NeptuneLocal) -> None:
    connection = signed(guarded.gremlin_url)
    assert connection.submit("g.inject(1)").all().result() == [1]
    connection.close()


@pytest.mark.parametrize(
    ("key", "secret", "later", "message"),
    [
        (KEY, "guessed", 0, "does not match the signature you provided"),
        ("AKIDNOBODY", SECRET, 0, "security token included in the request is invalid"),
        (KEY, SECRET, 301, "Signature expired"),
    ],
)
def test_other_signatures_are_refused(
    guarded: NeptuneLocal, key: str, secret: str, later: int, message: str
) -> None:
    guarded.clock.advance(later)
    api = client("neptunedata", guarded.url, key, secret)
    with pytest.raises(ClientError) as error:
        api.get_engine_status()
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert boto_error(error)[0] == "AccessDeniedException"
    assert message in boto_error(error)[1]
    api.close()
    assert handshake(guarded.gremlin_url, headers(guarded.gremlin_url, key, secret)) == 403


def test_a_clock_ahead_is_told_apart_from_a_late_signature(guarded: NeptuneLocal) -> None:
    guarded.clock.advance(-301)
    api = client("neptunedata", guarded.url, KEY, SECRET)
    with pytest.raises(ClientError) as error:
        api.get_engine_status()
    assert boto_error(error)[1].startswith("Signature not yet current: ")
    api.close()


def test_an_open_connection_outlives_its_signature(guarded: NeptuneLocal) -> None:
    connection = signed(guarded.gremlin_url)
    assert connection.submit("g.inject(1)").all().result() == [1]
    guarded.clock.advance(3600)
    assert connection.submit("g.inject(2)").all().result() == [2]
    connection.close()


def test_unsigned_requests_are_refused(guarded: NeptuneLocal) -> None:
    assert handshake(guarded.gremlin_url, {}) == 403


def test_a_role_that_may_only_read_cannot_write(guarded: NeptuneLocal) -> None:
    connection = signed(guarded.gremlin_url, "ASIAREADER", SECRET, TOKEN)
    assert connection.submit("g.V().count()").all().result() == [0]
    with pytest.raises(GremlinServerError) as error:
        connection.submit("g.addV('x')").all().result()
    assert gremlin_error(error)[0] == "AccessDeniedException"
    connection.close()
    api: Any = client("neptunedata", guarded.url, "ASIAREADER", SECRET, aws_session_token=TOKEN)
    with pytest.raises(ClientError) as refusal:
        api.execute_fast_reset(action="initiateDatabaseReset")
    assert boto_error(refusal)[0] == "AccessDeniedException"
    api.close()
