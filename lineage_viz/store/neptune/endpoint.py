"""Where a Neptune cluster listens, and who may ask it."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_HOST = re.compile(r"\.([a-z]{2}(-[a-z]+)+-\d)\.neptune\.amazonaws\.com(\.cn)?$")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of a cluster, such as `wss://host:8182/gremlin`; `iam`: each connection is signed."""

    url: str
    iam: bool = True

    @property
    def host(self) -> str:
        """The host, as messages name it."""
        return urlsplit(self.url).hostname or self.url

    @property
    def region(self) -> str:
        """The region the host's name tells; empty where it does not, as with an alias."""
        match = _HOST.search(self.host)
        return match[1] if match else ""
