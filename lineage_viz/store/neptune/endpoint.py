"""The address of a Neptune cluster, and its authentication."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_HOST = re.compile(r"\.([a-z]{2}(-[a-z]+)+-\d)\.neptune\.amazonaws\.com(\.cn)?$")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of a cluster, such as `wss://host:8182/gremlin`; with `iam`, every connection is signed.

    `brief`: a program that supplies credentials has only seconds, because a person waits.
    """

    url: str
    iam: bool = True
    brief: bool = False

    @property
    def host(self) -> str:
        """The host name for messages."""
        return urlsplit(self.url).hostname or self.url

    @property
    def region(self) -> str:
        """The AWS region in the host name; empty when it has none, as an alias."""
        match = _HOST.search(self.host)
        return match[1] if match else ""
