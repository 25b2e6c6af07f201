"""A hint for a mistake in a query: the step whose name is nearly the one that was typed."""

import re
from difflib import get_close_matches

from lineage_viz.component.gremlin_words import gremlin_words
from lineage_viz.errors import QueryRefused

_NAME = re.compile(r"\.\s*([A-Za-z_]\w*)")


def hint(error: QueryRefused, query: str) -> str:
    """Return a sentence with the nearest known name; empty without one."""
    if not error.line:
        return ""
    words = gremlin_words()
    known = {name for names in words.values() for name in names}
    lines = query.splitlines()[: error.line]
    # The parser stops behind the name that it does not know, or at the next token.
    before = "\n".join(lines)[: sum(len(each) + 1 for each in lines[:-1]) + error.column + 40]
    unknown = [name for name in _NAME.findall(before) if name not in known]
    near = get_close_matches(unknown[-1], known, 1) if unknown else []
    return f"Is it {near[0]}() in place of {unknown[-1]}?" if near else ""
