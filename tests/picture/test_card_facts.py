"""The third line of a card: its key fact, in the words of people."""

from datetime import UTC, datetime, timedelta

import pytest

from lineage_viz.evidence.fact import SOURCES, as_properties, known, not_read
from lineage_viz.evidence.words import rows
from lineage_viz.model import Entity, Properties, Value
from lineage_viz.picture.card_facts import Tone, key_fact, stack_fact, version_words
from lineage_viz.picture.names import about_words, name_of, short_names

PACKAGE = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/ticket-routing-models/10"
DAY = datetime(2026, 3, 3, 9, tzinfo=UTC)
READ: Properties = {SOURCES: "{}"}


def package(**facts: Value) -> Entity:
    return Entity("arn:k", "artifact", {"type": "Model", "sourceuri": PACKAGE, **READ, **facts})


def of(label: str, type_: str, source: str = "", **more: Value) -> Entity:
    properties = {"type": type_, "sourceuri": source, "creationtime": DAY, **READ, **more}
    return Entity("arn:1", label, properties)


@pytest.mark.parametrize(
    ("facts", "words", "tone"),
    [
        (
            {"approval": "Approved", "decidedby": "sofia", "decidedat": DAY},
            "Approved by sofia · 3 Mar 2026",
            "good",
        ),
        ({"approval": "Approved", "servedby": "prod"}, "Approved", "good"),
        ({"approval": "Rejected", "decidedby": "sofia"}, "Rejected by sofia", "bad"),
        ({"approval": "Pending approval"}, "Pending approval", ""),
        ({"approval": "Rejected", "servedby": "prod"}, "Live without approval: rejected", "bad"),
        (
            {"approval": "Pending approval", "servedby": "prod"},
            "Live without approval: pending approval",
            "bad",
        ),
        ({"servedby": "prod"}, "Live without approval: approval not recorded", "bad"),
        ({}, "approval not recorded", ""),
    ],
)
def test_a_package_says_its_decision_and_warns_when_it_is_live_without_one(
    facts: dict[str, Value], words: str, tone: str
) -> None:
    fact = key_fact(package(**facts))
    assert (fact.whole, fact.tone) == (words, Tone(tone))


def test_a_fact_that_was_not_read_is_never_good_and_leaves_what_the_lineage_knows() -> None:
    unread = package(
        **as_properties({"approval": not_read("denied"), "servedby": known("prod", "the endpoints")})
    )
    assert key_fact(unread).whole == "Live without approval: approval not read"
    without = Entity("arn:k", "artifact", {"type": "Model", "sourceuri": PACKAGE, "creationtime": DAY})
    assert key_fact(without) == key_fact(without).__class__(("created 3 Mar 2026",))
    endpoint = Entity("arn:e", "context", {"type": "Endpoint", "creationtime": DAY})
    assert key_fact(endpoint).wordings == ("created 3 Mar 2026",)


def test_a_card_with_less_room_leaves_out_the_year_then_the_day_then_the_person() -> None:
    fact = key_fact(package(approval="Approved", decidedby="sofia", decidedat=DAY))
    assert fact.wordings == (
        "Approved by sofia · 3 Mar 2026", "Approved by sofia · 3 Mar", "Approved by sofia", "Approved",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        (of("action", "Approval", name="m-10-Rejected-1773006878-aws-model-package", status="Completed",
            createdby="arn:aws:iam::1:user/sofia"), "Rejected by sofia · 3 Mar 2026"),
        (of("action", "Approval", name="by hand", status="Completed"), "decision not read"),
        (of("action", "ModelDeployment", deploys="m/10"), "deploys v10"),
        (of("action", "ModelDeployment", deploys="m/10", replacedat=DAY), "deployed v10 · replaced 3 Mar 2026"),
        (of("context", "Endpoint", serves="m/10", servessince=DAY), "serves v10 since 3 Mar 2026"),
        (of("context", "Endpoint", serves="m/9", serveduntil=DAY), "served v9 until 3 Mar 2026"),
        (of("context", "Endpoint", serves="m/9", unapproved="m/9 (Rejected)"), "serves v9 without approval"),
        (of("context", "Endpoint", endpointstatus="OutOfService"), "serves nothing: out of service"),
        (of("context", "Endpoint", endpointstatus="InService"), "version not recorded"),
        (of("trial_component", "SageMakerTrainingJob", keymetric="eval:accuracy 0.908", duration=3899.0,
            owner="grace"), "eval:accuracy 0.908 · 1.1 h · grace"),
        (of("artifact", "DataSet", "s3://b/2026-03/train.csv"), "2026-03 · no version recorded"),
        (of("artifact", "DataSet", "s3://b/2026-03/train.csv", sourceids='{"S3Version": "8f3a1c9d77"}'),
         "2026-03 · version 8f3a1c9"),
        (of("artifact", "Model", "s3://b/churn/pipelines-akrb6xifgpjh-Train-a1/output/model.tar.gz"),
         "run akrb6xifgpjh · no version recorded"),
        (of("artifact", "Image", "1.dkr.ecr.eu-west-1.amazonaws.com/xgboost:1.5-1"), "tag 1.5-1"),
        (of("artifact", "Image", "1.dkr.ecr.eu-west-1.amazonaws.com/xgboost"), "no tag recorded"),
        (of("context", "ModelGroup", description="Models of team care"), "Models of team care"),
        (of("artifact", "Checkpoint", "s3://b/c/d/", unresolved=True), "nothing else is recorded"),
        (of("artifact", "DataSet", "s3://b/2026-03/train.csv", sourceids="{broken"), "2026-03 · version not recorded"),
    ],
)  # fmt: skip
def test_each_kind_says_its_key_fact(entity: Entity, words: str) -> None:
    assert key_fact(entity).whole == words


def test_a_file_that_changed_after_it_was_recorded_says_so_before_its_version() -> None:
    written = {"fileversion": "ETag 0a1b", "filechanged": DAY + timedelta(minutes=20)}
    later = {**written, "filechanged": DAY + timedelta(days=2)}
    data = "s3://b/2026-03/train.csv"
    assert key_fact(of("artifact", "DataSet", data, **written)).whole == "2026-03 · ETag 0a1b"
    assert key_fact(of("artifact", "DataSet", data, **later)).wordings == (
        "changed 5 Mar 2026 · ETag 0a1b", "changed 5 Mar 2026",
    )  # fmt: skip
    model = "s3://b/churn/pipelines-akrb6xifgpjh-Train-a1/output/model.tar.gz"
    fact = key_fact(of("artifact", "Model", model, **later))
    assert (fact.whole, fact.tone) == ("changed 5 Mar 2026 · run akrb6xifgpjh", "bad")
    (version,) = (row for row in rows(of("artifact", "DataSet", data, **later)) if row.name == "fileversion")
    assert version.value.endswith("It changed on 5 Mar 2026, after this record was made")


def test_names_on_cards_have_the_version_of_a_package_and_the_folder_of_a_model_file() -> None:
    model = of("artifact", "Model", "s3://b/churn/pipelines-akrb6xifgpjh-Train-a1/output/model.tar.gz")
    assert (name_of(package()), about_words(package())) == ("ticket-routing v10", "Model package")
    assert (name_of(model), about_words(model)) == ("churn", "Model file")
    assert name_of(of("artifact", "Model", "s3://b/model.tar.gz")) == "model.tar.gz"
    job = of("trial_component", "SageMakerTrainingJob", name="pipelines-akrb6xifgpjh-Train-a1", step="Train")
    assert short_names([job]) == {"arn:1": "Train"}


def test_short_names_keep_the_telling_part_where_there_is_no_room_for_the_random_one() -> None:
    step = "TrainFraudTransactions"
    runs = [("akrb6xifgpjh", "4wup5vihd0"), ("ie2p324on1j5", "xkv8md02aa")]
    jobs = [
        Entity(f"arn:{run}", "trial_component", {"name": f"pipelines-{run}-{step}-{end}", "step": step})
        for run, end in runs
    ]
    assert short_names(jobs) == dict.fromkeys((job.arn for job in jobs), step)
    group = of("context", "ModelGroup", name="fraud-transactions-models")
    assert (name_of(group), short_names([group])) == (
        "fraud-transactions-models",
        {group.arn: "fraud-transactions"},
    )


@pytest.mark.parametrize(
    ("packages", "words"),
    [
        ("m/10", "v10"),
        ("m/10, m/11", "v10, v11"),
        ("m/10, n/2", "m v10, n v2"),
        ("s3://b/model.tar.gz", "s3://b/model.tar.gz"),
        ("model.tar.gz", "model.tar.gz"),
        ("", ""),
    ],
)
def test_packages_are_named_by_their_versions(packages: str, words: str) -> None:
    assert version_words(packages) == words


def test_hostile_facts_are_one_plain_line() -> None:
    fact = key_fact(of("context", "ModelGroup", description="<b>\u202e\n" + "x" * 10_000))
    assert len(fact.whole) <= 80
    assert "\u202e" not in fact.whole
    assert stack_fact(of("action", "Approval")).whole == "newest of 3 Mar 2026"
