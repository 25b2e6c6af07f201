"""The address and port of the app, tried before the server starts."""

import errno
import re
import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from lineage_viz.errors import SettingsError
from lineage_viz.words import plain

_LAST = 65_535
_HERE = "127.0.0.1"
_IN_BRACKETS = re.compile(r"\[(.*)\](?::(.*))?")
_NUMBER = re.compile(r"\d*|0x[0-9a-f]*", re.IGNORECASE)
"""The last part of a host that is written in numbers; no name ends so."""
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)", re.ASCII)


def check_address(address: str, port: int) -> None:
    """Raise SettingsError for an address with more than a host, or for a text that no host has as its name."""
    if "://" in address:
        host = urlsplit(address).hostname or _HERE
        raise SettingsError(
            f"{plain(address)} is a URL. Write the host alone: --address {plain(host)} --port {port}."
        )
    bracketed = _IN_BRACKETS.fullmatch(address)
    host, colon, end = (bracketed[1], ":", bracketed[2] or "") if bracketed else address.partition(":")
    if colon and (bracketed or ":" not in end) and _is_host(host):
        given = end if end.isdecimal() else str(port)
        raise SettingsError(
            f"{plain(address)} has a port. Write it apart: --address {plain(host)} --port {given}."
        )
    if address == "*":
        raise SettingsError("* is no address. For all addresses, write 0.0.0.0; a port goes to --port.")
    if not _is_host(address):
        raise SettingsError(
            f"{plain(address)} is no address. Correct --address, or leave it out for {_HERE}."
        )


def _is_host(text: str) -> bool:
    """True for an address, and for a text that may be a name: one that cannot be ends the look-up in a fault."""
    if _is_address(text):
        return True
    try:
        labels = text.removesuffix(".").encode("idna").decode().split(".")
    except UnicodeError:
        return False
    return all(map(_LABEL.fullmatch, labels)) and not _NUMBER.fullmatch(labels[-1])


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def check_port(address: str, port: int) -> None:
    """Try to listen. Raises SettingsError with the option to change."""
    host = address or _HERE
    try:
        family, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except (OSError, UnicodeError) as error:
        raise SettingsError(_sentence(error, host, port)) from error


def _sentence(error: OSError | UnicodeError, host: str, port: int) -> str:
    other = port + 1 if 1023 < port < _LAST else 8501
    if isinstance(error, UnicodeError):
        return f"{plain(host)} is no address. Correct --address, or leave it out for {_HERE}."
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use, perhaps by another lineage_viz. Choose another port: --port {other}."
    if error.errno == errno.EACCES:
        return f"You may not listen on port {port}. Choose another port: --port {other}."
    reason = error.strerror or str(error)
    return f"The app cannot listen at {host} ({reason}). Correct --address, or leave it out for {_HERE}."
