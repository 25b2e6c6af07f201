from dataclasses import replace

from lineage_viz.model import Direction, Subgraph, Truncation
from lineage_viz.store.local import LocalStore
from lineage_viz.view import Facet, narrow, reached, summary
from tests.sample import SAMPLE, K

WHOLE = LocalStore([SAMPLE]).trace([K])
IMAGE, MODEL = ("artifact", "Image"), ("artifact", "Model")


def test_nothing_hidden_shows_everything() -> None:
    view = narrow(WHOLE)
    assert view.shown == WHOLE
    assert view.hidden == ()
    assert Facet(*IMAGE, 2, False) in view.facets


def test_a_hidden_type_goes_with_its_associations_and_is_counted() -> None:
    view = narrow(WHOLE, {IMAGE})
    kept = {entity.arn for entity in view.shown.entities}
    assert len(kept) == len(WHOLE.entities) - 2
    assert all(a.source in kept and a.destination in kept for a in view.shown.associations)
    assert set(view.shown.hops) == kept
    assert view.hidden == (Facet(*IMAGE, 2, True),)
    assert Facet(*IMAGE, 2, True) in view.facets


def test_the_focus_stays_when_its_type_is_hidden() -> None:
    view = narrow(WHOLE, {MODEL})
    assert K in {entity.arn for entity in view.shown.entities}
    assert view.hidden == (Facet(*MODEL, 1, True),)


def test_types_that_are_not_there_hide_nothing() -> None:
    assert narrow(WHOLE, {("context", "Nothing")}).shown is WHOLE


def test_upstream_and_downstream_are_counted() -> None:
    hops = WHOLE.hops.values()
    assert reached(WHOLE, Direction.UPSTREAM) == sum(hop < 0 for hop in hops)
    assert reached(WHOLE, Direction.DOWNSTREAM) == sum(hop > 0 for hop in hops)


def test_the_summary_says_what_is_shown_and_what_is_not() -> None:
    entities, associations = len(WHOLE.entities), len(WHOLE.associations)
    said = summary(narrow(WHOLE))
    assert said == f"{entities} of {entities} entities, {associations} associations, complete"
    assert summary(narrow(WHOLE), "2 steps upstream").endswith("complete within 2 steps upstream")
    assert summary(narrow(WHOLE, {IMAGE})).endswith("· filtered out: 2 Image")
    cut = replace(WHOLE, truncated=Truncation("cut at 13 entities", 2_000))
    assert f"{entities} of {entities + 2_000:,} entities" in summary(narrow(cut))
    assert summary(narrow(cut)).endswith("cut at 13 entities")
    assert summary(narrow(Subgraph())) == "0 of 0 entities, 0 associations, complete"
