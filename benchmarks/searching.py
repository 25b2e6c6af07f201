"""Searches and lists at 100,000 entities with records, and a key press on the demo: `python -m benchmarks.searching`.

The account is many copies of the demo account, each with its own account number, so that ARNs and jobs differ.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.local_store import row, timed
from lineage_viz.demo.generate import demo_account
from lineage_viz.demo.source import DemoSource
from lineage_viz.model import Association, Entity, SnapshotInfo, Value
from lineage_viz.search.asked import asked
from lineage_viz.search.vocabulary import vocabulary
from lineage_viz.store.local import LocalStore
from lineage_viz.store.order import Order, SortBy
from lineage_viz.ui.explore.suggesting import suggestions

COPIES = 48
_SEARCHES = (
    "churn",
    "ticket routing",
    "failed training jobs",
    "helen-strand",
    "ml.m5.2xlarge",
    "028a1e90",
    "s3://acme",
    "chrun",
    "type:model live:yes -decision:approved",
    "type:training-job status:failed created:30d",
    "metric.accuracy>0.9",
    "param.max_depth=4 tag:team=fraud",
    "arn:aws:sagemaker:eu-west-1:200000000003:endpoint/ticket-routing-prod",
)
_TYPED = ("ticket routing", "failed training jobs", "chrun", "metric.accuracy>0.9", "tag:team=fraud")


@dataclass(frozen=True)
class _Copies:
    demo: DemoSource

    @property
    def info(self) -> SnapshotInfo:
        return self.demo.info

    def entities(self) -> Iterator[Entity]:
        for number in range(COPIES):
            yield from (_renamed(each, number) for each in self.demo.entities())

    def associations(self) -> Iterator[Association]:
        return iter(())


def _renamed(entity: Entity, number: int) -> Entity:
    def renamed(value: Value) -> Value:
        if not isinstance(value, str):
            return value
        return value.replace("123456789012", f"{200_000_000_000 + number}").replace(
            "pipelines-", f"pipelines-{number:02x}"
        )

    properties = {name: renamed(value) for name, value in entity.properties.items()}
    return Entity(str(renamed(entity.arn)), entity.label, properties)


def main() -> None:
    """Print the shortest of some times, in milliseconds."""
    demo = DemoSource(demo_account())
    store = LocalStore([_Copies(demo)])
    start = time.perf_counter()
    store.recorded_names()
    row("entities", store.counts().entities, "")
    row("records read for searches, once", time.perf_counter() - start, "s")
    known = vocabulary(store)
    for text in _SEARCHES:
        search = asked(text, lambda: known)
        hits = search.answer(store, limit=50).total
        row(f"{text}, {hits:,} hits", timed(lambda search=search: search.answer(store, limit=50)), "ms")  # type: ignore[misc]
    for by in (SortBy.METRIC, SortBy.NAME):
        row(f"list sorted by {by}", timed(lambda by=by: store.search(order=Order(by, descending=True))), "ms")  # type: ignore[misc]
    small = LocalStore([demo])
    for text in _TYPED:
        slowest = max(
            timed(lambda n=n, text=text: suggestions(small, text[:n])) for n in range(1, len(text) + 1)
        )  # type: ignore[misc]
        row(f"slowest key press of {text!r} on the demo", slowest, "ms")


if __name__ == "__main__":
    main()
