"""Monitoring schedules of endpoints: in the form of an endpoint, and in that of a model, with alerts."""

from datetime import datetime, timedelta

from lineage_viz.demo.account import Record
from lineage_viz.demo.builder import Builder
from lineage_viz.demo.products import Product

_MONITORED = ("fraud", "search")
"""Teams that monitor their endpoints."""
_IN_ALERT = "QueryIntent"
"""The product whose monitoring has an open alert."""


def schedules(builder: Builder, product: Product, since: datetime) -> list[Record]:
    """The schedule of an endpoint; a list, as an endpoint may have several or none."""
    if product.team.name not in _MONITORED:
        return []
    name, endpoint = f"{product.slug}-data-quality", f"{product.slug}-prod"
    status = "CompletedWithViolations" if product.name.startswith(_IN_ALERT) else "Completed"
    run = {
        "MonitoringScheduleName": name, "ScheduledTime": since, "CreationTime": since, "LastModifiedTime": since,
        "MonitoringExecutionStatus": status, "EndpointName": endpoint, "MonitoringType": "DataQuality",
    }  # fmt: skip
    return [{
        "MonitoringScheduleArn": builder.arn(f"monitoring-schedule/{name}"),
        "MonitoringScheduleName": name,
        "MonitoringScheduleStatus": "Scheduled",
        "MonitoringType": "DataQuality",
        "CreationTime": since - timedelta(minutes=1),
        "LastModifiedTime": since,
        "MonitoringScheduleConfig": {
            "ScheduleConfig": {"ScheduleExpression": "cron(0 * ? * * *)"},
            "MonitoringJobDefinitionName": name,
            "MonitoringType": "DataQuality",
        },
        "EndpointName": endpoint,
        "LastMonitoringExecutionSummary": run,
    }]  # fmt: skip


def alerts(builder: Builder, product: Product, since: datetime) -> list[Record]:
    """The same schedule with its alert, as a model tells it."""
    alert = {
        "MonitoringAlertName": "violations",
        "CreationTime": since,
        "LastModifiedTime": since,
        "AlertStatus": "InAlert" if product.name.startswith(_IN_ALERT) else "OK",
        "DatapointsToAlert": 3,
        "EvaluationPeriod": 5,
        "Actions": {"ModelDashboardIndicator": {"Enabled": True}},
    }
    return [{**each, "MonitoringAlertSummaries": [alert]} for each in schedules(builder, product, since)]
