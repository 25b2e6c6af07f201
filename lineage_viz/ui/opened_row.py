"""The ways from a list of entities to the explorer: the button of a row, all of them in one picture, and its link."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from lineage_viz.picture.address import MOST_FOCUSED, Address, Mode
from lineage_viz.picture.link import parameters
from lineage_viz.ui.explore.state import select
from lineage_viz.ui.page_address import address_of

_OPENED = "opened"


def remember(arn: str) -> None:
    """Keep the ARN of the row: a callback cannot switch pages, only the body of a page can."""
    select("")  # the picture takes the keyboard
    st.session_state[_OPENED] = arn


def opened() -> str:
    """The ARN of the row whose button was clicked; empty without one. It is told once."""
    arn: str = st.session_state.pop(_OPENED, "")
    return arn


def open_together(arns: Sequence[str], name: str = "Open together") -> None:
    """Show the button that opens all of these entities in one picture; of one, its lineage."""
    can = len(arns) <= MOST_FOCUSED
    words = "Exactly these in one picture, with the shortest ways between them."
    words = "Its lineage in the explorer." if len(arns) == 1 else words
    words = words if can else f"A picture has at most {MOST_FOCUSED} chosen entities."
    icon = ":material/account_tree:"
    if st.button(name, icon=icon, type="tertiary", disabled=not can, help=words):
        select("")  # the picture takes the keyboard
        st.switch_page("pages/explore.py", query_params=parameters(_together(arns)))


def link_together(arns: Sequence[str], *, here: str) -> None:
    """Show the same as a link, which opens a new tab and can be copied; none for more than a picture may have."""
    if len(arns) <= MOST_FOCUSED:
        url = f"{address_of('', here=here)}?{urlencode(parameters(_together(arns)), doseq=True)}"
        st.markdown(f"[Open in a new tab]({url}) :material/open_in_new:")


def _together(arns: Sequence[str]) -> Address:
    mode = Mode.TOGETHER if len(arns) > 1 else Mode.LINEAGE
    return Address(arns[0], beside=tuple(arns[1:]), mode=mode)
