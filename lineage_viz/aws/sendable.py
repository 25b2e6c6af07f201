"""A check of the proxy and the credentials before a request is signed.

Credentials of AWS are printable ASCII, and a header holds nothing else. Without the check, an error of the HTTP client
would quote the whole header, and with it the credentials.
"""

import os
import re
from typing import Any

from botocore import UNSIGNED
from botocore.exceptions import BotoCoreError, HTTPClientError

from lineage_viz.aws.profiles import file_of, profile_having
from lineage_viz.aws.proxies import check_proxy
from lineage_viz.aws.sign_in import process_to_correct, renewal
from lineage_viz.secrecy import keep_secret

_VARIABLES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN")
_MEMBERS = (
    ("access_key", "aws_access_key_id", "AccessKeyId"),
    ("secret_key", "aws_secret_access_key", "SecretAccessKey"),
    ("token", "aws_session_token", "SessionToken"),
)
"""Names of each member: botocore's, that of a profile, and that in the answer of a program or service."""

_UNSENDABLE = re.compile(r"[^\x20-\x7e]|^ | $")
_QUOTES = "\"'"
_WORDS = {
    "\n": "a line break",
    "\r": "a line break",
    "\t": "a tab",
    "\0": "a zero byte",
    " ": "a blank at its start or end",
}
_PROCESS = "custom-process"


class Unsendable(BotoCoreError):
    """A credential is no text, or has a character that no request to AWS can have. The message is for a person."""

    fmt = "{sentence}"


def check_before_signing(**event: Any) -> None:
    """Check the proxy and the credentials of a client: a handler of botocore's `before-sign`.

    Raises UnusableProxy, Unsendable.
    """
    check_proxy(event["request"].url)
    credentials = event["request_signer"]._credentials
    if credentials is not None and event["signature_version"] is not UNSIGNED:
        check_sendable(credentials)


def check_sendable(credentials: Any) -> None:
    """Check credentials of botocore, which are renewed if they end soon, and hide them in messages from now on.

    Raises Unsendable, and any error of the renewal.
    """
    frozen, method = credentials.get_frozen_credentials(), str(credentials.method)
    values = [(getattr(frozen, member), key, name) for member, key, name in _MEMBERS]
    keep_secret(*(str(value) for value, *_ in values if value))
    for value, key, name in values:
        if trouble := _trouble(value, is_needed=key != "aws_session_token"):
            raise Unsendable(sentence=_sentence(value, key, name, method, trouble))


def is_unsendable(error: Exception) -> bool:
    """True when a header has a character that cannot be sent. The message of the error then quotes the header."""
    return isinstance(error, HTTPClientError) and "invalid header" in str(error).lower()


def _trouble(value: object, *, is_needed: bool) -> str:
    if not isinstance(value, str):
        return "is not a text" if is_needed or value is not None else ""
    if is_needed and not value:
        return "is empty"
    if len(value) > 1 and value[0] == value[-1] and value[0] in _QUOTES:
        return "is in quotes, which would count as a part of it"
    found = _UNSENDABLE.search(value)
    if found is None:
        return ""
    words = _WORDS.get(found[0], "a control character" if found[0] < " " else "a character outside ASCII")
    return f"has a character that cannot be sent to AWS ({words})"


def _sentence(value: object, key: str, name: str, method: str, trouble: str) -> str:
    if variables := [each for each in _VARIABLES if value and os.environ.get(each) == value]:
        return f"{variables[0]} {trouble}. Set it again."
    if method != _PROCESS and (profile := profile_having(key, value)):
        return f"{key} of the AWS profile {profile} {trouble}. Set it again in {file_of(profile, key)}."
    if process := process_to_correct(f"gave credentials whose {name} {trouble}"):
        return process
    return f"{name} of the AWS credentials ({method}) {trouble}. {renewal()}"
