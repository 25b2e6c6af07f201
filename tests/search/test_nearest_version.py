"""A version that does not exist: find, audit, a question and a search name the nearest one of its group."""

from collections.abc import Callable

import pytest

from lineage_viz.errors import LineageVizError
from lineage_viz.model import Entity
from lineage_viz.notebook.lineage import Lineage
from lineage_viz.search.nearest_version import nearest_version
from lineage_viz.store.local import LocalStore
from tests import demo_once
from tests.sample import Listed

DEMO = demo_once.store()
WRONG = "ticket-routing-models/99"
SENTENCE = "ticket-routing-models has no version 99 here; the nearest is ticket-routing-models/10."

WRONG_ARN = f"arn:aws:sagemaker:eu-west-1:123456789012:model-package/{WRONG}"

ASKS: dict[str, Callable[[Lineage, str], object]] = {
    "find": lambda g, wrong: g.find(wrong),
    "audit": lambda g, wrong: g.audit(wrong),
    "compare": lambda g, wrong: g.compare("ticket-routing-models/9", wrong),
    "a question": lambda g, wrong: g.ask.endpoints_of(wrong),
}


@pytest.mark.parametrize("wrong", [WRONG, WRONG_ARN], ids=["name", "ARN"])
@pytest.mark.parametrize("asks", ASKS)
def test_a_wrong_version_is_refused_with_the_nearest_one(asks: str, wrong: str) -> None:
    with pytest.raises(LineageVizError, match=SENTENCE):
        ASKS[asks](Lineage(DEMO), wrong)


@pytest.mark.parametrize("text", [WRONG, f"endpoints of {WRONG}"])
def test_a_search_for_a_wrong_version_says_the_nearest_one(text: str) -> None:
    assert SENTENCE in " ".join(Lineage(DEMO).search(text).notes)


@pytest.mark.parametrize(
    ("asked", "nearest"), [(1, 2), (4, 5), (3, 2), (9, 7), (999, 7), (6, 7)], ids=lambda each: str(each)
)
def test_the_nearest_is_by_number_and_the_later_of_two(asked: int, nearest: int) -> None:
    arn = "arn:aws:sagemaker:eu-west-1:123456789012:model-package"
    packages = [
        Entity(f"arn:{group}{n}", "artifact", {"type": "Model", "sourceuri": f"{arn}/{group}/{n}"})
        for group in ("fraud", "fraud-eu")
        for n in ((2, 5, 7) if group == "fraud" else (1, 3, 4, 6, 9, 999))
    ]
    store = LocalStore([Listed(tuple(packages))])
    said = nearest_version(store, f"fraud/{asked}")
    assert said == f"fraud has no version {asked} here; the nearest is fraud/{nearest}."


ELSEWHERE = "arn:aws:sagemaker:us-east-1:999999999999:model-package/ticket-routing-models/9"


@pytest.mark.parametrize(
    "text", ["ticket-routing-prod", "no-such-group/3", "ticket-routing-models/x", ELSEWHERE, ""]
)
def test_no_other_text_has_a_nearest_version(text: str) -> None:
    assert nearest_version(DEMO, text) == ""
