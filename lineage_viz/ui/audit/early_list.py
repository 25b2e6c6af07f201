"""The list of all models while the store is being opened: the outcomes that are kept beside the snapshot suffice."""

import streamlit as st

from lineage_viz.audit.kept_rows import valid_rows
from lineage_viz.errors import LineageVizError
from lineage_viz.settings import Settings
from lineage_viz.store.base import caveat_of, gaps_of
from lineage_viz.store.factory import infos
from lineage_viz.ui.audit.model_list import list_heading, show_rows
from lineage_viz.ui.audit.packs import wanted_pack
from lineage_viz.ui.audit.stale_line import stale_line
from lineage_viz.ui.snapshot_line import gaps_caption, words_of
from lineage_viz.ui.source import is_opening
from lineage_viz.ui.text import literal

_EVERY = 0.5
"""Seconds between two looks at the store."""


def early_list() -> bool:
    """Show the list if the store is not open yet and the list does not need it. Return False if it was not shown.

    The page shows all of it by itself once the store is open.
    """
    settings = Settings.from_environment()
    if settings.neptune or settings.in_s3 or not is_opening():
        return False
    try:
        snapshots = infos(settings)
    except LineageVizError:  # the page says it when it opens the store
        return False
    rows = valid_rows(snapshots, wanted_pack())
    if not rows:
        return False
    gaps, caveat = gaps_of(snapshots), caveat_of(snapshots)
    with st.container(horizontal=True, vertical_alignment="center", key="top"):
        st.text_input("Search a model or endpoint", disabled=True, placeholder="Opening the snapshot …",
                      label_visibility="collapsed", key="search is not ready")  # fmt: skip
        line, hover = words_of(snapshots, gaps, caveat, "")
        st.caption(literal(line), help=literal(hover, 2_000) or None, text_alignment="right")
    with st.container(key="gaps"):
        gaps_caption(gaps)
    stale_line(snapshots)
    pack = list_heading()
    show_rows(rows, pack, snapshots, None)
    _until_open()
    return True


@st.fragment(run_every=_EVERY)
def _until_open() -> None:
    if not is_opening():
        st.rerun()
