"""The checks of the Gremlin console: its role only reads, and has each action that it needs."""

from functools import partial
from uuid import uuid4

from lineage_viz.console import Console
from lineage_viz.errors import LineageVizError, QueryRefused
from lineage_viz.health.finding import Finding, failing, ok, unknown
from lineage_viz.health.running import Check
from lineage_viz.settings import Settings
from lineage_viz.store.neptune.failures import DENIED

NAME = "Console"

_OF = " (console)"

ACTIONS = {
    "neptune-db:ReadDataViaQuery": ("POST", "/gremlin", {"gremlin": "g.V('lineage-viz-doctor').id()"}),
    "neptune-db:GetQueryStatus": ("GET", "/gremlin/status", None),
    "neptune-db:CancelQuery": ("DELETE", f"/gremlin/status/{uuid4()}", None),
}
"""The actions of the console's role, each with a request that needs it and changes nothing."""


def console_checks(settings: Settings) -> list[Check]:
    """The checks of a deployment that has a console; none for another."""
    if not settings.console:
        return []
    return [
        Check(NAME, partial(opened, settings)),
        *(Check(action + _OF, partial(tried, settings, action)) for action in ACTIONS),
    ]


def opened(settings: Settings) -> Finding:
    """Check that the console opens: Neptune refuses changes by its role."""
    reason = Console(settings).closed()
    return (
        failing(NAME, f"It is closed. {reason}")
        if reason
        else ok(NAME, "Neptune refuses changes by its role.")
    )


def tried(settings: Settings, action: str) -> Finding:
    """Check that the role of the console has this action."""
    method, path, body = ACTIONS[action]
    try:
        writer = Console(settings).writer()
        try:
            writer.ask(method, path, body)
        finally:
            writer.close()
    except QueryRefused as error:
        if error.code == DENIED:
            step = f"Allow {action} to the role of LINEAGE_VIZ_CONSOLE; docs/neptune.md has its policy."
            return failing(action + _OF, "The cluster denies this action.", step)
    except LineageVizError as error:
        return unknown(action + _OF, f"The check could not try this action. {error}")
    return ok(action + _OF, "Allowed.")
