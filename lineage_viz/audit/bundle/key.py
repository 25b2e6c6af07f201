"""Ed25519 keys of one's own, read from files. Ed25519 gives the same signature each time; ECDSA does not."""

import base64
import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
    load_ssh_private_key,
    load_ssh_public_key,
)

from lineage_viz.errors import SettingsError
from lineage_viz.plain_text import shown_name

_MAKE = "Make one with: openssl genpkey -algorithm ed25519 -out key.pem"
_PUBLIC = "Write it with: openssl pkey -in key.pem -pubout -out public.pem"


def private_key(path: Path) -> Ed25519PrivateKey:
    """Read a private key in PEM or OpenSSH form, without a password. Raises SettingsError."""
    content = _read(path)
    load = load_ssh_private_key if b"OPENSSH" in content else load_pem_private_key
    try:
        key = load(content, None)
    except TypeError:
        raise SettingsError(f"{_name(path)} needs a password. Give a key without one.") from None
    except (ValueError, UnsupportedAlgorithm):
        raise SettingsError(f"{_name(path)} has no private key that can be read. {_MAKE}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise SettingsError(f"{_name(path)} has no Ed25519 key. {_MAKE}")
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """Read a public key in PEM or OpenSSH form. Raises SettingsError."""
    key = public_key_of(_read(path))
    if key is None:
        raise SettingsError(f"{_name(path)} has no public Ed25519 key. {_PUBLIC}")
    return key


def public_key_of(content: bytes) -> Ed25519PublicKey | None:
    """Return the public key that a file contains; None if it contains none.

    A file of text, that is: a bundle holds the key that it was signed with, which proves nothing about the bundle.
    """
    if not content.isascii():
        return None
    load = load_ssh_public_key if content.startswith(b"ssh-") else load_pem_public_key
    try:
        key = load(content)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, Ed25519PublicKey) else None


def pem(key: Ed25519PublicKey) -> bytes:
    """Return a public key in PEM form."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def key_id(key: Ed25519PublicKey) -> str:
    """Return the name of a key: the fingerprint that `ssh-keygen -l` prints."""
    blob = base64.b64decode(key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).split()[1])
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def verifies(key: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    """True when the key made the signature of this content."""
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{_name(path)} cannot be read: {error.strerror}.") from error


def _name(path: Path) -> str:
    return shown_name(str(path))
