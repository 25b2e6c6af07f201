"""The bytes that Arrow may read: only those that it divides as the careful reader does."""

import gzip
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from lineage_viz.errors import BadRow, SnapshotError
from lineage_viz.snapshot.records import read_records
from lineage_viz.store.columns import blocks
from lineage_viz.store.columns.parsing import parsed
from lineage_viz.store.columns.plain import NotPlain
from tests.hypothesis_profiles import examples

HEADER = "~id,b,c\n"
NAMES = ["~id", "b", "c"]
FIELDS = st.sampled_from(
    ["a", "", '""', '"x,y"', '"x\ny"', '"x\r\ny"', '"say ""a"""', '""""', " a ", "\ufffd", "é"]
)
HOSTILE = st.text('a,"\n\r\0 é', max_size=8)
rows = st.lists(st.lists(FIELDS | HOSTILE, min_size=2, max_size=4).map(",".join), max_size=8)
texts = st.builds(
    lambda lines, end: "\n".join(lines) + end, rows, st.sampled_from(["\n", "", "\r\n", "\n\n"])
)


def packed(folder: Path, content: bytes) -> Path:
    path = folder / "rows.csv.gz"
    path.write_bytes(content)
    return path


def by_arrow(path: Path, size: int) -> list[list[str]] | None:
    """Return the rows that Arrow reads; None where it may not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "SIZE", size)
        found: list[list[str]] = []
        try:
            for block, arrays in parsed(path, NAMES, dict.fromkeys(NAMES, pa.string())):
                found += map(list, zip(*(arrays[name].to_pylist() for name in NAMES), strict=True))
                assert len(arrays["b"]) == block.rows
        except NotPlain:
            return None
    return found


def with_care(path: Path) -> list[list[str]] | None:
    try:
        found = [row for _, row in read_records(path, ours=True)][1:]
    except (BadRow, SnapshotError):
        return None
    return found if all(len(row) == len(NAMES) for row in found) else None


@examples(1_500, allow=[HealthCheck.function_scoped_fixture])
@example('a,"b"c,d\n', 64)
@example('a,b"c,d\n', 64)
@example('a,"b\nb,c\n', 64)
@example('a,b,c\r\n"a",,\n', 9)
@given(texts, st.sampled_from([1, 9, 64]))
def test_what_arrow_reads_the_careful_reader_reads_alike(tmp_path: Path, text: str, size: int) -> None:
    path = packed(tmp_path, gzip.compress((HEADER + text).encode()))
    found = by_arrow(path, size)
    assert found is None or found == with_care(path)


@examples(300, allow=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(FIELDS, min_size=3, max_size=3), max_size=9), st.sampled_from([1, 9, 64]))
def test_arrow_reads_what_our_writer_writes(tmp_path: Path, fields: list[list[str]], size: int) -> None:
    text = HEADER + "".join(",".join(row) + "\n" for row in fields)
    path = packed(tmp_path, gzip.compress(text.encode()))
    assert by_arrow(path, size) == with_care(path)


@pytest.mark.parametrize(
    "content",
    [
        (HEADER + "a,b,c\n").encode(),
        gzip.compress((HEADER + "a,b,c\n").encode())[:-4],
        gzip.compress((HEADER + "a,b,c\n").encode()) + b"more",
        gzip.compress(HEADER.encode()) + gzip.compress(b"a,b,c\n"),
        gzip.compress(("\ufeff" + HEADER + "a,b,c\n").encode()),
        gzip.compress(b"~id,b,c\na,\xff,c\n"),
        gzip.compress(b"~id,b,c,d\na,b,c\n"),
        gzip.compress(b""),
        b"",
    ],
    ids=["unpacked", "cut", "more", "two members", "mark", "no UTF-8", "other header", "empty", "nothing"],
)
def test_other_files_are_not_for_arrow(tmp_path: Path, content: bytes) -> None:
    assert by_arrow(packed(tmp_path, content), 64) is None


def test_rows_with_a_replaced_character_are_named(tmp_path: Path) -> None:
    text = HEADER + 'a,"x\ny",c\nb,\ufffd\ufffd,c\nc,,\ufffd\nd,,\n'
    (block,) = blocks.blocks(packed(tmp_path, gzip.compress(text.encode())), 3)
    assert (block.rows, block.has_breaks, block.replaced) == (4, True, (1, 2))
