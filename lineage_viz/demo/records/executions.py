"""Executions of pipelines, as Search returns them."""

from datetime import datetime, timedelta

from lineage_viz.demo.account import Record
from lineage_viz.demo.builder import Builder
from lineage_viz.demo.history import Execution
from lineage_viz.demo.records.jobs import execution_arn, execution_of
from lineage_viz.demo.run import user

_STATUS = {"InProgress": "Executing", "Failed": "Failed", "Stopped": "Stopped"}


def pipeline_executions(builder: Builder, taken: datetime) -> list[Record]:
    """A record for each execution that started a job."""
    jobs: dict[str, list[Record]] = {}
    for component in builder.jobs():
        if execution := execution_of(builder, component):
            jobs.setdefault(execution.id, []).append(component)
    registered = {each.execution.id: each.at for each in builder.history.registrations.values()}
    known = builder.history.executions
    return [
        _execution(builder, known[id_], components, registered.get(id_), taken)
        for id_, components in jobs.items()
    ]


def _execution(
    builder: Builder, execution: Execution, jobs: list[Record], registered: datetime | None, taken: datetime
) -> Record:
    product = execution.product
    ended = max([each["LastModifiedTime"] for each in jobs] + ([registered] if registered else []))
    last = jobs[-1]["Status"]["PrimaryStatus"]
    between = not registered and last == "Completed" and taken - ended < timedelta(minutes=5)
    status = "Executing" if between else _STATUS.get(last, "Succeeded")
    failed = status == "Failed"
    reason = {"FailureReason": "Step failure: One or multiple steps failed."} if failed else {}
    by = user(builder, execution.person)
    return {
        "PipelineArn": builder.arn(f"pipeline/{product.slug}-pipeline"),
        "PipelineExecutionArn": execution_arn(builder, execution),
        "PipelineExecutionDisplayName": f"{product.slug}-{execution.label}",
        "PipelineExecutionStatus": status,
        **reason,
        "CreationTime": execution.start,
        "LastModifiedTime": ended,
        "CreatedBy": by,
        "LastModifiedBy": by,
        "PipelineParameters": [
            {"Name": "InputData", "Value": f"s3://acme-datalake-prod/{product.lake}/dt={execution.label}/"},
            {"Name": "ModelApprovalStatus", "Value": "PendingManualApproval"},
            {"Name": "TrainingInstanceType", "Value": product.algorithm.instance},
        ],
        "PipelineVersionId": 1,
    }
