"""The conversion of API records, with and without optional members, to entities and associations."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from lineage_viz.model import EntityLabel
from lineage_viz.sagemaker_lineage.records import (
    association,
    entity,
    lineage,
    with_details_of,
    without_details,
)

ARN = "arn:aws:sagemaker:eu-west-1:123456789012:"
MADE = datetime(2026, 3, 12, 2, 0, 0, 384000, tzinfo=timezone(timedelta(hours=1)))


def test_an_automatic_artifact_has_no_name_and_no_invented_values() -> None:
    record = {
        "ArtifactArn": ARN + "artifact/1a",
        "Source": {"SourceUri": "s3://b/x, y.csv", "SourceTypes": []},
        "ArtifactType": "DataSet",
        "CreationTime": MADE,
    }
    made = entity(EntityLabel.ARTIFACT, record)
    assert made.properties == {
        "arn": ARN + "artifact/1a",
        "account": "123456789012",
        "region": "eu-west-1",
        "sourceuri": "s3://b/x, y.csv",
        "type": "DataSet",
        "creationtime": datetime(2026, 3, 12, 1, 0, 0, tzinfo=UTC),
    }


def test_every_label_accepts_a_record_with_only_its_arn() -> None:
    members = {"artifact": "ArtifactArn", "trial_component": "TrialComponentArn", "action": "ActionArn",
               "context": "ContextArn"}  # fmt: skip
    for label, member in members.items():
        made = entity(EntityLabel(label), {member: "x"})
        assert (made.arn, made.label, dict(made.properties)) == ("x", label, {"arn": "x"})


def test_a_trial_component_is_the_same_from_its_summary_and_its_description() -> None:
    common: dict[str, Any] = {
        "TrialComponentArn": ARN + "experiment-trial-component/t",
        "TrialComponentName": "T",
        "DisplayName": "T",
        "Status": {"PrimaryStatus": "Failed", "Message": "Status: Failed, exit message: null,\nreason: x"},
        "CreationTime": MADE,
        "CreatedBy": {},
    }
    source = {"SourceArn": ARN + "training-job/t", "SourceType": "SageMakerTrainingJob"}
    summary = entity(EntityLabel.TRIAL_COMPONENT, {**common, "TrialComponentSource": source})
    described = entity(
        EntityLabel.TRIAL_COMPONENT,
        {
            **common,
            "Source": source,
            "Parameters": {"eta": {"NumberValue": 0.1}, "image": {"StringValue": "x"}},
            "Metrics": [{"MetricName": "auc", "Last": 0.9, "TimeStamp": MADE}],
            "Parents": [
                {"ExperimentName": "e", "TrialName": "t1"},
                {"ExperimentName": "e", "TrialName": "t2"},
            ],
        },
    )
    assert without_details(described) == summary
    assert (summary.type, summary.status, summary.source) == (
        "SageMakerTrainingJob",
        "Failed",
        source["SourceArn"],
    )
    assert summary.text("message").count("\n") == 1
    assert json.loads(described.text("parameters")) == {"eta": 0.1, "image": "x"}
    assert json.loads(described.text("metrics"))[0]["TimeStamp"] == "2026-03-12T01:00:00.384Z"
    assert (described.text("experiments"), described.text("trials")) == ("e", "t1, t2")
    assert with_details_of(summary, described) == described


def test_a_user_has_the_most_exact_recorded_name() -> None:
    for user, text in (
        (
            {"UserProfileName": "ana", "UserProfileArn": ARN + "user-profile/d/ana"},
            ARN + "user-profile/d/ana",
        ),
        ({"IamIdentity": {"Arn": "arn:aws:sts::1:assumed-role/r/s"}}, "arn:aws:sts::1:assumed-role/r/s"),
        ({"UserProfileName": "ana"}, "ana"),
        ({}, ""),
    ):
        assert entity(EntityLabel.CONTEXT, {"ContextArn": "x", "CreatedBy": user}).text("createdby") == text


def test_characters_that_no_file_can_store_are_replaced() -> None:
    made = entity(EntityLabel.ARTIFACT, {"ArtifactArn": "x", "ArtifactName": "a\ud800b\0c"})
    assert made.name == "a\ufffdb\ufffdc"


def test_an_association_without_type_has_neptunes_default_label() -> None:
    assert association({"SourceArn": "a", "DestinationArn": "b"}).type == "edge"


def test_ends_in_no_listing_become_unresolved_entities_with_their_known_properties() -> None:
    away = "arn:aws:sagemaker:eu-west-1:210987654321:artifact/9f"
    record = {"SourceArn": away, "DestinationArn": ARN + "experiment-trial-component/t", "SourceType": "DataSet",
              "SourceName": "shared"}  # fmt: skip
    whole = lineage([], [record, record])
    ends = {one.arn: one for one in whole.entities}
    assert len(whole.associations) == 1
    assert ends[away].unresolved
    assert (ends[away].type, ends[away].name, ends[away].text("account")) == (
        "DataSet",
        "shared",
        "210987654321",
    )
    assert ends[ARN + "experiment-trial-component/t"].label == "trial_component"


def test_a_newer_association_of_the_same_pair_replaces_the_earlier_one() -> None:
    old, new = (
        {"SourceArn": "a", "DestinationArn": "b", "AssociationType": kind} for kind in ("SameAs", "Produced")
    )
    assert [one.type for one in lineage([], [new], [association(old)]).associations] == ["Produced"]
