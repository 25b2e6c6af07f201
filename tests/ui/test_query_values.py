"""The rows for the value of a question, with the entities that it does not take; the counts beside a list."""

import pytest

from lineage_viz.questions.prepared import BY_NAME
from lineage_viz.search.asked import asked_of
from lineage_viz.ui.entities.counted import tally_of
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


@pytest.mark.parametrize(
    "text",
    [
        "failed jobs 2025",
        "models without evaluation",
        "jobs behind ticket-routing-prod",
        "churnn",
        "tickets 2026-03",
        "",
    ],
)
def test_the_counts_beside_the_list_are_those_of_its_reading(text: str) -> None:
    search = asked_of(DEMO, text)
    tally = tally_of(DEMO, search)
    assert tally
    assert sum(tally.values()) == search.answer(DEMO).total


def test_a_name_of_the_right_type_is_a_row() -> None:
    found = suggested(DEMO, "ticket-routing-models/10", BY_NAME["endpoints-of"].takes[0])
    assert [each["title"] for each in found.rows] == ["ticket-routing-models/10"]
