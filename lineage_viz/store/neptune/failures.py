"""What goes wrong between us and a cluster: whether asking again may help, and how to say it to a person."""

import json

from aiohttp import ClientConnectorCertificateError, ClientError, WSServerHandshakeError
from gremlin_python.driver.protocol import GremlinServerError

from lineage_viz.errors import StoreUnavailable

PASSES = frozenset({"ConcurrentModificationException", "ThrottlingException", "TooManyRequestsException"})
"""Neptune's codes for what passes by itself."""

_ELSEWHERE = "ReadOnlyViolationException"
"""After a failover the connection leads to what is now a reader: a new one leads to the writer."""

_RESETTING = "ServerShutdownException"
_TOO_LONG = "TimeLimitExceededException"
DENIED = "AccessDeniedException"
READ = "neptune-db:ReadDataViaQuery"
CHANGE = f"{READ}, for a load also neptune-db:WriteDataViaQuery and neptune-db:DeleteDataViaQuery"
UNTRUSTED = (
    "does not prove who it is: its TLS certificate is not trusted. Use the cluster's own endpoint name."
)


def code(error: Exception) -> str:
    """Neptune's name of an error, or the Gremlin Server's number; empty for one of the connection."""
    if not isinstance(error, GremlinServerError):
        return ""
    try:
        return str(json.loads(error.status_message)["code"])
    except (ValueError, TypeError, KeyError):
        return _TOO_LONG if error.status_code == 598 else str(error.status_code)


def is_loss(error: Exception) -> bool:
    """Whether the connection is of no more use."""
    return not isinstance(error, GremlinServerError) or code(error) in (_ELSEWHERE, _RESETTING)


def may_pass(error: Exception) -> bool:
    """Whether the same question may be answered a moment later."""
    if isinstance(error, GremlinServerError):
        return code(error) in PASSES or code(error) == _ELSEWHERE
    return not (isinstance(error, (TimeoutError, StoreUnavailable)) or _refused(error) or _untrusted(error))


def is_denial(error: Exception) -> bool:
    """Whether the cluster answered that the caller may not do this, or may not even connect."""
    return code(error) == DENIED or _refused(error)


def explained(error: Exception, host: str, action: str = READ) -> StoreUnavailable:
    """One sentence, with what to do; `action` as in `in_words`."""
    if isinstance(error, StoreUnavailable):
        return error
    return StoreUnavailable(f"Neptune at {host} {_words(error, action)}")


def in_words(name: str, action: str = READ) -> str:
    """What a code of Neptune's means and what to do; empty for those that only its own message explains.

    Completes "Neptune at …"; `action` is the IAM action that a denial means.
    """
    if name == _TOO_LONG:
        return "took too long to answer. Ask for less (fewer steps, a narrower filter), or give it more capacity."
    if name == _RESETTING:
        return "is being reset or restarted. Nothing is lost: it answers again in a few minutes."
    if name == DENIED:
        return (
            "refuses us. Check that the AWS credentials are valid, that their role has the IAM action "
            f"{action}, and the clock of this machine."
        )
    if name in PASSES:
        return "has more to do than it can. Try again in a moment, or give it more capacity."
    if name == _ELSEWHERE:
        return "only reads. LINEAGE_VIZ_NEPTUNE must name the cluster's writer endpoint."
    return ""


def unreachable(error: Exception) -> str:
    """Completes "Neptune at …" where no answer came."""
    return (
        f"cannot be reached ({error or type(error).__name__}). Check LINEAGE_VIZ_NEPTUNE, that the cluster runs, "
        "and that this machine is inside its network."
    )


def _words(error: Exception, action: str) -> str:
    name = code(error)
    if isinstance(error, TimeoutError):
        name = _TOO_LONG
    elif is_denial(error):
        name = DENIED
    if words := in_words(name, action):
        return words
    if name:
        return f"could not answer ({error})."
    if _untrusted(error):
        return UNTRUSTED
    if isinstance(error, WSServerHandshakeError) and error.status >= 500:
        return f"is not ready (HTTP {error.status}). It may be restarting or being reset: a few minutes will tell."
    return unreachable(error)


def _refused(error: Exception) -> bool:
    # gremlinpython's own words, with no type of their own, so that no credentials are printed.
    return "HTTP Error code 403" in str(error) and not isinstance(error, GremlinServerError)


def _untrusted(error: Exception) -> bool:
    return isinstance(error, ClientConnectorCertificateError) or (
        isinstance(error, ClientError) and "CERTIFICATE_VERIFY_FAILED" in str(error)
    )
