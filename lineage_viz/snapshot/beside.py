"""The snapshots of one account and region in a folder, oldest first."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lineage_viz.errors import SnapshotError
from lineage_viz.model import Origin
from lineage_viz.snapshot.manifest import EXPORTED, FILE_NAME, Manifest


class Dated(NamedTuple):
    """A snapshot with its time."""

    taken: datetime
    path: Path


def by_origin(parent: Path) -> Mapping[tuple[Origin, str], Sequence[Dated]]:
    """Return the snapshots in a folder by their origin, and by their mode unless it is an export of SageMaker."""
    found: dict[tuple[Origin, str], list[Dated]] = {}
    for file in parent.resolve().glob(f"[!.]*/{FILE_NAME}"):
        with suppress(SnapshotError):
            manifest = Manifest.read(file.parent)
            kind = "" if manifest.mode in EXPORTED else manifest.mode
            found.setdefault((manifest.origin, kind), []).append(Dated(manifest.taken, file.parent))
    return {key: sorted(found[key]) for key in sorted(found)}


def beside(snapshot: Path) -> Sequence[Dated]:
    """Return the snapshots of the same origin in the same folder, with this one; none if it is no snapshot."""
    folder = snapshot.resolve()
    every = by_origin(folder.parent).values()
    return next((each for each in every if any(dated.path == folder for dated in each)), ())
