"""The View menu: layout, groups, day, overview, and the button that shows everything again."""

from dataclasses import replace
from datetime import date

import streamlit as st

from lineage_viz.layout import Arrangement
from lineage_viz.lens import WORDS as LENSES
from lineage_viz.lens import Lens
from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.scene import Days, Scene
from lineage_viz.questions.served import ALL, Served
from lineage_viz.ui.day_field import day_form
from lineage_viz.ui.explore.state import go
from lineage_viz.ui.menu import closing, menu
from lineage_viz.ui.menu_value import MenuValue
from lineage_viz.view.grouping import WORDS, GroupBy
from lineage_viz.view.narrowing import NO_VIEW_FILTER
from lineage_viz.words import count, day

_NAME = "view"

_ARRANGEMENTS = {
    Arrangement.RIGHT: "Left to right",
    Arrangement.DOWN: "Top down",
    Arrangement.TIME: "By time",
}


def view_menu(address: Address, scene: Scene) -> None:
    """Show the menu, with the choices that the shown scene has."""
    with menu(_NAME, "View", ":material/tune:"):
        _arrangement(address)
        _lens(address)
        if address.mode is Mode.LINEAGE:
            _group(address)
            _bundles(address)
            _badges(address)
            if scene.own.served:
                _deployment(address, scene.own.served)
        _as_of(address, scene.days)
        overview = replace(address.refocused(address.focus), mode=Mode.OVERVIEW)
        st.button(
            "Overview of all types",
            icon=":material/schema:",
            disabled=address.mode is Mode.OVERVIEW,
            on_click=closing(_NAME, go),
            args=(overview,),
            width="stretch",
        )
        st.button(
            "Show everything again",
            icon=":material/restart_alt:",
            disabled=not _is_reduced(address),
            on_click=closing(_NAME, go),
            args=(address.restored(),),
            width="stretch",
        )


def _is_reduced(address: Address) -> bool:
    reductions = (address.collapsed, address.removed, address.alone, address.as_of)
    return any(reductions) or address.hidden != NO_VIEW_FILTER


def _arrangement(address: Address) -> None:
    arrangement = MenuValue.shown("arrangement", address.arrangement)
    st.segmented_control(
        "Layout",
        list(_ARRANGEMENTS),
        key=arrangement.key,
        format_func=_ARRANGEMENTS.__getitem__,
        on_change=arrangement.then(
            lambda chosen: go(replace(address, arrangement=chosen or Arrangement.RIGHT))
        ),
    )


def _lens(address: Address) -> None:
    is_overview = address.mode is Mode.OVERVIEW
    lens = MenuValue.shown("lens", address.shown_lens)
    st.selectbox(
        "Colour by",
        [Lens.TYPE, Lens.STATUS] if is_overview else list(Lens),
        key=lens.key,
        format_func=LENSES.__getitem__,
        help="Each card of the overview stands for a type. By status, it shows the share of each."
        if is_overview
        else "The value that decides the colour of a card. The legend below the picture explains the colours.",
        on_change=lens.then(lambda chosen: go(address.coloured(chosen))),
    )


def _group(address: Address) -> None:
    group = MenuValue.shown("group", address.group)
    st.selectbox(
        "Group by",
        list(GroupBy),
        key=group.key,
        format_func=WORDS.__getitem__,
        on_change=group.then(lambda by: go(replace(address, group=by, steps=(), closed=frozenset()))),
    )


def _bundles(address: Address) -> None:
    bundled = MenuValue.shown("bundled", address.bundled)
    st.toggle(
        "Stack many siblings of one type",
        key=bundled.key,
        on_change=bundled.then(lambda is_on: go(replace(address, bundled=is_on))),
    )


def _deployment(address: Address, served: Served) -> None:
    """Show the deployments of an endpoint: the one in force, each other by version and date, and all."""
    named = {each.arn: each.choice for each in served.deployments}
    in_force = f"What it served on {day(address.as_of)}" if address.as_of else "What it serves now"
    words = {"": in_force, **named, ALL: f"All {count(len(named), 'deployment')}"}
    deployment = MenuValue.shown("deployment", address.deployment if address.deployment in words else "")
    st.selectbox(
        "Deployment",
        list(words),
        key=deployment.key,
        format_func=words.__getitem__,
        on_change=deployment.then(lambda chosen: go(replace(address, deployment=chosen))),
    )


def _badges(address: Address) -> None:
    badges = MenuValue.shown("badges", address.badges)
    st.toggle(
        "Approvals and images as badges",
        key=badges.key,
        help="A badge stands on the model or the job that it belongs to. Off, each approval and image has a card.",
        on_change=badges.then(lambda is_on: go(replace(address, badges=is_on))),
    )


def _as_of(address: Address, days: Days | None) -> None:
    """Show a slider over the days of the lineage, and a field for one of them; the last day means now."""
    if not days:
        return
    first, last = days
    shown = min(max(address.as_of or last, first), last)
    slider = MenuValue.shown("as_of", shown)

    def show(day: date | None) -> None:
        go(replace(address, as_of=max(day, first) if day and day < last else None))

    st.slider(
        "As of (UTC)",
        first,
        last,
        key=slider.key,
        format="D MMM YYYY",
        help="Shows the entities that existed at the end of that day (UTC), by creation time.",
        on_change=slider.then(show),
    )
    day_form("as_of_day", shown, slider.beside(show), button="Show")
