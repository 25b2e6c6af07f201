"""Facts on AWS credentials that may be shown: their origin and their end, never the credentials themselves."""

import os
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_KEY_ID = re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b")
_HIDDEN = "[hidden]"
_VARIABLES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN")

# The private names too: reading a public name of renewable credentials may fetch new ones, which can take long.
_MEMBERS = ("access_key", "secret_key", "token", "_access_key", "_secret_key", "_token")
_SHORTEST = 16
"""The length of AWS's shortest credential, the id of a key; a shorter text is an ordinary word."""


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
    frozen = credentials.get_frozen_credentials()
    # botocore has no public name for the end; credentials that are never renewed lack it.
    until = getattr(credentials, "_expiry_time", None)
    return CredentialsInfo(str(credentials.method), bool(frozen.token), until)


def concealed(text: str, credentials: Any = None) -> str:
    """The text with these credentials, those of the environment, and everything that looks like a key id hidden."""
    secrets = {str(os.environ.get(name, "")) for name in _VARIABLES}
    if credentials is not None:
        secrets |= {str(vars(credentials).get(name, "")) for name in _MEMBERS}
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, _HIDDEN)
    return _KEY_ID.sub(_HIDDEN, text)
