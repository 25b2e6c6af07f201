"""Processing, training and transform jobs: a trial component with its inputs and its end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from lineage_viz.demo.account import Record
from lineage_viz.demo.run import Halted, Run

_TYPES = {
    "processing": "SageMakerProcessingJob",
    "training": "SageMakerTrainingJob",
    "transform": "SageMakerTransformJob",
}
_FAILURES = (
    "Status: Failed, exit message: null, failure reason: AlgorithmError: , exit code: 1",
    "Status: Failed, secondary status: Failed, failure reason: ClientError: Data download failed: "
    "NoSuchKey (404): The specified key does not exist., bucket acme-datalake-prod.",
    "Status: Failed, secondary status: Failed, failure reason: AlgorithmError: ExecuteUserScriptError:\n"
    "ExitCode 1\n"
    "ErrorMessage \"ValueError: Input contains NaN, infinity or a value too large for dtype('float32').\n"
    '  File ""/opt/ml/code/train.py"", line 118, in main\n'
    "    booster = xgb.train(params, dtrain, evals=[(dvalid, 'validation')])\n"
    '"\nCommand "/miniconda3/bin/python3 -m train --eta 0.1 --max_depth 6 --objective binary:logistic"',
    "Status: Failed, secondary status: Failed, failure reason: CapacityError: Unable to provision requested ML "
    "compute capacity. Please retry using a different ML instance type.",
    "Status: Failed, exit message: Spalte »Beträge« fehlt in umsätze_märz.csv, failure reason: "
    "AlgorithmError: See job logs for more information",
)


@dataclass(frozen=True, slots=True)
class JobStep:
    """A job to run. `kind` is processing, training or transform; `inputs` are artifacts by channel name."""

    kind: str
    name: str
    image: str
    instance: str
    inputs: Mapping[str, str]
    minutes: tuple[int, int] = (8, 40)
    parameters: Mapping[str, float | str] = field(default_factory=dict)
    job_name: str = ""
    """The name of a job that was started by hand; SageMaker names the jobs of a pipeline."""
    details: Mapping[str, object] = field(default_factory=dict)


def run_job(run: Run, step: JobStep) -> str:
    """Add the job and its inputs, and return its ARN. Raises Halted unless it completes before the end."""
    run.wait(0.2, 2)
    builder, start = run.builder, run.clock
    name = step.job_name or f"pipelines-{run.execution}-{step.name}-{run.word(10)}"
    image = builder.artifact(step.image, "Image", start)
    arn = builder.trial_component(
        f"{name}-aws-{step.kind}-job",
        start,
        job_type=_TYPES[step.kind],
        job_arn=builder.arn(f"{step.kind}-job/{name}"),
        Parameters=_parameters(step),
        InputArtifacts={channel: _reference(run, artifact) for channel, artifact in step.inputs.items()},
        **step.details,
    )
    builder.contribute([*step.inputs.values(), image], arn, start + timedelta(milliseconds=640))
    _finish(run, step, builder.record(arn))
    return arn


def produce(run: Run, job: str, uri: str, type_: str, output: str, **details: Any) -> str:
    """Add an artifact that a completed job wrote, and return its ARN."""
    builder = run.builder
    artifact = builder.artifact(uri, type_, run.clock, marks=run.marks(uri, job), **details)
    builder.record(job).setdefault("OutputArtifacts", {})[output] = {"Value": uri}
    builder.associate(job, artifact, "Produced", run.clock + timedelta(milliseconds=310))
    return artifact


def _finish(run: Run, step: JobStep, record: Record) -> None:
    start: datetime = record["CreationTime"]
    if run.random.random() < 0.5:
        record["CreatedBy"] = record["LastModifiedBy"] = run.user()
    started = start + timedelta(seconds=run.random.randrange(20, 200))
    if started <= run.until:
        record["StartTime"] = started
    status, share = _outcome(run)
    end = start + timedelta(
        milliseconds=run.random.randrange(*(int(m * 60_000 * share) for m in step.minutes))
    )
    if end > run.until:
        record["Status"] = _status("InProgress", "Status: InProgress, secondary status: Training")
        raise Halted
    run.clock = end
    record["Status"] = _status(status, _message(run, status))
    record["EndTime"], record["LastModifiedTime"] = end, end + timedelta(milliseconds=2_417)
    if status != "Completed":
        raise Halted
    if step.kind == "training":
        record["Metrics"] = [_metric(run, name, record) for name in run.product.algorithm.metrics]


def _outcome(run: Run) -> tuple[str, float]:
    """The final status of a job, and the share of its usual time until then."""
    chance = run.random.random()
    if run.reliable or chance > 0.06:
        return "Completed", 1.0
    return ("Failed", 0.5) if chance > 0.015 else ("Stopped", 0.7)


def _status(status: str, message: str) -> Record:
    return {"PrimaryStatus": status, "Message": message}


def _message(run: Run, status: str) -> str:
    if status == "Failed":
        return run.random.choice(_FAILURES)
    return f"Status: {status}, exit message: null, failure reason: null"


def _parameters(step: JobStep) -> Record:
    given: dict[str, float | str] = {
        "SageMaker.InstanceCount": 1.0,
        "SageMaker.InstanceType": step.instance,
        "SageMaker.ImageUri": step.image,
        "SageMaker.VolumeSizeInGB": 30.0,
        **step.parameters,
    }
    return {
        key: {"StringValue": value} if isinstance(value, str) else {"NumberValue": value}
        for key, value in given.items()
    }


def _reference(run: Run, artifact: str) -> Record:
    uri = run.builder.record(artifact)["Source"]["SourceUri"]
    typed = {"MediaType": "text/csv"} if uri.endswith(".csv") else {}
    return {"Value": uri, **typed}


def _metric(run: Run, name: str, record: Record) -> Record:
    low, high = sorted(round(0.55 + 0.4 * run.random.random(), 5) for _ in range(2))
    return {
        "MetricName": name, "SourceArn": record["Source"]["SourceArn"], "TimeStamp": record["EndTime"],
        "Min": low, "Max": high, "Last": high, "Avg": round((low + high) / 2, 5),
        "Count": run.random.randrange(20, 400), "StdDev": round((high - low) / 3.5, 5),
    }  # fmt: skip
