"""Answers and errors on the wire: JSON 1.1, times as seconds since 1970."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

JSON_TYPE = "application/x-amz-json-1.1"


class ApiError(Exception):
    """An error with SageMaker's code and message."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.status = code, message, status

    def body(self) -> bytes:
        """The body of the answer. The only error in the service model has another spelling of the member."""
        member = "Message" if self.code == "ResourceNotFound" else "message"
        return json.dumps({"__type": self.code, member: self.message}).encode()


def invalid(message: str) -> ApiError:
    """The error for an invalid request."""
    return ApiError("ValidationException", message)


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer; `cut` ends the connection after so many bytes of the body."""

    body: bytes
    status: int = 200
    content_type: str = JSON_TYPE
    cut: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """Further headers; they replace the others of the same name."""
    length: int | None = None
    """The Content-Length, where it is not that of the body: a HEAD tells it of an object, and has no body."""


def encode(record: Any) -> bytes:
    """A record as JSON."""
    return json.dumps(record, default=_seconds, ensure_ascii=False, separators=(",", ":")).encode()


def _seconds(value: object) -> float:
    if not isinstance(value, datetime):
        raise TypeError(f"{value!r} cannot be part of an answer")
    return value.timestamp()
