"""The words about unresolved entities as a whole: those of exports, and ends that have no row in a foreign folder."""

from collections.abc import Sequence

from lineage_viz.model import SnapshotInfo


def unresolved_words(number: int, snapshots: Sequence[SnapshotInfo]) -> str:
    """Return `3 outside this account or deleted`, or `3 without a row`; empty when there are none."""
    of_folders = {bool(info.folder) for info in snapshots}
    words = {True: "without a row", False: "outside this account or deleted"}
    named = [words[kind] for kind in (False, True) if kind in of_folders] or [words[False]]
    return f"{number:,} {' or '.join(named)}" if number else ""
