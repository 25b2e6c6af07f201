"""Errors of a cluster's HTTP API, translated to one sentence and the next step."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    HTTPClientError,
    NoCredentialsError,
    SSLError,
)
from botocore.exceptions import ConnectionError as Unconnected
from botocore.parsers import ResponseParserError

from lineage_viz.aws.credential_failures import credentials_needed
from lineage_viz.aws.refusals import clock, is_clock, is_expired, is_from_elsewhere, is_throttled
from lineage_viz.aws.sign_in import renewal
from lineage_viz.errors import NoAnswer, StoreError, StoreUnavailable
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.failures import DENIED, PASSES, in_words, is_denial, of_tls, unreachable
from lineage_viz.store.neptune.refused_signature import signature_words
from lineage_viz.store.neptune.signing import unsigned
from lineage_viz.words import plain

_FOREIGN = (
    "gave an incomplete answer, or one not from Neptune: a proxy or another server may be in between. Check "
    "LINEAGE_VIZ_NEPTUNE and the network."
)


@contextmanager
def translated(endpoint: Endpoint, action: str, refused: type[StoreError]) -> Iterator[None]:
    """Translate the errors of botocore.

    A temporary error becomes NoAnswer, a refused request becomes `refused`, and a request that cannot be sent becomes
    StoreUnavailable. `action` is the IAM action to name when the cluster denies the request.
    """
    try:
        with credentials_needed(StoreUnavailable), _signed(endpoint):
            yield
    except ClientError as error:
        kind = NoAnswer if _is_temporary(error) else refused
        raise kind(f"Neptune at {endpoint.host} {_answered(error, endpoint, action)}") from error
    except SSLError as error:
        raise StoreUnavailable(f"Neptune at {endpoint.host} {of_tls(error)}") from error
    except (Unconnected, HTTPClientError) as error:
        raise NoAnswer(f"Neptune at {endpoint.host} {unreachable(error)}") from error
    except ResponseParserError as error:
        raise NoAnswer(f"Neptune at {endpoint.host} {_FOREIGN}") from error
    except BotoCoreError as error:
        raise StoreUnavailable(
            f"Neptune at {endpoint.host} cannot be called with these AWS settings ({error}). Correct them."
        ) from error


@contextmanager
def _signed(endpoint: Endpoint) -> Iterator[None]:
    try:
        yield
    except NoCredentialsError as error:
        raise unsigned(endpoint) from error


def is_denied(error: StoreError) -> bool:
    """True when the cluster denied the action, over HTTP or Gremlin."""
    cause = error.__cause__
    if isinstance(cause, ClientError):
        return _code(cause) == DENIED
    return isinstance(cause, Exception) and is_denial(cause)


def member(answer: Mapping[str, Any], *path: str) -> Any:
    """Return a part that every answer of Neptune has. Call this inside `translated`.

    botocore reads a body that was cut off or is not JSON, such as a proxy's page, as an answer without members.
    """
    part: Any = answer
    for name in path:
        if not isinstance(part, Mapping) or name not in part:
            raise ResponseParserError(f"no {'.'.join(path)}")
        part = part[name]
    return part


def message(error: ClientError) -> str:
    """Neptune's error message. botocore does not find it, because Neptune uses another field."""
    text = error.response.get("detailedMessage") or error.response.get("Error", {}).get("Message", "")
    return plain(str(text))


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _is_temporary(error: ClientError) -> bool:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status >= 500 or _code(error) in PASSES or is_throttled(_code(error), status)


def _answered(error: ClientError, endpoint: Endpoint, action: str) -> str:
    name, reason = _code(error), message(error)
    if is_from_elsewhere(error):
        return _FOREIGN
    if name == DENIED and not endpoint.iam:
        return "requires signed requests. Set LINEAGE_VIZ_NEPTUNE_IAM=on, and provide AWS credentials."
    if words := (name == DENIED and signature_words(reason)) or in_words(name, action):
        return words
    if is_clock(error):
        return f"gives no answer. {clock(error)}"
    if is_expired(error):
        return f"gives no answer: the AWS session has expired. {renewal()}"
    if _is_temporary(error):
        return f"could not answer ({reason or name}). Try again in a moment."
    return f"refused the request: {reason or name}"
