"""Every answer of an export under way, kept in a journal, so that the next run goes on where this one stopped.

One JSON line for each page, written before the next is asked for: a torn last line, as kill -9 leaves it,
is read again from SageMaker. Positions are creation times, not page tokens, whose lifetime is not known.
"""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Self

from lineage_viz.sagemaker_lineage.listing import LISTINGS, Slice
from lineage_viz.sagemaker_lineage.records import Record

MAX_AGE = timedelta(hours=6)
"""An older journal is dropped: a nightly reload must not bring what last night's was to bring."""

_LISTINGS = {listing.name: listing for listing in LISTINGS}
_TIME = "~time"


class Checkpoint:
    """The journal of one export. `taken` is the time its lineage is as of, kept when resumed.

    `pages` and `answers` hold all records so far, those of the run before included.
    """

    def __init__(self, path: Path, key: Mapping[str, str], now: datetime) -> None:
        self.path = path
        self.taken = now
        self.resumed = False
        self.slices: dict[int, Slice] = {}
        self.pages: dict[str, list[Record]] = {listing.name: [] for listing in LISTINGS}
        self.answers: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()
        lines = self._replayable(key, now)
        fresh = path.with_suffix(".new")
        self._stream = fresh.open("w", encoding="utf-8")
        self._write({"key": dict(key), "taken": self.taken})
        for line in lines:
            self._replay(line)
            self._write(line)
        fresh.replace(path)  # in one step: a crash here keeps the journal as it was

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # A disk that is full refuses the last line here once more; the error that matters is already under way.
        with suppress(OSError):
            self._stream.close()

    def page(self, one: Slice, records: Sequence[Record]) -> None:
        """Keep a page of a slice and how far the slice is."""
        line = {
            "slice": one.number,
            "listing": one.listing.name,
            "lower": one.lower,
            "upper": one.upper,
            "position": one.position,
            "done": one.done,
            "records": records,
        }
        self._keep(line)

    def answer(self, question: str, subject: str, records: object) -> None:
        """Keep what was answered to a question about one entity."""
        self._keep({"question": question, "subject": subject, "records": records})

    def answered(self, question: str) -> dict[str, Any]:
        """All answers to a question, by entity."""
        return self.answers.setdefault(question, {})

    def remove(self) -> None:
        """The export is published: nothing to resume."""
        self._stream.close()
        self.path.unlink(missing_ok=True)

    def _keep(self, line: Mapping[str, Any]) -> None:
        with self._lock:
            self._write(line)
            self._replay(line)

    def _write(self, line: Mapping[str, Any]) -> None:
        self._stream.write(json.dumps(line, default=_packed) + "\n")
        self._stream.flush()

    def _replay(self, line: Mapping[str, Any]) -> None:
        if "question" in line:
            self.answered(line["question"])[line["subject"]] = line["records"]
            return
        self.pages[line["listing"]].extend(line["records"])
        times = {name: line[name] for name in ("lower", "upper", "position")}
        listing = _LISTINGS[line["listing"]]
        self.slices[line["slice"]] = Slice(listing, line["slice"], done=line["done"], **times)

    def _replayable(self, key: Mapping[str, str], now: datetime) -> list[dict[str, Any]]:
        """The journal's lines, if it is of the same export and young enough."""
        lines = list(_read(self.path))
        head = lines.pop(0) if lines else {}
        if head.get("key") != dict(key) or not lines or now - head["taken"] > MAX_AGE:
            return []
        self.taken, self.resumed = head["taken"], True
        return lines


def unfinished(out: Path) -> datetime | None:
    """When the newest export into a folder was begun that did not end and can still be gone on from."""
    now = datetime.now(UTC)
    begun = [
        taken
        for path in out.glob(".*.journal")
        for head in islice(_read(path), 1)
        if isinstance(taken := head.get("taken"), datetime) and now - taken <= MAX_AGE
    ]
    return max(begun, default=None)


def _read(path: Path) -> Iterator[dict[str, Any]]:
    # Torn by a crash, or spoilt: whatever was to follow is read again.
    with (
        suppress(OSError, ValueError, OverflowError, RecursionError),
        path.open(encoding="utf-8") as stream,
    ):
        for text in stream:
            line = json.loads(text, object_hook=_unpacked)
            if not isinstance(line, dict):
                return
            yield line


def _packed(value: object) -> dict[str, float]:
    if isinstance(value, datetime):
        return {_TIME: value.timestamp()}
    raise TypeError(f"{type(value).__name__} in an API record")


def _unpacked(found: dict[str, Any]) -> object:
    # A float, as we write it: SageMaker's own maps have only text, also under this key.
    ours = found.keys() == {_TIME} and isinstance(found[_TIME], float)
    return datetime.fromtimestamp(found[_TIME], UTC) if ours else found
