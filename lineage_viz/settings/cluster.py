"""The cluster of Neptune, and the role of its console."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lineage_viz.errors import SettingsError
from lineage_viz.settings.forms import ROLE, is_on
from lineage_viz.settings.names import CONSOLE, NEPTUNE, NEPTUNE_IAM, NEPTUNE_READER

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PROFILE = re.compile(r"[^\x00-\x1f\x7f\[\]]+")


@dataclass(frozen=True, slots=True)
class Neptune:
    """A Neptune cluster: its writer endpoint, its reader endpoint, and `iam`: the app signs its requests."""

    writer: str
    reader: str
    iam: bool = True


def neptune_of(environment: Mapping[str, str]) -> Neptune | None:
    """The cluster, if one is set. Raises SettingsError."""
    writer = environment.get(NEPTUNE, "")
    reader = environment.get(NEPTUNE_READER, "")
    if not writer:
        if reader:
            raise SettingsError(
                f"{NEPTUNE_READER} is set without {NEPTUNE}. Set {NEPTUNE} to the cluster's endpoint."
            )
        return None
    iam = is_on(environment, NEPTUNE_IAM, "on", "off for a cluster without IAM")
    return Neptune(
        _url(NEPTUNE, writer), _url(NEPTUNE_READER, reader) if reader else _url(NEPTUNE, writer), iam
    )


def console_of(environment: Mapping[str, str]) -> str:
    """The role of the console; empty without one. Raises SettingsError."""
    text = environment.get(CONSOLE, "").strip()
    if text and not environment.get(NEPTUNE):
        raise SettingsError(f"{CONSOLE} is set without {NEPTUNE}. Set {NEPTUNE} to the cluster's endpoint.")
    if text and not (ROLE if text.startswith("arn:") else _PROFILE).fullmatch(text):
        raise SettingsError(
            f"{CONSOLE} is {text!r}. It must be the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME, or the name of a "
            "profile that `aws configure list-profiles` shows."
        )
    return text


def check_cluster(name: str, text: str) -> None:
    """Raise SettingsError, with this name, for a text that is no address of a cluster."""
    _url(name, text)


def _url(name: str, text: str) -> str:
    """The complete URL of an endpoint; unencrypted (ws) only for this machine."""
    try:
        parts = urlsplit(text if "://" in text else f"wss://{text}")
        host, port = parts.hostname, parts.port or 8182
    except ValueError:
        host, port = None, 0
    if host is None or parts.scheme not in ("wss", "ws") or (parts.scheme == "ws" and host not in _LOOPBACK):
        raise SettingsError(f"{name} is {text!r}. It must have the form wss://HOST:8182/gremlin.")
    path = parts.path if parts.path.strip("/") else "/gremlin"
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port}{path}"
