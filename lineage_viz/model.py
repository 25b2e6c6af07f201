"""The words of lineage as values: entity, association, subgraph."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Scalar = str | int | float | bool | datetime
Value = Scalar | tuple[Scalar, ...]
"""A property's value; a tuple stands for a set or an array. Dates are aware, in UTC, to the second."""

Properties = Mapping[str, Value]

TypeKey = tuple[str, str]
"""Label and SageMaker type; the type is empty where none is recorded."""

DEFAULT_ASSOCIATION = "edge"
"""Label of an association whose type the API leaves out; Neptune's own default for edges."""


class EntityLabel(StrEnum):
    """The four kinds of lineage record, as vertex labels of the AWS sample notebook."""

    ARTIFACT = "artifact"
    TRIAL_COMPONENT = "trial_component"
    ACTION = "action"
    CONTEXT = "context"


class AssociationType(StrEnum):
    """SageMaker's AssociationEdgeType, a closed set."""

    CONTRIBUTED_TO = "ContributedTo"
    ASSOCIATED_WITH = "AssociatedWith"
    DERIVED_FROM = "DerivedFrom"
    PRODUCED = "Produced"
    SAME_AS = "SameAs"


class Direction(StrEnum):
    """Which way associations are followed: against them (upstream), along them (downstream)."""

    UPSTREAM = "upstream"
    DOWNSTREAM = "downstream"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Entity:
    """One lineage record. `arn` is its id; property names are lower case, as in the snapshot's header.

    `label` is an `EntityLabel` value, or any vertex label when a foreign folder of Neptune CSV is open.
    """

    arn: str
    label: str
    properties: Properties = field(default_factory=dict, hash=False)

    def text(self, name: str) -> str:
        """A property as text; empty when absent."""
        value = self.properties.get(name, "")
        return value if isinstance(value, str) else str(value)

    @property
    def type(self) -> str:
        """SageMaker's type (DataSet, Model, SageMakerTrainingJob, …), verbatim; empty when not recorded."""
        return self.text("type")

    @property
    def name(self) -> str:
        """The recorded name; empty for artifacts SageMaker made on its own."""
        return self.text("name")

    @property
    def source(self) -> str:
        """Where the thing itself is: an S3 or image URI, or the ARN of a job, endpoint or package."""
        return self.text("sourceuri") or self.text("sourcearn")

    @property
    def status(self) -> str:
        """Completed, Failed, …; empty for what has no status."""
        return self.text("status")

    @property
    def created(self) -> datetime | None:
        """When SageMaker recorded it, UTC."""
        value = self.properties.get("creationtime")
        return value if isinstance(value, datetime) else None

    @property
    def unresolved(self) -> bool:
        """An association names it, but the listing does not hold it (deleted, or another account's)."""
        return self.properties.get("unresolved") is True


def association_id(source: str, type_: str, destination: str) -> str:
    """The edge id: 32 hex digits that are the same in every export of the same association."""
    text = "\n".join((source, type_, destination))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Association:
    """A typed link `source` → `destination` in the direction of data flow; both are ARNs."""

    source: str
    type: str
    destination: str
    properties: Properties = field(default_factory=dict, hash=False)
    own_id: str | None = None
    """The edge id of a foreign folder; our own snapshots derive it."""

    @property
    def id(self) -> str:
        """The edge id in a snapshot and in Neptune."""
        return self.own_id or association_id(self.source, self.type, self.destination)


def association_order(each: Association) -> tuple[str, str, str, str]:
    """By source, destination and type; parallel ones of foreign folders by their ids."""
    return each.source, each.destination, each.type, each.own_id or ""


@dataclass(frozen=True, slots=True)
class Truncation:
    """Why an answer is not whole, and how many entities (or paths) it leaves out; None: not counted."""

    reason: str
    left_out: int | None = None


@dataclass(frozen=True, slots=True)
class Subgraph:
    """A bounded, read-only answer: every association's ends are among `entities`.

    `hops` has each entity's distance from the focus: negative upstream, positive downstream, 0 for a focus.
    `degrees` has how many entities are one association upstream and downstream of each, in view or not; empty
    where nothing is said of what lies beyond.
    """

    entities: tuple[Entity, ...] = ()
    associations: tuple[Association, ...] = ()
    focus: tuple[str, ...] = ()
    hops: Mapping[str, int] = field(default_factory=dict, hash=False)
    degrees: Mapping[str, tuple[int, int]] = field(default_factory=dict, hash=False)
    truncated: Truncation | None = None


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """What is loaded and from where. Account, region and time are empty for a folder without a manifest."""

    path: str
    account: str = ""
    region: str = ""
    taken: datetime | None = None
    incomplete: tuple[str, ...] = ()
