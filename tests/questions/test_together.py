"""Exactly the chosen entities in one picture, with the shortest ways between them."""

import pytest

from lineage_viz.errors import EntityNotFound
from lineage_viz.model import Association, Entity
from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.link import parameters, parse
from lineage_viz.picture.scene import scene
from lineage_viz.questions.together import parts, together
from lineage_viz.store.local import LocalStore
from lineage_viz.title import title
from tests import demo_once
from tests.sample import Listed

DEMO = demo_once.store()


def store(*edges: str) -> LocalStore:
    """One-letter entities: "ab" is a → b, and "a" alone has no association."""
    letters = sorted(set("".join(edges)))
    entities = tuple(Entity(each, "artifact", {}) for each in letters)
    links = tuple(Association(a, "ContributedTo", b) for a, b in (each for each in edges if len(each) > 1))
    return LocalStore([Listed(entities, links)])


@pytest.mark.parametrize(
    ("edges", "chosen", "shown", "separate"),
    [
        (["ab", "bc", "cd", "bx", "yc"], "ad", "abcd", 1),
        (
            ["ab", "bd", "ac", "cd", "ae", "ef", "fd"],
            "ad",
            "abcd",
            1,
        ),  # both shortest ways, and no longer one
        (["sa", "sb", "at", "bu", "xs"], "ab", "sab", 1),  # what they share
        (["ab", "bc", "sc", "sd", "de"], "ace", "abcsde", 1),
        (["ab", "cd"], "ac", "ac", 2),
        (["ab", "bc"], "ab", "ab", 1),
        (["ab", "ba", "bc", "ca"], "ac", "abc", 1),
        (["ab"], "a", "a", 1),
    ],
)
def test_the_chosen_entities_and_what_connects_them(
    edges: list[str], chosen: str, shown: str, separate: int
) -> None:
    found = together(store(*edges), list(chosen))
    assert {each.arn for each in found.entities} == set(shown)
    assert (found.focus, parts(found)) == (tuple(chosen), separate)
    assert found.hops.keys() == set(shown)


def test_an_entity_that_is_not_there_is_refused() -> None:
    with pytest.raises(EntityNotFound):
        together(store("ab"), ["a", "z"])


def test_a_picture_has_exactly_them_as_cards_of_their_own_and_its_link_shows_the_same() -> None:
    names = ("ticket-routing-models/9", "ticket-routing-models/10", "ticket-routing-prod")
    chosen = [next(each.arn for each in DEMO.search(name).entities if title(each) == name) for name in names]
    address = Address(chosen[0], beside=tuple(chosen[1:]), mode=Mode.TOGETHER)
    link = {name: [each] if isinstance(each, str) else each for name, each in parameters(address).items()}
    assert parse(link) == address
    found = scene(DEMO, address, PictureCache())
    assert sorted(title(each) for each in found.view.shown.entities) == sorted([*names, *names[2:] * 2])
    assert found.positions.keys() == {each.arn for each in found.view.shown.entities}
    assert found.status.startswith("5 of 5 entities, ")
    assert "complete within the shortest ways between the chosen entities" in found.status
