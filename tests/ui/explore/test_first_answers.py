"""The first focus shows a lineage, not a single card; the panel tells the approval of a model package."""

from datetime import UTC, datetime, timedelta

import pytest

from lineage_viz.model import Association, Entity
from lineage_viz.picture.address import Address
from lineage_viz.store.local import LocalStore
from lineage_viz.ui.explore.first_answers import approval, starting_point
from tests.sample import ENTITIES, HOME, SAMPLE, START, K, Listed, M

NOW = datetime(2026, 11, 29, tzinfo=UTC)


def entity(arn: str, age: int = 0, **properties: str) -> Entity:
    return Entity(arn, "artifact", {"creationtime": NOW - timedelta(days=age), **properties})


def opened(entities: list[Entity], *pairs: tuple[str, str]) -> str:
    links = tuple(Association(source, "Produced", end) for source, end in pairs)
    return starting_point(LocalStore([Listed(tuple(entities), links)]))


def test_a_deployed_model_comes_first() -> None:
    assert starting_point(LocalStore([SAMPLE])) == K


@pytest.mark.parametrize("alone", [1, 40, 41, 450])
def test_the_newest_entity_with_neighbours_comes_before_all_newer_ones_without(alone: int) -> None:
    newer = [entity(f"new-{number}", number) for number in range(alone)]
    pair = [entity("older", alone + 2), entity("newer", alone + 1)]
    assert opened([*newer, *pair], ("older", "newer")) == "newer"


def test_a_model_with_neighbours_comes_before_a_newer_package_and_a_newer_entity() -> None:
    package = entity("package", 1, type="Model", sourceuri="arn:aws:sagemaker:eu-west-1:1:model-package/a/1")
    entities = [package, entity("data", 0), entity("model", 3, type="Model"), entity("other", 2)]
    assert opened(entities, ("other", "data"), ("data", "model")) == "model"


def test_an_entity_with_neighbours_comes_before_a_model_without() -> None:
    entities = [entity("model", 0, type="Model"), entity("a", 2), entity("b", 1)]
    assert opened(entities, ("a", "b")) == "b"


def test_without_any_association_the_newest_model_comes_first() -> None:
    assert opened([entity("data", 0), entity("model", 1, type="Model")]) == "model"
    assert opened([]) == ""


def test_the_panel_of_a_package_tells_the_newest_decision_in_the_lineage() -> None:
    rejected = Entity(
        HOME + "action/rejected",
        "action",
        {
            "type": "Approval",
            "status": "Completed",
            "name": "abalonemodelpackagegroupname-1-Rejected-1657729999-aws-model-package",
            "creationtime": START.replace(day=20),
        },
    )
    later = Listed((*ENTITIES, rejected), (*SAMPLE.links, Association(rejected.arn, "ContributedTo", K)))
    for source, words in ((SAMPLE, "Pending approval, 13 Jul"), (later, "Rejected, 20 Jul")):
        store = LocalStore([source])
        assert approval(store, store.get(K), Address(K))["Approval"].startswith(words)
        assert approval(store, store.get(M), Address(M)) == {}
