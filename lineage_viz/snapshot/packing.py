"""The packing or the format of a file that is no text, by its first bytes, or else by the ending of its name."""

from pathlib import PurePath

_BY_SIGN = {
    b"PK\x03\x04": "it is a zip archive, which must be unpacked, or a spreadsheet; save that as CSV",
    b"\xfd7zXZ": "it is compressed with xz; unpack it",
    b"\x28\xb5\x2f\xfd": "it is compressed with zstd; unpack it",
    b"\xff\x06\0\0sNaPpY": "it is compressed with snappy; unpack it",
    b"7z\xbc\xaf": "it is a 7z archive; unpack it",
    b"\x04\x22\x4d\x18": "it is compressed with lz4; unpack it",
    b"\x1f\x9d": "it is compressed with compress (.Z); unpack it",
    b"]\0\0": "it is compressed with lzma; unpack it",
    b"Rar!": "it is a rar archive; unpack it",
    b"\x1f\x8b": "it is compressed, and its content is no text in UTF-8; unpack it to see",
    b"BZh": "it is compressed, and its content is no text in UTF-8; unpack it to see",
    b"x\x01": "it is compressed with deflate; unpack it",
    b"x^": "it is compressed with deflate; unpack it",
    b"x\x9c": "it is compressed with deflate; unpack it",
    b"x\xda": "it is compressed with deflate; unpack it",
    b"PAR1": "it is in Parquet's format, not text in UTF-8; save it as CSV",
    b"ORC": "it is in ORC's format; save it as CSV",
    b"Obj\x01": "it is in Avro's format; save it as CSV",
    b"ARROW1": "it is in Arrow's format; save it as CSV",
    b"SQLite": "it is a database of SQLite; save its tables as CSV",
    b"\xd0\xcf\x11\xe0": "it is a spreadsheet or another document of Office; save it as CSV",
}
"""The first bytes of packed files, whatever their names."""

_BY_ENDING = {
    ".snappy": "it is compressed with snappy; unpack it",
    ".sz": "it is compressed with snappy; unpack it",
    ".deflate": "it is compressed with deflate; unpack it",
    ".zz": "it is compressed with deflate; unpack it",
    ".lz4": "it is compressed with lz4; unpack it",
    ".zst": "it is compressed with zstd; unpack it",
    ".zstd": "it is compressed with zstd; unpack it",
    ".xz": "it is compressed with xz; unpack it",
    ".lzo": "it is compressed with lzo; unpack it",
    ".br": "it is compressed with brotli; unpack it",
    ".parquet": "it is in Parquet's format; save it as CSV",
    ".orc": "it is in ORC's format; save it as CSV",
    ".avro": "it is in Avro's format; save it as CSV",
}
"""Endings of packed files: Hadoop's own blocks of snappy, lz4 and zlib have no first bytes of their own."""


_TAR = 257, b"ustar"
"""The place of the sign of a tar archive, and this sign."""


UNPACKED_HERE = (b"\x1f\x8b", b"BZh")
"""The first bytes of the two packings that are read, also where the rest is damaged."""


def packing_within(content: bytes) -> str:
    """Return words about the first bytes of a compressed file's content, if it is packed again; else an empty text."""
    if is_tar(content):
        return "it is a compressed tar archive; unpack it"
    sign = next((sign for sign in _BY_SIGN if content.startswith(sign)), b"")
    if sign in UNPACKED_HERE:
        return "it is compressed, and its content is no text in UTF-8 but compressed again; unpack it once"
    return f"it is compressed, and {_BY_SIGN[sign].replace('it is', 'its content is', 1)}" if sign else ""


def is_tar(content: bytes) -> bool:
    """True for the first 512 bytes of a tar archive."""
    place, sign = _TAR
    return content[place : place + len(sign)] == sign


def packing(start: bytes, name: str) -> str:
    """Return words about a packed file, with its first bytes and its name; empty for any other."""
    by_sign = (words for sign, words in _BY_SIGN.items() if start.startswith(sign))
    return next(by_sign, "") or _BY_ENDING.get(PurePath(name).suffix.lower(), "")
