"""A query as a cell of a notebook: the line `%%gremlin -p v,oute,inv` before the query says the parts of its paths.

Form: graph-notebook, "Visualization hints for Gremlin".
"""

import re
from dataclasses import dataclass

_LINE = re.compile(r"\s*%%gremlin(?P<options>[^\n]*)(\n|$)")
_PARTS = re.compile(r"(?:^|\s)(?:-p|--path-pattern)[\s=]+(\S+)")
FORWARD, BACKWARD = ("oute", "out"), ("ine", "in")
_KNOWN = ("v", "inv", "outv", "e", *FORWARD, *BACKWARD)


@dataclass(frozen=True, slots=True)
class Cell:
    """The query of a cell, and the hints for its paths, such as `v`, `oute`, `inv`.

    `said`: a sentence about the options; empty without any. `before`: lines that stand before the query.
    """

    query: str
    hints: tuple[str, ...] = ()
    said: str = ""
    before: int = 0


def cell(text: str) -> Cell:
    """Return the query in a text. Without the line of a notebook, the text is the query."""
    first = _LINE.match(text)
    if first is None:
        return Cell(text)
    given, query = first["options"], text[first.end() :]
    found = _PARTS.search(given)
    hints = tuple(found[1].lower().split(",")) if found else ()
    unknown = [hint for hint in hints if hint not in _KNOWN]
    rest = _PARTS.sub(" ", given).split()
    said = " ".join(filter(None, (
        f"The parts of a path are read as {', '.join(hints)}." if hints and not unknown else "",
        f"-p has {', '.join(unknown)}, which means nothing here; it may have {', '.join(_KNOWN)}." if unknown else "",
        f"The options {' '.join(rest)} of a notebook have no effect here." if rest else "",
    )))  # fmt: skip
    return Cell(query, () if unknown else hints, said, text[: first.end()].count("\n"))
