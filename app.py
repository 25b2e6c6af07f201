"""Entry point: the pages and their navigation. Everything else is in the pages, which also run alone."""

import streamlit as st

from lineage_viz.ui.frame import IN_APP

st.session_state[IN_APP] = True
# No icons: Streamlit would fetch a page's icon from Google to show it in the browser's tab.
st.navigation(
    [
        st.Page("pages/explore.py", title="Explore", default=True),
        st.Page("pages/entities.py", title="Entities"),
    ],
    position="top",
).run()
