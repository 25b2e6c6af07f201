"""The searched texts of several files, which threads add at once."""

from types import TracebackType

import numpy as np
import pytest

from lineage_viz.store.columns import search_text
from lineage_viz.store.columns.search_text import SearchText
from lineage_viz.store.search_rows import SPARE


class Overtaken:
    """A lock after whose release another thread is always the next."""

    def __init__(self) -> None:
        self.next = lambda: None

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        following, self.next = self.next, lambda: None
        following()


def test_a_thread_that_is_overtaken_gets_its_own_places(monkeypatch: pytest.MonkeyPatch) -> None:
    lock = Overtaken()
    monkeypatch.setattr(search_text, "Lock", lambda: lock)
    text, others = SearchText(), list[int]()
    lock.next = lambda: others.extend(text.add_pairs([(b"c\t", b"three"), (b"d\t", b"four")]).tolist())
    assert text.add_pairs([(b"a\t", b"one"), (b"b\t", b"two")]).tolist() == [0, 1]
    assert others == [2, 3]


def test_texts_at_no_place_are_left_out() -> None:
    text = SearchText()
    kept, _, other = text.add_pairs([(b"a\t", b"one"), (b"gone\t", b"x"), (b"b\t", b"two")]).tolist()
    data, bounds, places = text.finish(np.array([other, kept]))
    assert data == b"a\toneb\ttwo" + bytes(3 + SPARE)
    assert (bounds.tolist(), places.tolist()) == ([0, 2, 5, 7, 10], [1, 0])
