"""A proxy in front of the app that replaces the Host of each request, as nginx's plain `proxy_pass` does."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

_HOST = re.compile(rb"(?<=\r\n)Host: [^\r\n]*")


@contextmanager
def rewriting_proxy(upstream: int, *headers: str) -> Iterator[int]:
    """Forward to a port of this machine until the end of the block. Yields the port of the proxy.

    `headers` are lines to add to each request; `{host}` becomes the Host of the browser.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=_accept, args=(listener, upstream, headers), daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, upstream: int, headers: tuple[str, ...]) -> None:
    with suppress(OSError):  # the listener is closed at the end
        while True:
            client, _ = listener.accept()
            Thread(target=_serve, args=(client, upstream, headers), daemon=True).start()


def _serve(client: socket.socket, upstream: int, headers: tuple[str, ...]) -> None:
    # The app may have ended before its pages.
    with client, suppress(ConnectionError), socket.create_connection(("127.0.0.1", upstream)) as server:
        back = Thread(target=_pump, args=(server, client, bytes), daemon=True)
        back.start()
        _pump(client, server, lambda data: _rewritten(data, upstream, headers))
        back.join()


def _pump(source: socket.socket, sink: socket.socket, change: Callable[[bytes], bytes]) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(change(data))
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _rewritten(data: bytes, port: int, headers: tuple[str, ...]) -> bytes:
    def lines(host: re.Match[bytes]) -> bytes:
        asked = host[0].decode().removeprefix("Host: ")
        return "\r\n".join(
            (f"Host: 127.0.0.1:{port}", *(each.format(host=asked) for each in headers))
        ).encode()

    return _HOST.sub(lines, data, count=1) if b" HTTP/1.1\r\n" in data else data
