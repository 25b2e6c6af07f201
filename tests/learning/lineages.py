"""Small lineages for the tests of graph learning, and the reading of an export."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pyarrow import parquet

from lineage_viz.learning.tables import LearningTables
from lineage_viz.model import Association, Entity, Properties, SnapshotInfo, Value
from lineage_viz.store.local import LocalStore
from tests.sample import Listed

DAY = datetime(2026, 1, 1, tzinfo=UTC)


def at(day: float) -> datetime:
    return DAY + timedelta(days=day)


def entity(
    name: str, day: float | None = 0, type_: str = "DataSet", label: str = "artifact", **more: Value
) -> Entity:
    created: Properties = {} if day is None else {"creationtime": at(day)}
    return Entity(f"arn:{name}", label, {"arn": f"arn:{name}", "type": type_, **created, **more})


def link(
    source: str,
    destination: str,
    day: float | None = None,
    type_: str = "ContributedTo",
    id_: str | None = None,
) -> Association:
    made: Properties = {} if day is None else {"creationtime": at(day)}
    return Association(f"arn:{source}", type_, f"arn:{destination}", made, id_)


def source(
    entities: Iterable[Entity], links: Iterable[Association] = (), taken: datetime | None = None
) -> Listed:
    return Listed(tuple(entities), tuple(links), SnapshotInfo("listed", taken=taken))


def store(entities: Iterable[Entity], links: Iterable[Association] = ()) -> LocalStore:
    return LocalStore([source(entities, links)])


Triples = list[tuple[str, str, str]]


def triples(tables: LearningTables, part: int | None = None) -> Triples:
    """The associations of tables by ARN, of one part or of all."""
    nodes = {each.name: each for each in tables.nodes}
    found = []
    for edge in tables.edges:
        ends = zip(edge.sources.tolist(), edge.destinations.tolist(), edge.split.tolist(), strict=True)
        for source_, destination, split in ends:
            if part in (None, split):
                arns = nodes[edge.source].arns[source_], nodes[edge.destination].arns[destination]
                found.append((arns[0], edge.association, arns[1]))
    return sorted(found)


def column(tables: LearningTables, table: str, name: str) -> list[Any]:
    """The cells of one column of a table of entities; None where nothing is recorded."""
    (node,) = (each for each in tables.nodes if each.name == table)
    (found,) = (each for each in node.columns if each.name == name)
    values = [found.texts[each] for each in found.values] if found.texts else found.values.tolist()
    return [value if here else None for value, here in zip(values, found.recorded.tolist(), strict=True)]


def graph(folder: Path) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads((folder / "graph.json").read_text("utf-8"))
    return read


def rows(file: Path) -> list[dict[str, Any]]:
    return list(parquet.read_table(file).to_pylist())


def every_text(folder: Path) -> str:
    """Everything that an export says: its texts and tables."""
    tables = (str(parquet.read_table(file).to_pydict()) for file in sorted(folder.rglob("*.parquet")))
    texts = (file.read_text("utf-8") for file in sorted(folder.glob("*.*")))
    names = (file.name for file in sorted(folder.rglob("*")))
    return "\n".join((*tables, *texts, *names))
