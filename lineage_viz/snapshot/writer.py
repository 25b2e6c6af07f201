"""Writes a snapshot: in a staging folder, verified, then renamed, so that a crash leaves nothing half made."""

import codecs
import gzip
import io
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TextIO

from lineage_viz import __version__
from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, Entity, EntityLabel, Properties
from lineage_viz.search_text import SEARCH_TEXT, SEARCH_TITLE, search_text, search_title
from lineage_viz.snapshot.column import Column, written
from lineage_viz.snapshot.folder import sha256
from lineage_viz.snapshot.manifest import FILE_NAME, FileEntry, Manifest
from lineage_viz.snapshot.schema import EDGE_COLUMNS, EDGE_FILE, VERTEX_COLUMNS, vertex_file
from lineage_viz.snapshot.verify import verify

STAGING_PREFIX = ".staging-"

_MARKED = "lineage_viz.marked"
"""How half a surrogate pair, which JSON can carry and UTF-8 cannot, is written: as U+FFFD."""


def _mark(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "\N{REPLACEMENT CHARACTER}".encode() * (error.end - error.start), error.end


codecs.register_error(_MARKED, _mark)


@dataclass(frozen=True, slots=True)
class Header:
    """What the maker of a snapshot knows of it; counts, files and digests are added while writing."""

    account: str
    region: str
    partition: str
    taken: datetime
    mode: str
    details: bool
    last_full: datetime
    based_on: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    calls: Mapping[str, int] = field(default_factory=dict)
    throttles: int = 0
    incomplete: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The folder's name: account, region and time, so that names sort by age."""
        return f"{self.account}-{self.region}-{self.taken:%Y%m%dT%H%M%SZ}"


def write_snapshot(
    parent: Path, header: Header, entities: Sequence[Entity], associations: Sequence[Association]
) -> Path:
    """Write a new snapshot below `parent` and return its path.

    Every end of an association must be among the entities. Rows are sorted, so equal lineage gives equal
    files. Raises SnapshotError (disk full, no permission, or the check of what was written failed).
    """
    staging = parent / f"{STAGING_PREFIX}{header.name}-{os.getpid()}"
    try:
        parent.mkdir(parents=True, exist_ok=True)
        staging.mkdir()
        manifest = _write_files(staging, header, entities, associations)
        (staging / FILE_NAME).write_text(manifest.to_json(), "utf-8")
        problems = verify(staging)
        if problems:
            raise SnapshotError(f"What was written is not a whole snapshot: {problems[0]}")
        return _publish(staging, parent / header.name)
    except OSError as error:
        raise SnapshotError(
            f"The snapshot cannot be written to {parent}: {error.strerror or error}. Nothing was published; "
            "make room or choose another folder, then run it again."
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def remove_leftovers(parent: Path, name: str) -> None:
    """Remove what writers of snapshots of `name` (account and region) left when they were killed.

    Only for who knows that no other writer is at work there.
    """
    for staging in parent.glob(f"{STAGING_PREFIX}{name}-*"):
        shutil.rmtree(staging, ignore_errors=True)


def _write_files(
    folder: Path, header: Header, entities: Sequence[Entity], associations: Sequence[Association]
) -> Manifest:
    labels = Counter(entity.label for entity in entities)
    types = Counter(association.type for association in associations)
    entries = []
    for label, columns in VERTEX_COLUMNS.items():
        of_label = sorted((e for e in entities if e.label == label), key=lambda e: e.arn)
        heading = ("~id", "~label")
        rows = (((e.arn, e.label), _with_derived(e)) for e in of_label)
        entries.append(_write_table(folder / vertex_file(label), heading, columns, rows))
    ordered = sorted(associations, key=lambda a: (a.source, a.destination, a.type))
    edge_rows = (((a.id, a.source, a.destination, a.type), a.properties) for a in ordered)
    edge_heading = ("~id", "~from", "~to", "~label")
    entries.append(_write_table(folder / EDGE_FILE, edge_heading, EDGE_COLUMNS, edge_rows))
    return Manifest(
        account=header.account,
        region=header.region,
        partition=header.partition,
        taken=header.taken,
        tool=f"lineage_viz {__version__}",
        mode=header.mode,
        details=header.details,
        last_full=header.last_full,
        based_on=header.based_on,
        filters=header.filters,
        labels={label: labels[label] for label in EntityLabel},
        association_types=dict(sorted(types.items())),
        unresolved=sum(entity.unresolved for entity in entities),
        calls=header.calls,
        throttles=header.throttles,
        incomplete=header.incomplete,
        files=tuple(entries),
    )


def _with_derived(entity: Entity) -> Properties:
    return {
        **entity.properties,
        SEARCH_TITLE: search_title(entity),
        SEARCH_TEXT: search_text(entity),
    }


def _write_table(
    path: Path,
    heading: tuple[str, ...],
    columns: tuple[Column, ...],
    rows: Iterable[tuple[tuple[str, ...], Properties]],
) -> FileEntry:
    places = {column.name: place for place, column in enumerate(columns, start=len(heading))}
    absent = [""] * len(columns)
    count = 0
    with _gzip_text(path) as stream:
        stream.write(",".join((*heading, *(column.header for column in columns))) + "\n")
        for system, properties in rows:
            if not properties.keys() <= places.keys():
                raise SnapshotError(f"{system[0]} has properties {path.name} has no column for.")
            fields = [*map(written, system), *absent]
            for name, value in properties.items():
                fields[places[name]] = written(value)
            stream.write(",".join(fields) + "\n")
            count += 1
    return FileEntry(path.name, count, sha256(path))


@contextmanager
def _gzip_text(path: Path) -> Iterator[TextIO]:
    # No file name or time in the gzip header: equal rows give equal bytes. Level 4 is 8 % larger than level 9, and
    # written in a third of its time.
    with path.open("wb") as raw:
        with (
            gzip.GzipFile("", "wb", 4, raw, mtime=0) as packed,
            io.TextIOWrapper(packed, "utf-8", errors=_MARKED, newline="") as text,
        ):
            yield text
        raw.flush()
        os.fsync(raw.fileno())


def _publish(staging: Path, wanted: Path) -> Path:
    target, number = wanted, 1
    while target.exists():
        number += 1
        target = wanted.with_name(f"{wanted.name}-{number}")
    staging.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return target
