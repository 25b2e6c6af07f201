"""Many people who click at once: `python -m benchmarks.people [--people 100] [--pause 5] [--clicks 20]`.

Each person has an own model package in view, and clicks as in `benchmarks.soak`. The processor time of a click is the
main figure: other work on the machine makes each answer later, but not this. It is no part of `make bench`, because it
takes minutes.
"""

import argparse
import asyncio
import os
import random
import statistics
from collections.abc import Iterator
from itertools import cycle, islice

import psutil

from benchmarks.person import Act, Person, acts
from lineage_viz.demo.source import demo_source
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from tests.running_app import app_process


def main() -> None:
    """Print the figures of a click for each number of people."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.people", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[25, 50, 100])
    parser.add_argument(
        "--pause", type=float, default=5.0, help="seconds between an answer and the next click"
    )
    parser.add_argument("--clicks", type=int, default=15, help="of each person")
    given = parser.parse_args()
    print(f"{'people':>7}{'clicks':>8}{'median':>11}{'95 of 100':>11}{'processor':>13}{'sent':>10}{'memory':>10}"
          f"{'load':>7}", flush=True)  # fmt: skip
    with app_process() as (url, app):
        server = psutil.Process(app.pid)
        for number in given.people:
            _print(asyncio.run(_crowd(url, server, number, given.pause, given.clicks)))


def _print(row: tuple[float, ...]) -> None:
    people, clicks, median, late, cpu, sent, memory, load = row
    print(f"{people:>7.0f}{clicks:>8.0f}{median:>8.0f} ms{late:>8.0f} ms{cpu:>10.1f} ms{sent:>7.1f} kB{memory:>7.0f} MB"
          f"{load:>7.1f}", flush=True)  # fmt: skip


async def _crowd(
    url: str, server: psutil.Process, number: int, pause: float, clicks: int
) -> tuple[float, ...]:
    """Let people arrive one after the other, and then click all at once. Return the row of the table."""
    starts = list(islice(cycle(_starts()), number))
    people = [await Person.arrive(url, focus) for focus, _ in starts]
    received, busy = sum(each.received for each in people), _processor(server)
    found = await asyncio.gather(
        *(
            _visit(person, islice(acts(*start), clicks), pause)
            for person, start in zip(people, starts, strict=True)
        )
    )
    busy = _processor(server) - busy
    received = sum(each.received for each in people) - received
    for person in people:
        await person.socket.close()
    times = [seconds for each in found for seconds in each]
    late = statistics.quantiles(times, n=20)[-1]
    return (
        number,
        len(times),
        1_000 * statistics.median(times),
        1_000 * late,
        1_000 * busy / len(times),
        received / len(times) / 1_000,
        server.memory_info().rss / 1e6,
        os.getloadavg()[0],
    )


async def _visit(person: Person, acts: Iterator[Act], pause: float) -> list[float]:
    """Click, wait and click again. People do not click in step, so each pause is half as long to half longer."""
    times = []
    for act in acts:
        await asyncio.sleep(pause * random.uniform(0.5, 1.5))
        times.append(await person.click(act))
    return times


def _starts() -> list[tuple[str, list[str]]]:
    """The model packages of the demo account, each with its neighbours."""
    store = LocalStore([demo_source()])
    models = store.search(filter_=Filter(types=frozenset({"Model"})), limit=1_000).entities
    packages = [each.arn for each in models if ":model-package/" in each.source]
    return [(arn, [each.entity.arn for each in store.neighbors(arn)]) for arn in packages]


def _processor(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    main()
