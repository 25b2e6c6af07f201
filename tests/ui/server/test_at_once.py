"""A port that was opened without the number of its protocol, as by Streamlit, sends small answers at once, too."""

import os
import socket

from lineage_viz.ui.server.at_once import send_at_once


def test_a_connection_of_an_open_port_sends_at_once() -> None:
    with socket.socket() as port, socket.socket() as visitor:
        port.bind(("127.0.0.1", 0))
        port.listen()
        before = len(os.listdir("/dev/fd"))
        send_at_once()
        visitor.connect(port.getsockname())
        accepted, _ = port.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert len(os.listdir("/dev/fd")) == before
