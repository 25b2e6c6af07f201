"""What files that are taken away say of themselves."""

from dataclasses import replace

from lineage_viz.picture.address import Address
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.scene import scene
from lineage_viz.questions.impact import impact
from lineage_viz.store.local import LocalStore
from lineage_viz.takeaway.view_caption import caption, impact_caption
from tests.sample import SAMPLE, A, K


def test_a_list_of_impact_speaks_of_its_own_entity_and_not_of_the_picture() -> None:
    store = LocalStore([SAMPLE])
    found = impact(store, A)
    said = impact_caption(store, found, "/")
    assert said.title.startswith("Impact of ")
    assert said.complete == f"{len(found.rows)} entities, complete"
    assert f"focus={A}" in said.link
    cut = impact_caption(store, impact(store, A, cap=1))
    assert "cut at 1" in cut.complete
    assert "left out" in cut.complete


def test_a_view_is_linked_with_its_arns_to_be_read() -> None:
    store, address = LocalStore([SAMPLE]), replace(Address(K), removed=frozenset({A}))
    link = caption(store, address, scene(store, address, PictureCache()), "/").link
    assert link == f"/?focus={K}&without={A}"
