"""Signature Version 4, verified as by Neptune with IAM authentication."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.neptune_local.actions import EVERY
from tests.neptune_local.clock import Clock
from tests.neptune_local.errors import NeptuneError

AGE = 5 * 60
"""Seconds that a signature is valid."""

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request, ?"
    r"SignedHeaders=(?P<headers>[^,]+), ?Signature=(?P<signature>[0-9a-f]{64})"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """A known caller and its keys."""

    access_key: str
    secret_key: str
    token: str | None = None
    actions: frozenset[str] = EVERY
    """The actions that its policy allows."""


@dataclass(frozen=True, slots=True)
class Received:
    """The signed parts of a request."""

    method: str
    path: str
    """The path with its query."""
    headers: Mapping[str, str]
    body: bytes = b""


def verify(received: Received, identities: Mapping[str, Identity], region: str, clock: Clock) -> Identity:
    """Verify the signature and return its identity. Raises NeptuneError."""
    given = received.headers.get("Authorization", "")
    if not given:
        raise _denied("Missing Authentication Token")
    match = _AUTHORIZATION.fullmatch(given)
    if match is None:
        raise _denied("Authorization header is not of the form of Signature Version 4.")
    identity = identities.get(match["key"])
    if identity is None or identity.token != received.headers.get("X-Amz-Security-Token"):
        raise _denied("The security token included in the request is invalid.")
    if (match["service"], match["region"]) != ("neptune-db", region):
        raise _denied(
            f"Credential should be scoped to a valid region and to service 'neptune-db', not {given}"
        )
    _check_age(received.headers.get("X-Amz-Date", ""), clock)
    if not hmac.compare_digest(match["signature"], _signature(received, identity, match["headers"], region)):
        raise _denied(
            "The request signature we calculated does not match the signature you provided. "
            "Check your AWS Secret Access Key and signing method."
        )
    return identity


def _check_age(date: str, clock: Clock) -> None:
    try:
        datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise _denied("Date must be in ISO-8601 'basic format'.") from None
    now = datetime.fromtimestamp(clock.now(), UTC)
    oldest, newest = (f"{now + timedelta(seconds=sign * AGE):%Y%m%dT%H%M%SZ}" for sign in (-1, 1))
    if date < oldest:
        raise _denied(
            f"Signature expired: {date} is now earlier than {oldest} ({now:%Y%m%dT%H%M%SZ} - 5 min.)"
        )
    if date > newest:
        raise _denied(
            f"Signature not yet current: {date} is still later than {newest} ({now:%Y%m%dT%H%M%SZ} + 5 min.)"
        )


def _signature(received: Received, identity: Identity, names: str, region: str) -> str:
    headers = {name: received.headers.get(name, "") for name in names.split(";")}
    url = f"http://{received.headers['Host']}{received.path}"
    request = AWSRequest(received.method, url, headers, received.body)
    request.context["timestamp"] = received.headers["X-Amz-Date"]
    signer = SigV4Auth(Credentials(identity.access_key, identity.secret_key), "neptune-db", region)
    text = signer.string_to_sign(request, signer.canonical_request(request))
    return str(signer.signature(text, request))


def _denied(message: str) -> NeptuneError:
    return NeptuneError("AccessDeniedException", message)
