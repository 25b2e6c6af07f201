"""TLS servers with a certificate that only those trust who have its file."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@contextmanager
def impostor(folder: Path) -> Iterator[int]:
    """Start a server on localhost with a self-signed certificate; yield its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(folder))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=_shake_hands, args=(listener, context), daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@contextmanager
def tls_in_front(folder: Path, upstream: int) -> Iterator[tuple[int, Path]]:
    """Serve an unencrypted server of this machine by TLS on localhost; yield the port and the file to trust."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    file = certificate(folder)
    context.load_cert_chain(file)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=_relay, args=(listener, context, upstream), daemon=True)
        thread.start()
        yield listener.getsockname()[1], file
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def _relay(listener: socket.socket, context: ssl.SSLContext, upstream: int) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            Thread(target=_relayed, args=(client, context, upstream), daemon=True).start()


def _relayed(client: socket.socket, context: ssl.SSLContext, upstream: int) -> None:
    """One request on each connection: its whole answer, then the end."""
    with (
        suppress(OSError),
        context.wrap_socket(client, server_side=True) as secure,
        socket.create_connection(("127.0.0.1", upstream)) as server,
    ):
        head = b""
        while b"\r\n\r\n" not in head:
            if not (part := secure.recv(65_536)):
                return  # the client only looked, and has left
            head += part
        head = head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
        length = next(
            (
                int(line.split(b":")[1])
                for line in head.lower().split(b"\r\n")
                if line.startswith(b"content-length:")
            ),
            0,
        )
        body = head.partition(b"\r\n\r\n")[2]
        server.sendall(head)
        while len(body) < length and (part := secure.recv(65_536)):
            body += part
            server.sendall(part)
        while part := server.recv(65_536):
            secure.sendall(part)


def _shake_hands(listener: socket.socket, context: ssl.SSLContext) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            with client, suppress(OSError):
                context.wrap_socket(client, server_side=True).close()


def certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(
        issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=1,
        not_valid_before=now - timedelta(days=1), not_valid_after=now + timedelta(days=1),
    ).add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)  # fmt: skip
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "own.pem"
    path.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path
