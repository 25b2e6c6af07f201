"""The key metrics of model packages as their training jobs have them: the fact has the three digits on screen."""

from bisect import bisect_left
from collections.abc import Callable, Iterator

from lineage_viz.evidence.fact import facts_of
from lineage_viz.evidence.package_metric import of_training
from lineage_viz.learning.column import Cells
from lineage_viz.model import Entity


class PackageMetrics:
    """Collects the exact metrics of jobs, and the packages that have one of them."""

    def __init__(self) -> None:
        self._of_jobs: dict[tuple[str, str], float] = {}
        self._packages: dict[str, tuple[str, str]] = {}

    def add_job(self, job: Entity, exact: float) -> None:
        """Keep the key metric of a job."""
        self._of_jobs[of_training(job), job.text("metricname")] = exact

    def add_package(self, package: Entity) -> None:
        """Keep the source of the key metric of a package."""
        source = facts_of(package, ("metricvalue",))["metricvalue"].source
        self._packages[package.arn] = source, package.text("metricname")

    def into(self, cells_of: Callable[[str], tuple[int, Cells | None]]) -> None:
        """Put the exact metrics into the cells of packages; `cells_of` has the number of an ARN, and its column."""
        for arn, exact in self._exact():
            number, cells = cells_of(arn)
            at = bisect_left(cells.at, number) if cells else 0
            if cells and at < len(cells.at) and cells.at[at] == number and _same(exact, cells.values[at]):
                cells.values[at] = exact

    def _exact(self) -> Iterator[tuple[str, float]]:
        return ((arn, self._of_jobs[key]) for arn, key in self._packages.items() if key in self._of_jobs)


def _same(exact: float, rounded: float) -> bool:
    return float(f"{exact:.3g}") == rounded
