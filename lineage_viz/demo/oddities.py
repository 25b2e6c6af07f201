"""Unusual records that real accounts contain, and that often cause errors in software.

Each key of `ODDITIES` is in `Account.findings` with its ARN, beside the stories of `findings.py`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from lineage_viz.demo.account import PARTNER_ACCOUNT, Record
from lineage_viz.demo.builder import Builder, digest
from lineage_viz.demo.products import CUSTOMERS
from lineage_viz.demo.run import user


class WorkDay:
    """A day some weeks before the end, with records that a person made by hand."""

    def __init__(self, builder: Builder, taken: datetime, days: float, person: str) -> None:
        self.builder = builder
        self.at = taken - timedelta(days=days, milliseconds=len(person) * 117)
        self.by: Record = user(builder, person)

    def artifact(self, uri: str, type_: str, name: str = "", **details: Any) -> str:
        """Add an artifact made by hand."""
        return self.builder.artifact(uri, type_, self.at, name=name, CreatedBy=self.by, **details)

    def job(self, name: str, uri: str) -> str:
        """Add a training job that wrote a model to `uri`, and return its trial component."""
        builder = self.builder
        end = self.at + timedelta(minutes=48, milliseconds=230)
        status = {"PrimaryStatus": "Completed", "Message": "Status: Completed, failure reason: null"}
        arn = builder.trial_component(
            f"{name}-aws-training-job", self.at, job_type="SageMakerTrainingJob",
            job_arn=builder.arn(f"training-job/{name}"), Status=status, StartTime=self.at, EndTime=end,
            LastModifiedTime=end, CreatedBy=self.by,
        )  # fmt: skip
        model = builder.artifact(uri, "Model", end)
        builder.associate(arn, model, "Produced", end)
        return arn

    def link(self, source: str, destination: str, type_: str) -> None:
        """Add an association made by hand, an hour later."""
        self.builder.associate(source, destination, type_, self.at + timedelta(hours=1), self.by)


def plant_oddities(builder: Builder, taken: datetime) -> None:
    """Add every oddity in the order of the table, a month apart."""
    for number, (key, oddity) in enumerate(ODDITIES.items()):
        person = ("ravi-iyer", "sofia-rossi", "jonas-meyer")[number % 3]
        builder.findings[key] = oddity(WorkDay(builder, taken, 20.5 + 31 * (len(ODDITIES) - number), person))


def user_made_cycle(day: WorkDay) -> str:
    """A fine-tuned model, associated by hand as an input of the job that produced it."""
    uri = "s3://acme-support-models/ticket-tone/fine-tuned/model.tar.gz"
    job = day.job("ticket-tone-finetune", uri)
    model = day.artifact(uri, "Model")
    day.link(model, job, "ContributedTo")
    return model


def orphan(day: WorkDay) -> str:
    """An artifact without associations."""
    return day.artifact("s3://acme-pricing-sandbox/old/prices_2019_final_FINAL.xlsx", "DataSet")


def hand_made(day: WorkDay) -> str:
    """A trial component made by hand: no Source and no Status, only parameters."""
    parameters = {"rows_labelled": {"NumberValue": 1_250.0}, "tool": {"StringValue": "Label Studio, v1.9"}}
    return day.builder.trial_component("labelling-round-3", day.at, Parameters=parameters, CreatedBy=day.by)


def own_types(day: WorkDay) -> str:
    """User-defined types, and associations without a type."""
    data = day.artifact("s3://acme-vision-sandbox/labels/round-3.jsonl", "Dataset", "Labels-Round-3")
    code = day.artifact("https://git.acme.example/vision/labelling/-/tree/v3", "Code", "Labelling-Code")
    test = day.artifact("s3://acme-vision-sandbox/labels/holdout.jsonl", "TestData", "Labels-Holdout")
    component = day.builder.arn("experiment-trial-component/labelling-round-3")
    day.link(component, data, "")
    day.link(code, component, "")
    day.link(data, test, "DerivedFrom")
    return data


def shared_with_partner(day: WorkDay) -> str:
    """The customer table is SameAs one of another account, in both directions; no listing contains the other."""
    builder = day.builder
    ours = builder.artifact(CUSTOMERS, "DataSet", day.at)
    theirs = builder.arn(f"artifact/{ours.rpartition('/')[2]}", PARTNER_ACCOUNT)
    day.link(ours, theirs, "SameAs")
    day.link(theirs, ours, "SameAs")
    return ours


def model_from_partner(day: WorkDay) -> str:
    """A training job that started from a model of another account."""
    builder = day.builder
    job = day.job(
        "credit-limit-from-partner", "s3://acme-pricing-models/credit-limit/warm-start/model.tar.gz"
    )
    theirs = builder.arn(f"artifact/{digest('partner', 'base model')}", PARTNER_ACCOUNT)
    day.link(theirs, job, "ContributedTo")
    return job


def deleted_ends(day: WorkDay) -> str:
    """A job with deleted input and deleted workflow; their associations still exist."""
    builder = day.builder
    job = day.job("store-clusters-2024", "s3://acme-forecasting-models/store-clusters/model.tar.gz")
    day.link(builder.arn(f"artifact/{digest('deleted', 'footfall-2023.csv')}"), job, "ContributedTo")
    day.link(job, builder.arn("context/store-clusters-workflow-1719830400"), "AssociatedWith")
    return job


def awkward_text(day: WorkDay) -> str:
    """Commas, quotes, umlauts, CJK, an emoji and markup in free text."""
    workflow = day.builder.context(
        "Kundenumfrage-2025", "MLWorkflow", "s3://acme-churn-sandbox/umfrage/", day.at,
        Description='Umfrage "Warum gekündigt?", Frühjahr; 第二回調査', CreatedBy=day.by,
        Properties={"Status": "Completed", "Owner": "Ines Carvalho, Team Churn"},
    )  # fmt: skip
    names = (
        "Antworten, bereinigt (größer als 3).csv", "回答データ_2025年春.parquet", 'so-called "final" version.csv',
        "réponses; partie 2.csv", "<b>bold</b> & <script>alert(1)</script>.csv", "happy 😀 customers.csv",
    )  # fmt: skip
    for name in names:
        day.link(
            day.artifact(f"s3://acme-churn-sandbox/umfrage/{name}", "DataSet"), workflow, "AssociatedWith"
        )
    return workflow


def same_uri_twice(day: WorkDay) -> str:
    """Three artifacts with one URI: two versions of the object, and one registered by hand with its own type."""
    uri = "s3://acme-datalake-prod/reference/store-regions.csv"
    job = day.job("region-embeddings", "s3://acme-forecasting-models/region-embeddings/model.tar.gz")
    for version in ("Zk2uCq7Lw9", "p0RtY5vMe1"):
        data = day.builder.artifact(
            uri, "DataSet", day.at, marks={"S3Version": version, "S3ETag": digest(version)}
        )
        day.link(data, job, "ContributedTo")
    return day.artifact(uri, "Dataset", "Store-Regions")


def bare(day: WorkDay) -> str:
    """An artifact and an action with only the members that the API requires: no type, no status."""
    action = day.builder.action(
        "manual-rollback", "ModelReplaced", "https://wiki.acme.example/rollback", day.at
    )
    del day.builder.record(action)["Status"]
    artifact = day.artifact("s3://acme-search-sandbox/tmp/scratch.bin", "")
    del day.builder.record(artifact)["ArtifactType"]
    day.link(artifact, action, "ContributedTo")
    return artifact


def many_properties(day: WorkDay) -> str:
    """An artifact with as many properties as SageMaker allows."""
    facts = {f"column_{number:02d}": f"float64, {number} % missing" for number in range(1, 31)}
    return day.artifact(
        "s3://acme-pricing-prod/features/wide-table.parquet", "DataSet", "Wide-Table", Properties=facts
    )


ODDITIES: dict[str, Callable[[WorkDay], str]] = {
    "user-made-cycle": user_made_cycle,
    "orphan": orphan,
    "hand-made": hand_made,
    "own-types": own_types,
    "shared-with-partner": shared_with_partner,
    "model-from-partner": model_from_partner,
    "deleted-ends": deleted_ends,
    "awkward-text": awkward_text,
    "same-uri-twice": same_uri_twice,
    "bare": bare,
    "many-properties": many_properties,
}
