"""Answers leave the server at once.

Streamlit opens the port of the server itself, in a way for which asyncio leaves Nagle's algorithm on. The kernel
then holds the end of an answer back until the browser has confirmed its start, which a browser does after 40 ms. Each
click sends about a hundred small messages, and the first page more than a hundred files.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from stat import S_ISSOCK

_OPEN_FILES = "/dev/fd"


def send_at_once() -> None:
    """Turn Nagle's algorithm off for all connections that the ports of this process accept from now on."""
    for port in _ports():
        port.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # accepted connections inherit it


def _ports() -> Iterator[socket.socket]:
    """Yield a copy of each socket of this process that accepts TCP connections."""
    for descriptor in map(int, os.listdir(_OPEN_FILES)):
        with suppress(OSError):  # the one of this listing is closed by now
            if S_ISSOCK(os.fstat(descriptor).st_mode):
                with socket.socket(fileno=os.dup(descriptor)) as found:
                    if _accepts(found):
                        yield found


def _accepts(found: socket.socket) -> bool:
    is_tcp = found.family in (socket.AF_INET, socket.AF_INET6) and found.type == socket.SOCK_STREAM
    return is_tcp and found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1
