"""Our export as a process, compared with the sample notebook's way, on the same fake account with 20 ms a call."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median_low

from benchmarks.export_process import Run, run_export
from benchmarks.notebook_way import NotebookGraph, collect, seconds_of_a_record
from lineage_viz.snapshot import Folder, open_folder

ENTITIES = 10_000
LATENCY = 0.02
RUNS = 5
"""Runs of our export. The median counts; the fastest shows how far other programs disturbed three seconds."""

DESCRIBED = 500
"""The jobs that are read one by one; the time for all records is scaled from them."""


def main() -> None:
    """Print the times of all ways by phase, the calls, the ratios, and a comparison of the two graphs."""
    with fake_account(ENTITIES, LATENCY) as sagemaker, tempfile.TemporaryDirectory() as out:
        lineage, records = runs_of_both(sagemaker, Path(out))
        one_record = seconds_of_a_record(DESCRIBED)
        started = time.perf_counter()
        theirs = collect()
        theirs_seconds = time.perf_counter() - started
        found, read = open_folder(lineage.snapshot), open_folder(records.snapshot)
        _compare(found, theirs)
        _print("lineage alone", lineage, found)
        _print("with records", records, read)
        number = _records(read)
    print(f"notebook's way, lineage alone:     {theirs_seconds:8.2f} s, {theirs.calls:,} calls")
    all_seconds = theirs_seconds + number * one_record
    print(
        f"and {number:,} records one by one:   {all_seconds:8.2f} s, scaled from {DESCRIBED} Describe calls of "
        f"{one_record * 1000:.1f} ms (no part of the notebook)"
    )
    print(
        f"lineage alone, against the notebook's way:            {theirs_seconds / lineage.seconds:6.1f} × faster"
    )
    print(
        f"with records, against the notebook's lineage alone:   {theirs_seconds / records.seconds:6.1f} × faster"
    )
    print(
        f"with records, against the same records one by one:    {all_seconds / records.seconds:6.1f} × faster"
    )


def runs_of_both(sagemaker: str, out: Path) -> tuple[Run, Run]:
    """The median runs of the lineage alone and with records; they take turns, so that both see the same machine."""
    pairs = [
        (
            run_export(sagemaker, out / f"lineage-{number}", "--lineage-only"),
            run_export(sagemaker, out / f"records-{number}"),
        )
        for number in range(RUNS)
    ]
    return _middle([pair[0] for pair in pairs]), _middle([pair[1] for pair in pairs])


def _middle(runs: list[Run]) -> Run:
    print("runs: " + ", ".join(f"{run.seconds:.2f} s" for run in sorted(runs, key=lambda run: run.seconds)))
    wanted = median_low(run.seconds for run in runs)
    return next(run for run in runs if run.seconds == wanted)


def _compare(ours: Folder, theirs: NotebookGraph) -> None:
    known = {one.arn: str(one.label) for one in ours.entities() if not one.unresolved}
    associations = {(one.source, one.destination, one.type) for one in ours.associations()}
    inside = {link for link in associations if link[0] in known and link[1] in known}
    print(
        f"account: {len(known):,} entities, {len(associations):,} associations, {LATENCY * 1000:.0f} ms a call"
    )
    print(f"graphs equal:   {known == theirs.entities and inside == theirs.associations}")
    print(f"kept by ours:   {len(associations) - len(inside):,} associations to entities outside the account")


def _print(name: str, run: Run, folder: Folder) -> None:
    assert folder.manifest is not None
    manifest = folder.manifest
    items = sum(manifest.labels.values()) - manifest.unresolved + sum(manifest.association_types.values())
    calls, records = sum(run.calls.values()), _records(folder)
    print(
        f"{name}: {run.seconds:.2f} s = {run.starting:.2f} start + {run.reading:.2f} reading + {run.writing:.2f} "
        f"writing + {run.verifying:.2f} verifying; {run.cpu:.2f} s of CPU"
    )
    least = (items + records) / 100
    print(
        f"  {calls:,} calls = {calls / least:.3f} × (entities + associations + records)/100; {records:,} records"
    )


def _records(folder: Folder) -> int:
    assert folder.manifest is not None
    return sum(read.count for read in folder.manifest.records.values())


@contextmanager
def fake_account(entities: int, latency: float) -> Iterator[str]:
    """Run the fake SageMaker and moto's STS, each in its own process, and point the AWS settings at both.

    Yields the URL of the fake SageMaker.
    """
    account = ["tests.fake_sagemaker", "--entities", str(entities), "--latency", str(latency)]
    with _served(*account) as sagemaker, _served("benchmarks.sts") as sts:
        os.environ.update(
            AWS_ENDPOINT_URL_SAGEMAKER=sagemaker,
            AWS_ENDPOINT_URL_STS=sts,
            AWS_DEFAULT_REGION="eu-west-1",
            AWS_ACCESS_KEY_ID="test",
            AWS_SECRET_ACCESS_KEY="test",
        )
        yield sagemaker


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
