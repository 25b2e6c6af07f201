"""The log of what admins and auditors did: lines that are only ever added, each sealed with the one before it."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from lineage_viz.access import Actor
from lineage_viz.errors import AdminLogError
from lineage_viz.secrecy import HIDDEN, names_a_secret, without_secrets
from lineage_viz.system.durable import to_disk
from lineage_viz.system.file_lock import wait_for_lock
from lineage_viz.words import count, elide

LONGEST_TEXT = 1_000
MOST_DETAILS = 20

_BEGINNING = "0" * 64
"""What the first entry has in place of a hash before it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what, when. `previous` is the hash of the entry before it."""

    number: int
    at: datetime
    actor: str
    role: str
    action: str
    details: Mapping[str, str] = field(default_factory=dict)
    previous: str = _BEGINNING

    @property
    def hash(self) -> str:
        """The SHA-256 of everything in it, `previous` included, in hex."""
        return sha256(json.dumps(self._said(), sort_keys=True).encode()).hexdigest()

    def line(self) -> bytes:
        """As it stands in the file."""
        return json.dumps({**self._said(), "hash": self.hash}).encode() + b"\n"

    def _said(self) -> dict[str, object]:
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
        """What a line says, if it says what its own hash was made of, in just the way `line` writes it."""
        try:
            said = json.loads(line)
            said.pop("hash")
            entry = cls(**{**said, "at": datetime.fromisoformat(said["at"])})
            return entry if entry.line() == line else None
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What a check found: how many entries are as they were written, the hash of the last one, what is wrong."""

    entries: int
    head: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Head:
    """How far the log had come when an entry was last added, kept in a file of its own."""

    entries: int = 0
    hash: str = _BEGINNING


class AdminLog:
    """The log in a file of JSON lines; the file with `.head` at its end says how many there are and the last hash.

    Changing, removing, reordering or inserting an entry breaks the chain; cutting off the end contradicts the head.
    Whoever can write both files can still make both anew from any entry on: only a hash that was noted elsewhere
    shows that (`verify` takes it). Any number of processes may add at once.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._head_path = path.with_name(path.name + ".head")

    def append(self, actor: Actor, action: str, details: Mapping[str, str] = MappingProxyType({})) -> Entry:
        """Add an entry, which is on the disk when this returns. Secrets are hidden, long texts elided.

        Raises AdminLogError, also when entries that were there are gone: nothing is added that would cover it up.
        """
        if len(details) > MOST_DETAILS:
            raise ValueError(f"an entry has at most {MOST_DETAILS} details")
        kept = {
            _kept(name): HIDDEN if names_a_secret(name) else _kept(text) for name, text in details.items()
        }
        entry = Entry(0, datetime.now(UTC), _kept(actor.name), str(actor.role), _kept(action), kept)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch(mode=0o600)
            with self._path.open("r+b") as stream:
                wait_for_lock(stream)
                return self._add(stream, entry)
        except OSError as error:
            raise AdminLogError(
                f"The log {self._path} cannot be written: {error.strerror or error}. Nothing is done without it: "
                "see that its folder is writable and the disk is not full."
            ) from error

    def entries(self) -> tuple[Entry, ...]:
        """What can be read of it, oldest first; whether it is right is for `verify` to say. Raises AdminLogError."""
        _, lines = self._read()
        return tuple(entry for entry in map(Entry.read, lines) if entry)

    def content(self) -> bytes:
        """The log as its lines are. Raises AdminLogError."""
        return b"".join(self._read()[1])

    def verify(self, noted: str = "") -> ChainCheck:
        """Find the first entry that is not as it was written. Raises AdminLogError when a file cannot be read.

        `noted` is the hash of some entry, kept elsewhere since: it must still be there.
        """
        head, lines = self._read()
        hashes = [_BEGINNING]
        for line in lines:
            entry = Entry.read(line)
            if problem := _problem(entry, len(hashes), hashes[-1]):
                return ChainCheck(len(hashes) - 1, hashes[-1], problem)
            assert entry is not None
            hashes.append(entry.hash)
        problem = _against_head(head, hashes)
        if not problem and noted and noted.strip().lower() not in hashes[1:]:
            problem = "No entry has the hash that was noted: the log was made anew since."
        return ChainCheck(len(hashes) - 1, hashes[-1], problem)

    def _add(self, stream: BinaryIO, entry: Entry) -> Entry:
        head, lines = self._head(), _whole_lines(stream.read())
        last = Entry.read(lines[-1]) if lines else None
        hashes = {last.number - 1: last.previous, last.number: last.hash} if last else {0: _BEGINNING}
        reached = max(hashes)
        if (lines and not last) or hashes.get(head.entries) != head.hash:
            raise AdminLogError(
                f"The end of the log {self._path} is not as it was written. Nothing is added, so that this stays to be "
                f"seen: `python -m lineage_viz log verify` says more. To begin a new log, put this file and "
                f"{self._head_path.name} away."
            )
        entry = replace(entry, number=reached + 1, previous=hashes[reached])
        # Written first: on a full disk the log may have room for a line where there is none for another file.
        new_head = self._new_head(_Head(entry.number, entry.hash))
        stream.seek(sum(map(len, lines)))
        stream.truncate()  # what a process wrote that was killed on the way: it had not been promised yet
        stream.write(entry.line())
        stream.flush()
        os.fsync(stream.fileno())
        self._put_head(new_head)
        return entry

    def _read(self) -> tuple[_Head, list[bytes]]:
        """Both files as of one moment."""
        try:
            with self._path.open("rb") as stream:
                wait_for_lock(stream, shared=True)
                return self._head(), _whole_lines(stream.read())
        except FileNotFoundError:
            return self._head(), []
        except OSError as error:
            raise AdminLogError(f"The log {self._path} cannot be read: {error.strerror or error}.") from error

    def _head(self) -> _Head:
        try:
            said = json.loads(self._head_path.read_bytes())
            head = _Head(int(said["entries"]), str(said["hash"]))
            if head.entries < 0:
                raise ValueError("a negative number")
            return head
        except FileNotFoundError:
            return _Head()
        except (ValueError, TypeError, KeyError) as error:
            raise AdminLogError(
                f"{self._head_path} is not as it was written: whether the log has lost its end cannot be told."
            ) from error

    def _new_head(self, head: _Head) -> Path:
        """On the disk, beside the one that holds until it is put in its place."""
        new = self._head_path.with_name(self._head_path.name + ".new")
        new.write_text(json.dumps(asdict(head)))
        to_disk(new)
        return new

    def _put_head(self, new: Path) -> None:
        new.replace(self._head_path)
        to_disk(self._path.parent)


def _problem(entry: Entry | None, number: int, previous: str) -> str:
    """What is wrong with the entry that should have a number and come after a hash."""
    if entry is None:
        return f"Entry {number} is not as it was written."
    if entry.number != number:
        return f"Where entry {number} should be is entry {entry.number}: it was removed, moved or inserted."
    return "" if entry.previous == previous else f"Entry {number} does not follow from the one before it."


def _against_head(head: _Head, hashes: list[str]) -> str:
    """What the head says against the entries; a process that is killed may leave it one behind."""
    reached = len(hashes) - 1
    if reached < head.entries:
        return f"The end is missing: of {count(head.entries, 'entry', 'entries')} {reached:,} are there."
    if hashes[head.entries] != head.hash:
        return f"Entry {head.entries} is not the one that was written: the log was made anew from there, or before."
    if reached > head.entries + 1:
        return (
            f"Entries from {head.entries + 2} on were not written by this program, or the head was put back."
        )
    return ""


def _whole_lines(content: bytes) -> list[bytes]:
    """The lines that were written to their end."""
    return [line + b"\n" for line in content.split(b"\n")[:-1]]


def _kept(text: str) -> str:
    return elide(without_secrets(text), LONGEST_TEXT)
