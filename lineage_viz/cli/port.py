"""The address and port of the app, tried before the server starts."""

import errno
import socket

from lineage_viz.errors import SettingsError

_LAST = 65_535
_HERE = "127.0.0.1"


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
