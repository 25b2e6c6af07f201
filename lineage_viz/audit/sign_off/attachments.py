"""The files that auditors attach to a sign-off, each kept under the SHA-256 of its content."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from lineage_viz.errors import SealedLogError, SignOffRefused
from lineage_viz.secrecy import without_secrets
from lineage_viz.system.durable import replaced
from lineage_viz.words import count, plain

MOST = 5
"""Attachments of one sign-off."""
LARGEST = 20_000_000
"""Bytes of an attachment."""
_LONGEST_NAME = 200

_NAME = "attachment "
_LINE = re.compile(r"([0-9a-f]{64}) (\d{1,12}) (.+)")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file: its name without folders, its size in bytes, and the SHA-256 of its content in hex."""

    name: str
    size: int
    sha256: str

    @property
    def words(self) -> str:
        """`policy.pdf (12,345 bytes, SHA-256 …)`."""
        return f"{plain(self.name, _LONGEST_NAME)} ({count(self.size, 'byte')}, SHA-256 {self.sha256})"


def attached(name: str, content: bytes) -> Attachment:
    """Return the attachment of a file. Raises SignOffRefused for an empty or large one."""
    # The name comes from a browser: only its last part, as text that cannot control anything.
    last = re.split(r"[/\\]", name)[-1]
    shown = plain(without_secrets(last), _LONGEST_NAME).strip() or "unnamed"
    if not content:
        raise SignOffRefused(f"{shown} is empty, so it shows nothing. Attach another file.")
    if len(content) > LARGEST:
        raise SignOffRefused(
            f"{shown} has {len(content):,} bytes, and an attachment at most {LARGEST:,}. Keep it elsewhere, and attach "
            "a file with its place and SHA-256."
        )
    return Attachment(shown, len(content), sha256(content).hexdigest())


def details_of(attachments: Sequence[Attachment]) -> Mapping[str, str]:
    """Return the details of an entry of the log: the digest and size first, the name last."""
    return {
        f"{_NAME}{number}": f"{each.sha256} {each.size} {each.name}"
        for number, each in enumerate(attachments, start=1)
    }


def attachments_of(details: Mapping[str, object]) -> tuple[Attachment, ...]:
    """Return the attachments of an entry of the log."""
    lines = (_LINE.fullmatch(str(text)) for name, text in details.items() if name.startswith(_NAME))
    return tuple(Attachment(found[3], int(found[2]), found[1]) for found in lines if found)


@dataclass(frozen=True, slots=True)
class AttachedFiles:
    """The folder of attachments. A file whose content does not match its name counts as missing."""

    folder: Path

    def keep(self, files: Sequence[tuple[str, bytes]]) -> tuple[Attachment, ...]:
        """Keep files, each with its name; they are on disk when this returns. Raises SignOffRefused, SealedLogError."""
        if len(files) > MOST:
            raise SignOffRefused(f"A sign-off has at most {MOST} attachments. Pack the files into one.")
        made = tuple(attached(name, content) for name, content in files)
        if len({each.sha256 for each in made}) < len(made):
            raise SignOffRefused("Two attachments have the same content. Attach it once.")
        try:
            for each, (_, content) in zip(made, files, strict=True):
                self.folder.mkdir(parents=True, exist_ok=True)
                replaced(self.folder / each.sha256, content)
        except OSError as error:
            raise SealedLogError(
                f"The attachments cannot be written to {self.folder}: {error.strerror or error}. The sign-off is not "
                "recorded. Check that the folder is writable and the disk is not full."
            ) from error
        return made

    def contents(self, attachments: Sequence[Attachment]) -> Iterator[tuple[Attachment, bytes]]:
        """Yield each attachment that is here and unchanged, with its content; each content once."""
        for each in {one.sha256: one for one in attachments}.values():
            try:
                content = (self.folder / each.sha256).read_bytes()
            except OSError:
                continue
            if sha256(content).hexdigest() == each.sha256:
                yield each, content
