"""The controls above a picture of two entities or more: the paths, the common ancestors, or the ways between them."""

from dataclasses import replace

import streamlit as st

from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.growing import traced
from lineage_viz.picture.heading import name
from lineage_viz.picture.scene import between
from lineage_viz.questions.common_ancestors import Common, common_ancestors
from lineage_viz.questions.paths_between import MAX_HOPS
from lineage_viz.questions.together import parts
from lineage_viz.store.base import Store
from lineage_viz.ui.explore.pictures import pictures
from lineage_viz.ui.explore.state import go, highlight, select
from lineage_viz.ui.table import paged_table
from lineage_viz.ui.text import distinct, literal
from lineage_viz.words import count, day, plain

_STEPS_SHOWN = 6


def pair_controls(store: Store, address: Address) -> None:
    """Show the list of paths with one highlighted, the number of common ancestors, or the words about the ways."""
    if address.mode is Mode.PATHS:
        _paths(store, address)
    if address.mode is Mode.COMMON:
        st.caption(_common_words(_shared(store, address), address))
    if address.mode is Mode.TOGETHER:
        st.caption(_together_words(store, address))
    if address.start:
        _start(store, address)


def _together_words(store: Store, address: Address) -> str:
    whole = traced(store, address, pictures()).whole
    number, apart = len(whole.focus), parts(whole)
    words = f"The {count(number, 'chosen entity', 'chosen entities')}, and the shortest ways between them."
    return (
        f"{words} Nothing connects all of them: the picture has {apart:,} separate parts."
        if apart > 1
        else words
    )


def common_table(store: Store, address: Address) -> None:
    """Show the common ancestors, the nearest first. Steps are the hops to both entities together."""
    shared = _shared(store, address)
    hops = {each.entity.arn: each.to_a + each.to_b for each in shared.ancestors}
    states = {each.entity.arn: "nearest" for each in shared.ancestors if each.nearest}
    entities = tuple(each.entity for each in shared.ancestors)
    nothing = "The two entities have no common ancestors."
    paged_table(entities, key="common", on_choose=select, hops=hops, states=states, nothing=nothing)


def _paths(store: Store, address: Address) -> None:
    routes = between(store, address, pictures())
    if not routes.paths:
        st.info(
            f"No path of at most {MAX_HOPS} steps connects the two entities, in either direction. "
            "They may have common ancestors: choose “In common with the focus” on a card.",
            icon=":material/route:",
        )
        return
    numbers = routes.numbers(address.scope.as_of)
    if not numbers:
        st.info(
            f"No path connects the two entities {_on(address)}. {count(len(routes.paths), 'path')} came later.",
            icon=":material/route:",
        )
        return
    st.session_state["path"] = address.path if address.path in numbers else 0
    cut = f" ({routes.subgraph.truncated.reason})" if routes.subgraph.truncated else ""
    later = f"; {len(routes.paths) - len(numbers):,} came later" if len(numbers) < len(routes.paths) else ""
    words = distinct(["None highlighted", *(_path_words(store, routes.paths[each - 1]) for each in numbers)])
    st.selectbox(
        " ".join(filter(None, (count(len(numbers), "path"), _on(address)))) + f", shortest first{cut}{later}",
        (0, *numbers),
        key="path",
        format_func=dict(zip((0, *numbers), words, strict=True)).__getitem__,
        on_change=lambda: highlight(address, st.session_state["path"]),
    )


def _shared(store: Store, address: Address) -> Common:
    return common_ancestors(store, address.focus, address.other, as_of=address.scope.as_of)


def _common_words(shared: Common, address: Address) -> str:
    if not shared.ancestors:
        return f"{' '.join(filter(None, ('The two entities have no common ancestor', _on(address))))}."
    number = " ".join(filter(None, (count(len(shared.ancestors), "common ancestor"), _on(address))))
    if address.as_of:
        return f"{number}, listed below. The picture shows today's paths from the nearest, without later entities."
    nearest = sum(each.nearest for each in shared.ancestors)
    shown = "the nearest one" if nearest == 1 else f"the {nearest:,} nearest"
    return f"{number}, listed below. The picture shows the paths from {shown}."


def _on(address: Address) -> str:
    return f"as of {day(address.as_of)}" if address.as_of else ""


def _path_words(store: Store, path: tuple[str, ...]) -> str:
    names = [name(store, arn) for arn in path]
    if len(names) > _STEPS_SHOWN:
        names = [*names[: _STEPS_SHOWN - 2], "…", names[-1]]
    return f"{count(len(path) - 1, 'step')}: " + " → ".join(plain(each, 40) for each in names)


def _start(store: Store, address: Address) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"A path starts at {literal(name(store, address.start))}. Choose “Path to here” on another card."
        )
        st.button("Clear the start", on_click=go, args=(replace(address, start=""),), type="tertiary")
