"""Two reviews side by side: what was added, removed or changed, section by section, and in the picture."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from lineage_viz.audit.changes import CHECKS, FOLLOW_UPS, Kind, Part, compared
from lineage_viz.audit.comparison_report import SIGNS, side_names
from lineage_viz.audit.json_report import as_data
from lineage_viz.audit.lineage_changes import LineageChanges, lineage_changes
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.signing import SignOffs
from lineage_viz.component import lineage_graph, picture_library
from lineage_viz.component.report import Block, report_blocks
from lineage_viz.errors import NotAssessable
from lineage_viz.model import Entity
from lineage_viz.picture.given import given_scene
from lineage_viz.questions.on_day import on_day
from lineage_viz.settings import Settings
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.ui.audit.links import explorer_url
from lineage_viz.ui.audit.other_side import other_store
from lineage_viz.ui.audit.place import (
    compare_with,
    wanted_day,
    wanted_model,
    wanted_other,
    wanted_other_snapshot,
)
from lineage_viz.ui.audit.read import read
from lineage_viz.ui.audit.verdict import verdict
from lineage_viz.ui.text import literal
from lineage_viz.words import association_words, count, inside, moment, plain, type_words

_TONES = {Kind.ADDED: "good", Kind.REMOVED: "bad", Kind.CHANGED: "warn"}
_OF_CHECKS = CHECKS, FOLLOW_UPS
"""The sections whose parts are checks, by their ids."""
_LINEAGE = "Lineage of both"
_LISTED = 200
"""Entities of each difference that are listed."""
_PROPERTIES = 12
"""Properties of a changed entity that are listed."""

Cell = dict[str, str]
"""A cell of a table: `words`, and `url` for a link."""


def compare_view(store: Store, found: Report) -> None:
    """Show the comparison with the other side in the URL, or the reason why there is none. Raises SnapshotError."""
    try:
        beside = other_store(store)
        other = read(beside, wanted_other() or wanted_model(), wanted_day(), found.pack)
    except NotAssessable as why:
        where = "In that snapshot: " if wanted_other_snapshot() else ""
        st.warning(literal(where + str(why).partition("\n")[0], 1_000), icon=":material/search_off:")
        return
    names = side_names(other, found)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(literal(f"Compared with {names[0]}", 160), anchor=False)
        st.button("End the comparison", icon=":material/close:", on_click=compare_with, key="end comparison")
    signing = SignOffs(Settings.from_environment())
    before = verdict(other, signing.signed(other.review.model.arn))
    report_blocks([before], key="other verdict")
    parts = [*compared(as_data(other), as_data(found))]
    rules = {each.check.id: each.check.rule for each in (*other.results, *found.results)}
    blocks = [*_blocks(parts, names, rules)]
    contents = [*(str(each["heading"]) for each in blocks if each.get("heading")), _LINEAGE]
    jumps: Block = {"is": "contents", "words": "Parts of this comparison", "lines": contents}
    report_blocks([jumps, *blocks], key="comparison")
    changes = lineage_changes(other.review, found.review)
    st.header(_LINEAGE, anchor=False)
    _picture(store, changes, names, found)
    lists = [*_entity_blocks(changes, names, wanted_day()), *_link_blocks(changes, names)]
    report_blocks(lists, key="changed entities")


def _picture(store: Store, changes: LineageChanges, names: tuple[str, str], found: Report) -> None:
    signs = _words_of(names)
    lines = [
        f"{SIGNS[kind]} {words}: {count(len(changes.of_kind(kind)), 'entity', 'entities')}"
        for kind, words in signs.items()
    ]
    same = len(changes.graph.entities) - len(changes.kinds)
    report_blocks(
        [
            {
                "is": "words",
                "lines": [*lines, f"Without a sign: the same in both: {same:,}. ± on a stack: mixed."],
            }
        ],
        key="signs",
    )
    graph = replace(changes.graph, entities=on_day(store, changes.graph.entities, found.review.as_of))
    drawn = given_scene(
        graph,
        "The lineage of both reviews",
        {arn: str(kind) for arn, kind in changes.kinds.items()},
        {str(kind): words for kind, words in signs.items()},
    )
    picture_library()
    lineage_graph(drawn.payload, drawn.deck, key="both lineages", on_selection=lambda *_: None)


def _words_of(names: tuple[str, str]) -> Mapping[Kind, str]:
    before, now = names
    return {
        Kind.ADDED: f"Only in {now}",
        Kind.REMOVED: f"Only in {before}",
        Kind.CHANGED: "In both, with other properties",
    }


def _entity_blocks(changes: LineageChanges, names: tuple[str, str], day: date | None) -> Iterator[Block]:
    for kind, words in _words_of(names).items():
        entities = changes.of_kind(kind)
        if not entities:
            continue
        rest = len(entities) - _LISTED
        heading, size = f"{SIGNS[kind]} {words}", count(len(entities), "entity", "entities")
        if kind is Kind.CHANGED:
            rows = [row for each in entities[:_LISTED] for row in _property_rows(changes, each, day)]
            yield _table(heading, (size, "Property", *names), rows)
        else:
            yield _table(
                heading,
                (size, "Type", "Created"),
                [_entity_cells(each, kind, day) for each in entities[:_LISTED]],
            )
        if rest > 0:
            yield {"is": "words", "lines": [f"And {rest:,} more."]}


def _property_rows(changes: LineageChanges, entity: Entity, day: date | None) -> Iterator[list[Cell]]:
    name: Cell = {"words": plain(title(entity), 80), "url": explorer_url(entity.arn, day)}
    found = [*changes.properties(entity)]
    for each in found[:_PROPERTIES]:
        yield [name, *({"words": plain(text, 300)} for text in (each.name, each.before, each.now))]
    if not found:
        yield [name, {"words": "a detail of its record"}, {"words": ""}, {"words": ""}]
    elif len(found) > _PROPERTIES:
        rest = count(len(found) - _PROPERTIES, "more property", "more properties")
        yield [name, {"words": f"and {rest}"}, {"words": ""}, {"words": ""}]


def _link_blocks(changes: LineageChanges, names: tuple[str, str]) -> Iterator[Block]:
    """Yield the associations that only one side has, between entities that both have."""
    for kind, words in _words_of(names).items():
        if links := changes.links.get(kind, ()):
            by_arn = {each.arn: title(each) for each in changes.graph.entities}
            rows: list[list[Cell]] = [
                [{"words": plain(by_arn[arn], 80)} for arn in (each.source, each.destination)]
                + [{"words": association_words(each.type)}]
                for each in links[:_LISTED]
            ]
            heads = (count(len(links), "association"), "To", "Type")
            yield _table(f"{SIGNS[kind]} Association {inside(words)}", heads, rows)
            if len(links) > _LISTED:
                yield {"is": "words", "lines": [f"And {len(links) - _LISTED:,} more."]}


def _table(heading: str, heads: Sequence[str], rows: list[list[Cell]]) -> Block:
    return {
        "is": "table",
        "heading": heading,
        "words": heading,
        "head": [{"words": each} for each in heads],
        "rows": rows,
    }


def _entity_cells(entity: Entity, kind: Kind, day: date | None) -> list[Cell]:
    # An entity that only the other snapshot has is not in the explorer.
    is_here = kind is not Kind.REMOVED or not wanted_other_snapshot()
    return [
        {"words": plain(title(entity), 80), "url": explorer_url(entity.arn, day) if is_here else ""},
        {"words": type_words(entity.type or entity.label)},
        {"words": moment(entity.created) if entity.created else ""},
    ]


def _blocks(parts: Sequence[Part], names: tuple[str, str], rules: Mapping[str, str]) -> Iterator[Block]:
    """Yield the differences of each section; `rules` has the rule of each check by its id."""
    for section in dict.fromkeys(each.section for each in parts):
        own = [each for each in parts if each.section == section]
        different = [each for each in own if each.kind is not Kind.SAME]
        same = [each for each in own if each.kind is Kind.SAME and each.now.known]
        if different:
            head = [{"words": words} for words in ("Difference", "Kind", *names)]
            yield {
                "is": "table",
                "fixed": True,
                "heading": section,
                "words": f"Differences: {section}",
                "head": head,
                "rows": [_cells(each, rules) for each in different],
            }
        heading = {} if different else {"heading": section}
        if same or not different:
            yield {
                "is": "words",
                "lines": [*same_lines(same, rules)] or ["No difference is recorded."],
                **heading,
            }


def same_lines(parts: Sequence[Part], rules: Mapping[str, str]) -> Iterator[str]:
    """Yield a line with the names of what both have alike; those of checks by their outcome."""
    is_judged = {each.section for each in parts} <= set(_OF_CHECKS)
    states = dict.fromkeys(each.now.words for each in parts) if is_judged else {"": None}
    for state in states:
        names = [_name(each, rules) for each in parts if not is_judged or each.now.words == state]
        if names:
            between = "; " if is_judged else ", "
            said = f"The same, {state} in both" if is_judged else "The same"
            yield f"{said}: {plain(between.join(names), 4_000)}."


def _name(part: Part, rules: Mapping[str, str]) -> str:
    """The name of a field, or the rule of a check without its full stop."""
    return _rule(part, rules).removesuffix(".") or part.name


def _rule(part: Part, rules: Mapping[str, str]) -> str:
    return rules.get(part.name, "") if part.section in _OF_CHECKS else ""


def _cells(part: Part, rules: Mapping[str, str]) -> list[dict[str, str]]:
    sides = [
        {"words": plain(own.apart_from(other), 1_000), "tone": "" if own.known else "unknown"}
        for own, other in ((part.before, part.now), (part.now, part.before))
    ]
    kind = {"words": str(part.kind), "tone": _TONES.get(part.kind, "")}
    rule = _rule(part, rules)
    name = {"words": rule, "more": part.name} if rule else {"words": plain(part.name, 120)}
    return [name, kind, *sides]
