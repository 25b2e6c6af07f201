"""The list of SHA-256 digests in a bundle, in the form of `sha256sum`: `sha256sum --check SHA256SUMS` reads it."""

import hashlib
import re
from collections.abc import Iterable, Mapping

from lineage_viz.audit.bundle.member import SIGNATURE, SUMS, Member

_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9._-]+)")


def digest(content: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sums(members: Iterable[Member]) -> Member:
    """Return the list of all members, by name."""
    lines = [f"{digest(each.content)}  {each.name}\n" for each in sorted(members, key=lambda each: each.name)]
    return Member(SUMS, "".join(lines).encode())


def listed(content: bytes) -> Mapping[str, str]:
    """Return the digests of a list by name. Raises ValueError for a text in another form."""
    found: dict[str, str] = {}
    for line in content.decode("ascii").splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match[2] in found:
            raise ValueError(line)
        found[match[2]] = match[1]
    return found


def is_listed(name: str) -> bool:
    """True for a member that the list has: not the list itself, nor its signature."""
    return name not in (SUMS, SIGNATURE)
