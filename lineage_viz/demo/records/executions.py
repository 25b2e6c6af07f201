"""Executions of pipelines, as Search returns them."""

from datetime import datetime, timedelta

from lineage_viz.demo.account import Record
from lineage_viz.demo.builder import Builder
from lineage_viz.demo.history import Execution
from lineage_viz.demo.records.jobs import execution_arn, execution_of
from lineage_viz.demo.records.secrets import PARAMETERS
from lineage_viz.demo.run import role_session, user

_STATUS = {"InProgress": "Executing", "Failed": "Failed", "Stopped": "Stopped"}
_BETWEEN = timedelta(minutes=5)
"""A pipeline waits at most so long between two steps."""


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
    changed = max([each["LastModifiedTime"] for each in jobs] + ([registered] if registered else []))
    last = jobs[-1]
    state = last["Status"]["PrimaryStatus"]
    between = not registered and state == "Completed" and taken - changed < _BETWEEN
    by = _starter(builder, execution)
    return {
        "PipelineArn": builder.arn(f"pipeline/{product.slug}-pipeline"),
        "PipelineExecutionArn": execution_arn(builder, execution),
        "PipelineExecutionDisplayName": f"{product.slug}-{execution.label}",
        "PipelineExecutionStatus": "Executing" if between else _STATUS.get(state, "Succeeded"),
        "PipelineExecutionDescription": f"Data of {execution.label}",
        **_failure(last),
        "CreationTime": execution.start,
        "LastModifiedTime": changed,
        "CreatedBy": by,
        "LastModifiedBy": by,
        "PipelineParameters": [{"Name": name, "Value": value} for name, value in _parameters(execution).items()],
        "PipelineVersionId": 1 + (execution.start - datetime(2024, 1, 1, tzinfo=execution.start.tzinfo)).days // 120,
    }  # fmt: skip


def _failure(last: Record) -> Record:
    if last["Status"]["PrimaryStatus"] != "Failed":
        return {}
    step = last["TrialComponentName"].split("-")[2]
    reason = last["Status"]["Message"].partition("failure reason: ")[2]
    return {"FailureReason": f"Step failure: One or multiple steps failed. {step}: {reason}"[:1300]}


def _starter(builder: Builder, execution: Execution) -> Record:
    """The user that started it: a schedule, for products that are trained at least every two weeks."""
    if execution.product.every > 14:
        return user(builder, execution.person)
    return role_session(builder, "acme-pipeline-scheduler", "AROAX4ZQ7JL2SCHEDULE4", "EventBridgeScheduler")


def _parameters(execution: Execution) -> dict[str, str]:
    product = execution.product
    given = {
        "InputData": f"s3://acme-datalake-prod/{product.lake}/dt={execution.label}/",
        "ModelApprovalStatus": "PendingManualApproval",
        "TrainingInstanceType": product.algorithm.instance,
        "ModelPackageGroupName": f"{product.slug}-models",
    }
    return {**given, **PARAMETERS} if product.name == "ChurnSubscribers" else given
