"""The server: the pages, for browsers that loaded them from this app, and without requests to elsewhere."""

from starlette.middleware import Middleware
from streamlit.starlette import App

from lineage_viz.ui.known_origins import KnownOrigins
from lineage_viz.ui.own_content import OwnContent

app = App("navigation.py", middleware=[Middleware(OwnContent), Middleware(KnownOrigins)])
