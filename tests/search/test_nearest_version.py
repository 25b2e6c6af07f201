"""A version that does not exist: find, audit, a question and a search name the nearest one of its group."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import lineage_viz as lv
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


ONE = "ticket-routing-models/1"
OF_ONE = "ticket-routing-models has no version 1 here; the nearest is ticket-routing-models/2."
LONGER: dict[str, tuple[str, str]] = {
    "a version": (ONE, OF_ONE),
    "a version after its kind": (f"model-package/{ONE}", OF_ONE),
    "a version in other letters": (ONE.title(), "the nearest is ticket-routing-models/2"),
    "a file": (
        "s3://acme-search-prod/sessions/2026-03-12/test.par",
        "Did you mean s3://acme-search-prod/sessions/2026-03-12/test.parquet?",
    ),
}
WAYS: dict[str, Callable[[Lineage, str], object]] = {
    **ASKS,
    "a trace": lambda g, wrong: g.trace(wrong),
    "paths": lambda g, wrong: g.paths("ticket-routing-prod", wrong),
    "a day": lambda g, wrong: g.as_of("2026-03-10").find(wrong),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_version_is_never_a_longer_one_with_its_letters(way: str) -> None:
    with pytest.raises(LineageVizError, match=OF_ONE):
        WAYS[way](Lineage(DEMO), ONE)


@pytest.mark.parametrize("longer", LONGER)
def test_a_whole_name_is_exact(longer: str) -> None:
    wrong, words = LONGER[longer]
    with pytest.raises(LineageVizError, match=re.escape(words)):
        Lineage(DEMO).find(wrong)


def test_a_whole_name_of_an_image_is_exact_and_a_part_of_it_is_still_a_search() -> None:
    images = [
        Entity(f"i{n}", "artifact", {"type": "Image", "sourceuri": f"1.dkr.ecr.eu.x/{n}"})
        for n in ("scorer:12",)
    ]
    g = Lineage(LocalStore([Listed(tuple(images))]))
    assert g.find("scorer").arn == g.find("scorer:12").arn == g.find("1.dkr.ecr.eu.x/scorer:12").arn
    for wrong in ("scorer:1", "1.dkr.ecr.eu.x/scorer:1"):
        with pytest.raises(LineageVizError, match=r"Did you mean scorer:12\?"):
            g.find(wrong)


def test_a_whole_name_is_found_after_its_kind_and_with_a_blank() -> None:
    g = Lineage(DEMO)
    ten = g.find("ticket-routing-models/10")
    assert ten == g.find("model-package/ticket-routing-models/10") == g.find(" ticket-routing-models/10 ")
    assert g.find("endpoint/ticket-routing-prod").type == "Endpoint"


@pytest.mark.parametrize("has_arns", [True, False])
def test_an_id_of_a_foreign_folder_is_its_entity_also_where_ids_became_arns(
    tmp_path: Path, has_arns: bool
) -> None:
    arns = ("arn:aws:sagemaker:eu-west-1:1:artifact/b", "arn:aws:sagemaker:eu-west-1:1:artifact/x")
    heads, ends = ("~id,~label,name,arn", arns) if has_arns else ("~id,~label,name", ("", ""))
    rows = [f"a,artifact,first,{ends[0]}", f"b,artifact,a second,{ends[1]}"]
    lines = [heads, *(row if has_arns else row.rstrip(",") for row in rows)]
    (tmp_path / "nodes.csv").write_text("\n".join(lines) + "\n", "utf-8")
    g = lv.open(tmp_path)
    assert [g.find(each).title for each in ("a", "b")] == ["first", "a second"]


ELSEWHERE = "arn:aws:sagemaker:us-east-1:999999999999:model-package/ticket-routing-models/9"


@pytest.mark.parametrize(
    "text", ["ticket-routing-prod", "no-such-group/3", "ticket-routing-models/x", ELSEWHERE, ""]
)
def test_no_other_text_has_a_nearest_version(text: str) -> None:
    assert nearest_version(DEMO, text) == ""
