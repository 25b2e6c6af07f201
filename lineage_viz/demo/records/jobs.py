"""The SourceDetail and the Tags of trial components: their job, as Describe*Job would tell it."""

from collections.abc import Callable, Mapping
from typing import Any

from lineage_viz.demo.account import Record
from lineage_viz.demo.builder import Builder
from lineage_viz.demo.history import Execution
from lineage_viz.demo.records.contents import tags
from lineage_viz.demo.records.secrets import ARGUMENTS, JOB_ENVIRONMENT, TAGS

_SYSTEM = "SageMaker."
"""The beginning of the names that SageMaker itself gives to parameters, inputs and outputs."""
_CODE = "/opt/ml/processing/input/code"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/5f1d0c0e-7a86-4f0c-9a3e-2d6b1f0c7e44"


def add_job_details(builder: Builder) -> None:
    """Add the job to every trial component that has one."""
    for component in builder.jobs():
        kind = component["Source"]["SourceType"].removeprefix("SageMaker")
        execution = execution_of(builder, component)
        labels = _labels(builder, component, execution)
        job = {**_common(component, kind), **_DETAILS[kind](builder, component), "Tags": labels}
        if component["TrialComponentArn"] == builder.history.leaking_job:
            job["Environment"] = JOB_ENVIRONMENT
        component["Tags"] = labels
        component["SourceDetail"] = {"SourceArn": component["Source"]["SourceArn"], kind: job}


def started(builder: Builder) -> set[str]:
    """The ids of the executions that started a job; others stand for what people did by hand."""
    return {execution.id for each in builder.jobs() if (execution := execution_of(builder, each))}


def execution_of(builder: Builder, component: Record) -> Execution | None:
    """The execution of the pipeline that started a job, from the job's name; None: it was started by hand."""
    prefix, _, rest = component["TrialComponentName"].partition("-")
    return builder.history.executions[rest.partition("-")[0]] if prefix == "pipelines" else None


def execution_arn(builder: Builder, execution: Execution) -> str:
    """The ARN of an execution."""
    return builder.arn(f"pipeline/{execution.product.slug}-pipeline/execution/{execution.id}")


def role_arn(builder: Builder, team: str) -> str:
    """The role of a team's jobs."""
    return f"arn:aws:iam::{builder.account_id}:role/acme-{team}-sagemaker-execution"


def job_name(component: Record) -> str:
    """The name of the job, with its capitals; its ARN has none."""
    name: str = component["TrialComponentName"]
    return name.rpartition("-aws-")[0]


def _labels(builder: Builder, component: Record, execution: Execution | None) -> list[dict[str, str]]:
    if execution is None:
        leaks = component["TrialComponentArn"] == builder.history.leaking_job
        return tags({"purpose": "experiment", **(TAGS if leaks else {})})
    return tags({
        "sagemaker:pipeline-execution-arn": execution_arn(builder, execution),
        "sagemaker:pipeline-step-name": job_name(component).split("-")[2],
        "team": execution.product.team.name,
        "product": execution.product.name,
    })  # fmt: skip


def _common(component: Record, kind: str) -> Record:
    status = component["Status"]["PrimaryStatus"]
    times = {
        "CreationTime": component["CreationTime"],
        f"{kind.removesuffix('Job')}StartTime": component.get("StartTime"),
        f"{kind.removesuffix('Job')}EndTime": component.get("EndTime"),
        "FailureReason": _reason(component) if status == "Failed" else None,
    }
    if kind != "TransformJob":
        times["LastModifiedTime"] = component["LastModifiedTime"]
    return {
        f"{kind}Name": job_name(component),
        f"{kind}Arn": component["Source"]["SourceArn"],
        f"{kind}Status": status,
        **{name: value for name, value in times.items() if value is not None},
    }


def _reason(component: Record) -> str:
    message: str = component["Status"]["Message"]
    return message.partition("failure reason: ")[2][:1024]


def _training(builder: Builder, component: Record) -> Record:
    given = _parameters(component)
    model = component.get("OutputArtifacts", {}).get("SageMaker.ModelArtifact", {}).get("Value", "")
    execution = execution_of(builder, component)
    team = execution.product.team.name if execution else "studio"
    folder = model.partition(f"/{job_name(component)}/")[0] if model else f"s3://acme-{team}-models"
    inputs = [_channel(name, value) for name, value in component.get("InputArtifacts", {}).items()]
    hyperparameters = {name: value for name, value in given.items() if not name.startswith(_SYSTEM)}
    return {
        "AlgorithmSpecification": {
            "TrainingImage": given.get("SageMaker.ImageUri", ""),
            "TrainingInputMode": "File",
        },
        "RoleArn": role_arn(builder, team),
        **({"InputDataConfig": inputs} if inputs else {}),
        "OutputDataConfig": {"S3OutputPath": folder, "KmsKeyId": KEY},
        "ResourceConfig": _resources(given),
        "StoppingCondition": {"MaxRuntimeInSeconds": 86_400},
        **({"HyperParameters": hyperparameters} if hyperparameters else {}),
        "EnableNetworkIsolation": team in ("fraud", "pricing"),
        "EnableInterContainerTrafficEncryption": False,
        "EnableManagedSpotTraining": False,
        **({"ModelArtifacts": {"S3ModelArtifacts": model}} if model else {}),
    }


def _processing(builder: Builder, component: Record) -> Record:
    given = _parameters(component)
    execution = execution_of(builder, component)
    team = execution.product.team.name if execution else "studio"
    script = next((v["Value"] for k, v in component.get("InputArtifacts", {}).items() if k == "code"), "")
    entry = {"ContainerEntrypoint": ["python3", f"{_CODE}/{script.rpartition('/')[2]}"]} if script else {}
    arguments = {"ContainerArguments": list(ARGUMENTS)} if team == "vision" else {}
    return {
        "ProcessingInputs": [_input(name, v) for name, v in component.get("InputArtifacts", {}).items()],
        "ProcessingOutputConfig": {
            "Outputs": [_output(name, v) for name, v in component.get("OutputArtifacts", {}).items()],
            "KmsKeyId": KEY,
        },
        "ProcessingResources": {"ClusterConfig": _resources(given)},
        "StoppingCondition": {"MaxRuntimeInSeconds": 21_600},
        "AppSpecification": {"ImageUri": given.get("SageMaker.ImageUri", ""), **entry, **arguments},
        "NetworkConfig": {"EnableNetworkIsolation": team == "fraud"},
        "RoleArn": role_arn(builder, team),
    }


def _transform(_: Builder, component: Record) -> Record:
    given = _parameters(component)
    inputs, outputs = component["InputArtifacts"], component.get("OutputArtifacts", {})
    result = outputs.get("SageMaker.TransformOutput", {}).get("Value", "s3://acme-unknown/")
    scored = inputs["SageMaker.TransformInput"]["Value"]
    return {
        "ModelName": batch_model(inputs["SageMaker.ModelName"]["Value"]),
        "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": scored}}},
        "TransformOutput": {"S3OutputPath": result, "KmsKeyId": KEY},
        "TransformResources": {
            "InstanceType": given["SageMaker.InstanceType"], "InstanceCount": int(given["SageMaker.InstanceCount"]),
        },
    }  # fmt: skip


def batch_model(uri: str) -> str:
    """The name of the model that scores with a model file: that of the training job, which is unique."""
    return f"batch-{uri.split('/')[-3]}"[:63]


_DETAILS: Mapping[str, Callable[[Builder, Record], Record]] = {
    "TrainingJob": _training,
    "ProcessingJob": _processing,
    "TransformJob": _transform,
}


def _parameters(component: Record) -> dict[str, Any]:
    """Parameters as jobs have them: text."""
    return {
        name: value["StringValue"] if "StringValue" in value else f"{value['NumberValue']:g}"
        for name, value in component.get("Parameters", {}).items()
    }


def _resources(given: Mapping[str, str]) -> Record:
    return {
        "InstanceType": given.get("SageMaker.InstanceType", "ml.m5.xlarge"),
        "InstanceCount": int(given.get("SageMaker.InstanceCount", "1")),
        "VolumeSizeInGB": int(given.get("SageMaker.VolumeSizeInGB", "30")),
        "VolumeKmsKeyId": KEY,
    }


def _channel(name: str, value: Record) -> Record:
    source = {"S3DataType": "S3Prefix", "S3Uri": value["Value"], "S3DataDistributionType": "FullyReplicated"}
    typed = {"ContentType": value["MediaType"]} if "MediaType" in value else {}
    return {
        "ChannelName": name, "DataSource": {"S3DataSource": source}, **typed,
        "CompressionType": "None", "RecordWrapperType": "None",
    }  # fmt: skip


def _input(name: str, value: Record) -> Record:
    local = _CODE if name == "code" else f"/opt/ml/processing/{name}"
    return {
        "InputName": name,
        "AppManaged": False,
        "S3Input": {
            "S3Uri": value["Value"],
            "LocalPath": local,
            "S3DataType": "S3Prefix",
            "S3InputMode": "File",
        },
    }


def _output(name: str, value: Record) -> Record:
    place = {"S3Uri": value["Value"], "LocalPath": f"/opt/ml/processing/{name}", "S3UploadMode": "EndOfJob"}
    return {"OutputName": name, "AppManaged": False, "S3Output": place}
