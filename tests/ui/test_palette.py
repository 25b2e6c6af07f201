"""The places that the palette finds by their words, and by plain words of the same meaning."""

from urllib.parse import parse_qs

import pytest

from lineage_viz.ui.admin.sections import SECTIONS
from lineage_viz.ui.palette.place import asks_for_many, filled, hits, named, near, places, row_of

PLACES = tuple(places((), is_admin=True))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("waiting", "Models that wait for a decision"),
        ("models waiting for approval", "Models that wait for a decision"),
        ("pending", "Models that wait for a decision"),
        ("what is live", "Live endpoints"),
        ("production", "Live endpoints"),
        ("failures", "Jobs that failed in the last 30 days of the snapshot"),
        ("which jobs failed in the last month", "Jobs that failed in the last 30 days of the snapshot"),
        ("unapproved", "Live without approval"),
        ("latest models", "Newest models"),
        ("refresh", "Reload from SageMaker"),
        ("backup", "Kept snapshots"),
        ("dashboard", "Summary"),
        ("admin log", "Admin log"),
        ("log of jobs", "History of jobs"),
        ("open the entities", "Entities"),
        ("compliance", "Audit"),
    ],
)
def test_a_place_is_found_by_words_of_its_meaning(text: str, wanted: str) -> None:
    assert wanted in [each.name for each in named(PLACES, text)]


@pytest.mark.parametrize("text", ["ticket-routing-prod", "churn models", "zzz", "best"])
def test_other_words_find_no_place(text: str) -> None:
    assert [*named(PLACES, text), *near(PLACES, text)] == []


def test_most_words_of_a_place_find_it_after_the_entities() -> None:
    assert named(PLACES, "failed training jobs") == []
    assert [each.name for each in near(PLACES, "failed training jobs")] == [
        "Jobs that failed in the last 30 days of the snapshot"
    ]


def test_a_text_that_describes_entities_leads_to_their_list_first() -> None:
    titles = ["account-takeover-models/7", "Train Ticket Routing"]
    assert asks_for_many("models without approval", titles, is_understood=False)
    assert asks_for_many("failed", titles, is_understood=True)
    assert not asks_for_many("train  ticket", titles, is_understood=False)
    assert not asks_for_many("account-takeover", titles, is_understood=False)


def test_each_section_of_admin_is_a_place_of_its_own() -> None:
    found = {parse_qs(each.query)["section"][0] for each in PLACES if "section=" in each.query}
    assert found == set(SECTIONS)
    assert named(PLACES, "admin log")[0].query == "section=Admin+log"


def test_a_question_with_its_values_is_a_place_that_tells_its_source_where_several_have_the_name() -> None:
    place = filled(
        "Models trained on train.jsonl", "models-trained-on", {"data_set": "arn:d"}, "s3://a/train.jsonl"
    )
    assert place.key == "pages/query.py?ask=models-trained-on&data_set=arn%3Ad"
    assert (row_of(place)["title"], row_of(place)["source"]) == (place.name, "s3://a/train.jsonl")
    assert "source" not in row_of(filled("Models", "models-without", {"what": "owner"}))


def test_all_hits_are_a_place() -> None:
    place = hits("failed & jobs", 1_234)
    assert (place.name, place.key) == (
        "All 1,234 on the Entities page",
        "pages/entities.py?q=failed+%26+jobs",
    )
