"""The rows for the value of a question, and the sentence about entities that the question does not take."""

import pytest

from lineage_viz.questions.prepared import BY_NAME
from lineage_viz.ui.query.other_type import suggested
from tests import demo_once

DEMO = demo_once.store()


@pytest.mark.parametrize(
    ("question", "text", "sentence"),
    [
        ("models-trained-on", "ticket-routing-prod", "ticket-routing-prod is of the type endpoint. This question"),
        ("models-trained-on", "ticket-routing-models/10", "This question takes a data set."),
        ("endpoints-of", "train.jsonl", "train.jsonl is of the type data set. This question takes a model package or"),
        ("decisions-of-group", "jsonl", "entities have “jsonl”: "),
        ("endpoints-of", "zzqx", ""),
    ],
)  # fmt: skip
def test_a_name_of_another_type_is_said(question: str, text: str, sentence: str) -> None:
    found = suggested(DEMO, text, BY_NAME[question].takes[0])
    assert found.total == 0
    assert sentence in found.note
    assert bool(sentence) == bool(found.note)


def test_a_name_of_the_right_type_is_a_row() -> None:
    found = suggested(DEMO, "ticket-routing-models/10", BY_NAME["endpoints-of"].takes[0])
    assert [each["title"] for each in found.rows] == ["ticket-routing-models/10"]
