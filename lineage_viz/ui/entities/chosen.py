"""The entities that a reader chose in the list, and what can be done with them. The choice stays for the visit."""

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from lineage_viz.model import Entity
from lineage_viz.questions.impact import impact_of_several
from lineage_viz.store.base import Store
from lineage_viz.takeaway import Caption, file_name
from lineage_viz.takeaway.tables import impact_csv, listed_csv
from lineage_viz.takeaway.view_caption import impact_caption, list_caption
from lineage_viz.title import title
from lineage_viz.ui.entities.columns import chosen_cells
from lineage_viz.ui.entities.comparison import MOST_COMPARED, comparison
from lineage_viz.ui.entities.link import COMPARE, set_parameter, whole_query
from lineage_viz.ui.opened_row import link_together, open_together
from lineage_viz.ui.page_address import address_of
from lineage_viz.ui.text import literal
from lineage_viz.words import count, plain

_CHOSEN = "chosen entities"
_LINKED = "entities compared by a link"
_HERE = "entities"
_HINT = (
    "Choose rows in the first column, or with Shift and Space, to compare them, open them together, or take away "
    "their impact."
)


def chosen() -> tuple[str, ...]:
    """The ARNs of the chosen entities, in the order of their choice."""
    arns: tuple[str, ...] = st.session_state.get(_CHOSEN, ())
    return arns


def choose(shown: Sequence[Entity], arns: Sequence[str]) -> None:
    """Take the chosen rows of the shown page; the choice on other pages stays."""
    left = {each.arn for each in shown} - set(arns)
    st.session_state[_CHOSEN] = tuple(dict.fromkeys(arn for arn in (*chosen(), *arns) if arn not in left))


def actions(store: Store, shown: Sequence[Entity]) -> None:
    """Show the actions for the chosen entities; without any, the words about them stand in the same place."""
    arns = chosen()
    with st.container(horizontal=True, vertical_alignment="center", key="chosen"):
        if not arns:
            st.caption(_HINT)
            return
        elsewhere = len(set(arns) - {each.arn for each in shown})
        st.markdown(f"**{len(arns):,} chosen**" + (f", {elsewhere:,} not on this page" if elsewhere else ""))
        _compare(store, arns)
        open_together(arns)
        link_together(arns, here=_HERE)
        _files(store, arns)
        st.button("Clear", icon=":material/close:", type="tertiary", on_click=choose_none, key="clear chosen")


def choose_none() -> None:
    """Clear the choice."""
    st.session_state.pop(_CHOSEN, None)


def compared_by_link(store: Store) -> tuple[str, ...]:
    """Show the comparison that the link asks for, until it is closed. Returns the parts that name no entity.

    Its entities are then the chosen ones: a reader can add a third, or open them together.
    """
    arns = tuple(dict.fromkeys(st.query_params.get_all(COMPARE)))[:MOST_COMPARED]
    found = _entities(store, arns) if arns else ()
    if len(found) > 1:
        _choose_once(tuple(each.arn for each in found))
        comparison(store, found, lambda: set_parameter(COMPARE, ""))
    known = {each.arn for each in found}
    return tuple(f"{COMPARE}={arn}" for arn in arns if arn not in known)


def _choose_once(arns: tuple[str, ...]) -> None:
    """Choose the entities of a link; a reader who clears the choice afterwards keeps it cleared."""
    if st.session_state.get(_LINKED) != arns:
        st.session_state[_LINKED] = st.session_state[_CHOSEN] = arns


def comparison_link(entities: Sequence[Entity]) -> None:
    """Show the link to the comparison of these entities, above the same list."""
    names = " and ".join(plain(title(each), 80) for each in entities)
    query = [*parse_qsl(whole_query()), *((COMPARE, each.arn) for each in entities)]
    url = f"{address_of(_HERE, here=_HERE)}?{urlencode(query)}"
    st.markdown(f":material/compare_arrows: [Compare {literal(names, 200)}]({url})")


def _compare(store: Store, arns: Sequence[str]) -> None:
    can = 2 <= len(arns) <= MOST_COMPARED
    words = "The facts, parameters and metrics side by side." if can else f"Choose 2 to {MOST_COMPARED} rows."
    icon = ":material/compare_arrows:"
    if st.button("Compare", icon=icon, type="tertiary", disabled=not can, help=words):
        comparison(store, _entities(store, arns))


def _files(store: Store, arns: Sequence[str]) -> None:
    """Show the downloads. A file is made when the browser requests it."""
    number = count(len(arns), "entity", "entities")
    page, explorer = address_of(_HERE, here=_HERE), address_of("", here=_HERE)
    columns = chosen_cells()  # when the browser requests the file, no page runs

    def impact() -> bytes:
        found = impact_of_several(store, [each.arn for each in _entities(store, arns)])
        return impact_csv(found, impact_caption(store, found, explorer)).encode()

    def rows() -> bytes:
        found = _entities(store, arns)
        caption = list_caption(store, ["chosen one by one"], len(found), len(found), page)
        return listed_csv(found, caption, columns).encode()

    for words, content, name, more in (
        ("Impact (CSV)", impact, f"Impact of {number}", "Everything downstream of them, with the states of endpoints."),
        ("Rows (CSV)", rows, f"Entities {number}", "The chosen columns, and everything that is recorded about them."),
    ):  # fmt: skip
        st.download_button(
            words,
            content,
            file_name(Caption(name, "", "", ""), "csv"),
            "text/csv",
            key=f"take {words}",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            help=more,
        )


def _entities(store: Store, arns: Sequence[str]) -> tuple[Entity, ...]:
    """The chosen entities in their order, without those that another snapshot no longer has."""
    there = store.degrees(arns)
    known = [arn for arn in arns if arn in there]
    found = (
        {each.arn: each for each in store.trace(known, up=0, down=0, cap=len(known)).entities}
        if known
        else {}
    )
    return tuple(found[arn] for arn in known)
