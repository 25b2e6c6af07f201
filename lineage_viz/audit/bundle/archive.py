"""The zip of a bundle: the same bytes for the same members on each machine.

Members are stored without compression, because the bytes of deflate differ between builds of zlib. Times and rights are
fixed. So each byte of a bundle follows from its members, and each changed byte of the zip itself shows.
"""

import io
import stat
import struct
from collections.abc import Iterable, Sequence
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lineage_viz.audit.bundle.member import Member

_TIME = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip can have."""

_UNIX = 3
_PACKED = 100
"""The largest size of all members together, in sizes of the zip."""

_BROKEN = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
)
"""The errors of zipfile about a damaged file."""


class NoArchive(Exception):
    """The bytes are no zip, or one that no reader can open."""


def zipped(members: Iterable[Member]) -> bytes:
    """Return the zip of the members in their order."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for each in members:
            info = ZipInfo(each.name, _TIME)
            info.create_system = _UNIX
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, each.content)
    return stream.getvalue()


def unzipped(content: bytes) -> tuple[tuple[Member, ...], tuple[str, ...]]:
    """Return the members of a zip that can be read, and the names of those that cannot. Raises NoArchive.

    A bundle's members are not compressed, but another program may have packed them again. Members that together are
    much larger than the zip cannot be read: no bundle has such texts.
    """
    try:
        archive = ZipFile(io.BytesIO(content))
    except _BROKEN as error:
        raise NoArchive(str(error)) from error
    members, broken = [], []
    left = _PACKED * len(content)
    for info in archive.infolist():
        left -= info.file_size
        try:
            if left < 0 or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise BadZipFile
            members.append(Member(info.filename, archive.read(info)))
        except _BROKEN:
            broken.append(info.filename)
    return tuple(members), tuple(broken)


def difference(content: bytes, members: Sequence[Member]) -> str:
    """Return the first place where a zip differs from that of its members, in words; empty if it does not."""
    expected = zipped(members)
    if content == expected:
        return ""
    if any(info.compress_type != ZIP_STORED for info in ZipFile(io.BytesIO(content)).infolist()):
        return "another program packed it again, and compressed it; the files in it are unaltered"
    if content.startswith(expected):
        return f"it has {len(content) - len(expected):,} more bytes after its end"
    at = next((n for n, (a, b) in enumerate(zip(content, expected, strict=False)) if a != b), len(expected))
    return f"byte {at:,} is not that of a bundle, {_place(at, expected)}"


def _place(at: int, expected: bytes) -> str:
    archive = ZipFile(io.BytesIO(expected))
    for info in archive.infolist():
        start = info.header_offset + 30 + len(info.filename)  # a header has 30 bytes and the name
        if at < start:
            return f"in front of {info.filename}"
        if at < start + info.file_size:
            return f"in {info.filename}"
    return "in the directory at its end"
