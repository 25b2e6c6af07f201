"""A view as one HTML file that works offline: the picture as in the app, and every property on a click.

The page's Content-Security-Policy forbids every request, so its data cannot leave it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import cast

from lineage_viz.facts import sections
from lineage_viz.json_text import json_text
from lineage_viz.model import Entity
from lineage_viz.picture.render import Payload
from lineage_viz.picture.scripts import CANVAS, canvas, vis_network
from lineage_viz.questions.overview import type_of
from lineage_viz.takeaway.caption import Caption
from lineage_viz.theme import DARK, LIGHT, Theme
from lineage_viz.words import plain

POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
"""The Content-Security-Policy of a page that makes no request; its own scripts and styles are in it."""

_OFFLINE = Path(__file__).parent / "offline"

_MARKUP = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&"}
_PLACE = re.compile(r"/?\*?\{\{(\w+)\}\}\*?/?")


def page(payload: Payload, caption: Caption, entities: Iterable[Entity]) -> str:
    """Return the interactive page of a payload. A click on a card shows the properties of its entity in `entities`."""
    data = {
        "payload": {
            **payload,
            "still": True,
            "more": None,
            "overview": None,
            "lines": list(_in_legend(payload)),
            "status": plain(caption.complete, 4_000),  # without hints about controls that only the app has
        },
        "records": {entity.arn: _record(entity) for entity in entities},
    }
    lines = caption.lines()
    parts = {
        **_constant_parts(),
        "title": escape(lines[0][1] if lines else "Lineage"),
        "caption": "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in lines[1:]),
        "data": _for_script(data),
    }
    return _PLACE.sub(lambda place: parts[place[1]], _read(_OFFLINE / "page.html"))


def _in_legend(payload: Payload) -> Iterator[Mapping[str, object]]:
    """Yield the types of associations that the page has; the app's own legend also has those without any."""
    yield from (
        each for each in cast("list[Mapping[str, object]]", payload["lines"]) if each.get("count") != 0
    )


@cache
def _constant_parts() -> Mapping[str, str]:
    return {
        "policy": POLICY,
        "styles": _read(CANVAS / "graph.css") + _themes() + _read(_OFFLINE / "page.css"),
        "picture": _read(CANVAS / "graph.html"),
        "vis": _inline(vis_network()),
        "graph": _inline(canvas()),
        "page": _inline(_read(_OFFLINE / "page.js")),
    }


def _themes() -> str:
    """Return the colours that Streamlit gives to the picture in the app, as CSS."""
    return f":root {{ {_colours(LIGHT)} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {_colours(DARK)} }} }}\n"


def _colours(theme: Theme) -> str:
    return (
        f"--st-text-color: {theme.text}; --st-background-color: {theme.background}; "
        f"--st-secondary-background-color: {theme.raised}; --st-primary-color: {theme.accent};"
    )


def _record(entity: Entity) -> dict[str, object]:
    of_type = type_of(entity.arn)  # a card of the overview has a made-up id, which tells nothing
    counted = [{"name": "Type", "value": entity.type}, {"name": "Entities", "value": entity.text("count")}]
    shown = [{"heading": "", "facts": counted}] if of_type else sections(entity)
    return {"label": str(entity.label), "type": entity.type, "sections": shown}


def _for_script(data: object) -> str:
    """Return JSON that an HTML parser cannot read as markup. It is ASCII, so no character of it ends a line."""
    return json_text(data, separators=(",", ":")).translate(_MARKUP)


def _inline(script: str) -> str:
    """Return a script that cannot end its own element."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
