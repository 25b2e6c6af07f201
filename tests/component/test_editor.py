"""The Gremlin editor without a browser: its words, its texts and messages, and its scripts in Deno."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from deno import find_deno_bin
from streamlit.testing.v1 import AppTest

from lineage_viz.component import editor
from lineage_viz.component.editor import Act, _act, _after, _Kept
from lineage_viz.component.gremlin_words import CHANGING, gremlin_words
from tests.e2e.editor_page import HOSTILE, SEED
from tests.pages.conftest import data_of
from tests.patience import PATIENCE

FOLDER = Path(editor.__file__).parent / "editor"
WORDS = gremlin_words()

STEPS = [
    "E", "V", "aggregate", "all", "and", "any", "as", "asDate", "asString", "barrier", "both", "bothE",
    "bothV", "branch", "by", "cap", "choose", "coalesce", "coin", "combine", "concat", "conjoin", "constant",
    "count", "cyclicPath", "dateAdd", "dateDiff", "dedup", "difference", "disjunct", "element", "elementMap",
    "emit", "fail", "filter", "flatMap", "fold", "format", "from", "group", "groupCount", "has", "hasId",
    "hasKey", "hasLabel", "hasNot", "hasValue", "id", "identity", "in", "inE", "inV", "index", "inject",
    "intersect", "is", "key", "lTrim", "label", "length", "limit", "local", "loops", "map", "match", "math",
    "max", "mean", "merge", "min", "none", "not", "option", "optional", "or", "order", "otherV", "out",
    "outE", "outV", "path", "product", "project", "properties", "propertyMap", "rTrim", "range", "repeat",
    "replace", "reverse", "sack", "sample", "select", "simplePath", "skip", "split", "store", "subgraph",
    "substring", "sum", "tail", "timeLimit", "times", "to", "toE", "toLower", "toUpper", "toV", "tree",
    "trim", "unfold", "union", "until", "value", "valueMap", "values", "where", "with",
]  # fmt: skip

OFFERED = {
    "labels": ["artifact", "ContributedTo"],
    "types": ["DataSet", "Model"],
    "properties": ["arn", "status", "type"],
    "values": {"status": ["Completed", "Failed"], "constructor": ["odd"]},
}


def ask(*questions: list[Any]) -> list[Any]:
    """The answers of the editor's own functions."""
    script = str(Path(__file__).parent / "editor_scripts.js")
    command = [
        find_deno_bin(),
        "run",
        "--no-config",
        "--no-remote",
        f"--allow-read={FOLDER}",
        script,
        FOLDER.as_uri(),
    ]
    own = {"DENO_DIR": str(Path(sys.prefix) / ".deno"), "DENO_NO_UPDATE_CHECK": "1"}
    done = subprocess.run(
        command,
        input=json.dumps(questions),
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers


def test_the_steps_are_those_of_gremlinpython_that_only_read() -> None:
    """A new version may have new steps. Before they are added here, look if they change the graph or leave it."""
    assert WORDS["steps"] == STEPS
    assert set(STEPS) - set(WORDS["__"]) == {"by", "from", "option", "with"}
    assert WORDS["g"] == [
        "E", "V", "inject", "union", "with", "withBulk", "withPath", "withSack", "withSideEffect", "withStrategies",
        "withoutStrategies",
    ]  # fmt: skip
    assert CHANGING.isdisjoint(name for names in WORDS.values() for name in names)


def test_predicates_and_classes_have_the_names_of_a_query_text() -> None:
    assert set(WORDS["P"]) == {
        "between", "eq", "gt", "gte", "inside", "lt", "lte", "neq", "not", "outside", "within", "without",
    }  # fmt: skip
    assert {"startingWith", "notContaining", "regex"} <= set(WORDS["TextP"])
    assert (WORDS["Order"], WORDS["Scope"]) == (["asc", "desc", "shuffle"], ["global", "local"])
    assert {"id", "label"} <= set(WORDS["T"])
    assert "tokens" in WORDS["WithOptions"]


PLACES: list[tuple[str, str, str]] = [
    # The text before the cursor, a word that is offered there, and one that is not. "" stands for nothing at all.
    ("g.", "V", "out"),
    ("g.V().", "out", "withStrategies"),
    ("g.V().ha", "hasLabel", "V()"),
    ("g.V().where(__.", "out", "by"),
    ("g.V().where(o", "out", "by"),
    ("g.V().has('age', P.", "within", "out"),
    ("g.V().has('age', TextP.", "startingWith", "within"),
    ("g.V().order().by('age', ", "desc", "asc()"),
    ("g.V().order().by('age', Order.", "desc", "out"),
    ("g.V().hasLabel('", "artifact", "DataSet"),
    ("g.V().out('Con", "ContributedTo", "arn"),
    ('g.V().outE("a", "', "ContributedTo", "arn"),
    ("g.V().has('", "status", "artifact"),
    ("g.V().has('type', '", "DataSet", "arn"),
    ('g.V().has("type", "', "Model", "arn"),
    ("g.V().has('status',\n  '", "Failed", "DataSet"),
    ("g.V().has('status', within('Completed', '", "Failed", "arn"),
    ("g.V().has('status', P.within(['", "Failed", "arn"),
    ("g.V().has('artifact', '", "status", "artifact"),
    ("g.V().has('artifact', 'type', '", "DataSet", "arn"),
    ("g.V().has(T.label, '", "artifact", "arn"),
    ("g.V().values('", "arn", "artifact"),
    ("g.V().valueMap('arn', '", "status", "artifact"),
    ("g.V().not(__.out('x').has('sta", "status", "artifact"),
    ("g.V().has('it\\'s', 'x').hasLabel('", "artifact", "arn"),
    ("// don't\ng.V().hasLabel('", "artifact", "arn"),
    ("g.V().has('no such', '", "", ""),
    ("g.V().has('toString', '", "", ""),
    ("g.V().project('", "", ""),
    ("g.V() // hasLabel('", "", ""),
    ("g.V() /* g.", "", ""),
    ("g.V().limit(1.", "", ""),
    ("constructor.", "has", "odd"),
    ("'g.V().' + '", "", ""),
    ("", "", ""),
    (")]}", "", ""),
]


def test_the_words_that_are_offered_fit_the_place_of_the_cursor() -> None:
    answers = ask(*(["offersAt", text, WORDS, OFFERED] for text, _, _ in PLACES))
    for (text, offered, other), answer in zip(PLACES, answers, strict=True):
        words = [each["word"] for each in (answer or {"offers": []})["offers"]]
        assert offered in words if offered else words == [], text
        assert other not in words, text


def test_a_value_fills_its_quotes_and_ends_none() -> None:
    assert ask(
        ["escaped", "it's \\ $1", "'"],
        ["escaped", 'a "b" ${1/0}\n', '"'],
        ["seen", "a\u202eb\u2028\nc"],
    ) == ["it\\'s \\\\ $1", 'a \\"b\\" \\${1/0}\\n', "a[U+202E]b[U+2028]\nc"]


FORMATTED = """g.V().
  hasLabel('artifact').
  has('type', 'DataSet').
  outE().
  inV().
  path().by(valueMap('arn', 'type', 'sourcearn', 'status'))"""


def test_format_changes_lines_and_indents_or_nothing() -> None:
    kept = [f"// {HOSTILE}\ng.V()", "g.V().has('a','b  (')  // why", "(((", "it's", ""]
    deep, long = "g.V()" + ".where(out()" * 40 + ")" * 40, "g.V()" + ".out()" * 20_000
    laid_out, *others = ask(*(["formatted", text] for text in (SEED, *kept, deep, long)))
    assert laid_out == FORMATTED
    for text, made in zip(kept, others, strict=False):
        assert made is None or "".join(made.split()) == "".join(text.split())
    assert others[-2:] == [None, None], "a text that would take gremlint seconds"
    at = SEED.index("sourcearn")
    assert ask(["sameplace", SEED, FORMATTED, at]) == [FORMATTED.index("sourcearn")]


@pytest.mark.parametrize(
    ("text", "line", "column", "marked"),
    [
        ("g.V().Wrong()", 1, 6, "Wrong"),
        ("g.V()\n.Wrong()", 2, 0, "."),
        ("'😀'.x", 1, 3, "."),
        ("g.V(", 1, 4, "("),
        ("g.V(", 9, 99, "("),
        ("", 0, -1, ""),
    ],
)
def test_a_problem_marks_the_word_at_its_place(text: str, line: int, column: int, marked: str) -> None:
    (place,) = ask(["span", text, {"line": line, "column": column, "words": ""}])
    units = text.encode("utf-16-le")
    assert units[2 * place["from"] : 2 * place["to"]].decode("utf-16-le") == marked


def page() -> None:
    import streamlit as st

    from lineage_viz.component.editor import Offered, Problem, gremlin_editor

    state = st.session_state
    text, _ = gremlin_editor(
        state.filled,
        filled_key=state.filled_key,
        offered=Offered((), (), (), {}),
        problems=[Problem(1, 0, "no step")],
        running=state.running,
        key="query",
    )
    st.text(text)


def test_a_text_is_kept_until_another_one_fills_it_and_problems_are_shown_with_theirs() -> None:
    app = AppTest.from_function(page, default_timeout=PATIENCE)

    def sent(**state: object) -> tuple[str, int]:
        """The text and the number of problems that the browser gets."""
        for name, value in state.items():
            app.session_state[name] = value
        data = data_of(app.run(), "editor")
        assert not app.exception
        assert app.text[0].value == data["text"]
        return data["text"], len(data["problems"])

    assert sent(filled="a\r\nb\rc\ud83d", filled_key="first", running=False) == ("a\nb\nc\ufffd", 1)
    app.session_state["query kept"] = _Kept("first", "typed", "a")
    assert sent(filled="changed") == ("typed", 0)
    app.session_state["query kept"] = _Kept("first", "typed", "typed")
    assert sent() == ("typed", 1)
    assert sent(running=True) == ("typed", 0)
    assert sent(running=False, filled_key="second") == ("changed", 1)


KEPT = _Kept("first", "g.V()", "g.V()", 4)


def test_a_message_brings_the_text_and_an_act_that_asks_is_what_problems_are_about() -> None:
    typed = {"text": "g.E()", "filled": "first", "number": 5}
    assert _after(KEPT, typed) == replace(KEPT, text="g.E()", number=5)
    assert _after(KEPT, typed | {"name": "run"}) == _Kept("first", "g.E()", "g.E()", 5)
    assert _after(KEPT, typed | {"name": "save"}) == replace(KEPT, text="g.E()", number=5)


@pytest.mark.parametrize("odd", [{"filled": "other"}, {"number": 4}, {"number": "9"}, {"number": None}])
def test_a_message_about_an_earlier_text_or_after_a_later_one_changes_nothing(odd: dict[str, object]) -> None:
    assert _after(KEPT, {"text": "old", "filled": "first", "number": 5} | odd) == KEPT


def test_an_act_is_one_of_the_buttons_with_its_text() -> None:
    assert _act({"act": {"name": "draw", "text": HOSTILE, "number": 1}}) == Act("draw", HOSTILE)
    assert _act({"act": {"name": "run", "text": "half \ud83d"}}) == Act("run", "half \ufffd")
    for odd in (None, "run", [], {}, {"name": "run"}, {"name": "drop", "text": ""}, {"name": [], "text": ""}):
        assert _act({"act": odd}) is None
    assert _act(None) is None
