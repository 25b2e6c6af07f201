"""The review of a bundle as data: the evidence itself, so that others can judge it again without the snapshot."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from lineage_viz.audit.review import Review, ReviewedDeployment
from lineage_viz.evidence.decided import Decided
from lineage_viz.model import Association, Entity, Properties, SnapshotInfo, Subgraph, Truncation, Value
from lineage_viz.snapshot.manifest import snapshot_digest

FORMAT = "lineage_viz review 1"

_TIME, _SEVERAL = "time", "several"
"""The names under which JSON has a time, and several values."""
_ENTITIES = ("files", "producers", "evaluations", "live", "versions", "attempts")
"""The parts of a review that are entities."""


def review_data(review: Review, snapshots: Iterable[SnapshotInfo]) -> dict[str, Any]:
    """Return a review and its snapshots as data for JSON. Entities are listed once; all else names them by ARN."""
    graph = review.subgraph
    beside = [each for name in _ENTITIES for each in getattr(review, name)]
    beside += [each for deployed in review.deployments for each in (deployed.action, deployed.endpoint)]
    single = [each for each in (review.subject, review.package, review.group) if each]
    every = {each.arn: each for each in (*beside, *single, *graph.entities)}
    return {
        "format": FORMAT,
        "entities": [_entity(every[arn]) for arn in sorted(every)],
        "subject": review.subject.arn,
        "package": review.package.arn if review.package else None,
        "group": review.group.arn if review.group else None,
        **{name: [each.arn for each in getattr(review, name)] for name in _ENTITIES},
        "deployments": [
            {"action": each.action.arn, "endpoint": each.endpoint.arn, "replaced": _value(each.replaced)}
            for each in review.deployments
        ],
        "decisions": [_decided(each) for each in review.decisions],
        "doubtful": [_decided(each) for each in review.doubtful],
        "choice": review.choice,
        "as_of": _value(review.as_of),
        "graph": {
            "entities": [each.arn for each in graph.entities],
            "associations": [_association(each) for each in graph.associations],
            "focus": list(graph.focus),
            "hops": dict(sorted(graph.hops.items())),
        },
        "truncated": asdict(review.truncated) if review.truncated else None,
        "gaps": list(review.gaps),
        "caveat": review.caveat,
        "feature_groups": review.feature_groups,
        "domains": dict(sorted(review.domains.items())),
        "snapshots": [_snapshot(each) for each in snapshots],
    }


def review_of(data: Mapping[str, Any]) -> tuple[Review, tuple[SnapshotInfo, ...]]:
    """Return the review and the snapshots of this data. Raises KeyError, TypeError, ValueError for another form."""
    if data["format"] != FORMAT:
        raise ValueError(data["format"])
    every = {each["arn"]: _read_entity(each) for each in data["entities"]}
    graph, cut = data["graph"], data["truncated"]

    def named(part: str) -> tuple[Entity, ...]:
        return tuple(every[arn] for arn in data[part])

    review = Review(
        subject=every[data["subject"]],
        choice=data["choice"],
        package=every[data["package"]] if data["package"] else None,
        group=every[data["group"]] if data["group"] else None,
        files=named("files"),
        producers=named("producers"),
        evaluations=named("evaluations"),
        live=named("live"),
        versions=named("versions"),
        attempts=named("attempts"),
        deployments=tuple(
            ReviewedDeployment(every[each["action"]], every[each["endpoint"]], _read(each["replaced"]))  # type: ignore[arg-type]
            for each in data["deployments"]
        ),
        decisions=tuple(map(_read_decided, data["decisions"])),
        doubtful=tuple(map(_read_decided, data["doubtful"])),
        subgraph=Subgraph(
            tuple(every[arn] for arn in graph["entities"]),
            tuple(map(_read_association, graph["associations"])),
            focus=tuple(graph["focus"]),
            hops=graph["hops"],
        ),
        as_of=_read(data["as_of"]),  # type: ignore[arg-type]
        truncated=Truncation(cut["reason"], cut["left_out"]) if cut else None,
        gaps=tuple(data["gaps"]),
        caveat=data["caveat"],
        feature_groups=data["feature_groups"],
        domains=data["domains"],
    )
    return review, tuple(map(_read_snapshot, data["snapshots"]))


def _entity(entity: Entity) -> dict[str, Any]:
    return {"arn": entity.arn, "label": str(entity.label), "properties": _properties(entity.properties)}


def _read_entity(data: Mapping[str, Any]) -> Entity:
    return Entity(data["arn"], data["label"], _read_properties(data["properties"]))


def _association(each: Association) -> dict[str, Any]:
    ends = {name: str(getattr(each, name)) for name in ("source", "type", "destination")}
    return {**ends, "own_id": each.own_id, "properties": _properties(each.properties)}


def _read_association(data: Mapping[str, Any]) -> Association:
    source, type_, destination = (data[name] for name in ("source", "type", "destination"))
    return Association(source, type_, destination, _read_properties(data["properties"]), data["own_id"])


def _decided(each: Decided) -> dict[str, Any]:
    own = {one.name: getattr(each, one.name) for one in fields(each)}
    return {**own, "identity": dict(each.identity), "when": _value(each.when), "after": _value(each.after)}


def _read_decided(data: Mapping[str, Any]) -> Decided:
    return Decided(**{**data, "when": _read(data["when"]), "after": _read(data["after"])})


def _snapshot(info: SnapshotInfo) -> dict[str, Any]:
    """A snapshot without its path, which differs from machine to machine, and without ids that nothing here has."""
    digest = snapshot_digest(info)
    own = asdict(replace(info, former_ids={}))
    del own["former_ids"]
    return own | {"path": "", "taken": _value(info.taken), "manifest_sha256": digest}


def _read_snapshot(data: Mapping[str, Any]) -> SnapshotInfo:
    domains = tuple((name, setting) for name, setting in data["domains"])
    gaps = tuple(data["incomplete"])
    return SnapshotInfo(**{**data, "taken": _read(data["taken"]), "incomplete": gaps, "domains": domains})


def _properties(properties: Properties) -> dict[str, Any]:
    return {name: _value(value) for name, value in sorted(properties.items())}


def _read_properties(data: Mapping[str, Any]) -> Properties:
    return {name: value for name, each in data.items() if (value := _read(each)) is not None}


def _value(value: Value | None) -> Any:
    if isinstance(value, datetime):
        return {_TIME: value.isoformat()}
    return {_SEVERAL: list(map(_value, value))} if isinstance(value, tuple) else value


def _read(data: Any) -> Value | None:
    if not isinstance(data, dict):
        return data  # type: ignore[no-any-return]
    if _TIME in data:
        return datetime.fromisoformat(data[_TIME])
    return tuple(_read(each) for each in data[_SEVERAL])  # type: ignore[misc]
