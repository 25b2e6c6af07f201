"""The proof that the role of the console cannot change the graph: changes of nothing, which Neptune has to refuse.

Neptune works out before a query runs which IAM actions it might need, and refuses it without them (Neptune User Guide,
"IAM data-access policy statements"). So a drop of a vertex that does not exist is refused or harmless.
"""

from uuid import uuid4

from lineage_viz.console.http import Http
from lineage_viz.console.refusals import NO_SUCH_QUERY, READ_ONLY
from lineage_viz.errors import QueryRefused, StoreUnavailable
from lineage_viz.store.neptune.failures import DENIED

_MEND = "Give LINEAGE_VIZ_CONSOLE a role with the console's policy alone; docs/neptune.md has it."


def doubt(writer: Http) -> str:
    """Return the reason why the role may do too much or too little; empty when it may only read.

    The changes go to the writer: a reader refuses every change, whatever the role may do. Raises StoreUnavailable.
    """
    nothing = f"lineage-viz-nothing-{uuid4()}"
    try:
        writer.ask("POST", "/gremlin", {"gremlin": f"g.V('{nothing}').id()"})
        writer.ask("GET", "/gremlin/status")
    except QueryRefused as error:
        return str(error)
    return (
        _allowed(writer, f"g.V('{nothing}').drop()", "neptune-db:DeleteDataViaQuery")
        or _allowed(writer, f"g.V('{nothing}').as('a').addE('none').to('a')", "neptune-db:WriteDataViaQuery")
        or _cannot_end(writer)
    )


def _allowed(writer: Http, change: str, action: str) -> str:
    """Send a change of nothing. Return an empty text when Neptune denies it to the role."""
    try:
        writer.ask("POST", "/gremlin", {"gremlin": change})
    except QueryRefused as error:
        if error.code == DENIED:
            return ""
        if error.code == READ_ONLY:
            return (
                "LINEAGE_VIZ_NEPTUNE leads to a reader, which refuses every change. So nothing shows what the role of "
                "the console may do. Set it to the cluster's writer endpoint."
            )
        raise StoreUnavailable(f"The trial of a change had no clear answer. {error}") from error
    return (
        f"Neptune did not refuse a change by the role of the console: the role may do {action}, or IAM authentication "
        f"is off in the cluster. The trial changed nothing. {_MEND}"
    )


def _cannot_end(writer: Http) -> str:
    """Try to end a query that does not exist: only the answer that nobody knows it shows the right to end one."""
    try:
        writer.ask("DELETE", f"/gremlin/status/{uuid4()}")
    except QueryRefused as error:
        if error.code == NO_SUCH_QUERY:
            return ""
        if error.code == DENIED:
            return (
                "The role of the console may not end queries, so a query could run without an end. Allow "
                "neptune-db:CancelQuery to it; docs/neptune.md has its policy."
            )
        raise StoreUnavailable(f"The trial of ending a query had no clear answer. {error}") from error
    raise StoreUnavailable(
        "The trial of ending a query had no clear answer: Neptune ended one that does not exist."
    )
