"""Generate an account: the feature store, every pipeline run of the two years, the findings and the oddities."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from lineage_viz.demo.account import DEMO_ACCOUNT, DEMO_REGION, DEMO_TAKEN, Account
from lineage_viz.demo.builder import Builder
from lineage_viz.demo.experiments import run_experiment
from lineage_viz.demo.feature_store import feature_store
from lineage_viz.demo.findings import plant_findings
from lineage_viz.demo.oddities import plant_oddities
from lineage_viz.demo.pipeline import run_pipeline
from lineage_viz.demo.products import Product, products
from lineage_viz.demo.record_stories import plant_record_stories
from lineage_viz.demo.records import build_with_records
from lineage_viz.demo.run import Run

_PERIOD = timedelta(days=730)
_LAG = timedelta(seconds=5)
"""SageMaker records lineage with a delay: the last seconds are not recorded yet."""
_ENTITIES_PER_RUN = 13.2
"""Measured: the mean number of entities of one run, including experiments."""
_PLANTED = 320
"""Measured: the number of entities of the feature store, the findings and the oddities."""


@dataclass(frozen=True, slots=True)
class _Slot:
    start: datetime
    product: Product
    number: int


def demo_account() -> Account:
    """The default account of the app, with about 2,000 entities; the same in every run."""
    return generate(entities=2_000, seed=2026)


def generate(
    *, entities: int = 2_000, seed: int = 0, taken: datetime = DEMO_TAKEN, planted: bool = True
) -> Account:
    """Generate an account of about `entities` entities, none later than `taken`; equal arguments give equal accounts.

    With `planted=False` (no feature store, findings and oddities) it can be as small as one pipeline run.
    """
    builder, until = Builder(DEMO_ACCOUNT, DEMO_REGION), taken - _LAG
    with _no_garbage_collection():
        if planted:
            feature_store(builder, taken - _PERIOD)
        runs = max(1, round((entities - planted * _PLANTED) / _ENTITIES_PER_RUN))
        for slot in _schedule(runs, taken, seed):
            _execute(builder, slot, until, seed)
        if planted:
            plant_findings(builder, taken, seed)
            plant_oddities(builder, taken)
            plant_record_stories(builder, until, seed)
        return build_with_records(builder, until)


def _schedule(runs: int, taken: datetime, seed: int) -> list[_Slot]:
    """The runs of as many products as needed, in order of their start."""
    slots: list[_Slot] = []
    for product in products():
        slots.extend(_slots(product, min(product.runs, runs - len(slots)), taken, seed))
        if len(slots) >= runs:
            break
    return sorted(slots, key=lambda slot: (slot.start, slot.product.name))


def _slots(product: Product, runs: int, taken: datetime, seed: int) -> Iterator[_Slot]:
    random = Random(f"{seed}/{product.name}")
    for back in range(runs):
        late = timedelta(milliseconds=random.randrange(600_000))
        start = taken - timedelta(days=product.phase + product.every * back) - late
        yield _Slot(start.replace(microsecond=start.microsecond // 1000 * 1000), product, runs - back)


def _execute(builder: Builder, slot: _Slot, until: datetime, seed: int) -> None:
    random = Random(f"{seed}/{slot.product.name}/{slot.number}")
    age = 1 - (until - slot.start) / _PERIOD
    run = Run(builder, slot.product, random, slot.start, until, age)
    splits = run_pipeline(run, slot.number)
    if splits and random.random() < 0.1:
        again = Run(builder, slot.product, random, slot.start + timedelta(days=1.3), until, age)
        run_experiment(again, splits)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Switch garbage collection off: there is no garbage here, and collection doubles the time of a large account."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
