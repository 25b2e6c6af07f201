"""Stacks of many siblings and of groups: they open step by step, close again, and never hide a card on screen."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.store.local import LocalStore
from lineage_viz.view.drawn import drawn
from lineage_viz.view.folding import BUNDLED_FROM, PAGE, Fold, Folding, folded
from lineage_viz.view.grouping import GroupBy, groups
from tests.sample import D1, D2, D3, I1, SAMPLE, K, P, T

START = datetime(2026, 1, 1, tzinfo=UTC)


def fan(children: int, *, failed: int = 0) -> Subgraph:
    """A data set that `children` jobs use. Each job produces one model."""
    jobs = [
        Entity(
            f"job{n:03}",
            "trial_component",
            {
                "type": "TrainingJob",
                "creationtime": START + timedelta(days=n),
                "status": "Failed" if n < failed else "",
            },
        )
        for n in range(children)
    ]
    models = [Entity(f"model{n:03}", "artifact", {"type": "Model"}) for n in range(children)]
    data = Entity("data", "artifact", {"type": "DataSet"})
    links = [Association("data", "ContributedTo", job.arn) for job in jobs]
    links += [Association(job.arn, "Produced", model.arn) for job, model in zip(jobs, models, strict=True)]
    hops = {"data": 0} | {e.arn: 1 for e in jobs} | {e.arn: 2 for e in models}
    return Subgraph((data, *jobs, *models), tuple(links), ("data",), hops)


def only(folding: Folding, type_: str) -> str:
    (found,) = [fold.id for fold in folding.folds.values() if fold.type[1] == type_]
    return found


def cards(whole: Subgraph, folding: Folding, closed: frozenset[str] = frozenset()) -> list[str]:
    return [entity.arn for entity in drawn(whole, folding, closed).subgraph.entities]


def test_few_siblings_stay_cards() -> None:
    whole = fan(BUNDLED_FROM - 1)
    assert folded(whole, {}).folds == {}
    assert drawn(whole, folded(whole, {})).subgraph == whole


def monthly(number: int, each: int = 1, *, children: int = 0) -> Subgraph:
    """A data set with `each` jobs in each of so many months; each job has made so many files."""
    data = Entity("data", "artifact", {"type": "DataSet"})
    entities, links = [data], list[Association]()
    for month in range(number):
        at = datetime(2024 + month // 12, month % 12 + 1, 5, tzinfo=UTC)
        for n in range(each):
            job = f"job{month:02}-{n}"
            made = [
                Entity(f"{job}-file{m}", "artifact", {"type": "File", "creationtime": at})
                for m in range(children)
            ]
            entities += [Entity(job, "trial_component", {"type": "Job", "creationtime": at}), *made]
            links.append(Association("data", "ContributedTo", job))
            links += [Association(job, "Produced", file.arn) for file in made]
    entities.sort(key=lambda entity: entity.arn.count("file"))
    hops = {entity.arn: 0 if entity is data else 1 + entity.arn.count("file") for entity in entities}
    return Subgraph(tuple(entities), tuple(links), ("data",), hops)


def stacked(whole: Subgraph) -> list[int]:
    """The sizes of the stacks by time, and 1 for each card."""
    folding = folded(whole, {}, by_time=True)
    cards = folding.cards(entity.arn for entity in whole.entities if entity.arn != "data")
    return sorted(Counter(cards.values()).values())


@pytest.mark.parametrize(
    ("months", "each", "sizes"),
    [
        (6, 1, [1] * 6),
        (6, 3, [3] * 6),
        (8, 1, [1] * 8),
        (21, 1, [3] * 7),
        (40, 1, [4, 12, 12, 12]),
        (1, 30, [30]),
    ],
)
def test_by_time_siblings_share_a_stack_of_a_month_or_of_a_longer_time(
    months: int, each: int, sizes: list[int]
) -> None:
    """A stack has one place in time; with very many months, one card for each would be too small to read."""
    assert stacked(monthly(months, each)) == sizes
    assert len(only_fold(folded(monthly(21), {})).members) == 21


def test_by_time_the_children_of_a_stack_are_stacked_for_the_same_time() -> None:
    assert stacked(monthly(21, children=2)) == [3] * 7 + [6] * 7
    assert stacked(monthly(6, children=2)) == [1] * 18


def only_fold(folding: Folding) -> Fold:
    (found,) = folding.folds.values()
    return found


def test_many_siblings_become_a_stack_and_so_do_their_own_children() -> None:
    whole = fan(37, failed=2)
    folding = folded(whole, {})
    jobs, models = only(folding, "TrainingJob"), only(folding, "Model")
    picture = drawn(whole, folding)
    assert [entity.arn for entity in picture.subgraph.entities] == ["data", jobs, models]
    assert [entity.name for entity in picture.subgraph.entities[1:]] == ["37 Training jobs", "37 Models"]
    assert picture.subgraph.entities[1].text("note") == "2 failed"
    ends = {(a.source, a.type, a.destination) for a in picture.subgraph.associations}
    assert ends == {("data", "ContributedTo", jobs), (jobs, "Produced", models)}
    assert len(picture.folds[jobs]) == 37
    assert picture.subgraph.hops == {"data": 0, jobs: 1, models: 2}


def test_a_stack_has_the_same_id_in_every_session() -> None:
    assert set(folded(fan(37), {}).folds) == set(folded(fan(60), {}).folds)


def test_a_stack_opens_ten_members_at_a_time_newest_first_and_never_leaves_one_alone() -> None:
    whole = fan(PAGE * 2 + 1)
    folding = folded(whole, {})
    jobs = only(folding, "TrainingJob")
    once = folding.opened(jobs)
    out = [arn for arn in cards(whole, once) if arn.startswith("job")]
    assert sorted(out) == [f"job{n:03}" for n in range(PAGE + 1, PAGE * 2 + 1)]
    assert jobs in cards(whole, once)
    (opened,) = drawn(whole, once).opened
    assert (opened.id, opened.words, set(opened.cards)) == (jobs, "10 of 21 Training jobs", set(out))
    twice = once.opened(jobs)
    assert jobs not in cards(whole, twice)
    assert twice.opened(jobs) == twice
    assert folding.opened("fold:unknown") == folding


def test_an_opened_stack_can_be_closed() -> None:
    whole = fan(37)
    folding = folded(whole, {})
    jobs = only(folding, "TrainingJob")
    opened = folding.opened(jobs).taking_out("job000")
    assert "job000" in cards(whole, opened)
    assert cards(whole, opened, frozenset({jobs})) == cards(whole, folding)
    assert drawn(whole, opened, frozenset({jobs})).opened == ()


def test_a_card_stays_a_card_when_more_siblings_join() -> None:
    few, many = fan(5), fan(40)
    first = folded(few, {})
    grown = folded(many, {}, first)
    assert {f"job{n:03}" for n in range(5)} <= set(cards(many, grown))
    assert len(drawn(many, grown).folds[only(grown, "TrainingJob")]) == 35
    # An existing stack takes in new siblings.
    more = folded(fan(50), {}, grown)
    assert len(drawn(fan(50), more).folds[only(more, "TrainingJob")]) == 45


def test_the_focus_is_never_in_a_stack() -> None:
    whole = fan(37)
    focused = Subgraph(whole.entities, whole.associations, ("job004",), whole.hops)
    assert "job004" in cards(focused, folded(focused, {}))
    assert "job004" in cards(focused, folded(focused, {e.arn: "all" for e in whole.entities}))


def test_bundling_can_be_switched_off() -> None:
    whole = fan(37)
    assert drawn(whole, folded(whole, {}, bundle=False)).subgraph == whole


def test_a_stack_counts_only_members_in_view() -> None:
    whole = fan(37)
    folding = folded(whole, {})
    shown = Subgraph(whole.entities[:20], whole.associations[:19], ("data",), whole.hops)
    picture = drawn(shown, folding)
    assert [entity.name for entity in picture.subgraph.entities[1:]] == ["19 Training jobs"]


class TestGroups:
    whole = LocalStore([SAMPLE]).trace([K])

    def test_a_pipeline_run_is_a_group_with_the_entities_that_only_it_uses(self) -> None:
        found = groups(self.whole, GroupBy.EXECUTION)
        assert {D1, D2, I1, P, D3, T} <= found.keys()
        assert set(found.values()) == {"pipelines-d84ewltjmxhe"}
        assert K not in found
        picture = drawn(self.whole, folded(self.whole, found))
        (stack,) = picture.folds
        assert (picture.subgraph.entities[0].arn, len(picture.folds[stack])) == (K, len(found))

    def test_a_model_package_group_contains_entities_that_lead_to_no_other_group(self) -> None:
        found = groups(self.whole, GroupBy.PACKAGE_GROUP)
        assert set(found.values()) == {"abalonemodelpackagegroupname"}
        assert T in found

    @pytest.mark.parametrize("by", [GroupBy.ACCOUNT, GroupBy.TYPE])
    def test_accounts_and_types_contain_every_entity(self, by: GroupBy) -> None:
        assert groups(self.whole, by).keys() == {entity.arn for entity in self.whole.entities}

    def test_groups_by_type_have_the_names_of_the_legend(self) -> None:
        named = set(groups(self.whole, GroupBy.TYPE).values())
        assert {"Data sets", "Models", "Training jobs"} <= named

    def test_no_groups_is_no_group(self) -> None:
        assert groups(self.whole, GroupBy.NONE) == {}

    def test_a_group_opens_all_its_members_at_once(self) -> None:
        found = groups(self.whole, GroupBy.EXECUTION)
        folding = folded(self.whole, found)
        (group,) = folding.folds
        assert set(cards(self.whole, folding.opened(group))) == {entity.arn for entity in self.whole.entities}

    def test_runs_that_share_data_share_no_group(self) -> None:
        home = "arn:aws:sagemaker:eu-west-1:1:experiment-trial-component/pipelines-"
        jobs = [Entity(f"{home}{run}-train-x", "trial_component") for run in ("aaa", "bbb")]
        data = Entity("data", "artifact")
        links = tuple(Association("data", "ContributedTo", job.arn) for job in jobs)
        assert groups(Subgraph((data, *jobs), links), GroupBy.EXECUTION).keys() == {job.arn for job in jobs}
