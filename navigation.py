"""The pages and their navigation. Each page checks its visitor itself, so nothing else is here."""

import streamlit as st

from lineage_viz.ui.alone import refuse_alone
from lineage_viz.ui.session import is_admin

if __name__ != "__main__":
    app = st.App(refuse_alone())

# No icons: Streamlit would fetch a page's icon from Google for the browser's tab.
st.navigation(
    [
        st.Page("pages/explore.py", title="Explore", default=True),
        st.Page("pages/summary.py", title="Summary"),
        st.Page("pages/entities.py", title="Entities"),
        st.Page("pages/query.py", title="Query"),
        st.Page("pages/audit.py", title="Audit"),
        # Hiding the link protects nothing: the page itself checks the role of its visitor.
        st.Page("pages/admin.py", title="Admin", visibility="visible" if is_admin() else "hidden"),
    ],
    position="top",
).run()
