"""One export as a process: `python -m lineage_viz export` from its start to its end, seen from outside."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from lineage_viz.snapshot.manifest import FILE_NAME


@dataclass(frozen=True, slots=True)
class Run:
    """The seconds of one export by phase, its CPU seconds, its calls to SageMaker and its snapshot.

    The endpoint tells its first and last call, and the file system the time of the manifest, which is written last and
    before the snapshot is verified. So `starting` includes the sign-in, and `writing` the derived facts.
    """

    starting: float
    reading: float
    writing: float
    verifying: float
    cpu: float
    calls: Mapping[str, int]
    snapshot: Path

    @property
    def seconds(self) -> float:
        """The whole time of the process."""
        return self.starting + self.reading + self.writing + self.verifying


def run_export(sagemaker: str, out: Path, *options: str) -> Run:
    """Export the account of the AWS settings into a new folder. `sagemaker` is the URL of the fake endpoint."""
    urlopen(Request(f"{sagemaker}/_calls", method="DELETE")).close()
    command = [sys.executable, "-m", "lineage_viz", "export", "--out", str(out), *options]
    spent, began = _cpu_of_children(), time.time()
    done = subprocess.run(
        command, env=os.environ | {"LINEAGE_VIZ_DATA": str(out)}, capture_output=True, text=True, check=True
    )
    ended, cpu = time.time(), _cpu_of_children() - spent
    with urlopen(f"{sagemaker}/_calls") as answer:
        seen = json.load(answer)
    snapshot = Path(done.stdout.strip())
    written = (snapshot / FILE_NAME).stat().st_mtime
    return Run(
        starting=seen["began"] - began,
        reading=seen["ended"] - seen["began"],
        writing=written - seen["ended"],
        verifying=ended - written,
        cpu=cpu,
        calls=seen["counts"],
        snapshot=snapshot,
    )


def _cpu_of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system
