"""Many calls of one kind, several at a time."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from lineage_viz.sagemaker_lineage.api import WORKERS

T = TypeVar("T")


def for_each(do: Callable[[T], None], subjects: Iterable[T], workers: int = WORKERS) -> None:
    """Call `do` with each subject; the first failure is raised without waiting for running calls."""
    pool = ThreadPoolExecutor(workers, "calls")
    try:
        for future in [pool.submit(do, subject) for subject in subjects]:
            future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
