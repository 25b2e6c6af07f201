"""The other recorded texts of the entities of columns, divided into their fields."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from lineage_viz.model import Value
from lineage_viz.recorded_text import NONE
from lineage_viz.search_text import FIELD_END
from lineage_viz.store.columns.column import Column, Texts
from lineage_viz.store.columns.graph import ColumnGraph
from lineage_viz.store.recorded_index import RecordedFields
from lineage_viz.store.search_rows import Rows

Numbers = npt.NDArray[np.int32]
Starts = npt.NDArray[np.int64]
Divided = tuple[Numbers, Starts]
"""The numbers of the fields of all rows, one row after the other, and the place of the first field of each row."""


def fields_of(graph: ColumnGraph, order: Rows) -> RecordedFields:
    """Return the fields of the rows in an order."""
    fields, named = dict[str, int](), dict[str, int]()
    records = _joined([_divided(each.searched.records, fields) for each in graph.sheets])
    names = _joined([_divided(each.searched.names, named) for each in graph.sheets])
    numbers, starts = _in_order(*records, order)
    offered = np.bincount(_in_order(*names, order)[0], minlength=len(named)).tolist()
    counted = Counter({name: number for name, number in zip(named, offered, strict=True) if number})
    del counted[NONE]
    texts = list(fields)
    if graph.is_current is not None:  # fields that only replaced entities have are none
        used, fewer = np.unique(numbers, return_inverse=True)
        texts, numbers = [texts[each] for each in used.tolist()], fewer.astype(np.int32)
    return RecordedFields(texts, numbers, starts, counted)


def _joined(parts: Sequence[Divided]) -> Divided:
    if not parts:
        return np.zeros(0, np.int32), np.zeros(0, np.int64)
    firsts = np.cumsum([0, *(len(numbers) for numbers, _ in parts[:-1])])
    return (
        np.concatenate([numbers for numbers, _ in parts]),
        np.concatenate([starts + first for (_, starts), first in zip(parts, firsts, strict=True)]),
    )


def _divided(column: Column, known: dict[str, int]) -> Divided:
    if isinstance(column, Texts):
        return _joined([_of_texts(each, known) for each in column.arrays])
    codes, texts = column.coded()
    own = [_numbers(text, known) for text in texts]
    lengths = np.array(list(map(len, own)), np.int64)
    firsts = np.cumsum(lengths) - lengths
    every = np.array([number for each in own for number in each], np.int32)
    return every[_spans(firsts[codes], lengths[codes])], _starts(lengths[codes])


def _numbers(text: Value | None, known: dict[str, int]) -> list[int]:
    fields = str(text or "").split(FIELD_END)[1:-1]
    return [known.setdefault(each, len(known)) for each in fields]


def _of_texts(array: Any, known: dict[str, int]) -> Divided:
    import pyarrow.compute as pc

    lists = pc.split_pattern(pc.utf8_slice_codeunits(array, 1, -1), FIELD_END)
    encoded = lists.values.dictionary_encode()
    numbers = [known.setdefault(each, len(known)) for each in encoded.dictionary.to_pylist()]
    return np.array(numbers, np.int32)[encoded.indices.to_numpy()], lists.offsets.to_numpy()[:-1].astype(
        np.int64
    )


def _in_order(numbers: Numbers, starts: Starts, order: Rows) -> Divided:
    lengths = np.diff(np.append(starts, len(numbers)))[order]
    return numbers[_spans(starts[order], lengths)], _starts(lengths)


def _starts(lengths: Starts) -> Starts:
    return np.cumsum(lengths) - lengths


def _spans(firsts: Starts, lengths: Starts) -> Starts:
    """Return the places of runs of these lengths, one run after the other."""
    return np.arange(int(lengths.sum()), dtype=np.int64) + np.repeat(firsts - _starts(lengths), lengths)
