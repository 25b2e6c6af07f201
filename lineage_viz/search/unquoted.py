"""A question without the quotes around the names in it: people copy both, and a name has no quotes."""

import re

from lineage_viz.recorded_text import fold
from lineage_viz.search.sentence_words import QUESTION, REQUEST

_NAME = re.compile(
    r"""(?<![^\s(])["'`\u2018\u201a\u201c\u201e\u00ab]([^\s"'`\u2018-\u201e\u00ab\u00bb]+)["'`\u2018\u2019\u201c\u201d\u00bb](?=[\s?!.,;:)]|$)"""
)
"""One name in quotes. A term such as `by:"grace-murphy"` keeps its quotes."""


def unquoted(text: str) -> str:
    """Return a question without the quotes around single names; any other text as it is."""
    first, *others = fold(text).split() or ("",)
    is_question = first in QUESTION | REQUEST or text.rstrip().endswith("?")
    return _NAME.sub(r"\1", text) if is_question and others else text
