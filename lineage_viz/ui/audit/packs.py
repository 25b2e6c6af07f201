"""The choice of a pack: the checks and requirements by which models are judged. It is in the URL."""

from datetime import UTC, date, datetime

import streamlit as st

from lineage_viz.audit.pack import DEFAULT_PACK, Pack
from lineage_viz.audit.pack_file import pack_names, read_pack
from lineage_viz.audit.sign_off.waiver_log import with_page_waivers
from lineage_viz.settings import Settings

_PACK = "pack"


def wanted_pack() -> Pack:
    """The pack in the URL, one of this project; all checks without one. A link never names a file.

    It has the waivers that auditors gave on the page, judged today.
    """
    name = st.query_params.get(_PACK, "")
    return judged_today(read_pack(name) if name in pack_names() else DEFAULT_PACK)


def judged_today(pack: Pack) -> Pack:
    """Return a pack with the waivers of the page, judged today."""
    return with_page_waivers(pack, Settings.from_environment(), today())


def today() -> date:
    """The day in UTC on which waivers and follow-ups are judged."""
    return datetime.now(UTC).date()


def pack_menu(pack: Pack, width: int = 180) -> None:
    """Show the packs of this project in a field of this width in pixels."""
    words = {name: read_pack(name).title for name in pack_names()}
    st.session_state[_PACK] = pack.name
    st.selectbox(
        "Checks and requirements",
        list(words),
        format_func=words.__getitem__,
        key=_PACK,
        width=width,
        label_visibility="collapsed",
        on_change=_choose,
    )


def _choose() -> None:
    name = st.session_state[_PACK]
    if name == DEFAULT_PACK.name:
        st.query_params.pop(_PACK, None)
    else:
        st.query_params[_PACK] = name
