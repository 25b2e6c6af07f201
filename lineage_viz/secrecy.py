"""Removes secrets from text that is kept or shown: logs, job records, messages."""

import os
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote

from lineage_viz.secret_forms import FORMS, HIDDEN
from lineage_viz.secret_name import NAMED, PASSWORDS, SIGNS, is_arn, is_secret, names_a_secret
from lineage_viz.secret_value import written

_SHORTEST = 8
"""Only values with at least so many characters are searched for; shorter ones are parts of ordinary words."""

_ADDRESS = re.compile(r"(?:proxy|_ur[il](?:_\w+)?)$", re.IGNORECASE)
"""The end of names of settings that contain an address, which may have a password, such as HTTPS_ADDRESS."""

_SERVICE = "secretsmanager"
"""The service in actions of IAM, as in `secretsmanager:GetSecretValue`."""

_MEANING = re.compile(r"(?a)[^\w.~!$&'()*+,;=%-]")
"""Signs at which a parser may divide an address: in a password they must be encoded, and often are not."""

_SCHEMES = re.compile(r"^(?:[a-z][a-z0-9+.-]*:/+)+", re.IGNORECASE)
_DIVIDER = re.compile(r"[^\x20-\x7e]+")

_learned: deque[str] = deque(maxlen=64)  # renewed credentials push out old ones
_on_learning: list[Callable[[], object]] = []

_EVERY_SIGN = "".join((*(sign for sign, _, _ in FORMS), *SIGNS))
_ANY_SIGN = re.compile(
    "|".join({re.escape(sign): None for sign in (*(sign for sign, _, _ in FORMS), *SIGNS) if sign})
)
_UNSIGNED = tuple(form for form in FORMS if not form[0])

_BEFORE, _AROUND = r"(?<![\w.-])[\w.-]{0,200}", r"[\w.-]{0,40}"
_WORD = r"[a-z][a-z']*"
# A sentence after a colon is no value, as in "Error loading SSO Token: Token for corp does not exist".
_SENTENCE = rf"\s+{_WORD}\s+(?:`|[a-z][\w']*(?:[\s.,:;]|$))"
_QUOTED = r"(?P<quote>\\*['\"])(?P<inner>.*?)(?<!\\)(?P=quote)"
_VALUE = r"[^\s,;&'\"}\])]+"
_WORDS = rf"{_VALUE}(?:[ \t]+(?!-|[\w.-]+\s*[=:]){_VALUE})*"


def _named(names: str, colon: str, value: str) -> re.Pattern[str]:
    """Return a pattern for a name with its value, in the forms of settings, JSON, headers and queries."""
    name = rf"(?P<name>{_BEFORE}(?:{names}){_AROUND})"
    return re.compile(
        rf"(?P<before>{name}(?:\\*['\"])?\s*(?:=>|:=|=|{colon})\s*)(?:{_QUOTED}|\\*['\"]?(?![(\[{{])(?P<value>{value}))",
        re.IGNORECASE,
    )


_LESS, _MORE = "(?:<|&lt;|%3C)", "(?:>|&gt;|%3E)"
_ATTRIBUTES = r"""(?:\s(?:"[^"]*"|'[^']*'|[^<>"'&%])*+)?"""
_OPENED = rf"{_LESS}(?:[\w.-]{{1,40}}:)?(?P<name>{_AROUND}(?:{NAMED}){_AROUND}){_ATTRIBUTES}{_MORE}"


def _element(opened: str, value: str) -> re.Pattern[str]:
    """Return a pattern for the text of an element of XML or HTML, also of one that is escaped."""
    before = rf"(?P<before>{opened}\s*(?:<!\[CDATA\[)?)"
    return re.compile(rf"{before}(?P<quote>)(?P<inner>)(?P<value>{value})", re.IGNORECASE | re.DOTALL)


_TO_THE_END_TAG = rf"(?:(?!{_LESS}|\]\]>).)+(?=\]\]>|{_LESS}(?:/|%2F))"

_ELEMENTS = (
    _element(_OPENED, _TO_THE_END_TAG),
    _element(_OPENED, r"[^\s<&%]+\Z"),  # of a message that was cut off
    # A name and its value side by side: `<name>password</name><value>…</value>`, `name='password' value='…'`.
    _element(
        rf"{_LESS}(?:name|key){_MORE}(?P<name>{_AROUND}(?:{NAMED}){_AROUND}){_LESS}/\w+{_MORE}\s*{_LESS}value{_MORE}",
        _TO_THE_END_TAG,
    ),
)
_NAMED_VALUES = (
    re.compile(
        rf"(?P<before>\b(?:name|key|type)\\*['\"]?\s*[=:]\s*\\*['\"](?P<name>{_AROUND}(?:{NAMED}){_AROUND})\\*['\"]"
        rf"[\s,]+\\*['\"]?value\\*['\"]?\s*[=:]\s*){_QUOTED}(?P<value>)",
        re.IGNORECASE,
    ),
    _named(PASSWORDS, ":", _WORDS),
    _named(NAMED, rf":(?!{_SENTENCE})", _VALUE),
    # An option of a command, with its value after a blank.
    re.compile(
        rf"(?P<before>(?P<name>--{_AROUND}(?:{NAMED}){_AROUND})\s+)(?:{_QUOTED}|(?P<value>[^\s(-]\S*))",
        re.IGNORECASE,
    ),
)
_WITHIN_S3 = re.compile(r"\bs3[an]?://[^\s?\"']*/\Z")
_WITHIN_NAME = re.compile(r"\b(?:arn:aws[\w-]*:(?:\S*:)?|[\w-]+\.[\w.-]+(?::\d+)?/(?:[\w.-]+/)*)\Z")
"""The beginning of an ARN or of an image's address, in which a name and its colon are only a name."""


def keep_secret(*values: str) -> None:
    """Hide these values from now on. Credentials come also from files and services, which no variable names."""
    for value in values:
        if len(value.strip()) >= _SHORTEST and value not in _learned:
            _learned.append(value)
            for forget in _on_learning:
                forget()


def on_learning(forget: Callable[[], object]) -> None:
    """Call this after each new value: whoever remembers that a text has no secret must judge it again."""
    _on_learning.append(forget)


def without_secrets(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """The text with secrets hidden: everything that looks like one, and the values of `keep_secret` and of variables.

    The variables are those with a secret's name, and those of proxies and endpoints, whose URL may hold a password.
    """
    if environment or _learned:
        text = _without_values(text, environment)
    # The quick search suffices for nearly every text; a snapshot has hundreds of thousands. Without case, other letters
    # than those of ASCII may match them, so such a text takes the long way.
    folded = text.lower() if text.isascii() else _EVERY_SIGN
    has_sign = _ANY_SIGN.search(folded) is not None
    for sign, secret, replacement in FORMS if has_sign else _UNSIGNED:
        if sign in folded:
            text = secret.sub(replacement, text)
    if has_sign and any(sign in folded for sign in SIGNS):
        lowered = text.lower()
        is_marked_up = any(sign in lowered for sign in ("<", "&lt;", "%3c"))
        for named in (*(_ELEMENTS if is_marked_up else ()), *_NAMED_VALUES):
            text = named.sub(_without_value, text)
    return text


def _without_values(text: str, environment: Mapping[str, str]) -> str:
    for value in sorted({*_values(environment), *tuple(_learned)}, key=len, reverse=True):
        text = written(value).sub(HIDDEN, text)
    for name, value in environment.items():
        if _ADDRESS.search(name) and (user := user_in(value)):
            text = re.sub(f"{written(user).pattern}(?=@|%40)", HIDDEN, text)
            for part in _divided(user):
                text = re.sub(rf"{written(part).pattern}(?![\w.-])", HIDDEN, text)
    return text


def _divided(user: str) -> Iterator[str]:
    """Yield the parts of a user and password between signs with a meaning in an address, as parsers repeat them.

    A parser takes the beginning for a host and a port, and a part in brackets for an address of IPv6. Short parts are
    also words of other texts, so only those in quotes are searched for.
    """
    name, _, password = user.partition(":")
    for sign in _MEANING.finditer(password):
        if first := password[: sign.start()]:
            yield f"{name}:{first}"
            yield f"'{first}'"
    parts = [part for part in _MEANING.split(password) if part and part != password]
    yield from (f"'{part}'" for part in parts)
    yield from (part for part in parts if len(part) >= _SHORTEST)


def _values(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield the values to search for. A value that a line break divides may also appear in parts."""
    for name, value in environment.items():
        if names_a_secret(name):
            values = [value, *_DIVIDER.split(value)]
        elif _ADDRESS.search(name):
            password = user_in(value).partition(":")[2]
            values = [password, unquote(password)]
        else:
            continue
        yield from (each for each in values if len(each.strip()) >= _SHORTEST)


def user_in(address: str) -> str:
    """Return the user and the password in an address, with or without a scheme."""
    return _SCHEMES.sub("", address.strip().rpartition("@")[0])


def _without_value(found: re.Match[str]) -> str:
    quote, value = found["quote"] or "", found["inner"] or found["value"] or ""
    first = value.split(maxsplit=1)[0] if value.strip() else ""
    if (
        found["name"].lower() == _SERVICE
        or not is_secret(found["name"], value)
        or is_arn(first)
        or _is_in_address(found)
    ):
        return found[0]
    opening = "" if quote else found[0][len(found["before"]) : found.start("value") - found.start()]
    return f"{found['before']}{opening}{quote}{HIDDEN}{quote}"


def _is_in_address(found: re.Match[str]) -> bool:
    before = found.string[max(0, found.start() - 1_100) : found.start()]
    if before[-1:] not in ("/", ":"):
        return False
    colon = found["before"].endswith(":") and _WITHIN_NAME.search(before)
    return bool(colon or _WITHIN_S3.search(before))
