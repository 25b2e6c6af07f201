"""Envelopes in the form of DSSE 1.0: a payload with its type and its signatures.

The specification: github.com/secure-systems-lab/dsse.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lineage_viz.audit.bundle.key import key_id, verifies
from lineage_viz.json_text import json_of

STATEMENT = "application/vnd.in-toto+json"
LIST = "text/plain"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload with its type. `signatures` are by the id of the key; without any, the payload is unsigned."""

    type: str
    payload: bytes
    signatures: Mapping[str, bytes]

    @property
    def data(self) -> dict[str, object]:
        """The envelope as data for JSON."""
        return {
            "payload": base64.b64encode(self.payload).decode(),
            "payloadType": self.type,
            "signatures": [
                {"keyid": name, "sig": base64.b64encode(each).decode()}
                for name, each in self.signatures.items()
            ],
        }

    def signed_by(self, key: Ed25519PublicKey) -> bool:
        """True when the signature is that of this key, and names it."""
        signature = self.signatures.get(key_id(key), b"")
        return verifies(key, signature, _authenticated(self.type, self.payload))


def sealed(type_: str, payload: bytes, key: Ed25519PrivateKey | None) -> dict[str, object]:
    """Return an envelope as data for JSON. Without a key it has no signature."""
    found = Envelope(type_, payload, {})
    if key:
        signature = key.sign(_authenticated(type_, payload))
        found = replace(found, signatures={key_id(key.public_key()): signature})
    return found.data


def opened(content: bytes) -> Envelope | None:
    """Return the envelope that a file contains; None for another content."""
    found: dict[str, Any] = json_of(content.decode("utf-8", "replace"), dict) or {}
    try:
        signatures = {
            str(each["keyid"]): base64.b64decode(each["sig"], validate=True) for each in found["signatures"]
        }
        payload = base64.b64decode(found["payload"], validate=True)
        return Envelope(str(found["payloadType"]), payload, signatures)
    except (KeyError, TypeError, ValueError):
        return None


def _authenticated(type_: str, payload: bytes) -> bytes:
    """The bytes that a signature is about: the "pre-authentication encoding" of DSSE."""
    kind = type_.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
