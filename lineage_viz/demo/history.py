"""The events that a generated account consists of. Lineage names only some of their facts; records name more."""

from dataclasses import dataclass, field
from datetime import datetime

from lineage_viz.demo.account import Record
from lineage_viz.demo.products import Product


@dataclass(frozen=True, slots=True)
class Execution:
    """A started pipeline; `label` is the date of its data, as in the names of its files."""

    id: str
    product: Product
    person: str
    label: str
    start: datetime


@dataclass(frozen=True, slots=True)
class Registration:
    """A registered version: `package` is its artifact, `source` its own ARN; `model` and `image` are artifacts."""

    package: str
    source: str
    model: str
    image: str
    number: int
    execution: Execution
    commit: Record
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """A change of a version's approval status, and the user that made it."""

    source: str
    status: str
    by: Record
    at: datetime


@dataclass(frozen=True, slots=True)
class Deployment:
    """A change of an endpoint. `package` is the artifact of the version, or empty: a model outside the registry."""

    action: str
    endpoint: str
    product: Product
    package: str
    model: str
    image: str
    at: datetime


@dataclass(slots=True)
class History:
    """All events."""

    executions: dict[str, Execution] = field(default_factory=dict)
    registrations: dict[str, Registration] = field(default_factory=dict)
    """By the ARN of the version."""
    decisions: dict[str, list[Decision]] = field(default_factory=dict)
    """By the ARN of the version, oldest first."""
    deployments: dict[str, list[Deployment]] = field(default_factory=dict)
    """By the ARN of the endpoint, oldest first."""
    reports: dict[str, str] = field(default_factory=dict)
    """The report of an evaluation, by the model; both are artifacts."""
    unnoticed: dict[str, Decision] = field(default_factory=dict)
    """The last decision about a version, by its ARN, where lineage has no action for it."""
    unmeasured: set[str] = field(default_factory=set)
    """Versions, by ARN, that were registered without their evaluation report."""
    moved_images: dict[str, datetime] = field(default_factory=dict)
    """Images by tag that were pushed again, and when: the digest is another one from then on."""
    replaced_files: set[str] = field(default_factory=set)
    """Artifacts of model files that were overwritten after the registration."""
    deleted: set[str] = field(default_factory=set)
    """Endpoints, by ARN, that exist no longer; lineage tells nothing of it."""
    trainings: dict[str, str] = field(default_factory=dict)
    """The training job, a trial component, by the model that it made, an artifact."""
    leaking_job: str = ""
    """The trial component of the job whose parameters, tags and environment hold secrets."""
