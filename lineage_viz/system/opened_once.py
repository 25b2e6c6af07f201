"""What several threads need and only the first of them gets."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from lineage_viz.errors import LineageVizError

T = TypeVar("T")


class OpenedOnce(Generic[T]):
    """Opened once, when first asked for: it may take its time, and may hang."""

    def __init__(self, open_: Callable[[], T]) -> None:
        self._open, self._lock = open_, Lock()
        self._found: tuple[T] | LineageVizError | None = None

    def get(self) -> T:
        """Raises, each time alike, what opening it raised."""
        with self._lock:
            if self._found is None:
                self._found = self._opened()
        if isinstance(self._found, LineageVizError):
            raise self._found
        return self._found[0]

    def so_far(self) -> T | None:
        """None as long as nobody has opened it; does not wait for who is about to."""
        return self._found[0] if isinstance(self._found, tuple) else None

    def _opened(self) -> tuple[T] | LineageVizError:
        try:
            return (self._open(),)
        except LineageVizError as error:
            return error
