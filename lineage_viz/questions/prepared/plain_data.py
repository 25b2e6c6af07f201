"""The answer to a prepared question as plain data, for JSON."""

from typing import Any

from lineage_viz.questions.prepared.question import Answer
from lineage_viz.title import title


def answer_data(answer: Answer, sentence: str) -> dict[str, Any]:
    """Return the question with its meaning, its values, Gremlin and Python, the extent, and the rows."""
    columns = [name.lower().replace(" ", "_") for name in answer.question.columns]
    return {
        "question": answer.question.name,
        "sentence": sentence,
        "means": answer.question.means,
        "values": dict(answer.values),
        "extent": answer.extent,
        "complete": not (answer.found.truncated or answer.gaps or answer.caveat),
        "gaps": list(answer.gaps),
        "notes": list(answer.found.notes),
        "rows": [
            {
                "arn": row.entity.arn,
                "title": title(row.entity),
                "type": row.entity.type or row.entity.label,
                **dict(zip(columns, row.cells, strict=True)),
            }
            for row in answer.rows
        ],
        "gremlin": answer.gremlin,
        "python": answer.python,
    }
