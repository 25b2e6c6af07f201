"""Facts on AWS credentials that may be shown: their origin and their end, never the credentials themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lineage_viz.aws.sendable import check_sendable


@dataclass(frozen=True, slots=True)
class CredentialsInfo:
    """`method` is boto3's word for the origin of the credentials, such as `env`, `sso` or `iam-role`.

    `temporary` credentials have a session token. `until` is their end, None if unknown here.
    """

    method: str
    temporary: bool
    until: datetime | None


def credentials_info(credentials: Any) -> CredentialsInfo | None:
    """The facts on the credentials, which are renewed if they end soon. Raises any error of the search for them."""
    if credentials is None:
        return None
    check_sendable(credentials)
    frozen = credentials.get_frozen_credentials()
    # botocore has no public name for the end; credentials that are never renewed lack it.
    until = getattr(credentials, "_expiry_time", None)
    return CredentialsInfo(str(credentials.method), bool(frozen.token), until)
