"""Failures of a cluster or its connection: the check for a retry, and the message for a person."""

import json
import re

from aiohttp import ClientConnectorCertificateError, ClientError, WSServerHandshakeError
from gremlin_python.driver.protocol import GremlinServerError

from lineage_viz.errors import StoreUnavailable
from lineage_viz.store.neptune.refused_signature import signature_words

PASSES = frozenset({"ConcurrentModificationException", "ThrottlingException", "TooManyRequestsException"})
"""Neptune's codes of temporary errors."""

_ELSEWHERE = "ReadOnlyViolationException"
"""After a failover, an old connection leads to an instance that is now a reader; a new one leads to the writer."""

_RESETTING = "ServerShutdownException"
_TOO_LONG = "TimeLimitExceededException"
DENIED = "AccessDeniedException"
READ = "neptune-db:ReadDataViaQuery"
CHANGE = f"{READ}, for a load also neptune-db:WriteDataViaQuery and neptune-db:DeleteDataViaQuery"
UNTRUSTED = (
    "cannot be verified: its TLS certificate is not trusted here. Use the cluster's own endpoint name."
)

_NO_TLS = (
    "speaks no TLS at this port. Check the port, or write ws:// in place of wss:// for a server without TLS."
)
_SIGN_OF_NO_TLS = re.compile(r"wrong[ _]version[ _]number|record[ _]layer[ _]failure", re.IGNORECASE)


def of_tls(error: Exception) -> str:
    """Return the words for an error of TLS: an answer without TLS is no matter of certificates."""
    return _NO_TLS if _SIGN_OF_NO_TLS.search(str(error)) else UNTRUSTED


def code(error: Exception) -> str:
    """Return Neptune's code of an error, or the Gremlin Server's number; empty for an error of the connection."""
    if not isinstance(error, GremlinServerError):
        return ""
    try:
        return str(json.loads(error.status_message)["code"])
    except (ValueError, TypeError, KeyError):
        return _TOO_LONG if error.status_code == 598 else str(error.status_code)


def is_loss(error: Exception) -> bool:
    """True when the connection is no longer usable."""
    return not isinstance(error, GremlinServerError) or code(error) in (_ELSEWHERE, _RESETTING)


def is_temporary(error: Exception) -> bool:
    """True when a retry of the same question may succeed."""
    if isinstance(error, GremlinServerError):
        return code(error) in PASSES or code(error) == _ELSEWHERE
    return not (
        isinstance(error, (TimeoutError, StoreUnavailable))
        or is_refused_connection(error)
        or _untrusted(error)
    )


class ConnectionDenied(Exception):
    """A connection that the cluster denied, with its reason: gremlinpython's own error has none."""

    def __init__(self, error: Exception, reason: str) -> None:
        super().__init__(str(error))
        self.reason = reason


def is_refused_connection(error: Exception) -> bool:
    """True when the cluster denied the connection itself.

    gremlinpython raises this with no type of its own, so that no credentials are printed. Only the text tells.
    """
    return "HTTP Error code 403" in str(error) and not isinstance(error, GremlinServerError)


def is_denial(error: Exception) -> bool:
    """True when the cluster denied the action, or the connection itself."""
    return code(error) == DENIED or is_refused_connection(error)


def explained(error: Exception, host: str, action: str = READ) -> StoreUnavailable:
    """Return the error for a person: one sentence and the next step; `action` as in `in_words`."""
    if isinstance(error, StoreUnavailable):
        return error
    return StoreUnavailable(f"Neptune at {host} {_words(error, action)}")


def in_words(name: str, action: str = READ) -> str:
    """Return the meaning of a Neptune code and the next step; empty for codes that only Neptune's message explains.

    The words complete "Neptune at …". `action` is the IAM action that the caller lacks after a denial.
    """
    if name == _TOO_LONG:
        return (
            "took too long to answer. Ask for less (fewer steps, a narrower filter), or give the cluster more "
            "capacity."
        )
    if name == _RESETTING:
        return "is being reset or restarted. Nothing is lost. Try again in a few minutes."
    if name == DENIED:
        return (
            "denies access. Check that the AWS credentials are valid, that their role has the IAM action "
            f"{action}, and that the clock of this machine is right."
        )
    if name in PASSES:
        return "is overloaded. Try again in a moment, or give the cluster more capacity."
    if name == _ELSEWHERE:
        return "is read-only. Set LINEAGE_VIZ_NEPTUNE to the cluster's writer endpoint."
    return ""


def unreachable(error: Exception) -> str:
    """Return the words for a missing answer; they complete "Neptune at …"."""
    closed = isinstance(error, ConnectionResetError) or "closing transport" in str(error)
    reason = (
        "it closed the connection" if closed else error or type(error).__name__
    )  # aiohttp's own words say no cause
    return (
        f"cannot be reached ({reason}). Check LINEAGE_VIZ_NEPTUNE, that the cluster runs, "
        "and that this machine is inside its network."
    )


_PERHAPS_ANOTHER = (
    "The answer has no code of Neptune: check also that LINEAGE_VIZ_NEPTUNE is the address of a cluster."
)


def _words(error: Exception, action: str) -> str:
    name = code(error)
    if isinstance(error, ConnectionDenied) and (words := signature_words(error.reason)):
        return words
    if isinstance(error, TimeoutError):
        name = _TOO_LONG
    elif is_denial(error):
        name = DENIED
    if words := in_words(name, action):
        return f"{words} {_PERHAPS_ANOTHER}" if is_refused_connection(error) else words
    if name:
        return f"could not answer ({error})."
    if _untrusted(error) or (isinstance(error, ClientError) and _SIGN_OF_NO_TLS.search(str(error))):
        return of_tls(error)
    if isinstance(error, WSServerHandshakeError) and error.status >= 500:
        return (
            f"is not ready (HTTP {error.status}). The cluster may be restarting or being reset. "
            "Try again in a few minutes."
        )
    return unreachable(error)


def _untrusted(error: Exception) -> bool:
    return isinstance(error, ClientConnectorCertificateError) or (
        isinstance(error, ClientError) and "CERTIFICATE_VERIFY_FAILED" in str(error)
    )
