"""SigV4 for Neptune: every connection is signed when it opens, with credentials that are fresh by then.

A signature is good for about five minutes, and connections open whenever the pool needs one. AWS's own snippet
signs once at the start; its later connections are refused.
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
"""The headers to open a connection with now."""


def signer(endpoint: Endpoint) -> Signer:
    """Signs with the credentials of the AWS settings, which botocore refreshes before they expire.

    The signer raises StoreUnavailable when there are no credentials or no region.
    """
    session = boto3.Session()

    def signed() -> dict[str, str]:
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

    return signed


def region_of(endpoint: Endpoint, session: boto3.Session) -> str:
    """What signatures are made for: the region in the host's name, else that of the AWS settings.

    Raises StoreUnavailable when neither tells one.
    """
    # boto3 knows only AWS_DEFAULT_REGION; the AWS CLI and every other SDK go by AWS_REGION first.
    region = endpoint.region or os.environ.get("AWS_REGION") or session.region_name
    if not region:
        raise StoreUnavailable(f"Neptune at {endpoint.host} needs an AWS region to sign for: set AWS_REGION.")
    return region


def unsigned(endpoint: Endpoint) -> StoreUnavailable:
    """What to say when there is nothing to sign with."""
    return StoreUnavailable(
        f"Neptune at {endpoint.host} wants signed connections, and there are no AWS credentials. "
        "Set AWS_PROFILE, or LINEAGE_VIZ_NEPTUNE_IAM=off for a cluster without IAM."
    )


class SignedTransport(AiohttpTransport):  # type: ignore[misc]
    """gremlinpython's own WebSocket, opened with headers that are made at that moment."""

    def __init__(self, sign: Signer, **how: Any) -> None:
        super().__init__(**how)
        self._sign = sign

    def connect(self, url: str, headers: Any = None) -> None:
        """Sign and open."""
        super().connect(url, {**(headers or {}), **self._sign()})
