"""How an engine says it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

_STARTED = "%a %b %d %H:%M:%S UTC %Y"


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """`state` is `healthy` or Neptune's word for what it is instead, such as `recovery`."""

    state: str
    version: str
    role: str
    """`writer` or `reader`."""
    started: datetime | None
    """A reset and a failover start it anew; None where it is told in a form that is not known."""
    gremlin: str
    """TinkerPop's version, such as `3.7.1`."""

    @property
    def is_healthy(self) -> bool:
        """Whether it takes requests."""
        return self.state == "healthy"

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        """As GET /status tells it."""
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
