"""The servers between a client and another server end their work when the client has left."""

import socket
import ssl
import threading
from pathlib import Path

from tests.jobs.conftest import wait_until
from tests.running_app import free_port
from tests.store.own_certificate import tls_in_front
from tests.store.relay import relay


def test_a_client_that_only_looks_leaves_no_thread_at_work(tmp_path: Path) -> None:
    """Such a thread took half a core from all tests after it."""
    with relay(free_port()) as plain, tls_in_front(tmp_path, plain.port) as (secure, file):
        trust = ssl.create_default_context(cafile=file)
        before = threading.active_count()
        for port in (plain.port, secure):
            with socket.create_connection(("127.0.0.1", port)) as client:
                wait_until(lambda: threading.active_count() > before)
                if port == secure:
                    trust.wrap_socket(client, server_hostname="localhost").close()
            wait_until(lambda: threading.active_count() == before)
