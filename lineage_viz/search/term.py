"""The parts of a text that a person types into a search box: words, and terms with a field."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

IS, BEFORE, UNTIL, AFTER, SINCE = ":", "<", "<=", ">", ">="

_PART = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_TERM = re.compile(
    r"(-?)([a-z]+)(?:\.([^<>=\s]*?):?(<=|>=|[=<>])|(:?(?:<=|>=|[<>])|[:=]))(.*)", re.IGNORECASE | re.DOTALL
)
"""A colon before a sign of order is another writing of it, as in GitHub's search: `created:>2026`."""
_NAMED = re.compile(r"(-?)([a-z]+)\.([^<>=\s]+):([^<>=]+)", re.IGNORECASE)
"""A name and a value with a colon between them: `param.max_depth:6`. Names of metrics have colons, too."""
_NUMBER = re.compile(r"-?[\d.]+(?:e[+-]?\d+)?", re.IGNORECASE)

_VALUE = re.compile(r'(?:[^,"]|"[^"]*"?)+')


@dataclass(frozen=True, slots=True)
class Term:
    """A field with the values that a person wants, any of them, or does not want."""

    text: str
    """The term as it was typed."""
    field: str
    """The name in small letters; it may be no field."""
    sign: str
    values: tuple[str, ...]
    """The values without quotes; none while a person is still typing."""
    excluded: bool = False
    name: str = ""
    """The part after a full stop, such as that of `metric.accuracy>0.9`."""
    lacks_name: bool = False
    """True when nothing is after the full stop."""


def parts(text: str) -> Iterator[Term | str]:
    """Yield the terms and the words of a text in their order. Blanks within double quotes divide nothing.

    An ARN, a URI and `name:tag` look like terms, too: their field is no known one.
    """
    for found in _PART.findall(text):
        term = _TERM.fullmatch(found) or _NAMED.fullmatch(found)
        if term is None:
            yield found.replace('"', " ")
            continue
        minus, field, name, named_sign, sign, rest = term.groups() if term.re is _TERM else _named(term)
        sign = named_sign or (sign.removeprefix(":") or IS)
        values = (each.replace('"', "").strip() for each in _VALUE.findall(rest))
        yield Term(
            found,
            field.casefold(),
            IS if sign == "=" else sign,
            tuple(filter(None, values)),
            bool(minus),
            name or "",
            name == "",
        )


def last_part(text: str) -> str:
    """Return the part at the end of a text; empty after a blank."""
    found = _PART.findall(text)
    return found[-1] if found and text.endswith(found[-1]) else ""


def _named(found: re.Match[str]) -> tuple[str, ...]:
    """Return the groups of a term with a colon after its name: the last one before a number, else the first one."""
    minus, field, name, value = found.groups()
    if not _NUMBER.fullmatch(value):
        name, _, value = f"{name}:{value}".partition(":")
    return minus, field, name, IS, "", value
