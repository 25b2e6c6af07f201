"""The values of lineage: entity, association, subgraph."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Scalar = str | int | float | bool | datetime
Value = Scalar | tuple[Scalar, ...]
"""A property's value; a tuple is a set or an array. Dates have the time zone UTC and are exact to the second."""

Properties = Mapping[str, Value]


def value_text(value: Value) -> str:
    """Return a value as text: `first, second`, `true`."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return ", ".join(map(value_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


TypeKey = tuple[str, str]
"""Label and SageMaker type; the type is empty when SageMaker records none."""

DEFAULT_LABEL = "vertex"
"""Label of a vertex without a label in a foreign folder; TinkerPop's own default."""

DEFAULT_ASSOCIATION = "edge"
"""Label of an association without a type in the API; Neptune's own default for edges."""


class EntityLabel(StrEnum):
    """The four kinds of lineage record; the values are the vertex labels of the AWS sample notebook."""

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
    """The direction of a trace: against the associations (upstream), along them (downstream)."""

    UPSTREAM = "upstream"
    DOWNSTREAM = "downstream"
    BOTH = "both"


UNRESOLVED = "unresolved"
"""The property that marks an entity that only associations name."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One lineage record. `arn` is its id; property names are lower case, as in the snapshot's header.

    `label` is an `EntityLabel` value; a foreign folder of Neptune CSV may have any vertex label.
    """

    arn: str
    label: str
    properties: Properties = field(default_factory=dict, hash=False)

    def text(self, name: str) -> str:
        """A property as text, its values separated by commas; empty when the entity does not have it."""
        value = self.properties.get(name, "")
        return value if type(value) is str else value_text(value)  # a test of the exact type is the fastest

    @property
    def type(self) -> str:
        """SageMaker's type (DataSet, Model, SageMakerTrainingJob, …), as recorded; empty when not recorded."""
        return self.text("type")

    @property
    def name(self) -> str:
        """The recorded name; empty for artifacts that SageMaker creates automatically."""
        return self.text("name")

    @property
    def source(self) -> str:
        """The location of the recorded object: an S3 or image URI, or the ARN of a job, endpoint or package."""
        return self.text("sourceuri") or self.text("sourcearn")

    @property
    def status(self) -> str:
        """Completed, Failed, …; empty when the entity has no status."""
        return self.text("status")

    @property
    def created(self) -> datetime | None:
        """The time of creation in SageMaker, UTC; None when it is not recorded."""
        value = self.properties.get("creationtime")
        return value if isinstance(value, datetime) else None

    @property
    def unresolved(self) -> bool:
        """True when an association names the entity but no listing contains it (deleted, or another account's)."""
        return self.properties.get(UNRESOLVED) is True


_ID_LENGTH = 32


def association_id(source: str, type_: str, destination: str) -> str:
    """Return the edge id: 32 hex digits, the same in every export of the same association."""
    text = "\n".join((source, type_, destination))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_LENGTH]


def is_derived(id_: str, source: str, type_: str, destination: str) -> bool:
    """True when an edge id is the one that `association_id` returns."""
    # Most ids of other tools are shorter: to hash each association takes a tenth of the time of reading.
    return len(id_) == _ID_LENGTH and id_ == association_id(source, type_, destination)


@dataclass(frozen=True, slots=True)
class Association:
    """A typed link `source` → `destination` in the direction of data flow; both are ARNs."""

    source: str
    type: str
    destination: str
    properties: Properties = field(default_factory=dict, hash=False)
    own_id: str | None = None
    """The edge id in a foreign folder; None in our own snapshots, which derive the id."""

    @property
    def id(self) -> str:
        """The edge id in a snapshot and in Neptune."""
        return self.own_id or association_id(self.source, self.type, self.destination)


def association_order(each: Association) -> tuple[str, str, str, str]:
    """Sort key: source, destination, type; then the edge id, for parallel associations of foreign folders."""
    return each.source, each.destination, each.type, each.own_id or ""


def existed(properties: Properties, as_of: datetime | None) -> bool:
    """True when an entity or association with these properties existed at `as_of` (None: now).

    One without a creation time counts as if it had always existed.
    """
    made = properties.get("creationtime")
    return as_of is None or not isinstance(made, datetime) or made <= as_of


@dataclass(frozen=True, slots=True)
class Truncation:
    """The reason why an answer is incomplete, and the number of entities (or paths) left out; None: not counted."""

    reason: str
    left_out: int | None = None


@dataclass(frozen=True, slots=True)
class Subgraph:
    """A bounded, read-only answer to a trace. Both ends of every association are among `entities`.

    `hops` gives each entity's distance from the focus: negative upstream, positive downstream, 0 for a focus. An
    entity on neither side, such as an evaluation, has the number of associations between; the last one gives the sign.
    `degrees` gives, for each entity, the number of entities one association upstream and downstream, also of
    entities outside the subgraph; it is empty when nobody counted them.
    """

    entities: tuple[Entity, ...] = ()
    associations: tuple[Association, ...] = ()
    focus: tuple[str, ...] = ()
    hops: Mapping[str, int] = field(default_factory=dict, hash=False)
    degrees: Mapping[str, tuple[int, int]] = field(default_factory=dict, hash=False)
    truncated: Truncation | None = None


Origin = tuple[str, str]
"""Account and region; without an account, an empty text and the name of the adopted folder."""


def origin(account: str, region: str, folder: str) -> Origin:
    """Return the origin of a snapshot. Snapshots of old versions have the name of the folder as their region."""
    return (account, region) if account else ("", folder or region)


def origin_name(origin: Origin) -> str:
    """Return an origin as one word, as snapshots have it in their names: `123456789012-eu-west-1`."""
    return "-".join(filter(None, origin))


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """Path, account, region and time of a snapshot; a foreign folder has neither account, nor region, nor time."""

    path: str
    account: str = ""
    region: str = ""
    taken: datetime | None = None
    incomplete: tuple[str, ...] = ()
    folder: str = ""
    """The name of the foreign folder, or of the one that was adopted; empty for an export."""
    without_row: int = 0
    """The number of ends of associations that have no row in the foreign folder."""
    domains: tuple[tuple[str, str], ...] = ()
    """The Studio domains that the export read, each with the setting that decides if its sessions name the person."""
    manifest_sha256: str = ""
    """The SHA-256 of its manifest, where the snapshot itself is not on this machine; else empty."""
    former_ids: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The ARN for each id of a foreign folder whose ids became ARNs."""

    @property
    def origin(self) -> Origin:
        """The origin of the snapshot; a store has one snapshot of each."""
        return origin(self.account, self.region, self.folder)
