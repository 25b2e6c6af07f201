"""The facts of an entity as cells of a list. One that is not recorded leaves its cell empty."""

from lineage_viz.approval import is_package
from lineage_viz.evidence.fact import FactState
from lineage_viz.evidence.state import state_of
from lineage_viz.evidence.words import perhaps, warning, why_unread
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.store.order import TIMES, SortBy, number_of, time_of
from lineage_viz.words import duration, moment, plain, size


def told(entity: Entity, name: str) -> str:
    """A fact, or the words that it was not read; empty when it is not recorded."""
    return plain(entity.text(name), 80) or _unread(entity, name)


def _unread(entity: Entity, name: str) -> str:
    """The words about a fact that was not read, with the reason; empty for any other."""
    why, *_ = why_unread(entity, name).partition(" AWS's message")  # the panel has it, too
    return plain(f"{FactState.NOT_READ}: {why}", 200) if why else ""


def status(entity: Entity) -> str:
    """The state, or the words that it was not read."""
    unread = _unread(entity, "approval" if is_package(entity) else "endpointstatus")
    return unread or plain(state_of(entity), 60)


def live(entity: Entity) -> str:
    """The endpoints that serve a package, after the words that it is not approved; of an endpoint, its versions."""
    return plain(" ".join(filter(None, (lacks_approval(entity), where_live(entity)))), 200)


def lacks_approval(entity: Entity) -> str:
    """The words that a model is, or may be, live without approval, or that an endpoint serves one; else empty."""
    if not warning(entity):
        return ""
    return "perhaps without approval" if perhaps(entity) else "without approval"


def where_live(entity: Entity) -> str:
    """The endpoints that serve a package; of an endpoint, the versions that it serves."""
    endpoints = entity.text("servedby")
    gone = entity.text("endpointgone") if entity.label == EntityLabel.ARTIFACT else ""
    words = (
        f"on {endpoints}"
        if endpoints
        else entity.text("serves") or (f"not now: {gone} was deleted" if gone else "")
    )
    return plain(words, 200) or _unread(entity, "serves" if entity.type == "Endpoint" else "servedby")


def key_metric(entity: Entity) -> str:
    """The key metric, its number first: names are long, and a narrow column shows only the beginning."""
    name, _, number = entity.text("keymetric").rpartition(" ")
    return plain(f"{number} {name}".strip(), 80) or _unread(entity, "keymetric")


def version_of(entity: Entity) -> str:
    """The number of a package in its group."""
    return entity.text("packageversion")


def duration_of(entity: Entity) -> str:
    """The duration of a job."""
    seconds = number_of(entity, SortBy.DURATION)
    return _unread(entity, "duration") if seconds is None else duration(seconds)


def size_of(entity: Entity) -> str:
    """The size of a file."""
    number = number_of(entity, SortBy.SIZE)
    return _unread(entity, "filesize") if number is None else size(number)


def image_of(entity: Entity) -> str:
    """The digest of an image without the name of its algorithm."""
    return told(entity, "imagedigest").replace("sha256:", "")


def time_told(entity: Entity, by: SortBy) -> str:
    """The time of a fact, or the words that it was not read."""
    at = time_of(entity, by)
    return moment(at) if at else _unread(entity, TIMES[by])
