"""Time and memory of a learning export, as a process on a snapshot: `python -m benchmarks.learning [ENTITIES]`."""

import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.local_store import SyntheticLineage, row
from lineage_viz.snapshot import Header, write_snapshot


def main() -> None:
    """Write a synthetic snapshot, export it in a process of its own, and print the time and the peak of its memory."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with TemporaryDirectory() as folder:
        # The snapshot in a process of its own: a child counts the memory of its parent at its start as its own.
        with ProcessPoolExecutor(1) as other:
            snapshot = other.submit(_snapshot, Path(folder), count).result()
        _measure(snapshot, Path(folder) / "learning")


def _snapshot(folder: Path, count: int) -> Path:
    source, taken = SyntheticLineage(count), datetime(2026, 3, 12, tzinfo=UTC)
    header = Header("123456789012", "eu-west-1", "aws", taken, "full", details=True, last_full=taken)
    return write_snapshot(folder, header, list(source.entities()), list(source.associations()))


def _measure(snapshot: Path, out: Path) -> None:
    command = [sys.executable, "-m", "lineage_viz", "learn", "--out", str(out), "--snapshot", str(snapshot)]
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(os.waitstatus_to_exitcode(status))
    row("learning export", time.perf_counter() - start, "s")
    row("its share of a processor", used.ru_utime + used.ru_stime, "s")
    row("peak memory", used.ru_maxrss / 1024, "MiB")
    row("size", sum(each.stat().st_size for each in out.rglob("*.*")) / 1e6, "MB")


if __name__ == "__main__":
    main()
