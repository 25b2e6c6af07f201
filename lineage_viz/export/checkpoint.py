"""The journal of an export: it keeps every answer, so that the next run resumes where this one stopped.

It has one JSON line for each page, written before the next page is requested. A torn last line, as kill -9 leaves
it, is read again from SageMaker. Positions are creation times, because the lifetime of page tokens is not known.
Secrets of records are hidden before they are written: an interrupted export leaves its journal for hours.
"""

import json
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from operator import is_
from pathlib import Path
from typing import Any, Self

from lineage_viz.json_text import json_text
from lineage_viz.sagemaker_lineage.listing import Slice
from lineage_viz.sagemaker_lineage.listings import LISTINGS, Listing
from lineage_viz.sagemaker_lineage.private import without_members_kept, without_private
from lineage_viz.sagemaker_lineage.records import Record
from lineage_viz.sagemaker_lineage.summaries import Answered, with_times

MAX_AGE = timedelta(hours=6)
"""An older journal is dropped: a nightly reload must not publish last night's lineage."""

FORMAT = "lineage_viz journal 2"
"""Journals of before kept answers as they came, with their secrets: none of them is resumed."""

_TIME = "~time"


class Checkpoint:
    """The journal of one export. `taken` is the time that the lineage is as of; a resumed run keeps it.

    `pages` and `answers` contain all records so far, including those of an interrupted run.
    """

    def __init__(self, path: Path, key: Mapping[str, str], now: datetime) -> None:
        self.path = path
        self.taken = now
        self.resumed = False
        self.slices: dict[int, Slice] = {}
        self.pages: dict[str, list[Record]] = {name: [] for name in LISTINGS}
        self.answers: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()
        lines = self._usable_lines(key, now)
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        self._stream = open(fresh, "x", encoding="utf-8", opener=_private)  # noqa: SIM115  # open until the end
        self._write({"format": FORMAT, "key": dict(key), "taken": self.taken})
        for line in lines:
            self._replay(line)
            self._write(line)
        fresh.replace(path)  # in one step: a crash here keeps the journal as it was

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # On a full disk, close fails once more for the last line; the first error was raised already.
        with suppress(OSError):
            self._stream.close()

    def page(self, one: Slice, records: Sequence[Record]) -> None:
        """Record a page of a slice and the position of the slice."""
        shown = without_members_kept(records)
        is_public = all(map(is_, shown, records))
        line = {
            "slice": one.number,
            "listing": one.listing.name,
            "lower": one.lower,
            "upper": one.upper,
            "changed": one.changed,
            "position": one.position,
            "done": one.done,
        }
        with self._lock:
            if is_public and isinstance(records, Answered) and _is_one_line(records.text):
                # The text as SageMaker sent it: to write so many records anew takes longer than to parse them.
                self._stream.write(f'{_text(line)[:-1]}, "answer": {records.text}}}\n')
                self._stream.flush()
            else:
                self._write({**line, "records": shown})
            self._replay(line, shown)

    def answer(self, question: str, subject: str, records: object) -> None:
        """Record the answer to a question about one entity."""
        line = {"question": question, "subject": subject, "records": without_private(records)}
        with self._lock:
            self._write(line)
            self._replay(line)

    def answered(self, question: str) -> dict[str, Any]:
        """All answers to a question, by entity."""
        return self.answers.setdefault(question, {})

    def remove(self) -> None:
        """Delete the journal after the export is published."""
        self._stream.close()
        self.path.unlink(missing_ok=True)

    def _write(self, line: Mapping[str, Any]) -> None:
        self._stream.write(_text(line) + "\n")
        self._stream.flush()

    def _replay(self, line: Mapping[str, Any], records: Sequence[Record] = ()) -> None:
        if "question" in line:
            self.answered(line["question"])[line["subject"]] = line["records"]
            return
        listing = LISTINGS[line["listing"]]
        self.pages[listing.name].extend(records or _records(listing, line))
        times = {name: line[name] for name in ("lower", "upper", "changed", "position")}
        self.slices[line["slice"]] = Slice(listing, line["slice"], done=line["done"], **times)

    def _usable_lines(self, key: Mapping[str, str], now: datetime) -> list[dict[str, Any]]:
        """The lines of an existing journal, if it belongs to the same export and is young enough."""
        lines = list(_read(self.path))
        head = lines.pop(0) if lines else {}
        known = head.get("format") == FORMAT and head.get("key") == dict(key)
        if not known or not lines or now - head["taken"] > MAX_AGE:
            return []
        self.taken, self.resumed = head["taken"], True
        return lines


def remove_outdated(out: Path, name: str) -> None:
    """Remove the journals of `name` (account and region) that no export resumes any more: they may hold secrets.

    Call it only if no other export of it works in `out`.
    """
    now = datetime.now(UTC)
    for path in out.glob(f".{name}-*.journal"):
        head = next(_read(path), {})
        taken = head.get("taken")
        if head.get("format") != FORMAT or not isinstance(taken, datetime) or now - taken > MAX_AGE:
            path.unlink(missing_ok=True)


def journals_size(out: Path) -> int:
    """The bytes that the journals of interrupted exports take in a folder; hidden files show in no listing."""
    total = 0
    for path in out.glob(".*.journal"):
        with suppress(OSError):  # an export that ends meanwhile removes it
            total += path.stat().st_size
    return total


def unfinished(out: Path) -> datetime | None:
    """The start of the newest interrupted export into a folder that can be resumed; None if there is none."""
    now = datetime.now(UTC)
    starts = [
        taken
        for path in out.glob(".*.journal")
        for head in islice(_read(path), 1)
        if isinstance(taken := head.get("taken"), datetime) and now - taken <= MAX_AGE
    ]
    return max(starts, default=None)


def _private(path: str, flags: int) -> int:
    """Open a file that only this user may read, as long as nobody has decided who may read the snapshot."""
    return os.open(path, flags, 0o600)


def _read(path: Path) -> Iterator[dict[str, Any]]:
    # A torn or garbled line ends the journal: SageMaker is asked again for the rest.
    with (
        suppress(OSError, ValueError, OverflowError, RecursionError),
        path.open(encoding="utf-8") as stream,
    ):
        for text in stream:
            line = json.loads(text, object_hook=_unpacked)
            if not isinstance(line, dict):
                return
            yield line


def _records(listing: Listing, line: Mapping[str, Any]) -> Sequence[Record]:
    return listing.records_of(line["answer"]) if "answer" in line else line.get("records", ())


def _is_one_line(text: str) -> bool:
    return "\n" not in text and "\r" not in text


def _text(line: Mapping[str, Any]) -> str:
    return json_text(line, default=_packed)


def _packed(value: object) -> dict[str, float]:
    if isinstance(value, datetime):
        return {_TIME: value.timestamp()}
    raise TypeError(f"{type(value).__name__} in an API record")


def _unpacked(value: dict[str, Any]) -> object:
    # Our times are floats; SageMaker's own maps have only text, also under this key.
    is_time = value.keys() == {_TIME} and isinstance(value[_TIME], float)
    return datetime.fromtimestamp(value[_TIME], UTC) if is_time else with_times(value)
