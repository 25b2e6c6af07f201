"""The server: the pages, for browsers that loaded them from this app, and without requests to elsewhere."""

from starlette.middleware import Middleware
from streamlit.starlette import App

from lineage_viz.ui.cluster_watch import watch_cluster
from lineage_viz.ui.known_origins import KnownOrigins
from lineage_viz.ui.own_content import OwnContent
from lineage_viz.ui.sign_in_setting import secrets
from lineage_viz.ui.warm_up import warm_up

app = App(
    "navigation.py",
    middleware=[Middleware(OwnContent), Middleware(KnownOrigins)],
    secrets=secrets(),
)
warm_up()
watch_cluster()
