"""The menu of file formats in which a view can be saved."""

from collections.abc import Callable

import streamlit as st

from lineage_viz.component import download_png
from lineage_viz.picture.address import Address
from lineage_viz.picture.scene import Scene
from lineage_viz.store.base import Store
from lineage_viz.takeaway import FORMATS, Drawing, Format, TakeAway, file_name
from lineage_viz.takeaway.view_caption import caption
from lineage_viz.ui.menu import menu
from lineage_viz.ui.page_address import page_address

_PNG_OF = "svg"


def take_away(store: Store, address: Address, scene: Scene) -> None:
    """Show the downloads of the present view; each file is made when it is requested."""
    dark = st.context.theme.type == "dark"
    taken = TakeAway(
        scene.view.shown,
        Drawing.of(scene),
        scene.payload,
        caption(store, address, scene, page_address()),
        dark,
        scene.has_beside,
    )
    with menu("take away", "Take away", ":material/download:"):
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


def _maker(form: Format, taken: TakeAway) -> Callable[[], bytes]:
    return lambda: form.make(taken)
