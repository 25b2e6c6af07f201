"""A small app around the Gremlin editor, for test_editor.py: it says the text and the acts that it got."""

from types import MappingProxyType

import streamlit as st

from lineage_viz.component.editor import Offered, Problem, gremlin_editor

SEED = """g.V().hasLabel('artifact').has('type','DataSet').outE().inV().path().
by(valueMap('arn','type','sourcearn','status'))"""
HOSTILE = "</script><img src=x onerror=alert(1)>\u2028\u202e'\"\\${1/0}"
OFFERED = Offered(
    ("artifact", "context", "ContributedTo"),
    ("DataSet", "Model", HOSTILE),
    ("arn", "status", "type", HOSTILE),
    MappingProxyType({"status": ("Completed", "Failed", "it's $1")}),
)
FILLED = {
    "empty": "",
    "seed": SEED,
    "hostile": f"// {HOSTILE}\ng.V()",
    "long": "g.V()\n" + ".out('x')\n" * 11_000,
}


def editor() -> None:
    """The editor, and below it everything that reached the server."""
    state = st.session_state
    state.runs = state.get("runs", 0) + 1
    acts: list[str] = state.setdefault("acts", [])
    text, act = gremlin_editor(
        FILLED[state.get("fill", "empty")],
        filled_key=state.get("fill", "empty"),
        offered=OFFERED,
        problems=state.get("problems", ()),
        running=state.get("running", False),
        key="query",
    )
    if act:
        acts.append(f"{act.name}: {act.text}")
        state.problems = [Problem(1, 6, f"no step W\n{HOSTILE}")] if act.text.startswith("g.V().W") else []
        state.running = act.text == "slow" and act.name != "cancel"
        st.rerun()
    st.text(f"run {state.runs}")
    st.text(f"text: {text[:200]} ({len(text)})")
    st.text("acts: " + " | ".join(acts))
    st.button("Rerun")
    for name in FILLED:
        if st.button(f"Fill {name}"):
            state.fill = name
            st.rerun()


def elsewhere() -> None:
    """A page without an editor."""
    st.text("Nothing here")


if __name__ == "__main__":
    st.navigation(
        [st.Page(editor, title="Editor", default=True), st.Page(elsewhere, title="Elsewhere")], position="top"
    ).run()
