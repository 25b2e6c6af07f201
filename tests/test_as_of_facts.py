"""The facts about an entity at the end of an earlier day."""

import json
from datetime import UTC, datetime

from lineage_viz.evidence.as_of import files_then, known_then
from lineage_viz.evidence.brief import brief
from lineage_viz.evidence.fact import FactState, as_properties, facts_of, known
from lineage_viz.evidence.words import decisions_of, rows, warning
from lineage_viz.model import Entity
from lineage_viz.picture.card_facts import key_fact

THEN, NOW = datetime(2026, 3, 5, 23, tzinfo=UTC), datetime(2026, 3, 12, tzinfo=UTC)
MADE = [
    {"decision": "Pending approval", "by": "grace", "at": "3 Mar 2026, 01:21 UTC", "source": "an action"},
    {"decision": "Approved", "by": "helen", "at": "8 Mar 2026, 21:54 UTC", "source": "the registry"},
]
PACKAGE = Entity(
    "arn:k",
    "artifact",
    {"type": "Model", "sourceuri": "arn:aws:sagemaker:eu-west-1:1:model-package/m/1", "record": "{}"}
    | as_properties(
        {
            "approval": known("Approved", "the registry"),
            "decidedby": known("helen", "the registry"),
            "decidedat": known(datetime(2026, 3, 8, 21, 54, tzinfo=UTC), "the registry"),
            "decisions": known(json.dumps(MADE), "both"),
            "servedby": known("prod", "the endpoints"),
            "owner": known("grace", "the registry"),
        }
    ),
)


def test_a_package_has_the_decision_of_that_day_and_nobody_knows_if_it_was_live() -> None:
    then = known_then(PACKAGE, THEN)
    assert (then.text("approval"), then.text("decidedby"), then.text("owner")) == (
        "Pending approval",
        "grace",
        "grace",
    )
    assert facts_of(then, ("servedby",))["servedby"].state is FactState.NOT_READ
    assert known_then(PACKAGE, NOW).text("decidedby") == "helen"
    before = facts_of(known_then(PACKAGE, datetime(2026, 3, 1, tzinfo=UTC)), ("approval",))["approval"]
    assert before.state is FactState.NOT_READ


def test_answers_of_the_present_about_a_package_are_not_read_on_an_earlier_day() -> None:
    then = known_then(PACKAGE, datetime(2026, 3, 5, tzinfo=UTC))
    assert [each.words for each in decisions_of(then)] == ["Pending approval by grace"]
    assert "record" in PACKAGE.properties
    assert "record" not in then.properties
    source = "S3, read 12 Mar 2026, 01:00 UTC"
    changed = known(datetime(2026, 3, 4, tzinfo=UTC), source)
    evidence = as_properties({"fileversion": known("version 2", source), "filechanged": changed})
    file = Entity("arn:f", "artifact", {"type": "DataSet", "sourceuri": "s3://b/f", **evidence})
    assert known_then(file, THEN) is file
    before = facts_of(known_then(file, datetime(2026, 3, 1, tzinfo=UTC)), ("fileversion", "filechanged"))
    assert {fact.state for fact in before.values()} == {FactState.NOT_READ}


def test_a_day_has_no_warning_of_the_present() -> None:
    without = {"serves": known("m/1", "it"), "unapproved": known("m/1 (Rejected)", "it")}
    endpoint = Entity("arn:e", "context", {"type": "Endpoint", **as_properties(without)})
    assert warning(endpoint) == "Live without approval: it serves m/1 (Rejected)."
    assert warning(known_then(endpoint, THEN)) == ""


def test_an_endpoint_has_the_version_of_that_day_with_its_period() -> None:
    at = [datetime(2026, month, 10, tzinfo=UTC) for month in (1, 2, 3, 4)]
    deployments = [
        Entity(
            f"arn:{number}",
            "action",
            {
                "type": "ModelDeployment",
                "status": status,
                "creationtime": when,
                **as_properties({"deploys": known(versions, "it")}),
            },
        )
        for number, (when, versions, status) in enumerate(
            zip(
                at,
                ("m/1", "m/1", "m/2", "m/3"),
                ("Completed", "Completed", "Failed", "Completed"),
                strict=True,
            )
        )
    ]
    now = {
        "serves": known("m/3", "it"),
        "servessince": known(at[3], "it"),
        "endpointstatus": known("InService", "it"),
    }
    endpoint = Entity("arn:e", "context", {"type": "Endpoint", **as_properties(now)})
    then = known_then(endpoint, datetime(2026, 3, 20, tzinfo=UTC), deployments)
    assert key_fact(then).whole == "served v1, 10 Jan 2026 to 10 Apr 2026"
    assert brief(then) == ["served m/1 since 10 Jan 2026 until 10 Apr 2026"]
    assert [(row.words, row.value) for row in rows(then)][:4] == [
        ("Endpoint", "not read: it is known for the present only"),
        ("Serves", "m/1"),
        ("Serves it since", "10 Jan 2026, 00:00 UTC"),
        ("Served it until", "10 Apr 2026, 00:00 UTC"),
    ]
    early = facts_of(known_then(endpoint, datetime(2026, 1, 1, tzinfo=UTC), deployments), ("serves",))
    assert early["serves"].state is FactState.NOT_READ


def test_an_endpoint_and_a_deployment_have_only_what_was_so_that_day() -> None:
    at = datetime(2026, 3, 10, tzinfo=UTC)
    serves = as_properties({"serves": known("m/1", "it"), "servessince": known(at, "it")})
    endpoint = Entity("arn:e", "context", {"type": "Endpoint", **serves})
    assert facts_of(known_then(endpoint, THEN), ("serves",))["serves"].state is FactState.NOT_READ
    assert known_then(endpoint, NOW).text("serves") == "m/1"
    replaced = as_properties({"deploys": known("m/1", "it"), "replacedat": known(at, "it")})
    deployment = Entity("arn:d", "action", {"type": "ModelDeployment", **replaced})
    assert known_then(deployment, THEN).text("deploys") == "m/1"
    assert (
        facts_of(known_then(deployment, THEN), ("replacedat",))["replacedat"].state is FactState.NOT_RECORDED
    )
    assert known_then(deployment, NOW) is deployment
    assert known_then(Entity("arn:x", "context", {"type": "Endpoint"}), THEN).properties == {
        "type": "Endpoint"
    }


def of_job(**properties: object) -> Entity:
    metrics = [{"MetricName": "auc", "Last": last, "TimeStamp": stamp} for last, stamp in METRICS]
    whole = {
        "creationtime": datetime(2026, 3, 5, 20, tzinfo=UTC),
        "metrics": json.dumps(metrics),
        **properties,
    }
    return Entity("arn:j", "trial_component", {**whole, **as_properties(FACTS)})  # type: ignore[dict-item]


METRICS = ((0.7, "2026-03-05T22:00:00.5Z"), (0.9, "2026-03-06T01:00:00Z"))
FACTS = {"keymetric": known("auc 0.9", "it"), "duration": known(9.0, "it"), "owner": known("grace", "it")}
BEGAN, ENDED = datetime(2026, 3, 5, 21, tzinfo=UTC), datetime(2026, 3, 6, 2, tzinfo=UTC)


def test_a_job_of_a_day_has_only_what_was_so_that_day() -> None:
    record = {"Job": {"SourceDetail": {"TrainingJob": {"RoleArn": "r", "TrainingJobStatus": "Completed"}}}}
    job = of_job(status="Completed", starttime=BEGAN, endtime=ENDED, record=json.dumps(record))
    then = known_then(job, THEN)
    assert (then.status, then.text("keymetric"), then.text("owner")) == ("InProgress", "auc 0.7", "grace")
    assert "0.9" not in then.text("metrics")
    assert json.loads(then.text("record")) == {"Job": {"SourceDetail": {"TrainingJob": {"RoleArn": "r"}}}}
    assert known_then(then, THEN) == then
    assert known_then(job, NOW) is job


def test_a_job_without_a_start_or_an_end_claims_no_state_of_a_day() -> None:
    for unknown in (
        of_job(status="Failed", endtime=ENDED),
        of_job(status="Failed", starttime=BEGAN, lastmodifiedtime=ENDED),
        of_job(status="Failed", starttime=ENDED, endtime=ENDED),
    ):
        then = known_then(unknown, THEN)
        assert (then.status, then.properties.keys() & {"endtime", "duration"}) == ("", set())
    running = of_job(status="InProgress", starttime=BEGAN, lastmodifiedtime=ENDED)
    assert known_then(running, THEN).status == "InProgress"
    foreign = Entity(
        "arn:f", "trial_component", {"status": "Completed", "starttime": BEGAN, "endtime": ENDED}
    )
    assert known_then(foreign, THEN).properties == {"status": "InProgress", "starttime": BEGAN}


def test_the_answers_of_s3_about_a_later_change_are_not_those_of_a_day() -> None:
    files = [
        {"Uri": "s3://b/old", "LastModified": "2026-03-01T00:00:00Z"},
        {"Uri": "s3://b/new", "LastModified": "2026-03-09T00:00:00Z"},
        {"Uri": "s3://b/gone", "Absent": True},
    ]
    data = Entity("arn:d", "artifact", {"record": json.dumps({"Files": files})})
    found = json.loads(files_then(data, THEN).text("record"))["Files"]
    assert found[0] == files[0]
    assert [each["NotRead"] for each in found[1:]] == ["it is known for the present only"] * 2
    assert files_then(data, NOW).text("record") != data.text(
        "record"
    )  # one that is absent went at no known time
