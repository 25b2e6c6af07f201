"""A hint for a mistake in a query: the step whose name is nearly the one that was typed."""

import re
from difflib import get_close_matches

from lineage_viz.component.gremlin_words import gremlin_words
from lineage_viz.console.query_text import code_of, has_groovy, unclosed
from lineage_viz.errors import QueryRefused
from lineage_viz.store.neptune.failures import DENIED

_NAME = re.compile(r"\.\s*([A-Za-z_]\w*)")


def hint(error: QueryRefused, query: str) -> str:
    """Return a sentence about the bracket that is open, or with the nearest known name; empty without one."""
    if error.code != DENIED and has_groovy(query):
        return "Neptune has no lambdas and no classes of Java: write it with Gremlin's steps alone."
    if not error.line:
        return ""
    if place := unclosed(query):
        return f"The bracket at line {place[0]}, character {place[1]} is not closed."
    words = gremlin_words()
    known = {name for names in words.values() for name in names}
    lines = code_of(query).splitlines()[: error.line]
    # The parser stops behind the name that it does not know, or at the next token.
    before = "\n".join(lines)[: sum(len(each) + 1 for each in lines[:-1]) + error.column + 40]
    unknown = [name for name in _NAME.findall(before) if name not in known]
    near = get_close_matches(unknown[-1], known, 1) if unknown else []
    return f"Is it {near[0]}() in place of {unknown[-1]}?" if near else ""
