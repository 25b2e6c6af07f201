"""A proxy for everything that leaves the machine: it keeps each request and answers none."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread


@dataclass
class Catcher:
    """`caught` has the first line of each request; `settings` make a process send its requests here."""

    listener: socket.socket
    caught: list[str] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, str]:
        url = "http://{}:{}".format(*self.listener.getsockname())
        names = ("http_proxy", "https_proxy", "all_proxy")
        return {"no_proxy": "", "NO_PROXY": ""} | {
            each: url for name in names for each in (name, name.upper())
        }

    def serve(self) -> None:
        with suppress(OSError):  # the listener is closed at the end
            while True:
                client, _ = self.listener.accept()
                with client:
                    self.caught.append(client.recv(4096).partition(b"\r\n")[0].decode("latin-1"))


@contextmanager
def catcher() -> Iterator[Catcher]:
    """Catch until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Catcher(listener)
        Thread(target=made.serve, daemon=True).start()
        yield made
        listener.shutdown(socket.SHUT_RDWR)
