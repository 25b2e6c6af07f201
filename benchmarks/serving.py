"""Memory and time of the server for large snapshots and many visitors: `python -m benchmarks.serving [SNAPSHOT …]`.

Several are opened as one graph. Without a snapshot, it makes one of 100,000 entities, which takes longer than the rest.
It is no part of `make bench`, because it takes minutes. A visitor is a connection that opens the explorer, as a browser
does.
"""

import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from benchmarks.local_store import row
from lineage_viz.demo import generate
from lineage_viz.demo.source import DemoSource
from lineage_viz.snapshot import Header, write_snapshot
from lineage_viz.snapshot.manifest import Manifest
from tests.running_app import app_process

VISITORS = 50
PATIENCE = 600


def main() -> None:
    """Print the figures of the server for one snapshot."""
    with tempfile.TemporaryDirectory() as folder:
        snapshots = [Path(each) for each in sys.argv[1:]] or [made(Path(folder))]
        manifests = [Manifest.read(each) for each in snapshots]
        row("entities", sum(sum(each.labels.values()) for each in manifests), "")
        row("associations", sum(sum(each.association_types.values()) for each in manifests), "")
        sizes = (file.stat().st_size for each in snapshots for file in each.iterdir())
        row("snapshot on disk", sum(sizes) / 1e6, "MB")
        started = time.perf_counter()
        with app_process(*snapshots, LINEAGE_VIZ_DATA=f"{folder}/data") as (url, app):
            _wait_until_ready(url)
            server = psutil.Process(app.pid)
            row("start until the store answers", time.perf_counter() - started, "s")
            row("its processor time", _processor(server), "s")
            row("memory when it answers", _memory(server), "MB")
            row("its peak until then", _peak(server), "MB")
            _visits(url, server)


def made(folder: Path, size: int = 100_000) -> Path:
    """Write the snapshot of a generated account with records."""
    source = DemoSource(generate(entities=size, seed=7))
    entities, associations = list(source.entities()), list(source.associations())
    taken = datetime(2026, 3, 12, tzinfo=UTC)
    header = Header("123456789012", "eu-west-1", "aws", taken, "full", details=True, last_full=taken)
    return write_snapshot(folder, header, entities, associations)


def _wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urlopen(f"{url}/readyz", timeout=PATIENCE):  # its own address
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the app was not ready")


def _memory(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 1e6


def _peak(process: psutil.Process) -> float:
    """The largest memory that the process has had, as Linux keeps it."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    (kilobytes,) = [line.split()[1] for line in lines if line.startswith("VmHWM")]
    return int(kilobytes) * 1024 / 1e6


def _visits(url: str, server: psutil.Process) -> None:
    """Let visitors come one after the other, and then all at once; all of them stay."""
    address = f"{url.replace('http', 'ws')}/_stcore/stream"
    with ExitStack() as stack:
        visitors = [
            stack.enter_context(connect(address, max_size=None, proxy=None, subprotocols=["streamlit"]))  # type: ignore[list-item]
            for _ in range(VISITORS)
        ]
        _open(visitors[0])
        before, busy = _memory(server), _processor(server)
        started = time.perf_counter()
        for visitor in visitors[1:]:
            _open(visitor)
        row("a visit, one after the other", (time.perf_counter() - started) / (VISITORS - 1) * 1000, "ms")
        row("its processor time", (_processor(server) - busy) / (VISITORS - 1) * 1000, "ms")
        row("memory for each visitor", (_memory(server) - before) / (VISITORS - 1), "MB")
        started, busy = time.perf_counter(), _processor(server)
        for visitor in visitors:
            _ask(visitor)
        for visitor in visitors:
            _wait(visitor)
        row(f"{VISITORS} visits at once, until the last ends", time.perf_counter() - started, "s")
        row("their processor time", _processor(server) - busy, "s")
        row("memory with all visitors", _memory(server), "MB")


def _processor(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _open(visitor: ClientConnection) -> None:
    _ask(visitor)
    _wait(visitor)


def _ask(visitor: ClientConnection) -> None:
    visitor.send(BackMsg(rerun_script={}).SerializeToString())  # type: ignore[arg-type]


def _wait(visitor: ClientConnection) -> None:
    """Wait until the page has run to its end."""
    while True:
        message = visitor.recv(timeout=PATIENCE)
        told = ForwardMsg.FromString(message if isinstance(message, bytes) else message.encode())
        if told.WhichOneof("type") == "script_finished":
            return


if __name__ == "__main__":
    main()
