"""The records of an account beside its lineage: packages, models, endpoints, cards, executions, domains."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from lineage_viz.demo.account import Account, Record
from lineage_viz.demo.builder import Builder
from lineage_viz.demo.records.cards import model_cards
from lineage_viz.demo.records.domains import domains
from lineage_viz.demo.records.executions import pipeline_executions
from lineage_viz.demo.records.jobs import add_job_details
from lineage_viz.demo.records.packages import model_package_groups, model_packages
from lineage_viz.demo.records.serving import endpoint_configs, endpoints, models

__all__ = ["build_with_records"]


def build_with_records(builder: Builder, taken: datetime) -> Account:
    """The account of all lineage so far, with the records that agree with it. `taken` is after the last of them."""
    add_job_details(builder)
    records = {
        "ModelPackage": model_packages(builder),
        "ModelPackageGroup": model_package_groups(builder),
        "Model": models(builder),
        "Endpoint": endpoints(builder),
        "ModelCard": model_cards(builder, taken),
        "PipelineExecution": pipeline_executions(builder, taken),
    }
    return replace(
        builder.build(),
        records={resource: _oldest_first(found) for resource, found in records.items()},
        endpoint_configs=_oldest_first(endpoint_configs(builder)),
        domains=_oldest_first(domains(builder, taken)),
    )


def _oldest_first(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(sorted(records, key=_created))


def _created(record: Record) -> datetime:
    created: datetime = record.get("Model", record)["CreationTime"]
    return created
