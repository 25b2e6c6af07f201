"""A table that is shown again is the same table, and a browser gets what Streamlit itself would send."""

from datetime import UTC, datetime

import pytest
from streamlit import dataframe_util

from lineage_viz.ui.grid import grid

DAY = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "cells",
    [
        {"Name": ["a", "b"], "Steps": [1, None], "Created": [DAY, None]},
        {"Name": ["a", "b"], "Steps": [1, 2], "Live": [True, False], "Size": [1.5, 2.0]},
        {"Name": ["a"], "Steps": [1]},
        {"Name": ["a"], "Steps": [1.0]},
        {"Name": ["a"], "Steps": [True]},
        {"Name": [], "Created": []},
    ],
)
def test_a_browser_gets_what_streamlit_would_send(cells: dict[str, list[object]]) -> None:
    usual = dataframe_util.convert_anything_to_pandas_df(cells)
    wanted = dataframe_util.convert_pandas_df_to_arrow_bytes(usual)
    assert dataframe_util.convert_arrow_table_to_arrow_bytes(grid(cells)) == wanted
    assert grid({name: list(column) for name, column in cells.items()}) is grid(cells)
