"""Entry point: the pages and their navigation. Everything else is in the pages, which also run alone."""

import streamlit as st

from lineage_viz.ui.frame import IN_APP
from lineage_viz.ui.session import is_admin

st.session_state[IN_APP] = True
# No icons: Streamlit would fetch a page's icon from Google to show it in the browser's tab.
st.navigation(
    [
        st.Page("pages/explore.py", title="Explore", default=True),
        st.Page("pages/entities.py", title="Entities"),
        # A direct link is answered, too: by who may.
        st.Page("pages/admin.py", title="Admin", visibility="visible" if is_admin() else "hidden"),
    ],
    position="top",
).run()
