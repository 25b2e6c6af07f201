"""Rows of text as lines whose columns stand below each other."""

from collections.abc import Iterator, Sequence

from lineage_viz.plain_text import plain_text


def in_columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a line for each row, safe for a terminal."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield plain_text("  ".join(map(str.ljust, row, widths)).rstrip())
