"""The menu of all that a view can be taken away as."""

from collections.abc import Callable
from urllib.parse import urlencode

import streamlit as st

from lineage_viz.component import download_png
from lineage_viz.model import SnapshotInfo
from lineage_viz.store.base import Store
from lineage_viz.takeaway import FORMATS, Caption, Format, TakeAway, file_name
from lineage_viz.title import title
from lineage_viz.ui.address import Address
from lineage_viz.ui.explorer import Scene, scope_words
from lineage_viz.ui.text import moment_utc
from lineage_viz.words import type_words

_PNG_OF = "svg"


def take_away(store: Store, address: Address, found: Scene) -> None:
    """Downloads of exactly what is on screen; each file is made when it is asked for."""
    dark = st.context.theme.type == "dark"
    taken = TakeAway(found.view, found.positions, found.payload, _caption(store, address, found), dark)
    with st.popover("Take away", icon=":material/download:"):
        png = st.button("Picture (PNG)", width="stretch")
        for form in FORMATS:
            st.download_button(
                form.words,
                _maker(form, taken),
                file_name(taken.caption, form.extension),
                form.mime,
                key=f"take-{form.name}",
                on_click="ignore",
                width="stretch",
            )
    if png:
        picture = next(form for form in FORMATS if form.name == _PNG_OF)
        download_png(picture.make(taken).decode(), file_name(taken.caption, "png"))


def _of(info: SnapshotInfo) -> str:
    """A snapshot in words that stay true however long the file is kept."""
    taken = f"taken {moment_utc(info.taken)}" if info.taken else ""
    gaps = "; ".join(info.incomplete)
    return ", ".join(filter(None, (info.account, info.region, taken, gaps))) or info.path


def _maker(form: Format, taken: TakeAway) -> Callable[[], bytes]:
    return lambda: form.make(taken)


def _caption(store: Store, address: Address, found: Scene) -> Caption:
    hidden = [type_words(type_ or label) for label, type_ in sorted(address.hidden)]
    filters = (
        address.within() or "all steps",
        scope_words(store, address),
        f"without {', '.join(hidden)}" if hidden else "",
    )
    cut = found.view.whole.truncated
    return Caption(
        title=f"Lineage of {title(store.get(address.focus))}",
        snapshot="; ".join(map(_of, store.snapshots)),
        filters="; ".join(filter(None, filters)),
        complete=f"{cut.reason}: {cut.left_out:,} more are left out; {found.status}" if cut else found.status,
        link="/?" + urlencode(address.parameters(), doseq=True),
    )
