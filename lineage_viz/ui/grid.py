"""The rows of a table in the form in which a browser gets them. All visitors share those that were shown last."""

import pickle
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from streamlit import dataframe_util

from lineage_viz.store.memory import Memory

_KEPT = 256
"""Tables, of one page each."""

_tables = Memory(_KEPT)


def grid(cells: Mapping[str, Sequence[object]]) -> Any:
    """Return the table with these columns, which Streamlit would make again at each click."""
    # As bytes, values of different types are different, also equal ones such as 1 and 1.0.
    return _tables.recall(pickle.dumps(cells), partial(_made, cells))


def _made(cells: Mapping[str, Sequence[object]]) -> object:
    frame = dataframe_util.convert_anything_to_pandas_df(cells, ensure_copy=False)
    return dataframe_util.convert_pandas_df_to_arrow_table(frame)
