"""The caption in every file that is taken away, and the name of the file."""

import re
from dataclasses import dataclass
from unicodedata import category

from lineage_viz.characters import characters
from lineage_viz.words import plain

_MAX_NAME = 120
_MAX_BYTES = 200
"""File systems allow 255 bytes in a name, and a letter of many scripts takes three."""

_LONGEST_LINE = 2_000
_NAMES = re.compile(r"[\w.-]")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Caption:
    """The subject of a file, its snapshot, its filters and its extent, in words."""

    title: str
    snapshot: str
    """The account, the region and the time of the snapshot."""
    filters: str
    """The depths, the hidden types and other filters."""
    complete: str
    """`complete`, or `500 of 2,341 entities, …, cut at 500 entities, 1,841 more are left out`."""
    link: str = ""
    """The URL of the view."""
    gaps: str = ""
    """The gaps of the snapshot."""
    digest: str = ""
    """The SHA-256 of the manifest of the snapshot."""
    colours: str = ""
    """The value that decides the colours, such as `by status`; empty if it is the type."""
    entity: str = ""
    """The ARN and the source of the entity that the file is about: several may have the name in the title."""

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return names and values as plain text, the title first. Empty values are left out."""
        named = (
            ("Title", self.title),
            ("Entity", self.entity),
            ("Snapshot", self.snapshot),
            ("Digest", self.digest),
            ("Gaps", self.gaps),
            ("Filters", self.filters),
            ("Colours", self.colours),
            ("Extent", self.complete),
            ("View", self.link),
        )
        return tuple((name, plain(value, _LONGEST_LINE)) for name, value in named if value)


def file_name(caption: Caption, extension: str) -> str:
    """Return a file name that every system accepts, of at most 120 letters."""
    ending = "." + _safe(extension)
    stem = _safe(plain(caption.title))
    if _DEVICES.match(stem):
        stem = f"lineage-{stem}"
    stem = _at_most(stem, _MAX_NAME - len(ending), _MAX_BYTES - len(ending))
    return (stem.rstrip(".-_") or "lineage") + ending


def _safe(text: str) -> str:
    """Return letters with their vowel signs and accents, digits, `.`, `-` and `_`; "-" for all else between them."""
    kept = (sign if _NAMES.match(sign) or category(sign).startswith("M") else "-" for sign in text)
    return re.sub(r"-{2,}", "-", re.sub(r"\.{2,}", ".", "".join(kept))).strip(".-_")


def _at_most(text: str, letters: int, size: int) -> str:
    """Return the whole characters at the start of a text, of at most so many letters and bytes."""
    kept = ""
    for each in characters(text):
        if len(kept + each) > letters or len((kept + each).encode()) > size:
            break
        kept += each
    return kept
