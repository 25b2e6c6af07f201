"""Our export compared with the sample notebook's way, on the same fake account with 20 ms a call."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.notebook_way import collect
from lineage_viz.export import ExportOptions, export_lineage
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.snapshot import open_folder

ENTITIES = 10_000
LATENCY = 0.02
RUNS = 5
"""Runs of our export. The median counts, as two seconds are easily disturbed; the notebook's four minutes are not."""


def main() -> None:
    """Print both times, both call counts, the ratio, and a comparison of the two graphs."""
    with fake_account(ENTITIES, LATENCY), tempfile.TemporaryDirectory() as out:
        runs = [_ours(Path(out) / str(number)) for number in range(RUNS)]
        started = time.perf_counter()
        theirs = collect()
        theirs_seconds = time.perf_counter() - started
    ours_seconds, (entities, associations), calls = sorted(runs, key=lambda run: run[0])[RUNS // 2]
    known = {arn: label for arn, (label, unresolved) in entities.items() if not unresolved}
    inside = {link for link in associations if link[0] in known and link[1] in known}
    least = (len(known) + len(associations)) / 100
    print(
        f"account: {len(known):,} entities, {len(associations):,} associations, {LATENCY * 1000:.0f} ms a call"
    )
    print(f"notebook's way: {theirs_seconds:8.2f} s, {theirs.calls:,} calls")
    print(
        f"our export:     {ours_seconds:8.2f} s, {calls:,} calls = {calls / least:.3f} × (entities + associations)/100"
    )
    print(f"ratio:          {theirs_seconds / ours_seconds:8.1f} × faster")
    print(f"graphs equal:   {known == theirs.entities and inside == theirs.associations}")
    print(f"kept by ours:   {len(associations) - len(inside):,} associations to entities outside the account")


def _ours(out: Path) -> tuple[float, tuple[dict[str, tuple[str, bool]], set[tuple[str, str, str]]], int]:
    started = time.perf_counter()
    api = LineageApi()
    folder = open_folder(export_lineage(api, ExportOptions(out)))
    seconds = time.perf_counter() - started
    entities = {one.arn: (str(one.label), one.unresolved) for one in folder.entities()}
    associations = {(one.source, one.destination, one.type) for one in folder.associations()}
    return seconds, (entities, associations), sum(api.calls.values())


@contextmanager
def fake_account(entities: int, latency: float) -> Iterator[None]:
    """Run the fake SageMaker and moto's STS, each in its own process, and point the AWS settings at both."""
    account = ["tests.fake_sagemaker", "--entities", str(entities), "--latency", str(latency)]
    with _served(*account) as sagemaker, _served("benchmarks.sts") as sts:
        os.environ.update(
            AWS_ENDPOINT_URL_SAGEMAKER=sagemaker,
            AWS_ENDPOINT_URL_STS=sts,
            AWS_DEFAULT_REGION="eu-west-1",
            AWS_ACCESS_KEY_ID="test",
            AWS_SECRET_ACCESS_KEY="test",
        )
        yield


@contextmanager
def _served(*module: str) -> Iterator[str]:
    """Run a server that prints its URL first, and terminate it at the end."""
    server = subprocess.Popen([sys.executable, "-m", *module], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
