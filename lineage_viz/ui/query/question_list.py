"""The list of all prepared questions by theme, with the saved ones above them."""

from collections.abc import Iterator
from itertools import groupby

import streamlit as st

from lineage_viz.component.report import Block, report_blocks
from lineage_viz.errors import SavedViewError
from lineage_viz.questions.prepared import QUESTIONS, Prepared
from lineage_viz.store.base import Store
from lineage_viz.ui.page_address import address_of
from lineage_viz.ui.query.place import HERE, question_link, question_words
from lineage_viz.ui.visible_views import QUERY, place_of, visible_views
from lineage_viz.words import day, plain

_HEAD = [{"words": "Question"}, {"words": "Meaning"}]


def question_list(store: Store) -> None:
    """Show the saved questions of the visitor and of others, then all questions. Raises StoreUnavailable."""
    st.caption("Choose a question, then its values. Each has one meaning, which stands beside it.")
    themes = [
        _theme(name, list(questions)) for name, questions in groupby(QUESTIONS, key=lambda each: each.theme)
    ]
    report_blocks([*_saved(store), *themes], key="questions")


def _theme(name: str, questions: list[Prepared]) -> Block:
    rows = [[_link(each.sentence({}), question_link(each, {})), {"words": each.means}] for each in questions]
    return {"is": "table", "words": name, "heading": name, "head": _HEAD, "rows": rows, "fixed": True}


def _saved(store: Store) -> Iterator[Block]:
    """Yield the saved questions; a sentence where they cannot be read."""
    heading = "Saved questions"
    try:
        views = [
            (view, query) for view in visible_views() for page, query in [place_of(view)] if page == QUERY
        ]
    except SavedViewError as error:
        yield {"is": "words", "heading": heading, "lines": [plain(str(error), 500)]}
        return
    if views:
        head = [{"words": each} for each in ("Name", "Question", "Owner", "Saved")]
        rows = [
            [
                _link(plain(view.name, 80), query),
                {"words": plain(question_words(store, query), 200)},
                {"words": plain(view.owner, 80)},
                {"words": day(view.saved)},
            ]
            for view, query in views
        ]
        yield {"is": "table", "words": heading, "heading": heading, "head": head, "rows": rows}


def _link(words: str, query: str) -> Block:
    return {"words": words, "url": f"{address_of(HERE, here=HERE)}?{query}"}
