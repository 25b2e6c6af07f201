"""The formats of graphs that are not Neptune's Gremlin CSV, by the start of a file, each with the way to that CSV."""

import re
from collections.abc import Mapping, Sequence

GREMLIN = "export in Neptune's Gremlin format (~id, ~label, ~from, ~to)"

_JSON = re.compile(r"\A\s*[\[{]\s*(?:[\"\[{\]}]|$)")
_MARKUP = re.compile(r"\A\s*<[!?a-z]", re.IGNORECASE)
_TOOLS = "of the repository awslabs/amazon-neptune-tools"
_OF_R = re.compile(r"\"?X\.+(?:id|label|from|to)\b")
_TEXTS = (
    (
        re.compile(r"\Aversion https://git-lfs\.github\.com/spec/"),
        "it is a pointer of Git LFS, and not the file itself; fetch that with `git lfs pull`",
    ),
    (re.compile(r"<graphml\b"), f"it is in GraphML's format; convert it with graphml2csv {_TOOLS}"),
    (re.compile(r"<gexf\b"), f"it is in GEXF's format; {GREMLIN}"),
    (
        re.compile(
            r"<rdf:RDF\b|^\s*@?(?:prefix|base)\b[^,\n]*<[^>\n]*>|^(?:<[^>\s]*>|_:\w+)\s+<[^>\s]*>\s+\S.*\.\s*$",
            re.IGNORECASE | re.MULTILINE,
        ),
        "it is in a format of RDF; export a property graph in Neptune's Gremlin format",
    ),
    (
        re.compile(r"^\s*<!doctype html|^\s*<html\b", re.IGNORECASE),
        "it is a page (HTML); download the file itself",
    ),
    (re.compile(r"^\s*<\?xml\b"), f"it is XML; {GREMLIN}"),
    (_JSON, f"it is JSON; {GREMLIN}"),
    (
        re.compile(r"^\s*(?:strict\s+)?(?:di)?graph\b[^,\n]*[\[{]", re.IGNORECASE),
        f"it is in DOT's or GML's format; {GREMLIN}",
    ),
)
_OPENCYPHER = re.compile(r"[^,]*:(ID|START_ID|END_ID)\b")
_NEO4J = frozenset({"_id", "_labels", "_start", "_end", "_type"})
_HEADINGS = {
    "from": "~from", "source": "~from", "to": "~to", "target": "~to", "id": "~id", "label": "~label",
}  # fmt: skip
"""Headings of Gephi and other tools, in lower case, with those of Neptune in the order of the advice."""
_ENDS, _OF_VERTICES = {"~from", "~to"}, {"~id", "~label"}


def other_format(text: str, cells: Sequence[str]) -> str:
    """Return words about the format of a file, by its first lines and the fields of the first; empty if not known."""
    if any(map(_OF_R.match, cells)):
        return "its headings are those of R, such as X.id for ~id; write and read it with check.names = FALSE"
    if any(map(_OPENCYPHER.match, cells)):
        return f"it is in openCypher's format; {GREMLIN}"
    headings = {cell.strip().lower(): cell.strip() for cell in cells}
    if set(headings) >= _NEO4J:
        return f"it is in Neo4j's format; convert it with neo4j-to-neptune {_TOOLS}"
    if step := _renaming(headings):
        return f"its headings are those of Gephi and other tools; write {step}"
    return next((words for sign, words in _TEXTS if sign.search(text)), "")


def _renaming(headings: Mapping[str, str]) -> str:
    """Return the words to rename the headings of another tool; empty when they are not those of a graph."""
    new = {name: ours for name, ours in _HEADINGS.items() if name in headings}
    if not (set(new.values()) >= _ENDS or set(new.values()) >= _OF_VERTICES):
        return ""
    steps = [f"{ours} for {headings[name]}" for name, ours in new.items()]
    if "id" not in new:
        steps.append("~id with another id in each row")
    return f"{', '.join(steps[:-1])}{',' if len(steps) > 2 else ''} and {steps[-1]}"


def is_json_or_markup(text: str) -> bool:
    """True for a text that begins as JSON or as a page: its words may be headings of Neptune, as in another export."""
    return _JSON.match(text) is not None or _MARKUP.match(text) is not None
