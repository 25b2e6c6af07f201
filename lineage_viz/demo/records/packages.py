"""Model packages and their groups, as Search returns them."""

from lineage_viz.demo.account import Record
from lineage_viz.demo.builder import Builder
from lineage_viz.demo.history import Decision, Registration
from lineage_viz.demo.records.contents import etag, image_digest, sha256, tags
from lineage_viz.demo.records.jobs import execution_arn
from lineage_viz.demo.run import user


def model_packages(builder: Builder) -> list[Record]:
    """A record for each registration."""
    return [_package(builder, each) for each in builder.history.registrations.values()]


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


def _group(builder: Builder, name: str, first: Registration) -> Record:
    product = first.execution.product
    return {
        "ModelPackageGroupName": name,
        "ModelPackageGroupArn": builder.arn(f"model-package-group/{name}"),
        "ModelPackageGroupDescription": f"{product.name}: models of team {product.team.name}",
        "CreationTime": first.at,
        "CreatedBy": user(builder, first.execution.person),
        "ModelPackageGroupStatus": "Completed",
        "Tags": tags({"team": product.team.name, "product": product.name}),
    }


def _package(builder: Builder, each: Registration) -> Record:
    product = each.execution.product
    decisions = builder.history.decisions.get(each.source, [])
    by = decisions[0].by if decisions else user(builder, each.execution.person)
    return {
        "ModelPackageName": group_of(each),
        "ModelPackageGroupName": group_of(each),
        "ModelPackageVersion": each.number,
        "ModelPackageRegistrationType": "Registered",
        "ModelPackageArn": each.source,
        "ModelPackageDescription": f"{product.name}, data of {each.execution.label}",
        "CreationTime": each.at,
        "InferenceSpecification": _inference(builder, each),
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": {"ValidationStatuses": [], "ImageScanStatuses": []},
        "CertifyForMarketplace": False,
        **_approval(decisions, each),
        "CreatedBy": by,
        "MetadataProperties": {**each.commit, "GeneratedBy": execution_arn(builder, each.execution)},
        **_metrics(builder, each),
        "SkipModelValidation": "None",
        "Tags": tags({"team": product.team.name, "product": product.name}),
    }


def _approval(decisions: list[Decision], each: Registration) -> Record:
    """The status after the last decision. A version without one waits for approval, which is SageMaker's default."""
    last = decisions[-1] if decisions else None
    if last is None or last.status == "PendingManualApproval":
        return {"ModelApprovalStatus": "PendingManualApproval", "LastModifiedTime": each.at}
    return {
        "ModelApprovalStatus": last.status,
        "ApprovalDescription": f"{last.status} by model risk",
        "LastModifiedTime": last.at,
        "LastModifiedBy": last.by,
    }


def _inference(builder: Builder, each: Registration) -> Record:
    model, image = builder.record(each.model), builder.record(each.image)["Source"]["SourceUri"]
    container = {
        "Image": image,
        "ImageDigest": image_digest(image),
        "ModelDataUrl": model["Source"]["SourceUri"],
        "ModelDataETag": etag(model),
        "Environment": {"SAGEMAKER_CONTAINER_LOG_LEVEL": "20"},
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
    if report is None:
        return {}
    uri = builder.record(report)["Source"]["SourceUri"]
    source = {"ContentType": "application/json", "ContentDigest": sha256("content", uri), "S3Uri": uri}
    return {"ModelMetrics": {"ModelQuality": {"Statistics": source}}}
