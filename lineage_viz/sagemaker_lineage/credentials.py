"""What may be said of AWS credentials: where they are from and when they end, never what they are."""

import os
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lineage_viz.errors import SourceError

_KEY_ID = re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b")
_HIDDEN = "[hidden]"
_VARIABLES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN")

# The private names as well: the public ones of those that are renewed would ask for new ones, which may take its time.
_MEMBERS = ("access_key", "secret_key", "token", "_access_key", "_secret_key", "_token")
_SHORTEST = 16
"""Characters of AWS's shortest, the id of a key; less is a word like any other."""


@dataclass(frozen=True, slots=True)
class CredentialsInfo:
    """`method` is boto3's word for where they are from, such as `env`, `sso` or `iam-role`.

    `temporary` ones come with a session token. `until` is None where nothing here tells it.
    """

    method: str
    temporary: bool
    until: datetime | None


def credentials_info(credentials: Any) -> CredentialsInfo | None:
    """Refreshes them when it is time to. Raises SourceError and whatever botocore does."""
    if credentials is None:
        return None
    try:
        frozen = credentials.get_frozen_credentials()
    except RuntimeError as error:  # botocore's way to say that the new ones have ended, too
        raise SourceError("The AWS session has expired. Renew the AWS credentials.") from error
    # botocore has no public name for it; those that are never renewed lack it.
    until = getattr(credentials, "_expiry_time", None)
    return CredentialsInfo(str(credentials.method), bool(frozen.token), until)


def concealed(text: str, credentials: Any = None) -> str:
    """A text without these keys and token, those of the environment, and whatever looks like the id of a key."""
    found = {str(os.environ.get(name, "")) for name in _VARIABLES}
    if credentials is not None:
        found |= {str(vars(credentials).get(name, "")) for name in _MEMBERS}
    for secret in sorted(found, key=len, reverse=True):
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, _HIDDEN)
    return _KEY_ID.sub(_HIDDEN, text)
