"""The feature store: the records of its feature processor for each feature group and each release."""

from datetime import datetime, timedelta

from lineage_viz.demo.builder import Builder
from lineage_viz.demo.products import CATALOGUE, CUSTOMERS, FEATURES, STORES

_GROUPS = (("customer", CUSTOMERS), ("merchant", CUSTOMERS), ("product", CATALOGUE), ("store", STORES))
_RELEASES = 4
_EVERY = timedelta(days=170)


def feature_store(builder: Builder, start: datetime) -> None:
    """Add all feature groups, from `start` on, with a release of their pipeline every half year."""
    for hours, (group, table) in enumerate(_GROUPS):
        _feature_group(builder, group, table, start + timedelta(hours=hours, milliseconds=417))


def _feature_group(builder: Builder, group: str, table: str, at: datetime) -> None:
    name = f"{group}-features"
    pipeline = builder.context(
        f"{name}-pipeline", "FeatureEngineeringPipeline", builder.arn(f"pipeline/{name}-pipeline"), at
    )
    features = builder.context(
        f"{name}-{int(at.timestamp())}-feature-group",
        "FeatureGroup",
        builder.arn(f"feature-group/{name}"),
        at,
    )
    raw = builder.artifact(table, "DataSet", at)
    offline = builder.artifact(FEATURES.format(group), "DataSet", at + timedelta(minutes=3))
    builder.associate(features, offline, "ContributedTo", at + timedelta(minutes=4))
    _schedule(builder, name, pipeline, at)
    for number in range(1, _RELEASES + 1):
        when = at + _EVERY * (number - 1) + timedelta(minutes=1)
        version = _release(builder, name, number, raw, when)
        builder.associate(version, pipeline, "AssociatedWith", when + timedelta(seconds=2))
        builder.associate(version, features, "Produced", when + timedelta(seconds=3))
    builder.associate(raw, pipeline, "ContributedTo", at + timedelta(seconds=2))
    builder.associate(pipeline, features, "Produced", at + timedelta(seconds=3))


def _release(builder: Builder, name: str, number: int, raw: str, at: datetime) -> str:
    version = builder.context(
        f"{name}-pipeline-version-{number}",
        f"FeatureEngineeringPipelineVersion-{name}-pipeline",
        builder.arn(f"pipeline/{name}-pipeline/version/{number}"),
        at,
    )
    uri = f"s3://acme-feature-store/code/{name}/transform-{number}.0.py"
    script = builder.artifact(uri, "TransformationCode", at, name=f"{name}-transform-{number}")
    builder.contribute([raw, script], version, at + timedelta(seconds=1))
    return version


def _schedule(builder: Builder, name: str, pipeline: str, at: datetime) -> None:
    schedule = builder.artifact(
        f"arn:aws:scheduler:{builder.region}:{builder.account_id}:schedule/default/{name}-nightly",
        "PipelineSchedule",
        at,
        name=f"{name}-nightly",
        Properties={"ScheduleExpression": "cron(15 1 * * ? *)", "State": "ENABLED"},
    )
    trigger = builder.artifact(
        f"arn:aws:events:{builder.region}:{builder.account_id}:rule/{name}-on-new-data",
        "PipelineTrigger",
        at,
        name=f"{name}-on-new-data",
        Properties={"EventPattern": '{"source": ["aws.s3"], "detail-type": ["Object Created"]}'},
    )
    builder.contribute([schedule, trigger], pipeline, at + timedelta(seconds=5))
