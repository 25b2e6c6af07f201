"""Model packages and their groups, as Search returns them."""

from collections.abc import Set

from lineage_viz.demo.account import Record
from lineage_viz.demo.builder import Builder
from lineage_viz.demo.history import Registration
from lineage_viz.demo.products import Product
from lineage_viz.demo.records.contents import etag, image_digest, sha256, tags
from lineage_viz.demo.records.jobs import execution_arn, started
from lineage_viz.demo.records.secrets import ENVIRONMENT
from lineage_viz.demo.records.serving import live_deployments
from lineage_viz.demo.records.texts import reason
from lineage_viz.demo.run import user
from lineage_viz.json_text import json_text

_TASKS = {
    "pytorch": ("COMPUTER_VISION", "IMAGE_CLASSIFICATION"),
    "transformer": ("NATURAL_LANGUAGE_PROCESSING", "TEXT_CLASSIFICATION"),
}
_CARDS = ("fraud", "pricing")
"""Teams whose versions have a model card of their own."""
_STAGES = ("fraud", "search")
"""Teams that give their versions a stage of life."""


def model_packages(builder: Builder) -> list[Record]:
    """A record for each registration, and a vendor's package without a group, of which lineage knows nothing."""
    executions = started(builder)
    live = {
        builder.record(each.package)["Source"]["SourceUri"]
        for each in live_deployments(builder)
        if each.package
    }
    versions = builder.history.registrations.values()
    vendor = [_unversioned(builder)] if versions else []
    return [*(_package(builder, each, executions, live) for each in versions), *vendor]


def model_package_groups(builder: Builder) -> list[Record]:
    """A record for each group, made with its first version."""
    first: dict[str, Registration] = {}
    for each in builder.history.registrations.values():
        group = group_of(each)
        if group not in first or each.at < first[group].at:
            first[group] = each
    return [_group(builder, name, each) for name, each in first.items()]


def group_of(registration: Registration) -> str:
    """The name of a version's group."""
    return f"{registration.execution.product.slug}-models"


def version_of(registration: Registration) -> str:
    """The group and the number, such as `price-elasticity-models/5`."""
    return f"{group_of(registration)}/{registration.number}"


def _group(builder: Builder, name: str, first: Registration) -> Record:
    product = first.execution.product
    return {
        "ModelPackageGroupName": name,
        "ModelPackageGroupArn": builder.arn(f"model-package-group/{name}"),
        "ModelPackageGroupDescription": f"{product.name}: models of team {product.team.name}",
        "CreationTime": first.at,
        "CreatedBy": user(builder, first.execution.person),
        "ModelPackageGroupStatus": "Completed",
        "Tags": _labels(product),
    }


def _package(builder: Builder, each: Registration, executions: Set[str], live: Set[str]) -> Record:
    product = each.execution.product
    decisions = builder.history.decisions.get(each.source, [])
    by_pipeline = each.execution.id in executions
    origin = {"GeneratedBy": execution_arn(builder, each.execution)} if by_pipeline else {}
    metadata = {**each.commit, **origin}
    domain, task = _TASKS.get(product.algorithm.name, ("MACHINE_LEARNING", "CLASSIFICATION"))
    return {
        "ModelPackageName": group_of(each),
        "ModelPackageGroupName": group_of(each),
        "ModelPackageVersion": each.number,
        "ModelPackageRegistrationType": "Registered",
        "ModelPackageArn": each.source,
        "ModelPackageDescription": f"{product.name}, trained on data of {each.execution.label}",
        "CreationTime": each.at,
        "InferenceSpecification": _inference(builder, each),
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": {"ValidationStatuses": [], "ImageScanStatuses": []},
        "CertifyForMarketplace": False,
        **_approval(builder, each),
        "CreatedBy": decisions[0].by if decisions else user(builder, each.execution.person),
        **({"MetadataProperties": metadata} if metadata else {}),
        **_metrics(builder, each),
        "Domain": domain,
        "Task": task,
        "SkipModelValidation": "None" if product.team.name != "vision" else "All",
        **_card(builder, each),
        **_stage(each, live),
        "CustomerMetadataProperties": {"data": each.execution.label, "owner": f"{product.team.name}@acme.example"},
        "Tags": _labels(product),
    }  # fmt: skip


def _approval(builder: Builder, each: Registration) -> Record:
    """The status after the last decision. A version without one waits for approval, which is SageMaker's default."""
    decisions = builder.history.decisions.get(each.source, [])
    last = builder.history.unnoticed.get(each.source) or (decisions[-1] if decisions else None)
    if last is None or last.status == "PendingManualApproval":
        return {"ModelApprovalStatus": "PendingManualApproval", "LastModifiedTime": each.at}
    text = "" if last.at == each.at else reason(version_of(each), last.status)
    return {
        "ModelApprovalStatus": last.status,
        **({"ApprovalDescription": text} if text else {}),
        "LastModifiedTime": last.at,
        "LastModifiedBy": last.by,
    }


def _inference(builder: Builder, each: Registration) -> Record:
    model, image = builder.record(each.model), builder.record(each.image)["Source"]["SourceUri"]
    hidden = ENVIRONMENT if each.execution.product.team.name == "search" else {}
    container = {
        "Image": image,
        "ImageDigest": image_digest(builder, image, each.at),
        "ModelDataUrl": model["Source"]["SourceUri"],
        "ModelDataETag": etag(model),
        "Environment": {"SAGEMAKER_CONTAINER_LOG_LEVEL": "20", **hidden},
        "Framework": each.execution.product.algorithm.name.upper(),
    }
    return {
        "Containers": [container],
        "SupportedTransformInstanceTypes": ["ml.m5.xlarge"],
        "SupportedRealtimeInferenceInstanceTypes": ["ml.m5.large", "ml.m5.xlarge"],
        "SupportedContentTypes": ["text/csv", "application/json"],
        "SupportedResponseMIMETypes": ["application/json"],
    }


def _metrics(builder: Builder, each: Registration) -> Record:
    """The evaluation report, when the pipeline made one."""
    report = builder.history.reports.get(each.model)
    if report is None or each.source in builder.history.unmeasured:
        return {}
    uri = builder.record(report)["Source"]["SourceUri"]
    metrics = {"ModelQuality": {"Statistics": _source(uri)}}
    if each.execution.product.team.name == "fraud":
        folder = uri.rpartition("/")[0]
        metrics["Bias"] = {"Report": _source(f"{folder}/bias/analysis.json")}
        metrics["Explainability"] = {"Report": _source(f"{folder}/shap/analysis.json")}
    return {"ModelMetrics": metrics}


def _source(uri: str) -> Record:
    return {"ContentType": "application/json", "ContentDigest": sha256("content", uri), "S3Uri": uri}


def _card(builder: Builder, each: Registration) -> Record:
    """A card inside the package, with the last metrics of the training."""
    job = builder.history.trainings.get(each.model)
    if each.execution.product.team.name not in _CARDS or job is None:
        return {}
    values = [
        {"name": metric["MetricName"], "type": "number", "value": metric["Last"]}
        for metric in builder.record(job).get("Metrics", ())
    ]
    details = [{"name": "training", "metric_groups": [{"name": "last", "metric_data": values}]}]
    content = {"model_overview": {"model_name": each.execution.product.name}, "evaluation_details": details}
    return {"ModelCard": {"ModelCardContent": json_text(content), "ModelCardStatus": "Approved"}}


def _stage(each: Registration, live: Set[str]) -> Record:
    if each.execution.product.team.name not in _STAGES:
        return {}
    stage = "Production" if each.source in live else "Staging"
    return {"ModelLifeCycle": {"Stage": stage, "StageStatus": "Approved", "StageDescription": ""}}


def _labels(product: Product) -> list[dict[str, str]]:
    return tags({"team": product.team.name, "product": product.name})


def _unversioned(builder: Builder) -> Record:
    """A package of a vendor: no group, no version, no approval."""
    first = min(each.at for each in builder.history.registrations.values())
    name = "receipt-ocr-lite-vendor"
    container = {
        "Image": "381780986962.dkr.ecr.eu-west-1.amazonaws.com/ocr-lite:2.4",
        "ProductId": "prod-ocr-lite",
    }
    return {
        "ModelPackageName": name,
        "ModelPackageArn": builder.arn(f"model-package/{name}"),
        "ModelPackageDescription": "OCR Lite 2.4, from AWS Marketplace",
        "CreationTime": first,
        "InferenceSpecification": {"Containers": [container]},
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": {"ValidationStatuses": [], "ImageScanStatuses": []},
        "CertifyForMarketplace": False,
        "LastModifiedTime": first,
    }
