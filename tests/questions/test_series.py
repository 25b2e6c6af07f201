"""The versions of a model and the runs of a job, in order."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from lineage_viz.model import Association, Entity, Value
from lineage_viz.questions import series as module
from lineage_viz.questions.around import around
from lineage_viz.questions.series import key_of, series
from lineage_viz.store.local import LocalStore
from tests import demo_once
from tests.sample import HOME, SAMPLE, Listed, M

START = datetime(2026, 1, 1, tzinfo=UTC)


def package(version: int, group: str = "fraud", day: int | None = None, home: str = HOME) -> Entity:
    made = START + timedelta(days=version if day is None else day)
    properties: dict[str, Value] = {
        "type": "Model", "sourceuri": f"{home}model-package/{group}/{version}", "creationtime": made,
    }  # fmt: skip
    return Entity(f"{home}artifact/{group}{version}", "artifact", properties)


def job(
    name: str, day: int = 0, pipeline: str = "", step: str = "", type_: str = "SageMakerTrainingJob"
) -> Entity:
    tags = [
        {"Key": "sagemaker:pipeline-execution-arn", "Value": f"{HOME}pipeline/{pipeline}/execution/x{day}"}
    ]
    more: dict[str, Value] = {"record": json.dumps({"Job": {"Tags": tags}}), "step": step} if pipeline else {}
    made = START + timedelta(days=day)
    return Entity(
        f"{HOME}experiment-trial-component/{name}", "trial_component",
        {"name": name, "type": type_, "creationtime": made, **more},
    )  # fmt: skip


def store_of(*entities: Entity) -> LocalStore:
    return LocalStore([Listed(entities)])


def test_versions_are_in_the_order_of_their_numbers_and_of_one_group_of_one_account() -> None:
    other = HOME.replace("123456789012", "210987654321")
    mine = [package(2), package(10), package(9), package(1, day=40)]
    found = series(store_of(*mine, package(3, "fraud-2"), package(4, home=other)), mine[1])
    assert found
    assert [each.source.rpartition("/")[2] for each in found.members] == ["1", "2", "9", "10"]
    assert found.before == mine[2]
    assert (found.key.noun, found.key.name, found.cut) == ("version", "fraud", False)
    first = series(store_of(*mine), mine[3])
    assert first
    assert first.before is None


def test_a_group_has_the_series_of_its_versions_without_a_place_in_it() -> None:
    mine = [package(1), package(2)]
    source = f"{HOME}model-package-group/fraud"
    group = Entity(f"{HOME}context/fraud", "context", {"type": "ModelGroup", "sourceuri": source})
    found = series(store_of(group, *mine, package(3, "fraud-2")), group)
    assert found
    assert (found.members, found.here, found.before) == (tuple(mine), None, None)


def test_runs_are_those_of_one_step_of_one_pipeline() -> None:
    runs = [
        job(f"pipelines-abcdefghij{n:02}-Train-1234567890", n, "fraud-pipeline", "Train") for n in range(3)
    ]
    others = [
        job("pipelines-abcdefghij77-Train-1234567890", 1, "fraud-pipeline-2", "Train"),
        job("pipelines-abcdefghij78-Test-1234567890", 1, "fraud-pipeline", "Test"),
        job(
            "pipelines-abcdefghij79-Train-1234567890", 1, "fraud-pipeline", "Train", "SageMakerProcessingJob"
        ),
        job("pipelines-abcdefghij80-Train-1234567890", 1),
    ]
    store = store_of(*others, *runs)
    found = series(store, runs[2])
    assert found
    assert found.members == tuple(runs)
    assert not found.key.doubt
    unread = series(store, others[3])
    assert unread
    assert unread.members == (others[3],)
    assert "name of the pipeline was not read" in unread.key.doubt


@pytest.mark.parametrize(
    ("names", "base"),
    [
        (["xgb-2026-01-02-10-11-12-345", "xgb-2026-02-02-10-11-12-001"], "xgb"),
        (["churn-260102-1011-001-1a2b3c4d", "churn-260103-1011-002-9f8e7d6c"], "churn"),
        (["bert_large_20260102", "bert_large_20260301"], "bert_large"),
        (["model-v2-17", "model-v2-18"], "model-v2"),
        (["only-words"], "only-words"),
        (["deadbeef"], "deadbeef"),
    ],
)  # fmt: skip
def test_jobs_without_a_pipeline_are_runs_by_their_name_without_times_and_numbers(
    names: list[str], base: str
) -> None:
    runs = [job(name, day) for day, name in enumerate(names)]
    found = series(store_of(*runs, job("something-else-1")), runs[-1])
    assert found
    assert found.key.name == base
    assert found.members == tuple(runs)


def test_an_entity_that_is_no_version_and_no_job_has_no_series() -> None:
    assert key_of(Entity("1", "artifact", {"type": "Model", "sourceuri": "s3://b/model.tar.gz"})) is None
    assert key_of(package(1, "fraud/1")) is None
    assert (
        key_of(Entity("1", "artifact", {"sourceuri": f"{HOME}model-package/alone", "type": "Model"})) is None
    )
    assert key_of(Entity("1", "trial_component", {"name": "-1"})) is None


def test_an_old_version_of_a_long_group_still_has_the_one_before() -> None:
    many = [package(number) for number in range(1, module.MOST + 21)]
    found = series(store_of(*many), many[4])
    assert found
    assert (found.before, found.cut) == (many[3], True)
    newest = series(store_of(*many), many[-1])
    assert newest
    assert (len(newest.members), newest.cut, newest.before) == (module.MOST, True, many[-2])


def test_a_series_of_a_day_ends_at_it() -> None:
    many = [package(number) for number in range(1, 6)]
    found = series(store_of(*many), many[1], START + timedelta(days=3))
    assert found
    assert found.members == tuple(many[:3])


def test_the_makers_of_a_package_and_of_the_one_before_come_with_its_neighbours() -> None:
    store = demo_once.store()
    here = store.get(demo_once.account().findings["complete"])
    found = series(store, here)
    assert found
    beside = around(store, here, found.before)
    jobs = {arn: [job.type for job in made] for arn, made in beside.made_by.items()}
    packages = {here.arn, *(each.arn for each in (found.before,) if each)}
    assert jobs == {arn: ["SageMakerTrainingJob"] for arn in packages}
    assert {each.entity.arn for each in beside.up} == {
        each.entity.arn for each in store.neighbors(here.arn) if each.direction == "upstream"
    }


def test_a_hub_tells_how_many_entities_it_has() -> None:
    hub, many = Entity("hub", "artifact", {}), [Entity(f"e{n:04}", "artifact", {}) for n in range(700)]
    links = tuple(Association("hub", "ContributedTo", each.arn) for each in many)
    found = around(LocalStore([Listed((hub, *many), links)]), hub, None)
    assert (found.down_total, len(found.down), found.is_cut) == (700, 499, True)


def test_each_association_of_a_job_gives_its_role() -> None:
    links = (
        Association(M, "ContributedTo", "j", {"role": "a"}),
        Association(M, "AssociatedWith", "j", {"role": "b"}),
    )
    entities = (*SAMPLE.holds, Entity("j", "trial_component", {}))
    found = around(LocalStore([Listed(entities, links)]), entities[-1], None)
    assert [(each.entity.arn, sorted(each.role.split(", "))) for each in found.up] == [(M, ["a", "b"])]
