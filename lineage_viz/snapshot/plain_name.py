"""Names of files and snapshots that others wrote. They become parts of paths and keys, so they must be of one part."""

import re

from lineage_viz.plain_text import visible

_PLAIN = re.compile(r"(?!\.{1,2}\Z)(?![A-Za-z]:)[^/\\\x00-\x1f\x7f\ud800-\udfff]{1,255}")


def is_plain_name(name: str) -> bool:
    """True for a name of one part: joined to a folder, it names something directly in this folder."""
    return _PLAIN.fullmatch(name) is not None


def is_snapshot_name(name: str) -> bool:
    """True for a plain name that a snapshot may have. A dot at the start marks notes and unfinished folders."""
    return is_plain_name(name) and not name.startswith(".")


def quoted(name: str) -> str:
    """Return the start of such a name in quotes, safe to print."""
    return f'"{visible(name[:80])}"'
