"""Two versions side by side: the checks and fields that were added, removed or changed, section by section."""

from collections.abc import Iterator, Sequence

import streamlit as st

from lineage_viz.audit.changes import Kind, Part, compared
from lineage_viz.audit.json_report import as_data
from lineage_viz.audit.report import Report
from lineage_viz.component.report import Block, report_blocks
from lineage_viz.errors import NotAssessable
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.ui.audit.place import compare_with, wanted_day, wanted_other
from lineage_viz.ui.audit.read import read
from lineage_viz.ui.text import distinct, literal
from lineage_viz.words import plain

_NOTHING = "Compare with …"
_KEY = "compared version"
_TONES = {Kind.ADDED: "good", Kind.REMOVED: "bad", Kind.CHANGED: "warn"}


def compare_menu(found: Report) -> None:
    """Show the other versions of the model; nothing when there is none. The choice is in the URL."""
    review = found.review
    others = {each.arn: title(each) for each in review.versions if each.arn != review.model.arn}
    other = wanted_other()
    if other and other not in others:  # a link may name any model
        others[other] = other
    if not others:
        return
    words = dict(
        zip(["", *others], distinct([_NOTHING, *(plain(each, 60) for each in others.values())]), strict=True)
    )
    st.session_state[_KEY] = other
    st.selectbox(
        "Compare with",
        list(words),
        format_func=words.__getitem__,
        key=_KEY,
        width=270,
        label_visibility="collapsed",
        on_change=lambda: compare_with(st.session_state[_KEY]),
    )


def compare_view(store: Store, found: Report) -> None:
    """Show the comparison with the other model in the URL, or the reason why there is none."""
    try:
        other = read(store, wanted_other(), wanted_day(), found.pack)
    except NotAssessable as why:
        st.warning(literal(str(why).partition("\n")[0], 1_000), icon=":material/search_off:")
        return
    st.header(literal(f"Compared with {title(other.review.model)}", 120), anchor=False)
    names = plain(title(other.review.model), 80), plain(title(found.review.model), 80)
    parts = [*compared(as_data(other), as_data(found))]
    report_blocks([*_blocks(parts, names)], key="comparison")


def _blocks(parts: Sequence[Part], names: tuple[str, str]) -> Iterator[Block]:
    for section in dict.fromkeys(each.section for each in parts):
        own = [each for each in parts if each.section == section]
        different = [each for each in own if each.kind is not Kind.SAME]
        same = [each.name for each in own if each.kind is Kind.SAME and each.now.known]
        if different:
            head = [{"words": words} for words in ("Difference", "Kind", *names)]
            yield {
                "is": "table",
                "fixed": True,
                "heading": section,
                "words": f"Differences: {section}",
                "head": head,
                "rows": [_cells(each) for each in different],
            }
        heading = {} if different else {"heading": section}
        if same or not different:
            words = f"The same: {plain(', '.join(same), 2_000)}." if same else "No difference is recorded."
            yield {"is": "words", "lines": [words], **heading}


def _cells(part: Part) -> list[dict[str, str]]:
    sides = [
        {"words": plain(own.apart_from(other), 1_000), "tone": "" if own.known else "unknown"}
        for own, other in ((part.before, part.now), (part.now, part.before))
    ]
    kind = {"words": str(part.kind), "tone": _TONES.get(part.kind, "")}
    return [{"words": plain(part.name, 120)}, kind, *sides]
