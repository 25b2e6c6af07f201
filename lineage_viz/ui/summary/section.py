"""The lists of the Summary page. Each is a search, so that its whole list stands on the Entities page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lineage_viz.evidence.failure import PIPELINE, REASON, failure_reason, pipeline_of
from lineage_viz.evidence.words import LIVE
from lineage_viz.model import Entity
from lineage_viz.ui.fact_cells import key_metric, status, told, where_live
from lineage_viz.words import day, plain, type_words

Cell = Callable[[Entity], str]

CELLS: Mapping[str, Cell] = {
    "Status": status,
    "Live": where_live,
    "Serves": where_live,
    "Decision": status,
    "Since": lambda entity: _day(entity, "servessince"),
    "Decided by": lambda entity: told(entity, "decidedby"),
    "Key metric": key_metric,
    "Owner": lambda entity: told(entity, "owner"),
    "Step": lambda entity: told(entity, "step"),
    PIPELINE: lambda entity: plain(pipeline_of(entity), 60),
    REASON: lambda entity: plain(failure_reason(entity), 160),
    "Type": lambda entity: type_words(entity.type or entity.label),
    "Created": lambda entity: _day(entity, "creationtime"),
}
"""The columns beside the name; all texts are safe to show."""


def _day(entity: Entity, name: str) -> str:
    at = entity.properties.get(name)
    return day(at) if isinstance(at, datetime) else ""


@dataclass(frozen=True, slots=True)
class Section:
    """One list: its heading, its search, its columns, and the sentence in place of an empty one.

    `subjects` are the types that the list would have, and `fact` the fact that decides who is in it: the page says when
    it was not read.
    """

    heading: str
    search: str
    columns: tuple[str, ...]
    nothing: str
    subjects: str = ""
    fact: str = ""
    of_served: tuple[str, ...] = ()
    """The columns that tell about the versions that an endpoint serves, and not about the endpoint."""


SECTIONS = (
    Section(
        LIVE,
        "live:unapproved",
        ("Status", "Live", "Decided by", "Owner", "Created"),
        "No model is known to be live without approval.",
        "Model",
        "approval",
    ),
    Section(
        "Live endpoints",
        "type:endpoint live:yes",
        ("Serves", "Since", "Decision", "Key metric", "Status"),
        "No endpoint is known to serve a model.",
        "Endpoint",
        "serves",
        ("Decision", "Key metric"),
    ),
    Section(
        "Endpoints deleted, failed or with no known version",
        "type:endpoint live:no",
        ("Status", "Created"),
        "No other endpoint is known.",
        "Endpoint",
        "endpointstatus",
    ),
    Section(
        "Models that wait for a decision",
        "decision:pending",
        ("Live", "Key metric", "Owner", "Created"),
        "No model is known to wait for a decision.",
        "Model",
        "approval",
    ),
    Section(
        "Jobs that failed in the last 30 days of the snapshot",
        "type:job status:failed created:30d",
        (PIPELINE, "Step", REASON, "Type", "Owner", "Created"),
        "No job failed in these days.",
    ),
    Section(
        "Newest models",
        "decision:approved,rejected,pending,not-recorded,not-read",
        ("Status", "Decided by", "Key metric", "Live", "Created"),
        "No model package is loaded.",
    ),
)
