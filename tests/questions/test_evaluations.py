"""An evaluation belongs to the picture of the model that it read, with its inputs and outputs."""

from datetime import timedelta

from lineage_viz.demo.source import DemoSource
from lineage_viz.evidence.fact import as_properties, known
from lineage_viz.model import Association, Entity
from lineage_viz.questions import evaluations as module
from lineage_viz.questions.evaluations import NO_EVALUATIONS, Evaluations, evaluations
from lineage_viz.questions.own_lineage import own_lineage, own_of_several, traced_own
from lineage_viz.questions.served import near
from lineage_viz.store.local import LocalStore
from tests import demo_once
from tests.deployments import ENDPOINT, SERVED, arn, day_of, lineage
from tests.sample import HOME, Listed

LATE = HOME + "experiment-trial-component/late"


def of(source: Listed, focus: str) -> Evaluations:
    store = LocalStore([source])
    return evaluations(store, near(store, focus))


def reader(arn_: str, hours: int, type_: str = "SageMakerProcessingJob") -> Entity:
    at = day_of(1) + timedelta(hours=hours)
    return Entity(arn_, "trial_component", {"arn": arn_, "type": type_, "creationtime": at})


def test_the_jobs_that_read_the_file_before_the_decision_belong_to_the_package() -> None:
    training = HOME + "experiment-trial-component/fine-tuning"
    more = (reader(LATE, 24), reader(training, -8, "SageMakerTrainingJob"))
    links = tuple(Association(arn("file", 1), "ContributedTo", each.arn) for each in more)
    found = of(lineage("Completed", more=more, links=links), arn("package", 1))
    assert (found.jobs, found.later) == ((arn("evaluation", 1),), 1)
    assert found.words == (
        "with 1 processing job that read the model before the decision; 1 later one is not shown"
    )
    of_file = of(lineage("Completed", more=more, links=links), arn("file", 1))
    assert (of_file.jobs, of_file.words) == (
        (arn("evaluation", 1), LATE),
        "with 2 processing jobs that read the model",
    )


def test_the_time_of_the_decision_is_that_of_the_registry_when_it_was_read() -> None:
    package = next(each for each in SERVED.holds if each.arn == arn("package", 1))
    decided = known(day_of(1) - timedelta(hours=8, minutes=30), "the model registry")
    facts = as_properties({"approval": known("Approved", "the model registry"), "decidedat": decided})
    changed = Entity(package.arn, package.label, {**package.properties, **facts})
    others = tuple(each for each in SERVED.holds if each.arn != package.arn)
    found = of(Listed((changed, *others), SERVED.links), package.arn)
    assert found.words == "no processing job read the model before the decision; 1 later one is not shown"


def test_a_hub_is_cut_and_says_so() -> None:
    many = tuple(
        reader(HOME + f"experiment-trial-component/r{n:03}", -100 - n) for n in range(module.MOST + 4)
    )
    links = tuple(Association(arn("file", 1), "ContributedTo", each.arn) for each in many)
    found = of(lineage("Completed", more=many, links=links), arn("package", 1))
    assert (len(found.jobs), found.left_out, found.jobs[-1]) == (module.MOST, 5, arn("evaluation", 1))
    assert found.words == "with 50 of 55 processing jobs that read the model before the decision"


def test_nobody_evaluates_an_endpoint_or_an_image() -> None:
    assert of(SERVED, ENDPOINT) == NO_EVALUATIONS
    assert of(SERVED, arn("report", 1)).words == ""


def test_the_picture_has_the_evaluation_with_its_data_and_report() -> None:
    store = LocalStore([SERVED])
    focus = arn("package", 2)
    found = traced_own(store, focus, own_lineage(store, focus), up=5, down=3, cap=500)
    assert {arn(each, 2) for each in ("evaluation", "test", "report")} <= found.hops.keys()
    assert not {arn("evaluation", 1), arn("evaluation", 3)} & found.hops.keys()
    steps = {"file": -1, "evaluation": 2, "test": -3, "report": 3}
    assert {each: found.hops[arn(each, 2)] for each in steps} == steps, "counted from the model"
    file = arn("file", 2)
    upstream = traced_own(store, file, own_lineage(store, file), up=5, down=0, cap=500)
    assert [upstream.hops[arn(each, 2)] for each in ("evaluation", "test", "report")] == [1, -2, 2]
    downstream = traced_own(store, focus, own_lineage(store, focus), up=0, down=3, cap=500)
    assert arn("evaluation", 2) not in downstream.hops


def test_a_picture_of_several_models_has_the_evaluations_of_each() -> None:
    store = LocalStore([SERVED])
    focus = [arn("package", 1), arn("package", 2), ENDPOINT]
    own = own_of_several(store, focus)
    found = traced_own(store, focus, own, up=5, down=3, cap=500)
    assert {arn("evaluation", 1), arn("evaluation", 2), arn("report", 2)} <= found.hops.keys()
    assert own.words.startswith("with 2 processing jobs that read the models")
    assert own_of_several(store, focus[1:]).evaluations == own_lineage(store, focus[1]).evaluations
    assert own_of_several(store, [ENDPOINT]).words == ""


def test_each_package_of_the_demo_has_the_evaluations_that_its_jobs_tell() -> None:
    account = demo_once.account()
    store = LocalStore([DemoSource(account)])
    artifacts = {each["Source"]["SourceUri"]: each["ArtifactArn"] for each in account.artifacts}
    checked = 0
    for record in account.records["ModelPackage"]:
        if record["ModelPackageArn"] not in artifacts:
            continue
        uri = record["InferenceSpecification"]["Containers"][0]["ModelDataUrl"]
        is_decided = record["ModelApprovalStatus"] != "PendingManualApproval"
        read = {
            each["TrialComponentArn"]
            for each in account.trial_components
            if each.get("Source", {}).get("SourceType") == "SageMakerProcessingJob"
            and uri in {one.get("Value") for one in each.get("InputArtifacts", {}).values()}
            and not (is_decided and each["CreationTime"] > record["LastModifiedTime"])
        }
        focus = artifacts[record["ModelPackageArn"]]
        assert set(own_lineage(store, focus).evaluations.jobs) == read, record["ModelPackageArn"]
        checked += len(read)
    assert checked > 100
