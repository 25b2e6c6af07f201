"""Questions as people type them: other wordings of what a search understands have the same answer."""

from functools import partial

import pytest

from lineage_viz.search.asked import Answer, asked
from lineage_viz.search.vocabulary import vocabulary
from tests import demo_once

DEMO = demo_once.store()
KNOWN = partial(vocabulary, DEMO)
MASTER = "customer-master.parquet"
TEN = "ticket-routing-models/10"


def answered(text: str) -> Answer:
    return asked(text, KNOWN).answer(DEMO, limit=10_000)


def same(text: str, plain: str) -> None:
    """Assert that two texts have one answer, which finds something."""
    answer, meant = answered(text), answered(plain)
    assert answer.entities == meant.entities != ()
    assert answer.note.endswith(meant.note)


@pytest.mark.parametrize(
    "text",
    [
        f"where used {MASTER}",
        f"{MASTER} used by what",
        f"{MASTER} used by",
        f"{MASTER} where used?",
        f"usages of {MASTER}",
        f"{MASTER} usage",
        f"who consumes {MASTER}",
        f"consumers of {MASTER}",
        f"where do we use {MASTER}",
        f"where does {MASTER} get used",
        f"is {MASTER} used anywhere?",
    ],
)
def test_the_use_of_something_has_one_answer_in_all_words(text: str) -> None:
    same(text, f"where is {MASTER} used")


@pytest.mark.parametrize("text", [f"who is using {MASTER}", f"what used {MASTER}"])
def test_the_users_of_data_are_asked_for_in_any_tense(text: str) -> None:
    same(text, f"who uses {MASTER}")


@pytest.mark.parametrize("text", [f"which models use {MASTER}", f"models using {MASTER}"])
def test_the_models_that_use_data_are_those_that_depend_on_it(text: str) -> None:
    same(text, f"models that depend on {MASTER}")
