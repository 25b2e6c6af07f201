"""The formats of graphs that are not Neptune's Gremlin CSV, by the start of a file, each with the way to that CSV."""

import re
from collections.abc import Sequence

GREMLIN = "export in Neptune's Gremlin format (~id, ~label, ~from, ~to)"

_JSON = re.compile(r"\s*[\[{]\s*(?:[\"\[{\]}]|$)")
_TOOLS = "of the repository awslabs/amazon-neptune-tools"
_TEXTS = (
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
_HEADERS = (
    (
        {"_id", "_labels", "_start", "_end", "_type"},
        f"it is in Neo4j's format; convert it with neo4j-to-neptune {_TOOLS}",
    ),
    (
        {"source", "target"},
        "its headings are those of Gephi and other tools; write ~from for {0}, ~to for {1}, and ~id",
    ),
    (
        {"id", "label"},
        "its headings are those of Gephi and other tools; write ~id for {0} and ~label for {1}",
    ),
)


def other_format(text: str, cells: Sequence[str]) -> str:
    """Return words about the format of a file, by its first lines and the fields of the first; empty if not known."""
    if any(map(_OPENCYPHER.match, cells)):
        return f"it is in openCypher's format; {GREMLIN}"
    headings = {cell.strip().lower(): cell.strip() for cell in cells}
    for names, words in _HEADERS:
        if names <= set(headings):
            return words.format(*(headings[name] for name in sorted(names)))
    return next((words for sign, words in _TEXTS if sign.search(text)), "")


def is_json(text: str) -> bool:
    """True for a text that begins as JSON: its keys may be headings of Neptune, as in rows of another export."""
    return _JSON.match(text) is not None
