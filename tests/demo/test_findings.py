"""The findings and oddities of the demo account exist, and docs/demo.md lists them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from lineage_viz.demo import Account, Record, demo_account
from lineage_viz.demo.findings import STORIES
from lineage_viz.demo.oddities import ODDITIES
from lineage_viz.demo.record_stories import RECORD_STORIES

DOCUMENT = Path(__file__).parents[2] / "docs" / "demo.md"


@dataclass(frozen=True)
class Found:
    """The demo account, with look-ups for these tests."""

    account: Account

    def record(self, arn: str) -> Record:
        every = (
            (self.account.artifacts, "ArtifactArn"), (self.account.actions, "ActionArn"),
            (self.account.contexts, "ContextArn"), (self.account.trial_components, "TrialComponentArn"),
        )  # fmt: skip
        return next(r for records, key in every for r in records if r[key] == arn)

    def upstream(self, arn: str) -> list[str]:
        return [r["SourceArn"] for r in self.account.associations if r["DestinationArn"] == arn]

    def downstream(self, arn: str) -> list[str]:
        return [r["DestinationArn"] for r in self.account.associations if r["SourceArn"] == arn]

    def approvals(self, package: str) -> dict[str, datetime]:
        """The time of each approval status."""
        actions = [self.record(arn) for arn in self.upstream(package) if ":action/" in arn]
        return {action["ActionName"].split("-")[-5]: action["CreationTime"] for action in actions}

    def deployed(self, model: str) -> datetime:
        """The time of the first deployment."""
        actions = [arn for arn in self.downstream(model) if arn.endswith("-aws-endpoint")]
        created: datetime = self.record(actions[0])["CreationTime"]
        return created

    def jobs(self, arns: list[str], kind: str) -> list[str]:
        return [arn for arn in arns if arn.endswith(f"-aws-{kind}-job")]

    def __getitem__(self, finding: str) -> str:
        return self.account.findings[finding]


@pytest.fixture(scope="module")
def found() -> Found:
    return Found(demo_account())


@pytest.mark.parametrize("key", [*STORIES, *ODDITIES, *RECORD_STORIES])
def test_every_finding_is_in_the_account_and_in_the_document(found: Found, key: str) -> None:
    assert found.record(found[key])
    text = DOCUMENT.read_text("utf-8")
    assert f"`{key}`" in text
    assert found[key].split(":", 5)[5] in text


@pytest.mark.parametrize(
    ("key", "statuses"),
    [
        ("complete", {"PendingManualApproval", "Approved"}),
        ("deployed-without-approval", set()),
        ("deployed-while-pending", {"PendingManualApproval"}),
        ("deployed-though-rejected", {"PendingManualApproval", "Rejected"}),
        ("approval-withdrawn", {"PendingManualApproval", "Approved", "Rejected"}),
    ],
)
def test_approvals_of_deployed_packages(found: Found, key: str, statuses: set[str]) -> None:
    assert set(found.approvals(found[key])) == statuses
    assert found.deployed(found[key])


def test_only_one_model_was_approved_after_its_deployment(found: Found) -> None:
    packages = [
        r["ArtifactArn"] for r in found.account.artifacts if ":model-package/" in r["Source"]["SourceUri"]
    ]
    late = [
        package for package in packages
        if any(arn.endswith("-aws-endpoint") for arn in found.downstream(package))
        and found.approvals(package).get("Approved", found.deployed(package)) > found.deployed(package)
    ]  # fmt: skip
    assert late == [found["approved-after-deployment"]]


def test_one_model_was_approved_by_the_person_who_trained_it(found: Found) -> None:
    package = found["approved-by-its-creator"]
    (approval,) = [arn for arn in found.upstream(package) if "-approved-" in arn]
    (model,) = [arn for arn in found.upstream(package) if found.jobs(found.upstream(arn), "training")]
    (job,) = found.upstream(model)
    assert found.record(job)["CreatedBy"] == found.record(approval)["CreatedBy"] != {}


def test_one_model_was_tested_on_its_training_data(found: Found) -> None:
    model = found["tested-on-training-data"]
    (training,) = found.upstream(model)
    (evaluation,) = found.jobs(found.downstream(model), "processing")
    shared = set(found.upstream(training)) & set(found.upstream(evaluation))
    assert [found.record(arn)["Source"]["SourceUri"].endswith("/train.parquet") for arn in shared] == [True]


def test_one_model_was_never_evaluated(found: Found) -> None:
    assert not found.jobs(found.downstream(found["never-evaluated"]), "processing")


def test_one_model_was_deployed_without_the_registry(found: Found) -> None:
    model = found["deployed-without-package"]
    assert found.deployed(model)
    assert not any(":artifact/" in arn for arn in found.downstream(model))


def test_one_model_has_no_upstream_entity(found: Found) -> None:
    assert found.upstream(found["unknown-origin"]) == []


def test_the_complete_model_has_versions_digests_and_a_commit(found: Found) -> None:
    package = found.record(found["complete"])
    assert set(package["MetadataProperties"]) == {"CommitId", "Repository"}
    seen, todo = set(), [found["complete"]]
    while todo:
        arn = todo.pop()
        if arn not in seen:
            seen.add(arn)
            todo += found.upstream(arn)
    artifacts = [found.record(arn) for arn in seen if ":artifact/" in arn]
    for artifact in artifacts:
        uri = artifact["Source"]["SourceUri"]
        assert artifact["Source"]["SourceTypes"] or "@sha256:" in uri or ":model-package/" in uri, uri
    assert len(artifacts) == 8


def test_versions_and_commits_are_missing_where_planned(found: Found) -> None:
    (training,) = found.upstream(found["trained-on-unversioned-data"])
    data = [found.record(arn) for arn in found.upstream(training)]
    assert not any(artifact["Source"]["SourceTypes"] for artifact in data)
    assert "MetadataProperties" not in found.record(found["no-commit"])


def test_two_models_come_from_the_same_data(found: Found) -> None:
    (again,) = found.upstream(found["retrained"])
    twins = [
        arn for arn in found.jobs([r["TrialComponentArn"] for r in found.account.trial_components], "training")
        if set(found.upstream(arn)) == set(found.upstream(again))
    ]  # fmt: skip
    assert len(twins) == 2


def test_three_jobs_wrote_one_uri(found: Found) -> None:
    assert len(found.jobs(found.upstream(found["several-writers"]), "transform")) == 3


def test_a_user_made_a_cycle(found: Found) -> None:
    model = found["user-made-cycle"]
    assert set(found.upstream(model)) & set(found.downstream(model))


def test_the_orphan_has_no_association(found: Found) -> None:
    assert found.upstream(found["orphan"]) == found.downstream(found["orphan"]) == []


def test_some_ends_are_in_no_listing(found: Found) -> None:
    for key in ("shared-with-partner", "model-from-partner"):
        arn = found[key]
        assert any(":210987654321:" in end for end in found.upstream(arn))
    deleted = [end for end in found.upstream(found["deleted-ends"]) if not _is_listed(found, end)]
    assert deleted


def test_some_records_have_no_type_or_source(found: Found) -> None:
    assert "Source" not in found.record(found["hand-made"])
    assert "ArtifactType" not in found.record(found["bare"])
    assert any("AssociationType" not in record for record in found.account.associations)


def test_one_uri_is_three_artifacts(found: Found) -> None:
    uri = found.record(found["same-uri-twice"])["Source"]["SourceUri"]
    assert len([r for r in found.account.artifacts if r["Source"]["SourceUri"] == uri]) == 3


def _is_listed(found: Found, arn: str) -> bool:
    try:
        return bool(found.record(arn))
    except StopIteration:
        return False
