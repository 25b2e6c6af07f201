"""Models, endpoint configurations and endpoints: each deployment makes a model and a configuration."""

from datetime import timedelta

from lineage_viz.demo.account import Record
from lineage_viz.demo.builder import Builder
from lineage_viz.demo.history import Deployment
from lineage_viz.demo.records.contents import resolved, tags
from lineage_viz.demo.records.jobs import role_arn

_VARIANT = "AllTraffic"
_BEFORE = timedelta(seconds=95)
"""A model and its configuration exist so long before the deployment."""


def models(builder: Builder) -> list[Record]:
    """A record for each deployment's model."""
    live = {each[-1].action: endpoint for endpoint, each in builder.history.deployments.items()}
    return [
        {"Model": _model(builder, each), "Endpoints": _served(builder, each) if each.action in live else []}
        for deployments in builder.history.deployments.values()
        for each in deployments
    ]


def endpoint_configs(builder: Builder) -> list[Record]:
    """A record for each deployment's configuration."""
    return [
        _config(builder, each) for deployments in builder.history.deployments.values() for each in deployments
    ]


def endpoints(builder: Builder) -> list[Record]:
    """A record for each endpoint, after its last deployment."""
    return [_endpoint(builder, each) for each in builder.history.deployments.values()]


def _stamp(each: Deployment) -> str:
    return f"{each.at:%Y-%m-%d-%H-%M}"


def config_name(each: Deployment) -> str:
    """The name of a deployment's endpoint configuration."""
    return f"{each.product.slug}-prod-{_stamp(each)}"


def model_name(each: Deployment) -> str:
    """The name of a deployment's model."""
    return f"{each.product.slug}-{_stamp(each)}"


def _uri(builder: Builder, artifact: str) -> str:
    uri: str = builder.record(artifact)["Source"]["SourceUri"]
    return uri


def _model(builder: Builder, each: Deployment) -> Record:
    container: Record = {
        "Image": _uri(builder, each.image),
        "Mode": "SingleModel",
        "ModelDataUrl": _uri(builder, each.model),
        "Environment": {"SAGEMAKER_CONTAINER_LOG_LEVEL": "20", "SAGEMAKER_REGION": builder.region},
    }
    contained: Record
    if each.package:
        contained = {"Containers": [{**container, "ModelPackageName": _uri(builder, each.package)}]}
    else:
        contained = {"PrimaryContainer": container}
    return {
        "ModelName": model_name(each),
        "ModelArn": builder.arn(f"model/{model_name(each)}"),
        **contained,
        "ExecutionRoleArn": role_arn(builder, each.product.team.name),
        "CreationTime": each.at - _BEFORE,
        "EnableNetworkIsolation": False,
        "Tags": tags({"team": each.product.team.name}),
    }


def _config(builder: Builder, each: Deployment) -> Record:
    variant = {
        "VariantName": _VARIANT, "ModelName": model_name(each), "InitialInstanceCount": 1,
        "InstanceType": "ml.m5.large", "InitialVariantWeight": 1.0,
    }  # fmt: skip
    return {
        "EndpointConfigName": config_name(each),
        "EndpointConfigArn": builder.arn(f"endpoint-config/{config_name(each)}"),
        "ProductionVariants": [variant],
        "CreationTime": each.at - _BEFORE / 2,
        "EnableNetworkIsolation": False,
    }


def _endpoint(builder: Builder, deployments: list[Deployment]) -> Record:
    last = deployments[-1]
    action = builder.record(last.action)
    image = _uri(builder, last.image)
    deployed = {"SpecifiedImage": image, "ResolvedImage": resolved(image), "ResolutionTime": last.at}
    variant = {
        "VariantName": _VARIANT, "DeployedImages": [deployed], "CurrentWeight": 1.0, "DesiredWeight": 1.0,
        "CurrentInstanceCount": 1, "DesiredInstanceCount": 1,
    }  # fmt: skip
    failed = action["Status"] == "Failed"
    reason = {"FailureReason": action["Properties"]["FailureReason"]} if failed else {}
    return {
        **_served(builder, last)[0],
        "EndpointConfigName": config_name(last),
        "ProductionVariants": [variant],
        "EndpointStatus": "Failed" if failed else "InService",
        **reason,
        "CreationTime": deployments[0].at,
        "LastModifiedTime": last.at + timedelta(minutes=4),
        "MonitoringSchedules": [],
        "Tags": tags({"team": last.product.team.name, "stage": "prod"}),
    }


def _served(builder: Builder, last: Deployment) -> list[Record]:
    """The endpoint, in the form of a model's list of endpoints."""
    deployments = builder.history.deployments[last.endpoint]
    failed = builder.record(last.action)["Status"] == "Failed"
    return [{
        "EndpointName": f"{last.product.slug}-prod",
        "EndpointArn": last.endpoint,
        "CreationTime": deployments[0].at,
        "LastModifiedTime": last.at + timedelta(minutes=4),
        "EndpointStatus": "Failed" if failed else "InService",
    }]  # fmt: skip
