"""A server that answers without TLS has no certificate to distrust."""

import socket
import ssl
import threading

import pytest

from lineage_viz.store.neptune.failures import of_tls


def test_an_answer_without_tls_is_no_untrusted_certificate() -> None:
    near, far = socket.socketpair()
    with near, far:
        answer = threading.Thread(
            target=lambda: far.recv(1) and far.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        )
        answer.start()
        with pytest.raises(ssl.SSLError) as refused:
            ssl.create_default_context().wrap_socket(near, server_hostname="localhost")
        answer.join()
    assert "speaks no TLS at this port. Check the port, or write ws://" in of_tls(refused.value)
