"""The explorer's questions to the store, each asked once: what to show first, the scene, suggestions."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

import streamlit as st

from lineage_viz.errors import EntityNotFound
from lineage_viz.layout import Position, layout
from lineage_viz.model import Direction, Entity, EntityLabel, Subgraph
from lineage_viz.placing import place
from lineage_viz.render import Payload, render
from lineage_viz.scope import scoped
from lineage_viz.store.base import DEFAULT_CAP, UNLIMITED, Filter, Store
from lineage_viz.style import kind_of
from lineage_viz.title import title
from lineage_viz.ui.address import DOWN, UP, Address
from lineage_viz.view import View, narrow, reached, summary
from lineage_viz.words import count, plain, type_words

_SUGGESTIONS = 12
_REDRAWN = 3
"""A picture that grows to more than so many times its size is laid out anew: its old shape no longer fits."""

_CANDIDATES = 40
"""Newest models looked at for one that is deployed; the first screen must not take long."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: what is in view, and the payload that draws it."""

    view: View
    payload: Payload
    positions: Mapping[str, Position]
    status: str


@dataclass(frozen=True, slots=True)
class Traced:
    """A whole answer of the store, and where its cards stand."""

    whole: Subgraph
    positions: Mapping[str, Position]


def scene(store: Store, address: Address) -> Scene:
    """The picture of an address. Raises EntityNotFound."""
    return _scene(store, repr(store.snapshots), address)


def starting_point(store: Store) -> str:
    """The ARN shown before anyone has asked: the newest deployed model package, or the next best thing."""
    models = store.search(
        filter_=Filter(labels=frozenset({EntityLabel.ARTIFACT}), types=frozenset({"Model"})),
        limit=_CANDIDATES,
    ).entities
    packages = [model for model in models if ":model-package/" in model.source]
    deployed = next((package for package in packages if _deployed(store, package)), None)
    best = deployed or next(iter((*packages, *models, *store.search(limit=1).entities)), None)
    return best.arn if best else ""


def reach(store: Store, arn: str) -> Mapping[str, str]:
    """How much lies upstream and downstream of an entity, in words."""
    return {
        "Upstream": _reach(store, arn, Direction.UPSTREAM),
        "Downstream": _reach(store, arn, Direction.DOWNSTREAM),
    }


def suggestions(store: Store, text: str) -> tuple[list[dict[str, object]], int]:
    """Rows for the search box, and how many hits there are."""
    page = store.search(text, limit=_SUGGESTIONS)
    return [_suggestion(entity) for entity in page.entities], page.total


@st.cache_resource(max_entries=24, show_spinner=False)
def _scene(_store: Store, _snapshots: str, address: Address) -> Scene:
    lineage = _traced(_store, _snapshots, Address(address.focus, address.up, address.down, cap=address.cap,
                                                 expanded=address.expanded))  # fmt: skip
    view = narrow(scoped(lineage.whole, address.scope), address.hidden)
    more = f"Load {DEFAULT_CAP} more" if lineage.whole.truncated else None
    taken_out = len(lineage.whole.entities) - len(view.whole.entities)
    status = summary(view, address.within(), taken_out, scope_words(_store, address))
    payload = render(view, lineage.positions) | {"status": status, "more": more}
    return Scene(view, payload, lineage.positions, status)


def scope_words(store: Store, address: Address) -> str:
    """What a person took out of the picture; empty when nothing."""
    said = []
    if address.collapsed:
        said.append(f"{count(len(address.collapsed), 'side')} collapsed")
    if address.removed:
        said.append(f"{count(len(address.removed), 'entity', 'entities')} taken out")
    if address.alone:
        with suppress(EntityNotFound):  # as if it were not in the link
            said.append(f"only the lineage of {plain(title(store.get(address.alone)), 60)}")
    end = address.scope.as_of
    if address.as_of and end:
        made = store.get(address.focus).created
        early = ", before the focus was made" if made and made > end else ""
        said.append(f"as of {address.as_of:%d %b %Y}{early}")
    return ", ".join(said)


@st.cache_resource(max_entries=48, show_spinner=False)
def _traced(_store: Store, snapshots: str, address: Address) -> Traced:
    """The whole subgraph and its places: filtering takes cards away, expanding adds some, and none moves."""
    whole = _store.trace(
        [address.focus], up=address.up, down=address.down, cap=address.cap, expand=address.expanded
    )
    before = _smaller(address)
    if before is not None:
        standing = _traced(_store, snapshots, before).positions
        if len(whole.entities) <= _REDRAWN * len(standing):
            return Traced(whole, place(whole, standing))
    return Traced(whole, layout(whole))


def _smaller(address: Address) -> Address | None:
    """The picture that this one grew out of, and whose cards stay where they are; None for a first one.

    It follows from the address alone, so that whoever opens a link sees everything in the same place.
    """
    if address.expanded:
        return replace(address, expanded=address.expanded[:-1])
    if address.cap > _REDRAWN * DEFAULT_CAP:
        return None
    if address.cap > DEFAULT_CAP:
        return replace(address, cap=max(DEFAULT_CAP, address.cap - DEFAULT_CAP))
    if (address.up, address.down) != (UP, DOWN):
        return replace(address, up=UP, down=DOWN)
    return None


def _deployed(store: Store, model: Entity) -> bool:
    types = {found.entity.type for found in store.neighbors(model.arn, Direction.DOWNSTREAM)}
    return "ModelDeployment" in types


def _reach(store: Store, arn: str, direction: Direction) -> str:
    up, down = (UNLIMITED, 0) if direction is Direction.UPSTREAM else (0, UNLIMITED)
    subgraph = store.trace([arn], up=up, down=down, cap=DEFAULT_CAP)
    return f"{reached(subgraph, direction):,}{' or more' if subgraph.truncated else ''}"


def _suggestion(entity: Entity) -> dict[str, object]:
    return {
        "arn": entity.arn,
        "title": plain(title(entity), 120),
        "words": type_words(entity.type or entity.label),
        "when": int(entity.created.timestamp()) if entity.created else None,
        "source": plain(entity.source or entity.arn, 160),
        "colour": kind_of(entity.label, entity.type).colour,
    }
