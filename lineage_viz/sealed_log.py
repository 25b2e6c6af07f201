"""A sealed log: append-only, each entry with the hash of the entry before it."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, ClassVar

from lineage_viz.access import Actor
from lineage_viz.errors import SealedLogError
from lineage_viz.json_text import json_of, json_text
from lineage_viz.secrecy import without_secrets
from lineage_viz.secret_forms import HIDDEN
from lineage_viz.secret_name import names_a_secret
from lineage_viz.system.durable import to_disk
from lineage_viz.system.file_lock import wait_for_lock
from lineage_viz.typed_command import typed_command
from lineage_viz.words import count, elide

LONGEST_TEXT = 1_000
MOST_DETAILS = 20

_NO_HASH = "0" * 64
"""The `previous` hash of the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: an actor, an action and its time. `previous` is the hash of the entry before it."""

    number: int
    at: datetime
    actor: str
    role: str
    action: str
    details: Mapping[str, str] = field(default_factory=dict)
    previous: str = _NO_HASH

    @property
    def hash(self) -> str:
        """The SHA-256 of the whole entry, `previous` included, in hex."""
        return sha256(json_text(self._values(), sort_keys=True).encode()).hexdigest()

    @property
    def has_its_types(self) -> bool:
        """False for an entry that somebody else wrote: JSON may have any value in the place of a text."""
        texts = (self.actor, self.role, self.action, self.previous, *self.details.values())
        is_number = isinstance(self.number, int) and not isinstance(self.number, bool)
        return is_number and self.at.tzinfo is not None and all(isinstance(each, str) for each in texts)

    def line(self) -> bytes:
        """The entry as a line of the file."""
        return json_text({**self._values(), "hash": self.hash}).encode() + b"\n"

    def _values(self) -> dict[str, object]:
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "actor": self.actor,
            "role": self.role,
            "action": self.action,
            "details": dict(self.details),
            "previous": self.previous,
        }

    @classmethod
    def read(cls, line: bytes) -> "Entry | None":
        """The entry of a line; None unless the line is exactly what `line` writes, with the right hash."""
        try:
            values = json.loads(line)
            values.pop("hash")
            entry = cls(**{**values, "at": datetime.fromisoformat(values["at"])})
            return entry if entry.line() == line and entry.has_its_types else None
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """The outcome of verifying the log: the number of unchanged entries, the hash of the last one, the problem."""

    entries: int
    head: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Head:
    """The number and hash of the newest entry, kept in a file of its own."""

    entries: int = 0
    hash: str = _NO_HASH


class SealedLog:
    """A log in a file of JSON lines; the file with the ending `.head` has the number of entries and the last hash.

    A changed, removed, moved or inserted entry breaks the chain; a cut-off end contradicts the head. Anyone who can
    write both files can still rewrite both from any entry on: only a hash that was stored elsewhere shows that
    (`verify` takes it). Any number of processes may add entries at once.
    Each kind of log has words of its own for errors.
    """

    name: ClassVar[str]
    without: ClassVar[str]
    """The effect of a log that cannot be written, as a sentence."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._head_path = path.with_name(path.name + ".head")

    def append(self, actor: Actor, action: str, details: Mapping[str, str] = MappingProxyType({})) -> Entry:
        """Add an entry; it is on disk when this returns. Secrets are hidden, long texts are shortened.

        Raises SealedLogError, also when earlier entries are missing: a new entry would cover up the loss.
        """
        if len(details) > MOST_DETAILS:
            raise ValueError(f"an entry has at most {MOST_DETAILS} details")
        cleaned = {
            _clean(name): HIDDEN if names_a_secret(name) else _clean(text) for name, text in details.items()
        }
        entry = Entry(0, datetime.now(UTC), _clean(actor.name), str(actor.role), _clean(action), cleaned)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch(mode=0o600)
            with self._path.open("r+b") as stream:
                wait_for_lock(stream)
                return self._add(stream, entry)
        except OSError as error:
            raise SealedLogError(
                f"The {self.name} {self._path} cannot be written: {error.strerror or error}. {self.without} "
                "Check that its folder is writable and the disk is not full."
            ) from error

    def entries(self) -> tuple[Entry, ...]:
        """All readable entries, oldest first; only `verify` checks them. Raises SealedLogError."""
        _, lines = self._read()
        return tuple(entry for entry in map(Entry.read, lines) if entry)

    def content(self) -> bytes:
        """The bytes of the log's complete lines. Raises SealedLogError."""
        return b"".join(self._read()[1])

    def verify(self, noted: str = "") -> ChainCheck:
        """Find the first entry that was changed. Raises SealedLogError when a file cannot be read.

        `noted` is the hash of an entry, stored elsewhere earlier: the log must still contain it.
        """
        head, lines = self._read()
        hashes = [_NO_HASH]
        for line in lines:
            entry = Entry.read(line)
            if problem := _problem(entry, len(hashes), hashes[-1]):
                return ChainCheck(len(hashes) - 1, hashes[-1], problem)
            assert entry is not None
            hashes.append(entry.hash)
        problem = _against_head(head, hashes)
        if not problem and noted and noted.strip().lower() not in hashes[1:]:
            problem = "No entry has the noted hash: the log was rewritten since."
        return ChainCheck(len(hashes) - 1, hashes[-1], problem)

    def problem(self) -> str:
        """The change of the log, or the reason why it cannot be read, in words; empty if there is neither."""
        try:
            return self.verify().problem
        except SealedLogError as error:
            return str(error)

    def _add(self, stream: BinaryIO, entry: Entry) -> Entry:
        head, lines = self._head(), _whole_lines(stream.read())
        last = Entry.read(lines[-1]) if lines else None
        hashes = {last.number - 1: last.previous, last.number: last.hash} if last else {0: _NO_HASH}
        reached = max(hashes)
        if (lines and not last) or hashes.get(head.entries) != head.hash:
            raise SealedLogError(
                f"The end of the {self.name} {self._path} was changed. Nothing is added to it, so that the change "
                f"stays visible. Run `{typed_command()} log verify {self._path}` for details. To begin a new log, "
                f"move this file and {self._head_path.name} away."
            )
        entry = replace(entry, number=reached + 1, previous=hashes[reached])
        # The head first: on a full disk there may be room for one more line, but none for another file.
        new_head = self._new_head(_Head(entry.number, entry.hash))
        stream.seek(sum(map(len, lines)))
        stream.truncate()  # a torn line of a killed process: its `append` had not returned
        stream.write(entry.line())
        stream.flush()
        os.fsync(stream.fileno())
        self._put_head(new_head)
        return entry

    def _read(self) -> tuple[_Head, list[bytes]]:
        """The head and the lines, read under one lock."""
        try:
            with self._path.open("rb") as stream:
                wait_for_lock(stream, shared=True)
                return self._head(), _whole_lines(stream.read())
        except FileNotFoundError:
            return self._head(), []
        except OSError as error:
            raise SealedLogError(
                f"The {self.name} {self._path} cannot be read: {error.strerror or error}. "
                "Check that you may read the file."
            ) from error

    def _head(self) -> _Head:
        try:
            values = json_of(self._head_path.read_text("utf-8"), dict) or {}
            head = _Head(int(values["entries"]), str(values["hash"]))
            if head.entries < 0:
                raise ValueError("a negative number")
            return head
        except FileNotFoundError:
            return _Head()
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            raise SealedLogError(
                f"{self._head_path} was changed. It cannot show if entries are missing at the end of the log. Put it "
                f"back from a copy. To begin a new log, move this file and {self._path.name} away."
            ) from error

    def _new_head(self, head: _Head) -> Path:
        """Write the new head to disk, beside the old one, which stays valid until `_put_head`."""
        new = self._head_path.with_name(self._head_path.name + ".new")
        new.write_text(json_text(asdict(head)))
        to_disk(new)
        return new

    def _put_head(self, new: Path) -> None:
        new.replace(self._head_path)
        to_disk(self._path.parent)


def _problem(entry: Entry | None, number: int, previous: str) -> str:
    """The problem of an entry that should have this number and follow this hash; empty if there is none."""
    if entry is None:
        return f"Entry {number} was changed."
    if entry.number != number:
        return f"Entry {entry.number} stands in the place of entry {number}: entries were removed, moved or inserted."
    return "" if entry.previous == previous else f"Entry {number} does not follow from the entry before it."


def _against_head(head: _Head, hashes: list[str]) -> str:
    """The contradiction of head and entries; empty if there is none. A killed process may leave the head one behind."""
    reached = len(hashes) - 1
    if reached < head.entries:
        return f"The end is missing: {reached:,} of {count(head.entries, 'entry', 'entries')} are left."
    if hashes[head.entries] != head.hash:
        return (
            f"Entry {head.entries} was replaced: the log was rewritten from there or from an earlier entry."
        )
    if reached > head.entries + 1:
        return f"This program did not write the entries from {head.entries + 2} on, or the head was reset."
    return ""


def _whole_lines(content: bytes) -> list[bytes]:
    """The complete lines."""
    return [line + b"\n" for line in content.split(b"\n")[:-1]]


def _clean(text: str) -> str:
    return elide(without_secrets(text), LONGEST_TEXT)
