"""The real app in its own process, for browser tests and screenshots."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.patience import PATIENCE

ROOT = Path(__file__).parent.parent


@contextmanager
def running_app(
    *snapshots: Path, port: int = 0, log: Path | None = None, script: str = "app.py", **settings: str
) -> Iterator[str]:
    """Start the app on snapshots, by `settings`, or on the demo account. Yield its URL when it is healthy.

    Everything that it writes goes to `log`, if one is given. `script` is another app.
    """
    with app_process(*snapshots, port=port, log=log, script=script, **settings) as (url, _):
        yield url


@contextmanager
def app_process(
    *snapshots: Path, port: int = 0, log: Path | None = None, script: str = "app.py", **settings: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start the app in the same way. Yield its URL and its process."""
    port = port or app_port()
    url = f"http://127.0.0.1:{port}"
    below = "/".join(filter(None, (url, settings.get("STREAMLIT_SERVER_BASE_URL_PATH"))))
    command = [sys.executable, "-m", "lineage_viz.ui.server.serve", script, "--server.port", str(port)]
    environment = os.environ | {"LINEAGE_VIZ_SNAPSHOT": os.pathsep.join(map(str, snapshots)), **settings}
    with (
        (log or Path(os.devnull)).open("ab") as out,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT if log else None
        ) as app,
    ):
        try:
            wait_until_healthy(app, f"{below}/_stcore/health")
            yield url, app
        finally:
            app.terminate()


_app_ports: list[int] = []


def app_port() -> int:
    """A free port: if possible, that of an app that has ended, because the browser has cached Streamlit's scripts by
    their address."""
    for port in _app_ports:
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # its closed connections linger
            probe.bind(("127.0.0.1", port))
            return port
    _app_ports.append(free_port())
    return _app_ports[-1]


def free_port() -> int:
    """A free port, below those of outgoing connections: one of these would take it before the app does."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("", port))
            return port


def wait_until_healthy(app: subprocess.Popen[bytes], health: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if app.poll() is not None:
            raise RuntimeError(f"the app ended with code {app.returncode}")
        try:
            with urllib.request.urlopen(health, timeout=PATIENCE) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise TimeoutError(f"the app was not healthy within {PATIENCE:.0f} s")
