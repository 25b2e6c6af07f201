"""The demo's stories, each with the checks that must find it. The list follows from the stories alone."""

import json
from dataclasses import replace

import pytest

from lineage_viz.approval import is_package
from lineage_viz.audit.check import Result
from lineage_viz.audit.outcome import Severity
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import report
from lineage_viz.demo.record_stories import RECORD_STORIES
from lineage_viz.demo.stored import stored_files
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from lineage_viz.title import title
from tests import demo_once
from tests.audit.conftest import Audit, outcomes

FOUND = {
    "deployed-without-approval": ("approved-when-deployed", "live-still-approved"),
    "deployed-while-pending": ("approved-when-deployed", "live-still-approved"),
    "deployed-though-rejected": ("approved-when-deployed", "live-still-approved"),
    "approval-withdrawn": ("live-still-approved",),
    "approved-after-deployment": ("approved-when-deployed", "times-in-order"),
    "approved-by-its-creator": ("separation-of-duties",),
    "tested-on-training-data": ("tested-on-training",),
    "never-evaluated": ("evaluated-before-approval",),
    "deployed-without-package": ("deployed-from-registry", "live-still-approved"),
    "unknown-origin": ("origin-known",),
    "trained-on-unversioned-data": ("data-pinned",),
    "no-commit": ("code-recorded",),
    "user-made-cycle": ("lineage-sound",),
    "other-commit": ("commit-consistent",),
    "moved-image": ("deployed-image-is-approved",),
    "shared-role": ("people-distinguishable",),
    "status-differs": ("live-still-approved",),
    "auto-approved": ("auto-approved",),
    "replaced-file": ("model-file-unchanged",),
}


@pytest.mark.parametrize(("key", "id_"), [(key, id_) for key, ids in FOUND.items() for id_ in ids])
def test_a_story_is_found_by_its_check(audit: Audit, key: str, id_: str) -> None:
    found = audit(key)
    assert outcomes(found)[id_] == "fail"
    observations = next(each.observations for each in found.results if each.check.id == id_)
    arns = {arn for each in observations if each.outcome == "fail" for arn in each.entities}
    assert arns
    assert arns <= {each.arn for each in found.review.subgraph.entities}


def test_the_model_without_a_fault_passes_every_check(audit: Audit) -> None:
    found = audit("complete")
    assert {id_ for id_, outcome in outcomes(found).items() if outcome == "not applicable"} == {
        "waivers-in-date"
    }
    assert not any(each.is_unclear for each in found.results)
    assert set(outcomes(found).values()) == {"pass", "warn", "not applicable"}
    assert [id_ for id_, outcome in outcomes(found).items() if outcome == "warn"] == ["feature-store-gap"]
    assert found.worst is None
    applying = len(found.results) - 1
    assert found.evidence_known == (applying, applying)


def test_no_model_without_a_story_is_raised_to_high(demo: Store) -> None:
    """Planted secrets are in all jobs of a team and of a product; and one group of models was never evaluated."""
    account = demo_once.account()
    evaluated = {
        each["SourceArn"] for each in account.associations
        if "Evaluate" in each["DestinationArn"] or "evaluate" in each["DestinationArn"]
    }  # fmt: skip
    stories = set(account.findings.values())
    models = demo.search(
        "", filter_=Filter(labels=frozenset({EntityLabel.ARTIFACT}), types=frozenset({"Model"})), limit=5_000
    )
    clean = 0
    for package in filter(is_package, models.entities):
        review = read_review(demo, package)
        arns = {
            package.arn,
            *(each.arn for each in review.files),
            *(each.endpoint.arn for each in review.deployments),
        }
        if arns & stories:
            continue
        raised = {each.check.id for each in report(review, ()).at_least(Severity.HIGH)}
        if raised == {"secrets"}:
            assert any(
                "acme-vision" in each.source or "ChurnSubscribers" in each.name for each in review.upstream()
            )
        elif raised == {"evaluated-before-approval"}:
            assert not {each.arn for each in review.files} & evaluated
        else:
            assert raised == set(), package.source
            clean += 1
    assert clean > 50


def test_a_changed_script_is_changed_code_and_no_changed_data(demo: Store) -> None:
    found = {each.check.id: each for each in old_fraud_model(demo)}
    assert not any("/evaluate.py" in each.sentence for each in found["data-unchanged"].observations)
    (script,) = found["code-unchanged"].observations
    assert (found["code-unchanged"].outcome, script.source) == ("pass", "S3, read 12 Mar 2026, 02:00 UTC")
    assert "but S3 keeps the version" in script.sentence


def test_each_script_that_changed_after_its_use_is_found_and_no_other(demo: Store) -> None:
    """The truth is that of the account's own files and jobs: the script of an evaluation was written again later."""
    account = demo_once.account()
    started = {
        each["TrialComponentArn"]: each["StartTime"]
        for each in account.trial_components
        if "StartTime" in each
    }
    last = {uri: versions[-1] for uri, versions in stored_files(account).items()}
    scripts = {
        each["ArtifactArn"]: last[each["Source"]["SourceUri"]]
        for each in account.artifacts
        if each["Source"]["SourceUri"].endswith(".py")
    }
    changed = {
        each["DestinationArn"]
        for each in account.associations
        if (file := scripts.get(each["SourceArn"]))
        and "VersionId" not in file
        and each["DestinationArn"] in started
        and file["LastModified"] > started[each["DestinationArn"]]
    }
    models = demo.search("", filter_=Filter(types=frozenset({"Model"})), limit=5_000)
    found = 0
    for package in filter(is_package, models.entities):
        review = read_review(demo, package)
        (result,) = (each for each in report(review, ()).results if each.check.id == "code-unchanged")
        late = {each.arn for each in (*review.producers, *review.evaluations)} & changed
        assert (result.outcome == "fail") is bool(late), package.source
        failing = {arn for each in result.observations if each.outcome == "fail" for arn in each.entities}
        assert late <= failing
        found += bool(late)
    assert 20 < found < 60


def test_a_script_that_was_written_again_unchanged_is_the_same(demo: Store) -> None:
    """A pipeline may upload its scripts again at each run: the ETag of the lineage tells."""
    (package,) = (
        each for each in demo.search("credit-limit-models/1", limit=20).entities
        if is_package(each) and each.source.endswith("credit-limit-models/1")
    )  # fmt: skip
    review = read_review(demo, package)

    def outcome(etag: str) -> tuple[str, str]:
        entities = tuple(with_etag(each, etag) for each in review.subgraph.entities)
        other = replace(review, subgraph=replace(review.subgraph, entities=entities))
        (found,) = (each for each in report(other, ()).results if each.check.id == "code-unchanged")
        return str(found.outcome), found.observations[0].sentence

    def with_etag(entity: Entity, etag: str) -> Entity:
        record = entity.text("record")
        if not entity.source.endswith("evaluate.py"):
            return entity
        now = json.loads(record)["Files"][0]["ETag"]
        ids = json.dumps({"S3ETag": f'"{etag or now}"'})
        return replace(entity, properties={**entity.properties, "sourceids": ids})

    assert outcome("0" * 32)[0] == "fail"
    state, sentence = outcome("")
    assert state == "pass"
    assert "but it has the ETag" in sentence


def old_fraud_model(demo: Store) -> tuple[Result, ...]:
    """The results of a model whose evaluation script has changed since; its bucket keeps all versions."""
    model = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/fraud-transactions-models/19"
    (package,) = (each for each in demo.search(model, limit=20).entities if is_package(each))
    return report(read_review(demo, package), ()).results


def test_the_name_of_a_job_keeps_its_spelling_at_the_opening_of_a_sentence(audit: Audit) -> None:
    found = audit("complete")
    (times,) = (each for each in found.results if each.check.id == "times-in-order")
    names = {title(each) for each in found.review.producers}
    assert {
        each.sentence.partition(" ended ")[0] for each in times.observations if " ended " in each.sentence
    } == names


def test_a_folder_further_upstream_is_no_single_file(audit: Audit) -> None:
    """The training read single files; a job before it read a folder of the data lake."""
    (found,) = (each for each in audit("complete").results if each.check.id == "prefix-input")
    folders = {each.source for each in audit("complete").review.upstream() if each.source.endswith("/")}
    assert folders
    assert {each.sentence.partition(": ")[0] for each in found.observations} == folders
    assert not any("is one file" in each.sentence for each in found.observations)


def test_each_story_about_a_model_has_its_check() -> None:
    """A new story needs a check, or a reason why none can find it."""
    without = {
        "deleted-endpoint",  # no fault: nothing serves
        "rolled-back",  # no fault: the endpoint serves the version before
        "without-metrics",  # evaluated by a job of the lineage
        "secrets-in-parameters",  # a job that made no registered model
    }
    assert RECORD_STORIES.keys() - FOUND.keys() == without


def test_an_endpoint_is_reviewed_by_its_last_deployment(audit: Audit) -> None:
    found = audit("rolled-back")
    assert found.review.subject.type == "Endpoint"
    assert found.review.model.source.endswith("/10")
    served = [each for each in found.review.subgraph.entities if is_package(each)]
    assert [each.arn for each in served] == [found.review.model.arn]


def test_a_deleted_endpoint_serves_nothing(audit: Audit) -> None:
    found = outcomes(audit("deleted-endpoint"))
    assert found["live-still-approved"] == found["monitored"] == "not applicable"
    assert found["approved-when-deployed"] == "pass"
