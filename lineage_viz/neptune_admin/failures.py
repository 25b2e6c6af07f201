"""What goes wrong between us and a cluster's HTTP API, as one sentence and the next step."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    SSLError,
)
from botocore.exceptions import ConnectionError as Unconnected
from botocore.parsers import ResponseParserError

from lineage_viz.errors import NoAnswer, StoreError, StoreUnavailable
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.failures import DENIED, PASSES, UNTRUSTED, in_words, is_denial, unreachable
from lineage_viz.store.neptune.signing import unsigned
from lineage_viz.words import plain


@contextmanager
def translated(endpoint: Endpoint, action: str, refused: type[StoreError]) -> Iterator[None]:
    """Turns what botocore raises into an error of ours.

    What may pass becomes NoAnswer, what the cluster does not take becomes `refused`, and no way to ask at all
    StoreUnavailable. `action` is the IAM action that a denial means.
    """
    try:
        yield
    except ClientError as error:
        kind = NoAnswer if _may_pass(error) else refused
        raise kind(f"Neptune at {endpoint.host} {_answered(error, endpoint, action)}") from error
    except (NoCredentialsError, PartialCredentialsError) as error:
        raise unsigned(endpoint) from error
    except SSLError as error:
        raise StoreUnavailable(f"Neptune at {endpoint.host} {UNTRUSTED}") from error
    except (Unconnected, HTTPClientError) as error:
        raise NoAnswer(f"Neptune at {endpoint.host} {unreachable(error)}") from error
    except ResponseParserError as error:
        words = (
            "gave an answer that is none of Neptune's, or cut off. Check LINEAGE_VIZ_NEPTUNE and the network."
        )
        raise NoAnswer(f"Neptune at {endpoint.host} {words}") from error
    except BotoCoreError as error:
        raise StoreUnavailable(
            f"Neptune at {endpoint.host} cannot be asked with these AWS settings ({error}). Correct them."
        ) from error


def is_denied(error: StoreError) -> bool:
    """Whether the cluster answered, over HTTP or Gremlin, that the caller may not do this."""
    said = error.__cause__
    if isinstance(said, ClientError):
        return _code(said) == DENIED
    return isinstance(said, Exception) and is_denial(said)


def member(answer: Mapping[str, Any], *path: str) -> Any:
    """A part of an answer that Neptune's always have; inside `translated`.

    botocore takes a body that was cut off or is no JSON, such as a proxy's page, for an answer without members.
    """
    found: Any = answer
    for name in path:
        if not isinstance(found, Mapping) or name not in found:
            raise ResponseParserError(f"no {'.'.join(path)}")
        found = found[name]
    return found


def message(error: ClientError) -> str:
    """Neptune's own words, which botocore does not find."""
    said = error.response.get("detailedMessage") or error.response.get("Error", {}).get("Message", "")
    return plain(str(said))


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _may_pass(error: ClientError) -> bool:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status >= 500 or status == 429 or _code(error) in PASSES


def _answered(error: ClientError, endpoint: Endpoint, action: str) -> str:
    name, said = _code(error), message(error)
    if name == DENIED and not endpoint.iam:
        return "wants signed requests. Set LINEAGE_VIZ_NEPTUNE_IAM=on, with AWS credentials."
    if words := in_words(name, action):
        return words
    if _may_pass(error):
        return f"could not answer ({said or name}). Try again in a moment."
    return f"does not take the request: {said or name}"
