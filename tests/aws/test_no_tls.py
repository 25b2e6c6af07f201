"""A server that does not speak TLS, and only ends the connection, has the sentence of one that says so."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from tests.aws.test_proxies import refused


@contextmanager
def closing() -> Iterator[str]:
    """A server without TLS that ends each connection without an answer; the address with https."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def close() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                with client:
                    client.recv(65_536)

        thread = Thread(target=close, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS"])
def test_a_server_without_tls_that_ends_the_connection(
    variable: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with closing() as address:
        sentence = refused(monkeypatch, HOME=str(tmp_path), **{variable: address})
    assert sentence.startswith("The server does not speak TLS (")
    assert f"Begin {variable} with http://, or correct it." in sentence
