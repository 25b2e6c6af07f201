"""The answer to a prepared question as plain data, for JSON."""

from typing import Any

from lineage_viz.model import Entity
from lineage_viz.questions.prepared.question import Answer
from lineage_viz.title import title

COUNTS = frozenset({"steps", "jobs", "places"})
"""The columns of which each cell is a number."""


def answer_data(answer: Answer, sentence: str) -> dict[str, Any]:
    """Return the question with its meaning, its values, Gremlin and Python, the extent, and the rows."""
    columns = [name.lower().replace(" ", "_") for name in answer.question.columns]
    return {
        "question": answer.question.name,
        "sentence": sentence,
        "means": answer.question.means,
        "values": dict(answer.values),
        "extent": answer.extent,
        "complete": answer.is_complete,
        "gaps": list(answer.gaps),
        "notes": list(answer.found.notes),
        "rows": [
            {
                "arn": row.entity.arn,
                "title": title(row.entity),
                "type": row.entity.type or row.entity.label,
                **{name: _number(name, cell) for name, cell in zip(columns, row.cells, strict=True)},
                **_moment_and_source(row.entity),
            }
            for row in answer.rows
        ],
        "gremlin": answer.gremlin,
        "python": answer.python,
    }


def _moment_and_source(entity: Entity) -> dict[str, str]:
    return {"created": entity.created.isoformat() if entity.created else "", "source": entity.source}


def _number(name: str, cell: str) -> str | int:
    """Return the number in a cell of a column that counts; steps of an endpoint may be words."""
    return int(cell) if name in COUNTS and cell.isascii() and cell.isdigit() else cell
