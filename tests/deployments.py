"""A small lineage of one endpoint that served three versions, each with its evaluation, for tests of what it served.

FILE n → PACKAGE n → DEPLOYMENT n → ENDPOINT;  FILE n, TEST n → EVALUATION n → REPORT n;  IMAGE → PACKAGE n
"""

from datetime import UTC, datetime, timedelta

from lineage_viz.model import Association, Entity, SnapshotInfo
from tests.sample import HOME, Listed

FIRST = datetime(2026, 1, 10, 9, tzinfo=UTC)
ENDPOINT = HOME + "context/prod-aws-endpoint"
IMAGE = HOME + "artifact/image"
VERSIONS = (1, 2, 3)


def arn(what: str, version: int) -> str:
    """The ARN of an entity of a version, such as `deployment`."""
    label = {"deployment": "action", "evaluation": "experiment-trial-component", "approval": "action"}
    return HOME + f"{label.get(what, 'artifact')}/{what}-{version}"


def day_of(version: int) -> datetime:
    """The time of the deployment of a version: the tenth of a month."""
    return FIRST.replace(month=version)


def _entity(arn_: str, label: str, type_: str, at: datetime, **more: str | datetime) -> Entity:
    return Entity(arn_, label, {"arn": arn_, "type": type_, "creationtime": at, **more})


def _of_version(version: int, status: str) -> tuple[Entity, ...]:
    at, hour = day_of(version), timedelta(hours=1)
    package = HOME + f"model-package/routing/{version}"
    return (
        _entity(arn("file", version), "artifact", "Model", at - 9 * hour, sourceuri=f"s3://b/{version}/model.tar.gz"),
        _entity(arn("test", version), "artifact", "DataSet", at - 9 * hour, sourceuri=f"s3://b/{version}/test.csv"),
        _entity(
            *(arn("evaluation", version), "trial_component", "SageMakerProcessingJob", at - 8 * hour),
            name=f"Evaluate-{version}", status="Completed",
        ),
        _entity(arn("report", version), "artifact", "DataSet", at - 7 * hour, sourceuri=f"s3://b/{version}/report.json"),
        _entity(arn("package", version), "artifact", "Model", at - 7 * hour, sourceuri=package),
        _entity(
            *(arn("approval", version), "action", "Approval", at - 6 * hour),
            name=f"routing-{version}-Approved-17700000{version:02}-aws-model-package", status="Completed",
            sourceuri=package,
        ),
        _entity(arn("deployment", version), "action", "ModelDeployment", at, name="prod", status=status),
    )  # fmt: skip


def _links_of(version: int) -> tuple[Association, ...]:
    ends = (
        ("file", "package"), ("file", "evaluation"), ("test", "evaluation"), ("evaluation", "report"),
        ("approval", "package"), ("package", "deployment"),
    )  # fmt: skip
    return (
        *(Association(arn(a, version), "ContributedTo", arn(b, version)) for a, b in ends),
        Association(IMAGE, "ContributedTo", arn("package", version)),
        Association(arn("deployment", version), "AssociatedWith", ENDPOINT),
    )


def lineage(
    *statuses: str, more: tuple[Entity, ...] = (), links: tuple[Association, ...] = (), **facts: str
) -> Listed:
    """An endpoint with these statuses of its deployments, and facts of its own."""
    endpoint = _entity(ENDPOINT, "context", "Endpoint", FIRST, name="prod-aws-endpoint", **facts)
    image = _entity(IMAGE, "artifact", "Image", FIRST - timedelta(days=30), sourceuri="1.dkr.ecr/train:1")
    versions = [each for n, status in enumerate(statuses, 1) for each in _of_version(n, status)]
    ends = [each for n, _ in enumerate(statuses, 1) for each in _links_of(n)]
    info = SnapshotInfo("deployments", "123456789012", "eu-west-1", FIRST.replace(month=6))
    return Listed((endpoint, image, *versions, *more), (*ends, *links), info)


SERVED = lineage("Completed", "Completed", "Completed")
"""Three completed deployments; no facts."""
