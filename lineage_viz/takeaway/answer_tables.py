"""The answer to a prepared question, as CSV for spreadsheets and as JSON for programs."""

from lineage_viz.json_text import json_text
from lineage_viz.questions.prepared import Answer
from lineage_viz.takeaway.caption import Caption
from lineage_viz.takeaway.tables import entity_rows_csv
from lineage_viz.title import title


def answer_csv(answer: Answer, caption: Caption) -> str:
    """Return a row for each entity: its ARN, title and label, the columns of the question, and every property."""
    rows = [((title(row.entity), row.entity.label, *row.cells), row.entity) for row in answer.rows]
    return entity_rows_csv(answer.question.columns, rows, caption)


def answer_json(answer: Answer, sentence: str) -> str:
    """Return the question with its meaning, its values, Gremlin and Python, the extent, and the rows."""
    columns = [name.lower().replace(" ", "_") for name in answer.question.columns]
    whole = {
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
    return json_text(whole, indent=2)
