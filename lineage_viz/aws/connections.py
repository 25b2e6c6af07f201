"""Sentences for a connection that does not come about: the setting that leads there, the certificates, the proxy."""

import os
import re
import ssl
from collections.abc import Iterator
from typing import Any

from botocore import exceptions
from botocore.exceptions import BotoCoreError

from lineage_viz.aws.addresses import place_of
from lineage_viz.aws.profiles import settings_in_use
from lineage_viz.aws.proxies import unusable_sign_in
from lineage_viz.aws.quoted import quoted

_PROXY = "Check HTTPS_PROXY and NO_PROXY with `env`"
_NO_ADDRESS = re.compile(
    "failed to parse|invalid ipv6 url|not supported url scheme|does not appear to be an ipv|port could not be cast|"
    "codec can't encode",
    re.IGNORECASE,
)
_NO_TLS = re.compile(
    "WRONG_VERSION_NUMBER|RECORD_LAYER_FAILURE|PACKET_LENGTH_TOO_LONG|UNKNOWN_PROTOCOL|UNEXPECTED_EOF_WHILE_READING"
)
_SIGN_IN_WANTED = "407"


def unconnected(error: BotoCoreError, doing: str) -> str:
    """Return the sentence for a connection that failed; empty for any other error."""
    if words := unusable_proxy(error):
        return words
    match error:
        case exceptions.ProxyConnectionError() | exceptions.InvalidProxiesConfigError():
            return _by_proxy(error, doing)
        case exceptions.SSLError():
            return _unverified(error)
        case exceptions.ConnectionError() | exceptions.HTTPClientError():
            place = place_of(_address(error))
            step = f"{place} leads there: correct it, or remove it" if place else _OWN
            return f"AWS cannot be reached while {doing} ({quoted(error)}). {step}."
    return ""


_OWN = "Check the region, the network and the proxy"


def unusable_proxy(error: Exception) -> str:
    """Return the sentence for a proxy whose address botocore cannot use; empty for any other error."""
    if isinstance(error, exceptions.ProxyConnectionError) and "socks" in str(error).lower():
        return (
            "SOCKS proxies are not supported. Set HTTPS_PROXY to an HTTP proxy, such as http://HOST:PORT, or "
            "unset it."
        )
    # botocore blames the address of the metadata service where that of the proxy cannot be read.
    no_address = isinstance(error, exceptions.HTTPClientError) and _NO_ADDRESS.search(str(error))
    if (no_address or isinstance(error, exceptions.InvalidIMDSEndpointError)) and (
        words := unusable_sign_in()
    ):
        return words
    if no_address:
        return f"The address of a proxy or endpoint cannot be used ({quoted(error)}). {_PROXY}, and AWS_ENDPOINT_URL."
    return ""


def sign_in_wanted(doing: str, variable: str = "HTTPS_PROXY") -> str:
    """Return the sentence for a proxy that wants to know who asks (407)."""
    given = "@" in (os.environ.get(variable) or os.environ.get(variable.lower()) or "")
    fault, step = ("refuses the sign-in", "Correct") if given else ("wants a sign-in", "Put")
    return (
        f"The proxy {fault} (407, {doing}). {step} the name and password before the host in {variable}, or ask the "
        "owner of the proxy."
    )


def _by_proxy(error: BotoCoreError, doing: str) -> str:
    why = str(_cause(error))
    if f"failed: {_SIGN_IN_WANTED}" in why:
        return sign_in_wanted(doing)
    if _NO_TLS.search(why):
        return (
            f"The proxy does not speak TLS ({quoted(error)}). Begin its address in HTTPS_PROXY with http://, or "
            "correct the port."
        )
    if "SSLError" in why and (words := _unusable_bundle()):
        return words
    return f"The proxy does not connect to AWS while {doing} ({quoted(error)}). {_PROXY}."


def _unverified(error: BotoCoreError) -> str:
    if _NO_TLS.search(str(error)):
        place = place_of(_address(error))
        step = f"Begin {place} with http://, or correct it" if place else _PROXY
        return f"The server does not speak TLS ({quoted(error)}). {step}."
    if words := _unusable_bundle():
        return words
    given = next(_bundles(), None)
    step = (
        f"Add the certificates of the proxy to {quoted(given[1])}, which {given[0]} names"
        if given
        else _SET_BUNDLE
    )
    return f"The connection to AWS cannot be verified ({quoted(error)}). {step}."


_SET_BUNDLE = "Set AWS_CA_BUNDLE to the certificates of the proxy"


def _unusable_bundle() -> str:
    """Return the sentence for a file of certificates that cannot be read; empty when there is none, or it can."""
    for place, path in _bundles():
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
        except ssl.SSLError:
            why = "it has no certificates in PEM"
        except OSError as error:
            why = error.strerror or str(error)
            why = "it is a folder" if os.path.isdir(path) else why
        else:
            return ""
        return f"{place} names {quoted(path)}, which cannot be used: {why}. Correct it, or remove it."
    return ""


def _bundles() -> Iterator[tuple[str, str]]:
    """Yield the files of certificates that the settings name, the one that botocore uses first, each with its place."""
    of_profile = [(place, path) for place, path in settings_in_use() if place.startswith("ca_bundle ")]
    variables = [(name, os.environ.get(name, "")) for name in ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE")]
    for place, path in (variables[0], *of_profile, variables[1]):
        if path:
            yield place, path


def _address(error: BotoCoreError) -> str:
    return str(_details(error).get("endpoint_url", ""))


def _cause(error: BotoCoreError) -> object:
    return repr(_details(error).get("error", ""))


def _details(error: BotoCoreError) -> dict[str, Any]:
    details: dict[str, Any] = getattr(error, "kwargs", {})
    return details
