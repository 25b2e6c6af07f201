"""Removes secrets from text that is kept or shown: logs, job records, messages."""

import os
import re
from collections import deque
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lineage_viz.secret_value import written

HIDDEN = "(hidden)"

_NAMED = r"secret|token|passw|credential|authorization|cookie|signature|(?:private|api|access)[_-]?key"
"""Parts of names of settings, headers and parameters that contain a secret."""

_NAME = re.compile(_NAMED, re.IGNORECASE)
_SHORTEST = 8
"""Only values with at least so many characters are searched for; shorter ones are parts of ordinary words."""

_PLACE = re.compile(r"(?:file|path|dir|folder|credentials_(?:full|relative)_uri)$", re.IGNORECASE)
"""The end of names of settings that contain the place of a secret, such as AWS_WEB_IDENTITY_TOKEN_FILE."""

_ADDRESS = re.compile(r"(?:proxy|_ur[il](?:_\w+)?)$", re.IGNORECASE)
"""The end of names of settings that contain an address, which may have a password, such as HTTPS_ADDRESS."""

_SCHEMES = re.compile(r"^(?:[a-z][a-z0-9+.-]*:/+)+", re.IGNORECASE)
_DIVIDER = re.compile(r"[^\x20-\x7e]+")

_learned: deque[str] = deque(maxlen=64)  # renewed credentials push out old ones

_AROUND = r"[\w.-]{0,40}"
_WORD = r"[a-z][a-z']*"
_VALUE = r"[^\s,;&'\"}\])]+"
_SECRETS = tuple(
    (sign, re.compile(pattern), replacement)
    for sign, pattern, replacement in (
        ("", r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b", HIDDEN),
        ("eyj", r"\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?", HIDDEN),  # a JSON web token
        ("bearer", r"(?i)\b(Bearer)\s+\S.*", rf"\1 {HIDDEN}"),
        ("aws4-hmac-sha256", r"(?i)\b(AWS4-HMAC-SHA256)\s+\S.*", rf"\1 {HIDDEN}"),
        ("basic", r"(?i)\b(Basic)\s+[a-z0-9+/=]{12,}", rf"\1 {HIDDEN}"),
        ("://", r"(?<=://)[^/\s:@]*:[^/\s]*(?=@)", HIDDEN),  # the user and password in a URL
        ("-----begin", r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*", HIDDEN),
        # A secret access key of AWS: forty characters, with lower case, upper case and digits.
        (
            "",
            r"(?a)(?<![\w+/=])(?=[\w+/]{0,39}[a-z])(?=[\w+/]{0,39}[A-Z])(?=[\w+/]{0,39}\d)[\w+/]{40}(?![\w+/=])",
            HIDDEN,
        ),
        ("--", rf"(?i)(--{_AROUND}(?:{_NAMED}){_AROUND}\s+)[^\s(-]\S*", rf"\1{HIDDEN}"),
    )
)
"""Texts that look like a secret: a part that each of a kind has, without case; its pattern; and the text instead."""

_NAME_PARTS = ("secret", "token", "passw", "credential", "authorization", "cookie", "signature", "key")
"""Each name that suggests a secret has one of them: a search that is faster than the pattern."""

_EVERY_SIGN = "".join((*(sign for sign, _, _ in _SECRETS), *_NAME_PARTS))


# A sentence after a colon is no value, as in "Error loading SSO Token: Token for corp does not exist".
_SENTENCE = rf"\s+{_WORD}\s+(?:`|[a-z][\w']*(?:[\s.,:;]|$))"
_NAMED_VALUE = re.compile(
    rf"(?P<before>(?P<name>{_AROUND}(?:{_NAMED}){_AROUND})['\"]?\s*(?:=|:(?!{_SENTENCE}))\s*['\"]?)(?!\()(?P<value>{_VALUE})",
    re.IGNORECASE,
)


def names_a_secret(name: str) -> bool:
    """True when the name suggests a secret."""
    return _NAME.search(name) is not None and _PLACE.search(name) is None


def keep_secret(*values: str) -> None:
    """Hide these values from now on. Credentials come also from files and services, which no variable names."""
    for value in values:
        if len(value.strip()) >= _SHORTEST and value not in _learned:
            _learned.append(value)


def without_secrets(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """The text with secrets hidden: everything that looks like one, and the values of `keep_secret` and of variables.

    The variables are those with a secret's name, and those of proxies and endpoints, whose URL may hold a password.
    """
    for value in sorted({*_values(environment), *tuple(_learned)}, key=len, reverse=True):
        text = written(value).sub(HIDDEN, text)
    for name, value in environment.items():
        if _ADDRESS.search(name) and (user := _user(value)):
            text = re.sub(f"{written(user).pattern}(?=@|%40)", HIDDEN, text)
    # The quick search suffices for nearly every text; a snapshot has hundreds of thousands. Without case, other letters
    # than those of ASCII may match them, so such a text takes the long way.
    folded = text.lower() if text.isascii() else _EVERY_SIGN
    for sign, secret, replacement in _SECRETS:
        if sign in folded:
            text = secret.sub(replacement, text)
    return _NAMED_VALUE.sub(_without_value, text) if any(part in folded for part in _NAME_PARTS) else text


def _values(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield the values to search for. A value that a line break divides may also appear in parts."""
    for name, value in environment.items():
        if names_a_secret(name):
            values = [value, *_DIVIDER.split(value)]
        elif _ADDRESS.search(name):
            password = _user(value).partition(":")[2]
            values = [password, unquote(password)]
        else:
            continue
        yield from (each for each in values if len(each.strip()) >= _SHORTEST)


def _user(address: str) -> str:
    """Return the user and the password in an address, with or without a scheme."""
    return _SCHEMES.sub("", address.strip().rpartition("@")[0])


def _without_value(found: re.Match[str]) -> str:
    if not names_a_secret(found["name"]) or found["value"].startswith("arn:"):
        return found[0]
    return found["before"] + HIDDEN
