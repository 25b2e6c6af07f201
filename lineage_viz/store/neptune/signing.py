"""SigV4 for Neptune: every connection is signed when it opens, with current credentials.

A signature is valid for about five minutes, and the pool opens connections at any time. AWS's own code example signs
once at the start; Neptune refuses its later connections.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError
from botocore.session import Session

from lineage_viz.aws.credential_failures import credentials_needed
from lineage_viz.aws.sendable import check_sendable
from lineage_viz.aws.session import new_session
from lineage_viz.aws.source_in_use import about
from lineage_viz.aws.unanswered import unusable_setting
from lineage_viz.errors import StoreUnavailable
from lineage_viz.sources import Source
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.failures import ConnectionDenied, is_refused_connection
from lineage_viz.store.neptune.patient_transport import PatientTransport
from lineage_viz.system.opened_once import OpenedOnce

Signer = Callable[[], dict[str, str]]
"""A function that returns the signed headers for a connection that opens now."""


class RequestSigner(Protocol):
    """A function that returns the headers of an HTTP request with its signature."""

    def __call__(
        self, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        """Raise StoreUnavailable when there are no credentials or no region."""


def signer(endpoint: Endpoint) -> Signer:
    """Return a signer with the credentials of the AWS settings; botocore refreshes them before they expire.

    The signer raises StoreUnavailable when there are no credentials or no region.
    """
    return partial(request_signer(endpoint), "GET", endpoint.url.replace("ws", "http", 1))


def request_signer(endpoint: Endpoint, source: Source | None = None) -> RequestSigner:
    """Return a signer of HTTP requests with the credentials of a source, or of the AWS settings."""
    opened = OpenedOnce(partial(new_session, source, brief=endpoint.brief))

    def signed_headers(
        method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        request = AWSRequest(method=method, url=url, data=body, headers=dict(headers or {}))
        try:
            with about(source), credentials_needed(StoreUnavailable):
                session = opened.get()
                region = region_of(endpoint, session)
                credentials = session.get_credentials()
                if credentials is None:
                    raise unsigned(endpoint)
                check_sendable(credentials)
                SigV4Auth(credentials.get_frozen_credentials(), "neptune-db", region).add_auth(request)
        except (BotoCoreError, ValueError) as error:  # for a setting that boto3 cannot read
            raise StoreUnavailable(unusable_setting(error)) from error
        return dict(request.headers.items())

    return signed_headers


def region_of(endpoint: Endpoint, session: Session) -> str:
    """Return the region to sign for: the region in the host name, otherwise the region of the AWS settings.

    Raises StoreUnavailable when neither has a region.
    """
    region = endpoint.region or session.get_config_variable("region")
    if not region:
        raise StoreUnavailable(
            f"Neptune at {endpoint.host} requires an AWS region for signatures: set AWS_REGION."
        )
    return str(region)


def unsigned(endpoint: Endpoint) -> StoreUnavailable:
    """Return the error for missing credentials."""
    return StoreUnavailable(
        f"Neptune at {endpoint.host} requires signed connections, but there are no AWS credentials. "
        "Set AWS_PROFILE, or LINEAGE_VIZ_NEPTUNE_IAM=off for a cluster without IAM."
    )


class SignedTransport(PatientTransport):
    """A WebSocket that signs its headers when it opens."""

    def __init__(self, sign: Signer, **options: Any) -> None:
        super().__init__(**options)
        self._sign = sign

    def connect(self, url: str, headers: Any = None) -> None:
        """Sign the headers and open the connection. Raises ConnectionDenied when the cluster gives a reason."""
        signed = {**(headers or {}), **self._sign()}
        try:
            super().connect(url, signed)
        except Exception as error:
            reason = (
                self.refusal(url.replace("ws", "http", 1), signed) if is_refused_connection(error) else ""
            )
            if not reason:
                raise
            raise ConnectionDenied(error, reason) from None  # gremlinpython's error may print credentials
