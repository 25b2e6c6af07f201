"""The captions of files that are taken away."""

from dataclasses import replace

from lineage_viz.picture.address import Address
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.scene import scene
from lineage_viz.questions.impact import impact
from lineage_viz.store.local import LocalStore
from lineage_viz.takeaway.view_caption import caption, impact_caption
from tests.sample import SAMPLE, A, K


def test_the_caption_of_an_impact_list_names_its_own_entity_and_not_the_picture() -> None:
    store = LocalStore([SAMPLE])
    found = impact(store, A)
    words = impact_caption(store, found, "/")
    assert words.title.startswith("Impact of ")
    assert words.complete == f"{len(found.rows)} entities, complete"
    assert f"focus={A}" in words.link
    cut = impact_caption(store, impact(store, A, cap=1))
    assert "cut at 1" in cut.complete
    assert "left out" in cut.complete


def test_the_link_to_a_view_has_readable_arns() -> None:
    store, address = LocalStore([SAMPLE]), replace(Address(K), removed=frozenset({A}))
    link = caption(store, address, scene(store, address, PictureCache()), "/").link
    assert link == f"/?focus={K}&without={A}"
