"""The HTTP server: keep-alive, a thread for each connection; closing it ends all threads."""

import json
import socket
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.fake_sagemaker.account import Account
from tests.fake_sagemaker.calls import Calls
from tests.fake_sagemaker.evidence import Evidence
from tests.fake_sagemaker.faults import Faults
from tests.fake_sagemaker.service import Service
from tests.fake_sagemaker.wire import Answer

NO_FAULTS = Faults()


class FakeSageMaker:
    """A server of an account at `url`, until closed. Faults and account may be changed while it runs."""

    def __init__(
        self, account: Account, faults: Faults = NO_FAULTS, *, inclusive_times: bool = True, port: int = 0
    ) -> None:
        self._service = Service(account, faults, inclusive_times=inclusive_times)
        self._server = _Server(("127.0.0.1", port), self._service)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="fake-sagemaker"
        )

    @property
    def url(self) -> str:
        """The URL for `endpoint_url` or `AWS_ENDPOINT_URL_SAGEMAKER`."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def calls(self) -> Calls:
        """The calls so far."""
        return self._service.calls

    @property
    def faults(self) -> Faults:
        """The faults from the next call on."""
        return self._service.state[0]

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._service.set_faults(faults)

    @property
    def account(self) -> Account:
        """The account of the answers from the next call on."""
        return self._service.api.account

    @account.setter
    def account(self, account: Account) -> None:
        self._service.set_account(account)

    @property
    def evidence(self) -> Evidence:
        """The evidence from which S3, ECR and CloudTrail answer, at the same URL; at first none."""
        return self._service.evidence_api.evidence

    @evidence.setter
    def evidence(self, evidence: Evidence) -> None:
        self._service.set_evidence(evidence)

    def search_lags(self, behind: Account, *resources: str) -> None:
        """Let Search answer from an older account from now on; for all resources, or for some."""
        self._service.api.index(behind, resources)

    def search_lacks(self, resource: str, newest: int) -> None:
        """Let Search lack so many of the newest records of a resource from now on."""
        self._service.api.shorten(resource, newest)

    def prepare(self) -> None:
        """Encode all rows now, so that the first answers are as quick as the others."""
        self._service.api.prepare()

    def close(self) -> None:
        """End every connection, also those that hang, and wait for all threads."""
        self._service.closing.set()
        self._server.shutdown()
        self._server.end_connections()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for them
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], service: Service) -> None:
        super().__init__(address, _Handler)
        self.service = service
        self._connections: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def end_connections(self) -> None:
        """End the connections, which wakes the threads that wait for a client's next request."""
        for connection in tuple(self._connections):
            _end(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a client may leave at any time
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        """Answer any API call."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._send(self.server.service.respond(self.headers, body))

    def do_GET(self) -> None:
        """Answer `/_calls` with the figures of the log, for another process; anything else is for S3."""
        calls = self.server.service.calls
        if self.path == "/_calls":
            self._send(Answer(json.dumps(calls.summary()).encode(), content_type="application/json"))
        else:
            self._send(self.server.service.respond_as_s3("GET", self.path, self.headers))

    def do_HEAD(self) -> None:
        """Answer S3's HeadObject."""
        answer = self.server.service.respond_as_s3("HEAD", self.path, self.headers)
        self._send(answer and replace(answer, body=b""))

    def do_DELETE(self) -> None:
        """Delete the log (`/_calls`)."""
        self.server.service.calls.clear()
        self._send(Answer(b"", HTTPStatus.NO_CONTENT))

    def _send(self, answer: Answer | None) -> None:
        if answer is None:
            self._hang_up()
            return
        length = len(answer.body) if answer.length is None else answer.length
        headers = {"Content-Type": answer.content_type, "Content-Length": str(length), **answer.headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"HTTP/1.1 {answer.status:d} {HTTPStatus(answer.status).phrase}\r\n{lines}\r\n"
        self.wfile.write(head.encode() + answer.body[: answer.cut])
        if answer.cut is not None:
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        _end(self.connection)

    def log_message(self, *_: object) -> None:
        """Print nothing: `calls` is the log."""


def _end(connection: socket.socket) -> None:
    with suppress(OSError):  # it may have ended already
        connection.shutdown(socket.SHUT_RDWR)
