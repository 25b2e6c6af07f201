"""A graph as Neptune keeps it, in plain dicts. It loads rows of CSV files as Neptune's bulk loader does."""

import csv
import gzip
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

Row = dict[str, str]
"""`~label`, for edges also `~from` and `~to`, and the existing properties, as text."""


@dataclass
class PlainGraph:
    vertices: dict[str, Row] = field(default_factory=dict)
    edges: dict[str, Row] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> "PlainGraph":
        graph = cls()
        graph.load(folder)
        return graph

    def load(self, folder: Path) -> None:
        for element, row in records(folder):
            self.put(element, row)

    def put(self, element: str, row: Row) -> None:
        """Load a row or a part of one: it sets properties, removes none, and can only add a label."""
        if "~from" in row:
            assert row["~from"] in self.vertices, "FROM_OR_TO_VERTEX_ARE_MISSING"
            assert row["~to"] in self.vertices, "FROM_OR_TO_VERTEX_ARE_MISSING"
            self.edges.setdefault(element, {}).update(row)
            return
        held = self.vertices.setdefault(element, dict(row))
        label = held["~label"]
        held.update(row)
        held["~label"] = label if row["~label"] == label else f"{label}::{row['~label']}"

    def remove_vertex(self, vertex: str) -> None:
        self.vertices.pop(vertex, None)
        self.edges = {
            edge: row for edge, row in self.edges.items() if vertex not in (row["~from"], row["~to"])
        }

    def remove_edge(self, edge: str) -> None:
        self.edges.pop(edge, None)

    def drop(self, elements: dict[str, Row], element: str, name: str) -> None:
        elements.get(element, {}).pop(name, None)


def records(folder: Path) -> Iterable[tuple[str, Row]]:
    """Every row of a folder's files, vertices first."""
    for path in sorted(folder.glob("*.csv.gz"), key=lambda path: (path.name == "edges.csv.gz", path.name)):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
            for raw in csv.DictReader(stream, strict=True):
                row = {name.split(":")[0]: text for name, text in raw.items() if text}
                yield row.pop("~id"), row
