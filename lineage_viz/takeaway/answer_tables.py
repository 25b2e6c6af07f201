"""The answer to a prepared question, as CSV for spreadsheets and as JSON for programs."""

from lineage_viz.json_text import json_text
from lineage_viz.questions.prepared import Answer, answer_data
from lineage_viz.takeaway.caption import Caption
from lineage_viz.takeaway.tables import entity_rows_csv
from lineage_viz.title import title


def answer_csv(answer: Answer, caption: Caption) -> str:
    """Return a row for each entity: its ARN, title and label, the columns of the question, and every property."""
    rows = [((title(row.entity), row.entity.label, *row.cells), row.entity) for row in answer.rows]
    return entity_rows_csv(answer.question.columns, rows, caption)


def answer_json(answer: Answer, sentence: str) -> str:
    """Return the data of an answer as JSON."""
    return json_text(answer_data(answer, sentence), indent=2)
