"""The editor of a Gremlin query: a text comes back, and the acts of a person on it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal, TypeGuard, get_args

import streamlit as st

from lineage_viz.component.assets import component
from lineage_viz.component.gremlin_words import gremlin_words
from lineage_viz.json_text import json_text
from lineage_viz.picture.scripts import joined

_HERE = Path(__file__).parent / "editor"
_ANNOUNCED = "\nwindow.dispatchEvent(new Event('lineage-viz:editor'));\nexport default () => {};\n"

ActName = Literal["run", "draw", "explain", "profile", "save", "cancel"]

ACTS: tuple[ActName, ...] = get_args(ActName)
"""The buttons of the editor. Format is not one of them: the browser does it alone."""

_ASKING = frozenset({"run", "draw", "explain", "profile"})
"""The acts that ask the database, so that problems are about their text."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A place in the text, as Neptune says it: lines count from 1, columns from 0. The browser marks the word there."""

    line: int
    column: int
    words: str


@dataclass(frozen=True, slots=True)
class Offered:
    """The names of the lineage that the editor offers in quotes: labels of entities and of associations, types,
    property names, and for some properties their values."""

    labels: tuple[str, ...]
    types: tuple[str, ...]
    properties: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Act:
    """One press of a button or its key, with the text at that moment."""

    name: ActName
    text: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """The text of one editor, also while its page is not shown.

    `filled_key` names the text that it began with, `asked` is the text of the last question to the database, and
    `number` the number of the last message of the browser.
    """

    filled_key: str
    text: str
    asked: str
    number: int = 0


def _library_script() -> str:
    """Return CodeMirror, gremlint, the words of Gremlin and the editor as one script."""
    bundle = (_HERE / "bundle" / "editor.min.js").read_text(encoding="utf-8")
    words = f"window.lineageVizWords = {json_text(gremlin_words())};"
    return "\n".join([bundle, words, joined(_HERE, "mount.js"), _ANNOUNCED])


# As with the picture, the large script has no data of its own, so a browser gets it once.
_library = st.components.v2.component("lineage_viz.editor_library", js=_library_script())
_editor = component("editor", "entry.js")


def gremlin_editor(
    filled: str,
    *,
    filled_key: str,
    offered: Offered,
    problems: Sequence[Problem] = (),
    running: bool = False,
    key: str,
) -> tuple[str, Act | None]:
    """Show the editor, once on a page. Return its text as it was last sent, and the act that made this run, if any.

    `filled` replaces the text when `filled_key` differs from that of the run before: name each choice of a person anew.
    Otherwise the text, the cursor and the focus stay, also after the page was left.

    `problems` are those of the text that was last asked: they are not shown for another one. Run the page again when
    they are known. While a query is `running`, Cancel is in the place of the buttons that run one.
    """
    _library(key="lineage_viz.editor_library", height=1)
    kept = _kept(key, filled, filled_key)
    act = _act(st.session_state.get(key))
    asking = running or (act is not None and act.name in _ASKING)
    _editor(
        key=key,
        data={
            "key": key,
            "text": kept.text,
            "filled": kept.filled_key,
            "number": kept.number,
            "offered": _listed(offered),
            "problems": [] if asking or kept.text != kept.asked else [asdict(each) for each in problems],
            "running": running,
        },
        on_text_change=lambda: _keep(key, "text"),
        on_act_change=lambda: _keep(key, "act"),
    )
    return kept.text, act


def _listed(offered: Offered) -> Mapping[str, object]:
    """Return the names as a message to the browser."""
    return {
        "labels": list(offered.labels),
        "types": list(offered.types),
        "properties": list(offered.properties),
        "values": {name: list(values) for name, values in offered.values.items()},
    }


def _kept(key: str, filled: str, filled_key: str) -> _Kept:
    """Return the kept text, or begin anew with another one."""
    kept = st.session_state.get(_place(key))
    if not isinstance(kept, _Kept) or kept.filled_key != filled_key:
        text = "\n".join(_sendable(filled).replace("\r\n", "\n").split("\r"))
        kept = _Kept(filled_key, text, text, kept.number if isinstance(kept, _Kept) else 0)
        st.session_state[_place(key)] = kept
    return kept


def _keep(key: str, name: str) -> None:
    """Keep the text of a new message."""
    kept, message = st.session_state.get(_place(key)), st.session_state[key].get(name)
    if isinstance(kept, _Kept) and _is_message(message):
        st.session_state[_place(key)] = _after(kept, message)


def _after(kept: _Kept, message: Mapping[str, object]) -> _Kept:
    """Return the text after a message, which may be about an earlier text, or come after a later message."""
    text, number = _sendable(str(message["text"])), message.get("number")
    if message.get("filled") != kept.filled_key or not isinstance(number, int) or number <= kept.number:
        return kept
    return replace(
        kept, text=text, number=number, asked=text if message.get("name") in _ASKING else kept.asked
    )


def _act(state: Mapping[str, object] | None) -> Act | None:
    """Return the act in the state of a component, if it is one of ACTS."""
    message = (state or {}).get("act")
    name = message.get("name") if _is_message(message) else None
    known = next((each for each in ACTS if each == name), None)
    return Act(known, _sendable(str(message["text"]))) if known and _is_message(message) else None


def _is_message(message: object) -> TypeGuard[Mapping[str, object]]:
    """Tell a message with a text from anything else that a browser may send."""
    return isinstance(message, Mapping) and isinstance(message.get("text"), str)


def _sendable(text: str) -> str:
    """Return a text with U+FFFD for half characters, which no message can carry."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _place(key: str) -> str:
    """Return the name of the kept text, which is no component's and so outlasts a page."""
    return f"{key} kept"
