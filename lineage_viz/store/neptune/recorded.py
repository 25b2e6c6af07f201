"""A condition about recorded texts as steps: fields stand between tabs in one text of each vertex.

Neptune knows regular expressions from engine 1.2.1 on (TinkerPop 3.6).
"""

import re

from gremlin_python.process.graph_traversal import GraphTraversal, __
from gremlin_python.process.traversal import TextP

from lineage_viz.recorded_text import FIRST_CODE, LAST_CODE
from lineage_viz.search_text import FIELD_END, SEARCH_RECORD
from lineage_viz.store.recorded import Recorded


def having(condition: Recorded) -> GraphTraversal:
    """Pass vertices with a field that passes.

    `or(has('searchrecord',containing('\\t§eta=0.1\\t')),…)`; for numbers `has('searchrecord',regex('\\t§eta#(?:…)'))`.
    """
    if not condition.names:
        inside = f"\t{condition.kind}[^\t]*"
        return __.or_(*(_matching(inside + re.escape(text)) for text in sorted(condition.texts)))
    found = [_containing(f"{whole}{FIELD_END}") for whole in sorted(condition.wholes())]
    if condition.has_bounds:
        found += [_numbered(start, condition) for start in condition.starts()]
    elif not found:
        found = [_containing(start) for start in condition.starts()]
    return __.or_(*found)


def _containing(beginning: str) -> GraphTraversal:
    return __.has(SEARCH_RECORD, TextP.containing(FIELD_END + beginning))


def _matching(pattern: str) -> GraphTraversal:
    return __.has(SEARCH_RECORD, TextP.regex(pattern))


def _numbered(start: str, condition: Recorded) -> GraphTraversal:
    """Pass vertices whose number is within the bounds; an entity has one number of a name."""
    least, most = condition.codes
    beginning = FIELD_END + re.escape(start)
    return _matching(beginning + at_least(least)).has(SEARCH_RECORD, TextP.regex(beginning + at_most(most)))


def at_least(code: str) -> str:
    """Return the pattern of the codes that are this one or follow it."""
    greater = (
        _code(code[:place], chr(ord(each) + 1), LAST_CODE)
        for place, each in enumerate(code)
        if each < LAST_CODE
    )
    return f"(?:{'|'.join((code, *greater))})"


def at_most(code: str) -> str:
    """Return the pattern of the codes that are this one or come before it."""
    smaller = (
        _code(code[:place], FIRST_CODE, chr(ord(each) - 1))
        for place, each in enumerate(code)
        if each > FIRST_CODE
    )
    return f"(?:{'|'.join((code, *smaller))})"


def _code(beginning: str, first: str, last: str) -> str:
    return f"{beginning}[{first}-{last}]"
