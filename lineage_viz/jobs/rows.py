"""Jobs as rows of a SQLite table, and the SQL statements that change them."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lineage_viz.jobs.job import Job, JobKind, JobState, Order
from lineage_viz.jobs.process import Identity
from lineage_viz.json_text import json_text
from lineage_viz.progress import Progress

TABLE = (
    """
CREATE TABLE job (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, target TEXT NOT NULL, parameters TEXT NOT NULL,
    who TEXT NOT NULL, state TEXT NOT NULL, created TEXT NOT NULL, started TEXT, ended TEXT,
    progress TEXT NOT NULL DEFAULT '', result TEXT NOT NULL DEFAULT '', error TEXT NOT NULL DEFAULT '',
    cancelled_by TEXT NOT NULL DEFAULT '', pid INTEGER, began REAL
)
""",
    "CREATE INDEX active_job ON job (state) WHERE state IN ('queued', 'running')",
)

_ACTIVE = "state IN ('queued', 'running')"
_JOB = (
    "SELECT id, kind, target, parameters, who, state, created, started, ended, progress, result, error, "
    "cancelled_by, pid, began FROM job"
)
_COUNT = "SELECT count(*) FROM job"
_IN_STATES = "(json_array_length(?1) = 0 OR state IN (SELECT value FROM json_each(?1)))"
PAGE = f"{_JOB} WHERE {_IN_STATES} ORDER BY id DESC LIMIT ?2 OFFSET ?3"
ONE = f"{_JOB} WHERE id = ?"
ACTIVE = f"{_JOB} WHERE {_ACTIVE} ORDER BY id"
COUNT = f"{_COUNT} WHERE {_IN_STATES}"
PAST = f"{_JOB} WHERE NOT ({_ACTIVE}) ORDER BY id DESC LIMIT -1 OFFSET ?"

# Each statement checks the state, so that an ended job never changes.
ADD = "INSERT INTO job (kind, target, parameters, who, state, created) VALUES (?, ?, ?, ?, 'queued', ?)"
RUN = "UPDATE job SET state = 'running', started = ?, pid = ?, began = ? WHERE id = ? AND state = 'queued'"
TELL = "UPDATE job SET progress = ? WHERE id = ? AND state = 'running'"
END = "UPDATE job SET state = ?, ended = ?, result = ?, error = ? WHERE id = ? AND state IN ('queued', 'running')"
CANCEL = "UPDATE job SET cancelled_by = ? WHERE id = ? AND state IN ('queued', 'running')"
DELETE = "DELETE FROM job WHERE id = ?"


def as_job(row: Sequence[Any], logs: Path) -> Job:
    """The job of a row that one of the selections above returned."""
    id_, kind, target, parameters, who, state, created, started, ended = row[:9]
    progress, result, error, cancelled_by, pid, began = row[9:]
    return Job(
        id_,
        Order(JobKind(kind), target, json.loads(parameters), who),
        JobState(state),
        datetime.fromisoformat(created),
        # The name contains the time too: numbers start again at 1 if someone deletes the record.
        logs / f"{id_}-{datetime.fromisoformat(created):%Y%m%dT%H%M%S}.log",
        datetime.fromisoformat(started) if started else None,
        datetime.fromisoformat(ended) if ended else None,
        _progress(json.loads(progress)) if progress else None,
        result,
        error,
        cancelled_by,
        Identity(pid, began) if pid is not None else None,
    )


def _progress(row: dict[str, Any]) -> Progress:
    return Progress(**row | {"steps": tuple((step, state) for step, state in row.get("steps", ()))})


def as_text(progress: Progress) -> str:
    """The progress as text for its column."""
    return json_text(asdict(progress))


def now() -> str:
    """The present time as text for its columns."""
    return datetime.now(UTC).isoformat()
