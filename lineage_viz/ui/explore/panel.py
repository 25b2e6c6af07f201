"""The panel beside the picture: the record of the selected entity with its actions, or the members of a stack."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial

import streamlit as st

from lineage_viz.audit.subject import is_subject
from lineage_viz.aws_links import links
from lineage_viz.component import facts
from lineage_viz.errors import EntityNotFound
from lineage_viz.model import Direction, Entity
from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.as_shown import as_shown
from lineage_viz.picture.scene import Scene
from lineage_viz.questions.overview import type_of
from lineage_viz.store.base import Store
from lineage_viz.ui.audit.place import PREVIOUS
from lineage_viz.ui.entities.link import COMPARE
from lineage_viz.ui.explore.alarms import alarm
from lineage_viz.ui.explore.details import details
from lineage_viz.ui.explore.first_answers import UNKNOWN, approval, reach_words
from lineage_viz.ui.explore.opening import open_entity
from lineage_viz.ui.explore.pictures import answers
from lineage_viz.ui.explore.stack_panel import overview_panel, stack_panel, type_panel
from lineage_viz.ui.explore.state import focus_on, go, in_common, show_paths
from lineage_viz.ui.explore.summary import NOTHING_KNOWN, Known, known
from lineage_viz.ui.menu import closing, menu
from lineage_viz.ui.trouble import unavailable_shown
from lineage_viz.view.filters import type_key


def panel(store: Store, address: Address, scene: Scene, arn: str) -> None:
    """Show the selected entity, stack or type."""
    members = scene.members(arn)
    if address.mode is Mode.OVERVIEW:
        key = type_of(arn)
        with unavailable_shown("types"):
            type_panel(store, key) if key else overview_panel(store)
    elif members:
        stack = next(card for card in scene.picture.subgraph.entities if card.arn == arn)
        stack_panel(address, stack, members)
    else:
        _entity(store, address, scene, arn)


def _entity(store: Store, address: Address, scene: Scene, arn: str) -> None:
    with st.container(horizontal=True, key="actions"):
        st.button(
            "Focus here",
            icon=":material/center_focus_strong:",
            disabled=arn == address.focus,
            on_click=focus_on,
            args=(address, arn),
            width="stretch",
        )
        # The ARN in the names: the menu and the buttons of one entity must not become those of the next one.
        more = f"more {arn}"
        with menu(more, "More"):
            for words, icon, change in _actions(address, scene, arn):
                act = closing(more, change)
                st.button(words, icon=icon, key=f"{words} {arn}", on_click=act, width="stretch")
    with st.container(key="details"), unavailable_shown("details"):
        (entity,) = as_shown(store, address, scene.own, [store.get(arn)])
        beside, about = dict(UNKNOWN), NOTHING_KNOWN
        with unavailable_shown("reach", aside=True):
            beside = {**reach_words(store, entity, address), **approval(store, entity, address)}
            made = scene.own.served.made(address.scope.as_of) if scene.own.served else 0
            if arn == address.focus and scene.own.is_part and made > 1:
                beside["Upstream"] += f", of all {made:,} deployments"
            then = address.scope.as_of
            about = answers().recall((store.edition, entity, then), lambda: known(store, entity, then))
        if is_subject(entity):
            _audit_buttons(store, entity, address)
            alarm(store, entity, address)
        elif other := _beside(store, entity, address, about):
            _compare_button(entity, *other)
        data = details(entity, beside, links(entity), store.snapshots, about)
        facts(data, key="facts", on_open=partial(open_entity, address, scene))


def _audit_buttons(store: Store, entity: Entity, address: Address) -> None:
    """Show the buttons to the audit of a model or endpoint, on the day of the address."""
    query = {"model": entity.arn, **({"day": address.as_of.isoformat()} if address.as_of else {})}
    with st.container(horizontal=True, key="audit"):
        if st.button("Audit", icon=":material/fact_check:", key=f"audit {entity.arn}", type="tertiary"):
            st.switch_page("pages/audit.py", query_params=query)
        if st.button(
            "Compare with …",
            icon=":material/compare_arrows:",
            key=f"compare {entity.arn}",
            type="tertiary",
            help="Opens the comparison with the focus, if that is another model or endpoint, or else with the version "
            "before. There you can choose another version or snapshot.",
        ):
            st.switch_page("pages/audit.py", query_params={**query, "with": _other(store, entity, address)})


def _compare_button(entity: Entity, other: Entity, words: str) -> None:
    """Show the button that compares a job or file with another one: both are chosen then."""
    if st.button(
        f"Compare with {words}",
        icon=":material/compare_arrows:",
        key=f"compare {entity.arn}",
        type="tertiary",
        help="Opens the facts, parameters and metrics of both side by side. Further ones can be chosen there.",
    ):
        st.switch_page("pages/entities.py", query_params={COMPARE: [other.arn, entity.arn]})


def _beside(store: Store, entity: Entity, address: Address, about: Known) -> tuple[Entity, str] | None:
    """Return the entity to compare with, and its words: the focus if it is of the same type, else the run before."""
    if address.focus and address.focus != entity.arn:
        with suppress(EntityNotFound):
            focus = store.get(address.focus)
            if type_key(focus) == type_key(entity):
                return focus, "the focus"
    return (about.before, f"the {about.noun} before") if about.before else None


def _other(store: Store, entity: Entity, address: Address) -> str:
    """The focus if it is another model or endpoint; else the version before."""
    if address.focus and address.focus != entity.arn:
        with suppress(EntityNotFound):
            return address.focus if is_subject(store.get(address.focus)) else PREVIOUS
    return PREVIOUS


def _actions(address: Address, scene: Scene, arn: str) -> Iterator[tuple[str, str, Callable[[], None]]]:
    """The actions for an entity, each as words, icon and function."""
    up, down = (Direction.UPSTREAM, arn), (Direction.DOWNSTREAM, arn)
    left, right = (f":material/keyboard_double_arrow_{way}:" for way in ("left", "right"))
    yield "Expand up", left, lambda: go(address.opened([up], scene.unfinished))
    yield "Expand down", right, lambda: go(address.opened([down], scene.unfinished))
    yield "Path from here", ":material/trip_origin:", lambda: go(replace(address, start=arn))
    if arn not in (address.focus, address.start) or (address.start and arn != address.start):
        yield "Path to here", ":material/flag:", lambda: show_paths(address, arn)
    if arn != address.focus:
        yield "In common with the focus", ":material/join_inner:", lambda: go(in_common(address, arn))
        yield "Only this lineage", ":material/filter_alt:", lambda: go(replace(address, alone=arn))
        yield (
            "Hide",
            ":material/visibility_off:",
            lambda: go(replace(address, removed=address.removed | {arn})),
        )
