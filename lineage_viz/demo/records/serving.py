"""Models, endpoint configurations and endpoints: each deployment makes a model and a configuration."""

from datetime import datetime, timedelta

from lineage_viz.demo.account import Record
from lineage_viz.demo.builder import Builder
from lineage_viz.demo.history import Deployment, Registration
from lineage_viz.demo.products import Product
from lineage_viz.demo.records.contents import resolved, tags
from lineage_viz.demo.records.jobs import batch_model, role_arn
from lineage_viz.demo.records.monitoring import alerts, schedules
from lineage_viz.demo.records.secrets import ENVIRONMENT

_VARIANT = "AllTraffic"
_BEFORE = timedelta(seconds=95)
"""A model and its configuration exist so long before the deployment."""
_UNTIL_LIVE = timedelta(minutes=4, milliseconds=261)
_LARGE = ("pytorch", "transformer")


def live_deployments(builder: Builder) -> list[Deployment]:
    """The deployment of each endpoint that serves now."""
    existing = {
        arn: each[-1]
        for arn, each in builder.history.deployments.items()
        if arn not in builder.history.deleted
    }
    return [each for each in existing.values() if not _failed(builder, each)]


def models(builder: Builder) -> list[Record]:
    """A record for the model of each deployment, and for each model that scored in a batch."""
    live = _live_actions(builder)
    deployed = [_dashboard(builder, each, live=each.action in live) for each in _first(builder)]
    return [*deployed, *_batch_models(builder)]


def endpoint_configs(builder: Builder) -> list[Record]:
    """A record for each configuration; they outlive their endpoints."""
    return [_config(builder, each) for each in _first(builder)]


def endpoints(builder: Builder) -> list[Record]:
    """A record for each endpoint that was not deleted, after its last deployment."""
    existing = builder.history.deployments.keys() - builder.history.deleted
    return [_endpoint(builder, arn) for arn in builder.history.deployments if arn in existing]


def _first(builder: Builder) -> list[Deployment]:
    """The deployments that made a configuration: all but those that set an endpoint back to an earlier one."""
    return [
        each
        for deployments in builder.history.deployments.values()
        for each in deployments
        if each is _origin(deployments, each)
    ]


def _origin(deployments: list[Deployment], each: Deployment) -> Deployment:
    """The first deployment of the same model to the same endpoint, whose configuration is used again."""
    return next(other for other in deployments if (other.package, other.model) == (each.package, each.model))


def _live_actions(builder: Builder) -> set[str]:
    """The actions of the deployments whose configuration serves now."""
    return {
        _origin(builder.history.deployments[each.endpoint], each).action for each in live_deployments(builder)
    }


def config_name(each: Deployment) -> str:
    """The name of a deployment's endpoint configuration."""
    return f"{each.product.slug}-prod-{each.at:%Y-%m-%d-%H-%M}"


def model_name(each: Deployment) -> str:
    """The name of a deployment's model."""
    return f"{each.product.slug}-{each.at:%Y-%m-%d-%H-%M}"


def _failed(builder: Builder, each: Deployment) -> bool:
    return bool(builder.record(each.action)["Status"] == "Failed")


def _uri(builder: Builder, artifact: str) -> str:
    uri: str = builder.record(artifact)["Source"]["SourceUri"]
    return uri


def _dashboard(builder: Builder, each: Deployment, *, live: bool) -> Record:
    name = model_name(each)
    package = _uri(builder, each.package) if each.package else ""
    model = _model(builder, each.product, name, (each.model, each.image, package), each.at - _BEFORE)
    if not live:
        return {"Model": model, "Endpoints": []}
    endpoint = _summary(builder, each.endpoint)
    return {
        "Model": model,
        "Endpoints": [endpoint],
        "MonitoringSchedules": alerts(builder, each.product, endpoint["LastModifiedTime"]),
    }


def _model(
    builder: Builder, product: Product, name: str, made_of: tuple[str, str, str], at: datetime
) -> Record:
    """A model of a file, an image and a version; of a file and an image alone it has one primary container."""
    file, image, package = made_of
    hidden = ENVIRONMENT if product.team.name == "search" else {}
    container: Record = {
        "Image": _uri(builder, image),
        "Mode": "SingleModel",
        "ModelDataUrl": _uri(builder, file),
        "Environment": {"SAGEMAKER_CONTAINER_LOG_LEVEL": "20", "SAGEMAKER_REGION": builder.region, **hidden},
    }
    contained: Record = (
        {"Containers": [{**container, "ModelPackageName": package}]}
        if package
        else {"PrimaryContainer": container}
    )
    return {
        "ModelName": name,
        "ModelArn": builder.arn(f"model/{name}"),
        **contained,
        "ExecutionRoleArn": role_arn(builder, product.team.name),
        "CreationTime": at,
        "EnableNetworkIsolation": product.team.name == "fraud",
        "Tags": tags({"team": product.team.name}),
    }


def _batch_models(builder: Builder) -> list[Record]:
    """The models of transform jobs, each with its last job."""
    by_uri = {_uri(builder, each.model): each for each in builder.history.registrations.values()}
    jobs: dict[str, list[Record]] = {}
    for component in builder.jobs():
        detail = component["SourceDetail"].get("TransformJob")
        if detail:
            jobs.setdefault(component["InputArtifacts"]["SageMaker.ModelName"]["Value"], []).append(detail)
    return [_batch_model(builder, by_uri[uri], uri, found) for uri, found in jobs.items()]


def _batch_model(builder: Builder, version: Registration, uri: str, jobs: list[Record]) -> Record:
    product = version.execution.product
    first, last = jobs[0]["CreationTime"], {k: v for k, v in jobs[-1].items() if k != "Tags"}
    made_of = (version.model, version.image, version.source)
    model = _model(builder, product, batch_model(uri), made_of, first - _BEFORE)
    return {"Model": model, "Endpoints": [], "LastBatchTransformJob": last}


def _config(builder: Builder, each: Deployment) -> Record:
    large = each.product.algorithm.name in _LARGE
    variant = {
        "VariantName": _VARIANT, "ModelName": model_name(each), "InitialInstanceCount": 2,
        "InstanceType": "ml.g5.xlarge" if large else "ml.m5.large", "InitialVariantWeight": 1.0,
    }  # fmt: skip
    return {
        "EndpointConfigName": config_name(each),
        "EndpointConfigArn": builder.arn(f"endpoint-config/{config_name(each)}"),
        "ProductionVariants": [variant],
        "CreationTime": each.at - _BEFORE / 2,
        "EnableNetworkIsolation": False,
    }


def _endpoint(builder: Builder, arn: str) -> Record:
    deployments = builder.history.deployments[arn]
    last = deployments[-1]
    failed = _failed(builder, last)
    summary = _summary(builder, arn)
    reason = {"FailureReason": builder.record(last.action)["Properties"]["FailureReason"]} if failed else {}
    return {
        **summary,
        "EndpointConfigName": config_name(_origin(deployments, last)),
        "ProductionVariants": [_variant(builder, last, running=not failed)],
        **reason,
        "MonitoringSchedules": []
        if failed
        else schedules(builder, last.product, summary["LastModifiedTime"]),
        "Tags": tags({"team": last.product.team.name, "stage": "prod"}),
    }


def _variant(builder: Builder, last: Deployment, *, running: bool) -> Record:
    image = _uri(builder, last.image)
    deployed = {
        "SpecifiedImage": image,
        "ResolvedImage": resolved(builder, image, last.at),
        "ResolutionTime": last.at,
    }
    instances = 2 if running else 0
    return {
        "VariantName": _VARIANT, "DeployedImages": [deployed], "CurrentWeight": 1.0, "DesiredWeight": 1.0,
        "CurrentInstanceCount": instances, "DesiredInstanceCount": 2,
    }  # fmt: skip


def _summary(builder: Builder, arn: str) -> Record:
    """The endpoint, in the form of a model's list of endpoints."""
    deployments = builder.history.deployments[arn]
    last = deployments[-1]
    return {
        "EndpointName": f"{last.product.slug}-prod",
        "EndpointArn": arn,
        "CreationTime": deployments[0].at,
        "LastModifiedTime": last.at + _UNTIL_LIVE,
        "EndpointStatus": "Failed" if _failed(builder, last) else "InService",
    }
