"""A proxy between boto3 and moto's S3 that causes faults, and that checks checksums on arrival, as moto does not."""

import hashlib
import http.client
import socket
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from urllib.parse import parse_qs, urlsplit

from tests.patience import PATIENCE

HOP = frozenset({"connection", "expect", "keep-alive", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Call:
    """A request. The names of its headers are in lower case; `number` counts from one."""

    number: int
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def asks_for(self, parameter: str) -> bool:
        return parameter in parse_qs(urlsplit(self.path).query, keep_blank_values=True)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error answer. The request is not passed on."""

    status: int
    code: str
    message: str = "It is a test."


@dataclass(frozen=True, slots=True)
class ProxyPage:
    """The page of a proxy in place of an answer of S3."""

    status: int


@dataclass(frozen=True, slots=True)
class Held:
    """The request is passed on when the event is set. Other requests go on meanwhile."""

    until: Event


SLOW_DOWN = Refusal(503, "SlowDown")
INTERNAL_ERROR = Refusal(500, "InternalError")
CUT = "the connection ends before the request is passed on"
ANSWER_LOST = "the request is passed on, and then the connection ends"
HALF = "the connection ends in the body of the answer"
SPOILT = "one byte of the body is changed"
NO_CHECKSUM = "the answer has no checksum"

Fault = Refusal | ProxyPage | Held | str | None
Rule = Callable[[Call], Fault]


class FaultyS3:
    """The proxy. `rule` decides about each call; it may read and change the objects in moto before."""

    def __init__(self, upstream: str) -> None:
        self.rule: Rule = lambda _: None
        self.calls: list[Call] = []
        self.faults = 0
        self._upstream = urlsplit(upstream).netloc
        self._lock = Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def sent(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def decide(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[Call, Fault]:
        with self._lock:
            call = Call(len(self.calls) + 1, method, path, headers, body)
            self.calls.append(call)
            fault = self.rule(call)
            self.faults += fault is not None
        if isinstance(fault, Held):
            fault.until.wait(PATIENCE)
            return call, None
        return call, fault

    def pass_on(self, call: Call) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection(self._upstream)
        headers = {name: text for name, text in call.headers.items() if name not in HOP}
        connection.request(call.method, call.path, call.body, headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        kept = [(name, text) for name, text in answer.getheaders() if name.lower() not in HOP]
        return answer.status, kept, body


def _handler(wire: FaultyS3) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            with suppress(ConnectionError):  # the client may have closed the connection
                super().handle_one_request()

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): text for name, text in self.headers.items()}
            call, fault = wire.decide(self.command, self.path, headers, body)
            if fault == SPOILT and body:
                call = replace(call, body=bytes([body[0] ^ 1]) + body[1:])
            if isinstance(fault, Refusal):
                self._refuse(fault)
            elif isinstance(fault, ProxyPage):
                self._send(
                    fault.status,
                    b"<!DOCTYPE html><html><body>Sign in</body></html>",
                    {"Location": "/sign-in"},
                )
            elif fault == CUT:
                self._end()
            elif _arrived_spoilt(call):
                self._refuse(Refusal(400, "BadDigest"))
            else:
                self._answer(fault, *wire.pass_on(call))

        def _answer(self, fault: Fault, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            if fault == ANSWER_LOST:
                self._end()
                return
            self.send_response_only(status)
            for name, text in headers:
                if fault != NO_CHECKSUM or not name.lower().startswith("x-amz-checksum"):
                    self.send_header(name, text)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if fault == HALF else body)
            if fault == HALF:
                self._end()

        def _refuse(self, refusal: Refusal) -> None:
            body = f"<Error><Code>{refusal.code}</Code><Message>{refusal.message}</Message></Error>".encode()
            # S3 names the region in a refusal, too.
            region = {"x-amz-bucket-region": "eu-west-1"} if refusal.status == 403 else {}
            self._send(refusal.status, body, {"x-amz-request-id": "TEST", **region})

        def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response_only(status)
            for name, text in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, text)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def _end(self) -> None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _serve  # noqa: N815

    return Handler


def _arrived_spoilt(call: Call) -> bool:
    own = {"sha256": hashlib.sha256(call.body).digest(), "crc32": zlib.crc32(call.body).to_bytes(4, "big")}
    sent = {name: call.headers.get(f"x-amz-checksum-{name}") for name in own}
    return any(sent[name] not in (None, b64encode(digest).decode()) for name, digest in own.items())


@contextmanager
def faulty_s3(upstream: str) -> Iterator[FaultyS3]:
    """Run the proxy until the end of the block."""
    wire = FaultyS3(upstream)
    wire.start()
    try:
        yield wire
    finally:
        wire.close()
