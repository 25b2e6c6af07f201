"""The rows of the search box on the demo account."""

from lineage_viz.recorded_text import fold
from lineage_viz.title import title
from lineage_viz.ui.explore.suggesting import suggestions
from tests import demo_once

DEMO = demo_once.store()


def test_entities_of_one_name_and_type_share_a_row_that_asks_for_them() -> None:
    found = suggestions(DEMO, "account-takeover train")
    first, *others = found.rows
    assert (first["title"], first["words"]) == ("model.tar.gz", "Model")
    (row,) = (each for each in others if each["title"] == "model.tar.gz")
    assert (row["arn"], row["many"], row["words"]) == ("", 5, "Model · 5 of this name")
    asked = suggestions(DEMO, str(row["fill"]))
    assert [each["title"] for each in asked.rows if each["arn"]].count("model.tar.gz") == 6
    assert not any(each.get("many") for each in asked.rows)


def test_the_first_row_is_an_entity_even_if_others_have_its_name() -> None:
    rows = suggestions(DEMO, "ticket-routing-pro").rows
    assert (rows[0]["title"], rows[0]["words"]) == ("ticket-routing-prod", "Endpoint")
    deployments = [
        each
        for each in DEMO.search("ticket-routing-prod", limit=100).entities
        if each.type == "ModelDeployment"
    ]
    (row,) = (each for each in rows if str(each["words"]).startswith("Model deployment"))
    assert row["many"] == sum(fold(title(each)) == "ticket-routing-prod" for each in deployments)


def test_words_that_are_terms_are_offered_as_terms_even_if_something_has_the_words() -> None:
    found = suggestions(DEMO, "approved by helen")
    assert found.rows[0]["arn"]
    (row,) = (each for each in found.rows if each["words"] == "your words as terms")
    assert row["fill"] == "decision:approved by:helen "
    assert suggestions(DEMO, str(row["fill"])).total == 54
    assert not [
        each for each in suggestions(DEMO, "ticket routing v10").rows if "terms" in str(each["words"])
    ]


def test_a_forgiven_mistake_is_said() -> None:
    found = suggestions(DEMO, "tiket-routing")
    assert found.note == "No tiket; showing ticket."
    assert found.rows[0]["title"] == "ticket-routing-prod"
