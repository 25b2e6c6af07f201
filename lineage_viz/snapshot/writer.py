"""The writer of snapshots: it writes to a staging folder, verifies, then renames, so that a crash publishes nothing."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, Entity, EntityLabel, association_order
from lineage_viz.snapshot.manifest import TOOL, Manifest, RecordsRead, is_snapshot
from lineage_viz.snapshot.merging import entity_order
from lineage_viz.snapshot.schema import SAGEMAKER, FileSchema
from lineage_viz.snapshot.tables import FINISHED, Finish, write_large_tables, write_tables
from lineage_viz.snapshot.verify import verify
from lineage_viz.system.durable import to_disk
from lineage_viz.system.two_processes import is_large

STAGING_PREFIX = ".staging-"
_LONGEST = 100
"""The characters of a folder's name that its snapshot keeps: systems of files allow 255 for all parts together."""
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Header:
    """The part of a manifest that the export supplies; the writer adds counts, files and digests."""

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
    records: Mapping[str, RecordsRead] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    without_row: int = 0
    completeness: str = ""

    @property
    def name(self) -> str:
        """The folder's name: origin and time, so that names sort by age."""
        folder = _UNSAFE.sub("-", self.folder).strip("-")[:_LONGEST]
        place = self.region if self.account else folder or "folder"
        return f"{self.account or 'folder'}-{place}-{self.taken:%Y%m%dT%H%M%SZ}"


def write_snapshot(
    parent: Path,
    header: Header,
    entities: Sequence[Entity],
    associations: Sequence[Association],
    schema: FileSchema = SAGEMAKER,
    finish: Finish = FINISHED,
) -> Path:
    """Write a new snapshot below `parent` and return its path.

    Every end of an association must be among the entities. Rows are sorted, so equal lineage gives equal
    files. `finish` completes the rows while they are written.

    Raises SnapshotError (disk full, no permission, `parent` is inside a snapshot, or the written files fail
    verification).
    """
    refuse_snapshot(parent)
    staging = parent / f"{STAGING_PREFIX}{header.name}-{os.getpid()}"
    try:
        parent.mkdir(parents=True, exist_ok=True)
        staging.mkdir()
        manifest = _write_files(staging, header, entities, associations, schema, finish)
        for file in manifest.write(staging):
            to_disk(file)
        to_disk(staging)
        problems = verify(staging)
        if problems:
            raise SnapshotError(f"The written snapshot is incomplete or wrong: {problems[0]}")
        return publish(staging, parent / header.name)
    except OSError as error:
        raise SnapshotError(
            f"The snapshot cannot be written to {parent}: {error.strerror or error}. Nothing was published; "
            "make room or choose another folder, then run it again."
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def refuse_snapshot(parent: Path) -> None:
    """Raise SnapshotError for a folder that is a snapshot, or inside one: a new file there would break it."""
    there = parent.resolve()
    for each in (there, *there.parents):
        if is_snapshot(each):
            raise SnapshotError(
                f"{each} is a snapshot, and a snapshot is never edited. Choose another folder."
            )


def remove_leftovers(parent: Path, name: str) -> None:
    """Remove staging folders that killed writers of `name` (account and region) left.

    Call it only if no other writer works in `parent`.
    """
    for staging in parent.glob(f"{STAGING_PREFIX}{name}-*"):
        shutil.rmtree(staging, ignore_errors=True)


def _write_files(
    folder: Path,
    header: Header,
    entities: Sequence[Entity],
    associations: Sequence[Association],
    schema: FileSchema,
    finish: Finish,
) -> Manifest:
    labels = Counter(entity.label for entity in entities)
    types = Counter(association.type for association in associations)
    by_arn = sorted(entities, key=entity_order)
    write = write_large_tables if is_large(len(entities) + len(associations)) else write_tables
    files = write(folder, by_arn, sorted(associations, key=association_order), schema, finish)
    return Manifest(
        account=header.account,
        region=header.region,
        partition=header.partition,
        taken=header.taken,
        tool=TOOL,
        mode=header.mode,
        details=header.details,
        last_full=header.last_full,
        based_on=header.based_on,
        filters=header.filters,
        labels={label: labels[label] for label in EntityLabel} | dict(sorted(labels.items())),
        association_types=dict(sorted(types.items())),
        unresolved=sum(entity.unresolved for entity in entities),
        calls=header.calls,
        throttles=header.throttles,
        incomplete=header.incomplete,
        records=header.records,
        domains=header.domains,
        files=files,
        folder=header.folder,
        without_row=header.without_row,
        completeness=header.completeness,
    )


def publish(staging: Path, wanted: Path) -> Path:
    """Give a finished folder its name, or that name with a number if there is such a folder. Raises OSError."""
    target, number = wanted, 1
    while target.exists():
        number += 1
        target = wanted.with_name(f"{wanted.name}-{number}")
    staging.rename(target)
    to_disk(target.parent)
    return target
