"""A value that several threads need and only the first thread opens."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from lineage_viz.errors import LineageVizError

T = TypeVar("T")


class OpenedOnce(Generic[T]):
    """A value that the first call of `get` opens; that may take long, or hang."""

    def __init__(self, open_: Callable[[], T]) -> None:
        self._open, self._lock = open_, Lock()
        self._result: tuple[T] | LineageVizError | None = None

    def get(self) -> T:
        """Return the value. Every call raises the error that the opening raised."""
        with self._lock:
            if self._result is None:
                self._result = self._opened()
        if isinstance(self._result, LineageVizError):
            raise self._result
        return self._result[0]

    def _opened(self) -> tuple[T] | LineageVizError:
        try:
            return (self._open(),)
        except LineageVizError as error:
            return error
