"""SigV4 for Neptune: every connection is signed when it opens, with current credentials.

A signature is valid for about five minutes, and the pool opens connections at any time. AWS's own code example signs
once at the start; Neptune refuses its later connections.
"""

import os
from collections.abc import Callable
from typing import Any

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError
from gremlin_python.driver.aiohttp.transport import AiohttpTransport

from lineage_viz.errors import StoreUnavailable
from lineage_viz.store.neptune.endpoint import Endpoint

Signer = Callable[[], dict[str, str]]
"""A function that returns the signed headers for a connection that opens now."""


def signer(endpoint: Endpoint) -> Signer:
    """Return a signer with the credentials of the AWS settings; botocore refreshes them before they expire.

    The signer raises StoreUnavailable when there are no credentials or no region.
    """
    session = boto3.Session()

    def signed_headers() -> dict[str, str]:
        region = region_of(endpoint, session)
        try:
            credentials = session.get_credentials()
            if credentials is None:
                raise unsigned(endpoint)
            request = AWSRequest(method="GET", url=endpoint.url.replace("ws", "http", 1))
            SigV4Auth(credentials.get_frozen_credentials(), "neptune-db", region).add_auth(request)
        except BotoCoreError as error:
            raise StoreUnavailable(
                f"The AWS credentials cannot be refreshed ({error}). Renew them."
            ) from error
        return dict(request.headers.items())

    return signed_headers


def region_of(endpoint: Endpoint, session: boto3.Session) -> str:
    """Return the region to sign for: the region in the host name, otherwise the region of the AWS settings.

    Raises StoreUnavailable when neither has a region.
    """
    # boto3 knows only AWS_DEFAULT_REGION; the AWS CLI and every other SDK read AWS_REGION first.
    region = endpoint.region or os.environ.get("AWS_REGION") or session.region_name
    if not region:
        raise StoreUnavailable(
            f"Neptune at {endpoint.host} requires an AWS region for signatures: set AWS_REGION."
        )
    return region


def unsigned(endpoint: Endpoint) -> StoreUnavailable:
    """Return the error for missing credentials."""
    return StoreUnavailable(
        f"Neptune at {endpoint.host} requires signed connections, but there are no AWS credentials. "
        "Set AWS_PROFILE, or LINEAGE_VIZ_NEPTUNE_IAM=off for a cluster without IAM."
    )


class SignedTransport(AiohttpTransport):  # type: ignore[misc]
    """gremlinpython's own WebSocket; it signs its headers when it opens."""

    def __init__(self, sign: Signer, **options: Any) -> None:
        super().__init__(**options)
        self._sign = sign

    def connect(self, url: str, headers: Any = None) -> None:
        """Sign the headers and open the connection."""
        super().connect(url, {**(headers or {}), **self._sign()})
