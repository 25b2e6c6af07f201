"""The Query page: prepared questions with one stated meaning, and a console for Gremlin, with their answers."""

import streamlit as st

from lineage_viz.ui.alone import refuse_alone
from lineage_viz.ui.console.console_view import console_view
from lineage_viz.ui.console.place import console_is_open
from lineage_viz.ui.frame import frame
from lineage_viz.ui.link_line import link_line
from lineage_viz.ui.not_loaded import has_entities, not_whole, nothing_loaded
from lineage_viz.ui.opened_row import opened
from lineage_viz.ui.query.answer_view import answer_view
from lineage_viz.ui.query.place import list_all, question_link, unknown_parts, wanted_question, wanted_values
from lineage_viz.ui.query.question_list import question_list
from lineage_viz.ui.query.value_fields import value_fields
from lineage_viz.ui.query.ways import ways
from lineage_viz.ui.saved_menu import saved_menu
from lineage_viz.ui.snapshot_line import gaps_line, snapshot_line
from lineage_viz.ui.source import current_store
from lineage_viz.ui.text import literal
from lineage_viz.ui.trouble import errors_shown, unavailable_shown, waiting_shown
from lineage_viz.ui.visible_views import question_query

if __name__ != "__main__":
    app = st.App(refuse_alone())

frame("Query")
with errors_shown():
    store = current_store()
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title("Query", anchor=False)
        snapshot_line(store)
    gaps_line(store)
    question = wanted_question()
    ways()
    if not has_entities(store, unknown=console_is_open()):
        nothing_loaded(store)
    elif console_is_open():
        with unavailable_shown("state", aside=True):
            not_whole(store)
        link_line(unknown_parts())
        console_view(store)
    elif question is None:
        not_whole(store)
        link_line(unknown_parts())
        question_list(store)
    else:
        not_whole(store)
        link_line(unknown_parts())
        values = wanted_values(question)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("All questions", icon=":material/arrow_back:", on_click=list_all, type="tertiary")
            saved_menu(question_query(question_link(question, values)))
        if not all(values.values()):  # the answer has its own heading, with the values
            st.header(literal(question.sentence({}), 300), anchor=False)
        st.caption(literal(question.means, 600))
        value_fields(store, question, values)
        if all(values.values()):
            with waiting_shown():
                answer_view(store, question, values)
        if arn := opened():
            st.switch_page("pages/explore.py", query_params={"focus": arn})
