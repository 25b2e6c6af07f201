"""The server: the pages, for browsers that loaded them from this app, and without requests to elsewhere."""

from streamlit.starlette import App

from lineage_viz.ui.cluster_watch import watch_cluster
from lineage_viz.ui.secret_files import leave_out_unreadable
from lineage_viz.ui.server.around import EXCEPTION_HANDLERS, middleware, routes, started
from lineage_viz.ui.server.lean_clicks import lean_clicks
from lineage_viz.ui.server.lean_start import lean_start
from lineage_viz.ui.server.sent_together import send_together
from lineage_viz.ui.server.warm_up import warm_up
from lineage_viz.ui.sign_in_setting import secrets

lean_start()
leave_out_unreadable()
lean_clicks()
send_together()
app = App(
    "navigation.py",
    routes=routes(),
    middleware=middleware(),
    lifespan=started,
    exception_handlers=EXCEPTION_HANDLERS,
    secrets=secrets(),
)
warm_up()
watch_cluster()
