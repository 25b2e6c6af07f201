"""A relay between a client and a Gremlin Server. A test can read, cut or refuse its connections."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

END_OF_HEAD = b"\r\n\r\n"
FORBIDDEN = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Relay:
    """A relay of bytes. `heads` has the first request of each connection: the handshake of the WebSocket."""

    def __init__(self, upstream: int) -> None:
        self._upstream = upstream
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.port: int = self._listener.getsockname()[1]
        self.heads: list[dict[str, str]] = []
        self.refusal = b""
        """The relay sends these bytes instead of relaying, if not empty."""
        Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gremlin"

    def cut(self) -> None:
        """Cut all open connections."""
        while self._open:
            with suppress(OSError):
                self._open.pop().shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            head = b""
            while END_OF_HEAD not in head:
                if not (part := client.recv(65_536)):
                    return  # the client only looked, and has left
                head += part
            lines = (line.split(": ", 1) for line in head.decode().split("\r\n")[1:] if line)
            self.heads.append({name.lower(): text for name, text in lines})
            if self.refusal:
                client.sendall(self.refusal)
            else:
                self._pass_on(client, head)

    def _pass_on(self, client: socket.socket, head: bytes) -> None:
        with socket.create_connection(("127.0.0.1", self._upstream)) as server:
            self._open += [client, server]
            server.sendall(head)
            back = Thread(target=_pump, args=(server, client), daemon=True)
            back.start()
            _pump(client, server)
            back.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def relay(upstream: int) -> Iterator[Relay]:
    """Run a relay until the end of the block."""
    made = Relay(upstream)
    try:
        yield made
    finally:
        made.close()
