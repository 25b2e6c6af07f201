"""The approval statuses in the kept snapshots of an account: an export compares them with those of now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from lineage_viz.approval import is_package
from lineage_viz.errors import SnapshotError
from lineage_viz.evidence.record import RECORD, record_of
from lineage_viz.evidence.status_changes import CHANGES, State, changes, state_in
from lineage_viz.export.reading import Reading
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.sagemaker_lineage.listings import PACKAGES
from lineage_viz.sagemaker_lineage.records import json_value
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot.latest import exported_snapshots
from lineage_viz.snapshot.manifest import Manifest, RecordsRead
from lineage_viz.snapshot.rows import read_entities
from lineage_viz.snapshot.schema import vertex_name

EARLIER = "earlier snapshot"
"""The name in the manifest of the snapshots that were compared. One that has it knows all changes before it."""


def with_status_changes(
    reading: Reading, entities: Iterable[Entity]
) -> tuple[list[Entity], Mapping[str, RecordsRead]]:
    """The entities; packages have the changes of their status in their records. Nothing changes without records."""
    every = list(entities)
    if not reading.plan.records:
        return every, {}
    earlier, account = _earlier(reading)
    if not earlier:
        return every, {EARLIER: account}
    taken = reading.checkpoint.taken
    for place, each in enumerate(every):
        if each.arn in earlier and is_package(each):
            states = [*earlier[each.arn], state_in(record_of(each), taken)]
            every[place] = _with_changes(each, changes(states))
    return every, {EARLIER: account}


def _with_changes(package: Entity, found: Sequence[Mapping[str, object]]) -> Entity:
    record = record_of(package)
    if list(found) == list(record.get(CHANGES, ())):
        return package
    members = {name: value for name, value in record.items() if name != CHANGES}
    members |= {CHANGES: list(found)} if found else {}
    return replace(package, properties={**package.properties, RECORD: json_value(members)})


def _earlier(reading: Reading) -> tuple[Mapping[str, Sequence[State]], RecordsRead]:
    """The states of each package in kept snapshots, oldest first, and the account of the reading."""
    states: defaultdict[str, list[State]] = defaultdict(list)
    read, damaged = 0, []
    for path, manifest in reversed(list(_compared(reading))):
        try:
            found = [(each.arn, state_in(record_of(each), manifest.taken)) for each in _packages(path)]
        except SnapshotError as error:
            damaged.append(str(error))
            continue
        read += 1
        for arn, state in found:
            states[arn].append(state)
    missing = f"Changes of the approval status may be missing: {damaged[0]}" if damaged else ""
    return states, RecordsRead(read, missing=missing)


def _compared(reading: Reading) -> Iterator[tuple[Path, Manifest]]:
    """The kept snapshots that are needed, newest first: from the last one that knows all changes before it."""
    origin, taken = reading.api.origin, reading.checkpoint.taken
    for path, manifest in exported_snapshots(reading.plan.out, origin.account, origin.region):
        if manifest.taken <= taken and _has_packages(manifest):
            yield path, manifest
            if knows_all_before(manifest):
                return


def knows_all_before(manifest: Manifest) -> bool:
    """True for a snapshot that has the statuses of packages, and all changes of them before it."""
    earlier = manifest.records.get(EARLIER)
    return _has_packages(manifest) and earlier is not None and not earlier.missing


def _has_packages(manifest: Manifest) -> bool:
    packages = manifest.records.get(PACKAGES)
    return packages is not None and not packages.not_read


def _packages(path: Path) -> Iterator[Entity]:
    folder: Folder = open_folder(path)
    for table in folder.tables:
        if not table.is_edges and vertex_name(table.path.name) == EntityLabel.ARTIFACT:
            yield from filter(is_package, read_entities(table))
