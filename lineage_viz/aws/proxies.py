"""A check of the name and password in the address of a proxy, before botocore reads it and quotes parts of them."""

import os
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from botocore.exceptions import BotoCoreError
from botocore.utils import get_environ_proxies

from lineage_viz.secrecy import user_in

_DIVIDING = re.compile(r"[\x00-\x20\x7f/?#\\\[\]]")
"""Characters at which a parser ends an address, or a part of it: they stand in no name or password as they are."""

_LATIN = "latin-1"
"""The characters that a sign-in to a proxy can have: botocore encodes it so."""


_QUOTES = ('"', "'")

_NAMES = ("http_proxy", "https_proxy")


class UnusableProxy(BotoCoreError):
    """The name or password in the address of a proxy cannot be sent. The message is for a person."""

    fmt = "{sentence}"


def check_proxy(address: str) -> None:
    """Check the proxy that the environment names for this address of a service. Raises UnusableProxy."""
    scheme = urlsplit(address).scheme
    proxy = get_environ_proxies(address).get(scheme, "")
    if _fault(proxy):
        variables = (name for name, value in _variables() if value == proxy)
        raise UnusableProxy(sentence=_sentence(next(variables, f"{scheme.upper()}_PROXY"), proxy))


def unusable_sign_in() -> str:
    """Return the sentence for the first variable with a proxy whose name or password cannot be used; empty for none.

    It is for the services that give credentials: botocore calls some of them without an event before it.
    """
    return next((_sentence(name, value) for name, value in _variables() if _fault(value)), "")


def _sentence(variable: str, proxy: str) -> str:
    return f"The proxy in {variable} cannot be used: {_fault(proxy)}"


def _fault(proxy: str) -> str:
    """Return words about the address of a proxy, with the next step; empty when it can be used."""
    if proxy.strip()[:1] in _QUOTES or proxy.strip()[-1:] in _QUOTES:
        return "its value has a quote at an end. Remove the quotes, as in HTTPS_PROXY=http://HOST:PORT."
    fault = _fault_of_user(user_in(proxy))
    return f"its user name or password {fault}" if fault else ""


def _fault_of_user(user: str) -> str:
    """Return words about a name and password, with the next step; empty when they can be used."""
    if _DIVIDING.search(user):
        return (
            "has a character with another meaning in an address. Write special characters as %XX: %5C for \\, "
            "%2F for /, %3F for ?, %23 for #, %40 for @, %20 for a blank."
        )
    try:
        unquote(user).encode(_LATIN)
    except UnicodeEncodeError:
        return (
            "has a character outside Latin-1, which no sign-in to a proxy can have, even as %XX. Ask the owner of the "
            "proxy for another one."
        )
    return ""


def _variables() -> Iterator[tuple[str, str]]:
    """Yield the variables with the proxies that botocore uses: Python reads their names in any case."""
    yield from ((name, value) for name, value in os.environ.items() if name.lower() in _NAMES)
