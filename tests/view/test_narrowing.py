"""The entities that filters leave in a picture, the counts of the filters, and the line below the picture."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from lineage_viz.evidence.state import state_of
from lineage_viz.model import Association, Direction, Entity, Subgraph, Truncation
from lineage_viz.questions.reach import Reach, reach
from lineage_viz.store.local import LocalStore
from lineage_viz.view import passing
from lineage_viz.view.filters import Facet, ViewFilter, account_of, type_key
from lineage_viz.view.narrowing import View, narrow
from lineage_viz.view.passing import Pass, passes
from lineage_viz.view.summary import filter_words, reached, summary
from tests.sample import D1, D3, HOME, I2, SAMPLE, A, G, K, Listed, M, P, T, X

WHOLE = LocalStore([SAMPLE]).trace([K])
EVERYTHING = {entity.arn for entity in WHOLE.entities}
IMAGE, MODEL, JOB = ("artifact", "Image"), ("artifact", "Model"), ("trial_component", "SageMakerTrainingJob")


def hiding(*types: tuple[str, str], **more: object) -> ViewFilter:
    return ViewFilter(types=frozenset(types), **more)  # type: ignore[arg-type]


def showing(hidden: ViewFilter, name: str, value: object) -> ViewFilter:
    return replace(hidden, **{name: getattr(hidden, name) - {value}})


def cycle(*ends: str) -> tuple[Association, ...]:
    return tuple(Association(source, "Produced", end) for source, end in map(tuple, ends))


def left(view: View) -> set[str]:
    arns = {entity.arn for entity in view.shown.entities}
    assert all(a.source in arns and a.destination in arns for a in view.shown.associations)
    assert set(view.shown.hops) == arns
    return arns


def test_nothing_hidden_shows_everything() -> None:
    view = narrow(WHOLE)
    assert view.shown == WHOLE
    assert not view.hidden_counts
    assert Facet(IMAGE, 2, hidden=False) in view.facets.types


def test_a_hidden_type_goes_with_its_associations_and_is_counted() -> None:
    view = narrow(WHOLE, hiding(IMAGE))
    assert len(left(view)) == len(WHOLE.entities) - 2
    assert view.hidden_counts == {IMAGE: 2}
    assert Facet(IMAGE, 2, hidden=True) in view.facets.types


def test_the_focus_stays_when_its_type_is_hidden() -> None:
    view = narrow(WHOLE, hiding(MODEL))
    assert K in left(view)
    assert view.hidden_counts == {MODEL: 1}


def test_a_filter_of_an_absent_type_hides_nothing() -> None:
    assert left(narrow(WHOLE, hiding(("context", "Nothing")))) == {e.arn for e in WHOLE.entities}


@pytest.mark.parametrize(
    ("hidden", "left_out"),
    [
        (ViewFilter(labels=frozenset({"action"})), {A, X}),
        (ViewFilter(statuses=frozenset({"Completed"})), {P, T}),
        (ViewFilter(accounts=frozenset({"999999999999"})), set()),
        (ViewFilter(text="abalone RAW"), EVERYTHING - {K, D1}),
        (ViewFilter(created_to=date(2022, 7, 12)), EVERYTHING - {K}),
        (ViewFilter(created_from=date(2022, 7, 13), created_to=date(2022, 7, 13)), set()),
    ],
    ids=["label", "status", "account", "text", "earlier", "that day"],
)
def test_each_filter_takes_out_its_entities(hidden: ViewFilter, left_out: set[str]) -> None:
    assert EVERYTHING - left(narrow(WHOLE, hidden)) == left_out


def test_the_account_of_an_entity_is_a_filter() -> None:
    other = Entity("arn:aws:sagemaker:eu-west-1:999999999999:artifact/x", "artifact", {"unresolved": True})
    whole = replace(
        WHOLE,
        entities=(*WHOLE.entities, other),
        associations=(*WHOLE.associations, Association(other.arn, "SameAs", M)),
        hops={**WHOLE.hops, other.arn: -3},
    )
    assert other.arn not in left(narrow(whole, ViewFilter(accounts=frozenset({"999999999999"}))))
    assert Facet("Outside this account", 1, hidden=False) in narrow(whole).facets.statuses


def test_a_hidden_association_takes_out_entities_that_only_it_connects() -> None:
    view = narrow(WHOLE, ViewFilter(associations=frozenset({"AssociatedWith"})))
    assert G not in left(view)
    assert "AssociatedWith" not in {a.type for a in view.shown.associations}
    assert Facet("AssociatedWith", 2, hidden=True) in view.facets.associations


def test_a_count_includes_entities_that_pass_the_other_filters() -> None:
    found = narrow(WHOLE, ViewFilter(labels=frozenset({"action"}), statuses=frozenset({"Completed"}))).facets
    assert Facet("action", 2, hidden=True) in found.labels
    assert Facet("trial_component", 0, hidden=False) in found.labels
    assert Facet("Completed", 2, hidden=True) in found.statuses
    assert Facet("Pending approval", 0, hidden=False) in found.statuses
    assert Facet(IMAGE, 2, hidden=False) in found.types


FIELDS: dict[str, Callable[[Entity], object]] = {
    "labels": lambda entity: entity.label,
    "types": type_key,
    "statuses": state_of,
    "accounts": account_of,
}


@pytest.mark.parametrize("focus", [K, D1, X])
@pytest.mark.parametrize(
    "hidden",
    [
        ViewFilter(),
        hiding(MODEL),
        hiding(IMAGE, statuses=frozenset({""})),
        ViewFilter(statuses=frozenset({"", "Pending approval"})),
        ViewFilter(text="nothing has this"),
        ViewFilter(associations=frozenset({"AssociatedWith"})),
        ViewFilter(associations=frozenset({"Produced", "AssociatedWith"}), text="abalone"),
        ViewFilter(associations=frozenset({"ContributedTo", "Produced"}), types=frozenset({IMAGE})),
        ViewFilter(associations=frozenset({"ContributedTo", "Produced", "AssociatedWith"})),
        ViewFilter(created_to=date(2000, 1, 1), labels=frozenset({"action"})),
    ],
)
def test_a_count_is_what_is_shown_when_the_value_is(focus: str, hidden: ViewFilter) -> None:
    whole = LocalStore([SAMPLE]).trace([focus])
    view = narrow(whole, hidden)
    for name, value_of in FIELDS.items():
        for facet in getattr(view.facets, name):
            entities = narrow(whole, showing(hidden, name, facet.value)).shown.entities
            assert facet.count == sum(value_of(entity) == facet.value for entity in entities), (name, facet)
    for facet in view.facets.associations:
        links = narrow(whole, showing(hidden, "associations", facet.value)).shown.associations
        assert facet.count == sum(link.type == facet.value for link in links), facet


def test_many_hidden_associations_are_counted_at_once() -> None:
    chain = tuple(Association(f"{n}", f"type {n}", f"{n + 1}") for n in range(3_000))
    whole = Subgraph(tuple(Entity(f"{n}", "artifact") for n in range(3_001)), chain, ("0",))
    found = narrow(whole, ViewFilter(associations=frozenset(link.type for link in chain))).facets.associations
    assert [facet.value for facet in found if facet.count] == ["type 0"]


def test_paths_through_filtered_out_entities_are_kept_on_request() -> None:
    hidden = hiding(JOB, ("trial_component", "SageMakerProcessingJob"), skip=True)
    view = narrow(WHOLE, hidden)
    assert Pass(D3, M, 1) in view.passes
    assert Pass(D1, D3, 1) in view.passes
    assert narrow(WHOLE, replace(hidden, skip=False)).passes == ()


def test_a_path_counts_the_entities_on_it_and_a_direct_association_needs_no_path() -> None:
    view = narrow(WHOLE, replace(hiding(JOB, MODEL), skip=True))
    # D3 → T → M → K passes two filtered-out entities. I2 → K is a direct association, besides other paths.
    assert Pass(D3, K, 2) in view.passes
    assert (I2, K) not in {(one.source, one.destination) for one in view.passes}


def test_the_search_for_paths_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = [Association("a", "Produced", "b"), *(Association(x, "Produced", "c") for x in "b12345")]
    ends = [Association("c", "Produced", "d")]
    kept = frozenset("ad12345")
    assert {path.source for path in passes((*chain, *ends), kept)} == set("a12345")
    monkeypatch.setattr(passing, "MOST_FOLLOWED", 5)
    assert [path.source for path in passes((*chain, *ends), kept)] == ["a", "1"]


def test_upstream_and_downstream_are_counted() -> None:
    hops, view = WHOLE.hops.values(), narrow(WHOLE)
    assert reached(view, Direction.UPSTREAM) == sum(hop < 0 for hop in hops)
    assert reached(view, Direction.DOWNSTREAM) == sum(hop > 0 for hop in hops)


def test_entities_beyond_filtered_out_ones_are_still_upstream() -> None:
    view = narrow(WHOLE, hiding(JOB))
    assert reached(view, Direction.UPSTREAM) == reached(narrow(WHOLE), Direction.UPSTREAM) - 1


def test_an_entity_on_a_cycle_is_upstream_and_downstream() -> None:
    store = LocalStore(
        [Listed(tuple(Entity(a, "artifact") for a in "abcdx"), cycle("ab", "bc", "ca", "cd", "bx"))]
    )
    view = narrow(store.trace("a"))
    assert (reached(view, Direction.UPSTREAM), reached(view, Direction.DOWNSTREAM)) == (2, 4)
    assert reach(store, "a") == Reach(2, 4)


def test_an_expanded_side_may_be_neither_upstream_nor_downstream() -> None:
    store = LocalStore([Listed(tuple(Entity(a, "artifact") for a in "abx"), cycle("ab", "ax"))])
    view = narrow(store.trace("b", expand=[(Direction.DOWNSTREAM, "a")]))
    assert len(view.shown.entities) == 3
    assert (reached(view, Direction.UPSTREAM), reached(view, Direction.DOWNSTREAM)) == (1, 0)


def test_the_summary_counts_shown_and_filtered_out_entities() -> None:
    entities, associations = len(WHOLE.entities), len(WHOLE.associations)
    words = summary(narrow(WHOLE))
    assert words == f"{entities} of {entities} entities, {associations} associations, complete"
    assert summary(narrow(WHOLE), "2 steps upstream").endswith("complete within 2 steps upstream")
    filtered = summary(narrow(WHOLE, hiding(IMAGE)), "2 steps upstream", gaps=["a file"])
    assert filtered.endswith(
        "associations within 2 steps upstream, but the snapshot has gaps · filtered out: 2 Images"
    )
    assert "complete" not in filtered
    cut = replace(WHOLE, truncated=Truncation("cut at 13 entities", 2_000))
    assert f"{entities} of {entities + 2_000:,} entities" in summary(narrow(cut))
    assert summary(narrow(cut)).endswith("cut at 13 entities, 2,000 more are left out")
    assert summary(narrow(Subgraph())) == "0 of 0 entities, 0 associations, complete"


def test_the_summary_names_some_filtered_types_and_counts_all() -> None:
    view = narrow(WHOLE, ViewFilter(created_to=date(2000, 1, 1)))
    total = sum(view.hidden_counts.values())
    assert total == len(WHOLE.entities) - 1
    named = summary(view).partition("filtered out: ")[2]
    assert sum(int(part.split()[0]) for part in named.split(", ")) == total


def test_the_filters_in_words() -> None:
    assert filter_words(ViewFilter()) == ""
    hidden = hiding(
        IMAGE, text="raw", created_from=date(2026, 3, 1), skip=True, statuses=frozenset({"Completed", ""}),
        associations=frozenset({"Produced"}),
    )  # fmt: skip
    assert filter_words(hidden) == (
        "without Image; without status: none, Completed; without associations: produced; "
        "created 1 Mar 2026 to …; only entities that contain “raw”; "
        "with paths through filtered-out entities"
    )


def test_an_entity_without_an_account_in_its_arn_has_an_empty_account() -> None:
    view = narrow(Subgraph((Entity("x", "artifact"),), (), ("x",)))
    assert view.facets.accounts == (Facet("", 1, hidden=False),)
    assert HOME.split(":")[4] == "123456789012"
