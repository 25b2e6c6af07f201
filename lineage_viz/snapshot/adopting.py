"""The adoption of a foreign folder: a verified snapshot with the same lineage, and a list of all changes.

A load, a reload or an audit needs a snapshot: its rows are sorted, its ids are safe in a shared cluster, and its
manifest shows that it is whole. The foreign folder stays as it is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from lineage_viz.arn import Arn
from lineage_viz.errors import SnapshotError
from lineage_viz.model import Entity, Properties
from lineage_viz.snapshot.adopted_columns import adopted_columns, changed_columns
from lineage_viz.snapshot.completeness import about_folder, about_ids
from lineage_viz.snapshot.folder import Folder
from lineage_viz.snapshot.losses import losses
from lineage_viz.snapshot.manifest import ADOPTED
from lineage_viz.snapshot.meaningless import change_words
from lineage_viz.snapshot.writer import Header, write_snapshot
from lineage_viz.words import count

_NOT_IN_NAMES = re.compile(r"[\s,]|\\\Z")


@dataclass(frozen=True, slots=True)
class Adopted:
    """The new snapshot, and the differences between it and the foreign folder, one sentence each."""

    path: Path
    changes: tuple[str, ...]


def adopt(folder: Folder, parent: Path) -> Adopted:
    """Write a snapshot of a foreign folder below `parent`.

    The ids become ARNs where every vertex has an `arn` and these are distinct; otherwise they stay. The time of the
    snapshot is that of the folder's newest file. Raises SnapshotError for a folder that is a snapshot already, that
    contains `parent`, or whose rows cannot be read or written.
    """
    if folder.manifest is not None:
        raise SnapshotError(f"{folder.path} is a snapshot already. Load or open it as it is.")
    if parent.resolve().is_relative_to(folder.path.resolve()):
        raise SnapshotError(
            f"{parent} is inside the folder, which stays as it is. Choose another folder for --out."
        )
    names = _names(folder)
    entities = [
        replace(each, properties=_renamed(each.properties, names)) for each in folder.foreign.entities
    ]
    associations = [
        replace(each, properties=_renamed(each.properties, names)) for each in folder.foreign.associations
    ]
    columns = adopted_columns(entities, associations)
    header = _header(folder, entities)
    changes = (
        *_changes(folder, header, names),
        *change_words(folder.tables),
        *changed_columns(folder.tables, columns, names),
        *losses(folder.tables),
        *(f"{gap}." for gap in folder.gaps),
        *(f"Passed over, too: {each}." for each in folder.also_passed_over),
    )
    return Adopted(write_snapshot(parent, header, entities, associations, columns.schema), changes)


def _names(folder: Folder) -> Mapping[str, str]:
    """Return the name in Neptune of each property. Raises SnapshotError when two names would become one."""
    found = {column.name for table in folder.tables for column in table.property_columns}
    names = {name: _NOT_IN_NAMES.sub("_", name) for name in found}
    by_new = Counter(names.values())
    if twice := sorted(name for name, new in names.items() if by_new[new] > 1):
        raise SnapshotError(
            f"{folder.path} has the properties {', '.join(twice)}. Neptune allows no blanks, no commas and "
            "no backslash at the end of a name, and without them these names are the same. Rename one of them."
        )
    return names


def _renamed(properties: Properties, names: Mapping[str, str]) -> Properties:
    return {names.get(name, name): value for name, value in properties.items()}


def _header(folder: Folder, entities: Iterable[Entity]) -> Header:
    """Return the header. It has an account and region only if all entities are of the same."""
    origins = {(each.text("account"), each.text("region")) for each in entities if not each.unresolved}
    account, region = origins.pop() if len(origins) == 1 else ("", "")
    if not account or not region:
        account, region = "", ""
    newest = max(table.path.stat().st_mtime for table in folder.tables)
    taken = datetime.fromtimestamp(int(newest), UTC)
    partitions = {Arn.parse(each.arn).partition for each in entities}
    return Header(
        account=account,
        region=region,
        partition=partitions.pop() if len(partitions) == 1 else "",
        taken=taken,
        mode=ADOPTED,
        details=False,
        last_full=taken,
        incomplete=folder.gaps,
        folder=folder.name or "folder",
        without_row=folder.foreign.without_row,
        completeness=about_folder(folder),
    )


def _changes(folder: Folder, header: Header, names: Mapping[str, str]) -> Iterable[str]:
    yield f"The time of the snapshot is that of the newest file: {header.taken:%Y-%m-%d %H:%M:%S} UTC."
    yield from about_ids(folder.foreign)
    yield header.completeness
    if located := folder.foreign.located:
        entities = count(located, "entity", "entities")
        yield f"{entities} got the account and region of the ARN, which the files do not have."
    if changed := sorted(name for name, new in names.items() if name != new):
        yield (
            "Blanks, commas and a backslash at the end became _ in the names of these properties, because Neptune "
            f"allows none: {', '.join(changed)}."
        )
