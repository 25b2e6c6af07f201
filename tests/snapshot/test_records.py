"""Blocks that need no care give the same records as the careful reading of each line."""

import io
from collections.abc import Iterable
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from lineage_viz.errors import BadRow
from lineage_viz.snapshot.records import Record, _records, _with_care
from tests.hypothesis_profiles import examples

FILE = Path("file.csv")
PARTS = [
    *("a", "b2", "~id", "é", "\ufeff", "'", "\\", "\u2028", "\x0b", "\x1c"),
    *(",", ",", ",", "\n", "\n", "\r\n", "\r", " ", "\t", "\0"),
    *('"', '""', '"c,d"', '"e\nf"', ' "g" '),
]


def read(records: Iterable[Record]) -> tuple[list[Record], str]:
    """The records up to the first bad one, and its error."""
    found: list[Record] = []
    try:
        found.extend(records)
    except BadRow as error:
        return found, str(error)
    return found, ""


@examples(1_000)
@given(parts=st.lists(st.sampled_from(PARTS), max_size=40), size=st.integers(1, 30))
@example(parts=["a,b\n", '"c\nd', '"\n', "e,f"], size=3)
@example(parts=["a,b\n", "c, d\n", "e, \n", " \n", "\n", "f, "], size=3)
def test_blocks_of_any_size_give_the_same_records(parts: list[str], size: int) -> None:
    text = "".join(parts)
    by_blocks = read(_records(FILE, io.StringIO(text, newline=""), size))
    assert by_blocks == read(_with_care(FILE, io.StringIO(text, newline="")))
