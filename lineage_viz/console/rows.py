"""The rows of an answer while it arrives, up to a number of rows and of bytes."""

from collections.abc import Iterator
from typing import Any

import ijson  # type: ignore[import-untyped]
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from lineage_viz.console.refusals import late_refusal
from lineage_viz.console.values import Value, read
from lineage_viz.errors import QueryRefused, StoreUnavailable

_ROWS = "result.data.@value.item"
_PART = 65_536
_TAIL = 8_192
"""Bytes at the end of an answer in which a late error stands."""

_BROKEN_OFF = "The connection to Neptune broke off in the middle of the answer. Run the query again."
_NO_END = "premature"
"""A word of yajl, and so of ijson, about JSON that ends too early."""


class TooLarge(Exception):
    """The answer has more bytes than are read."""


class Arriving:
    """An answer that is read in parts. `read_bytes` counts them."""

    def __init__(self, answer: BaseHTTPResponse, most: int) -> None:
        self._answer, self._most = answer, most
        self._tail = b""
        self.read_bytes = 0

    def rows(self) -> Iterator[Value]:
        """Yield each row as soon as it is there. Raises TooLarge, QueryRefused, StoreUnavailable."""
        try:
            yield from (read(each) for each in ijson.items(self, _ROWS))
        except ijson.JSONError as error:
            raise self._unreadable(error) from error
        except HTTPError as error:
            raise StoreUnavailable(_BROKEN_OFF) from error

    def text(self) -> str:
        """Return the answer as one text. Raises TooLarge, StoreUnavailable."""
        parts: list[bytes] = []
        try:
            while part := self.read(_PART):
                parts.append(part)
        except HTTPError as error:
            raise StoreUnavailable(_BROKEN_OFF) from error
        return b"".join(parts).decode("utf-8", "replace")

    def read(self, size: int = -1) -> bytes:
        """Return what has arrived, as ijson asks for it."""
        if not size:  # ijson asks for nothing, to see if these are bytes or text
            return b""
        part: Any = self._answer.read1(_PART)
        self.read_bytes += len(part)
        if self.read_bytes > self._most:
            raise TooLarge
        self._tail = (self._tail + part)[-_TAIL:]
        return bytes(part)

    def _unreadable(self, error: Exception) -> QueryRefused:
        """Return the error that stands at the end of the answer, or a sentence about an answer that is no JSON."""
        if late := late_refusal(self._tail.decode("utf-8", "replace")):
            return late
        if _NO_END in str(error):
            return QueryRefused(_BROKEN_OFF)
        return QueryRefused(
            "The console cannot read this answer: it is not the JSON that Neptune documents. Ask for other values, "
            "such as values('name') in place of a whole vertex."
        )
