"""The status that a Neptune engine reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

_STARTED = "%a %b %d %H:%M:%S UTC %Y"


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """The status of an engine. `state` is `healthy` or another word of Neptune's, such as `recovery`."""

    state: str
    version: str
    role: str
    """`writer` or `reader`."""
    started: datetime | None
    """The start of the engine. A reset and a failover change it. None when its format is unknown."""
    gremlin: str
    """TinkerPop's version, such as `3.7.1`."""

    @property
    def is_healthy(self) -> bool:
        """True when the engine accepts requests."""
        return self.state == "healthy"

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        """Read the answer to GET /status."""
        return cls(
            state=str(answer.get("status", "")),
            version=str(answer.get("dbEngineVersion", "")),
            role=str(answer.get("role", "")),
            started=_moment(str(answer.get("startTime", ""))),
            gremlin=str(answer.get("gremlin", {}).get("version", "")).removeprefix("tinkerpop-"),
        )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _STARTED).replace(tzinfo=UTC)
    except ValueError:
        return None
