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
_NUMBERS = re.compile(r"[\d.]+")


def check_address(address: str, port: int) -> None:
    """Raise SettingsError for an address with more than a host, or with numbers that no host has."""
    if "://" in address:
        host = urlsplit(address).hostname or _HERE
        raise SettingsError(
            f"{plain(address)} is a URL. Write the host alone: --address {plain(host)} --port {port}."
        )
    host, colon, end = address.partition(":")
    if colon and ":" not in end:
        given = end if end.isdecimal() else str(port)
        raise SettingsError(
            f"{plain(address)} has a port. Write it apart: --address {plain(host)} --port {given}."
        )
    if _NUMBERS.fullmatch(address) and not _is_address(address):
        raise SettingsError(
            f"{plain(address)} is no address. Correct --address, or leave it out for {_HERE}."
        )


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
    except OSError as error:
        raise SettingsError(_sentence(error, host, port)) from error


def _sentence(error: OSError, host: str, port: int) -> str:
    other = port + 1 if 1023 < port < _LAST else 8501
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use, perhaps by another lineage_viz. Choose another port: --port {other}."
    if error.errno == errno.EACCES:
        return f"You may not listen on port {port}. Choose another port: --port {other}."
    reason = error.strerror or str(error)
    return f"The app cannot listen at {host} ({reason}). Correct --address, or leave it out for {_HERE}."
