"""One run of a load: it reads the files and puts their rows into the graph."""

import json
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gremlin_python.driver.client import Client

from tests.neptune_local.bulk_csv import Row, Spoiled, Table, open_table
from tests.neptune_local.faults import Faults
from tests.neptune_local.feed import Counts, Feed, Problem
from tests.neptune_local.gate import Gate
from tests.neptune_local.load_job import LoadJob
from tests.neptune_local.source import Source, Unreadable

SCRIPT = (Path(__file__).parent / "gremlin" / "load.groovy").read_text("utf-8")
BATCH = 500
"""Number of rows that are sent to the graph at once."""


class _Stop(Exception):
    """The load ends here, with one status for the file and one for the load."""

    def __init__(self, feed: str, overall: str) -> None:
        super().__init__(overall)
        self.feed, self.overall = feed, overall


class LoadRun:
    """One run of one load."""

    def __init__(self, job: LoadJob, source: Source, graph: Client, faults: Faults, gate: Gate) -> None:
        self._job, self._source, self._graph, self._faults, self._gate = job, source, graph, faults, gate
        self._fails = faults.take("load_fails")

    def run(self, done: set[str]) -> str:
        """Load the files, except those in `done`, and return the final status."""
        self._job.feeds = list(self._source.feeds())
        if not self._job.feeds:
            return "LOAD_FAILED"
        for feed in self._job.feeds:
            if feed.uri in done:
                feed.status = "LOAD_COMPLETED"
        try:
            with TemporaryDirectory(prefix="load-") as folder:
                for feed, table in self._in_order(Path(folder)):
                    self._load(feed, table)
        except _Stop as stop:
            return stop.overall
        if any(feed.failed for feed in self._job.feeds):
            return "LOAD_FAILED"
        return "LOAD_COMMITTED_W_WRITE_CONFLICTS" if self._faults.take("load_conflicts") else "LOAD_COMPLETED"

    def _in_order(self, folder: Path) -> list[tuple[Feed, Table]]:
        """The readable files, those with vertices first, unless the load has only edges."""
        tables = [
            (feed, self._table(feed, folder)) for feed in self._job.feeds if feed.status == "LOAD_NOT_STARTED"
        ]
        found = [(feed, table) for feed, table in tables if table is not None]
        return (
            found if self._job.request.edges_only else sorted(found, key=lambda one: one[1].header.is_edges)
        )

    def _table(self, feed: Feed, folder: Path) -> Table | None:
        try:
            table = open_table(self._source.read(feed, folder))
        except Unreadable as error:
            self._problem(feed, error.code, error.message, 0)
            return self._end(feed, error.status)
        if isinstance(table, Spoiled):
            self._spoiled(feed, table)
            return self._end(feed, "LOAD_FAILED")
        return table

    def _end(self, feed: Feed, status: str) -> None:
        feed.status = status
        if self._job.request.fail_on_error:
            raise _Stop(status, "LOAD_FAILED")

    def _load(self, feed: Feed, table: Table) -> None:
        feed.status = "LOAD_IN_PROGRESS"
        found = table.rows()
        try:
            self._check_for_stop()
            while batch := list(islice(found, BATCH)):
                self._batch(feed, table, batch)
                self._check_for_stop()
        except _Stop as stop:
            feed.status = stop.feed
            raise
        wrong = feed.counts.parsing + feed.counts.datatype + feed.counts.insert
        feed.status = "LOAD_FAILED" if wrong else "LOAD_COMPLETED"

    def _check_for_stop(self) -> None:
        records = self._job.counts.records
        self._gate.passage(records, self._job.cancelled.is_set)
        if self._job.cancelled.is_set():
            raise _Stop("LOAD_CANCELLED_BY_USER", "LOAD_CANCELLED_BY_USER")
        if self._fails and records >= self._faults.load_fails_after:
            raise _Stop("LOAD_FAILED", "LOAD_FAILED")

    def _batch(self, feed: Feed, table: Table, batch: list[Row | Spoiled]) -> None:
        """Insert the rows up to the first one that stops the load."""
        strict = self._job.request.fail_on_error
        good: list[Row] = []
        spoiled: list[Spoiled] = []
        for row in batch:
            if isinstance(row, Row):
                good.append(row)
                continue
            spoiled.append(row)
            if strict or row.fatal:
                break
        inserted = self._insert(feed, table, good)
        for row in spoiled if inserted or not strict else ():
            self._spoiled(feed, row)
        if strict and (spoiled or not inserted):
            raise _Stop("LOAD_FAILED", "LOAD_FAILED")

    def _insert(self, feed: Feed, table: Table, good: list[Row]) -> bool:
        """Insert rows; True when all were accepted."""
        if not good:
            return True
        bindings: dict[str, Any] = {
            "json": json.dumps([row.values for row in good]),
            "isEdges": table.header.is_edges,
            "columns": [[column.name, column.type, column.single] for _, column in table.header.columns],
            "update": self._job.request.update,
            "stop": self._job.request.fail_on_error,
        }
        records, duplicates, errors = self._graph.submit(SCRIPT, bindings).all().result()
        feed.counts.add(Counts(records, duplicates, insert=len(errors)))
        for index, code, message in errors:
            self._problem(feed, code, message, good[index].number)
        return not errors

    def _spoiled(self, feed: Feed, row: Spoiled) -> None:
        feed.counts.add(Counts(datatype=1) if row.datatype else Counts(parsing=1))
        self._problem(feed, "PARSING_ERROR", row.reason, row.number)

    def _problem(self, feed: Feed, code: str, message: str, record: int) -> None:
        self._job.problems.append(Problem(code, message, feed.uri, record))
