"""The sentences of the console: the extent of an answer, refusals in plain words, hints, and files of queries."""

import json
from pathlib import Path

import pytest

from lineage_viz.console import Ended, Kind, Limits, Run
from lineage_viz.console.extent import cost, extent
from lineage_viz.console.query_text import counts_all, not_a_query, own_words, statements
from lineage_viz.console.refusals import late_refusal, refusal
from lineage_viz.saved_views import SavedViews
from lineage_viz.settings import Settings
from lineage_viz.ui.console.hint import hint
from lineage_viz.ui.console.saving import bring_in


def ended(how: Ended, rows: int = 0, kind: Kind = Kind.RUN) -> Run:
    run = Run("g.V()", kind, Limits(seconds=10, rows=100, bytes=2**21))
    run.ended, run.rows = how, [None] * rows
    return run


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (ended(Ended.WHOLE, 1), "1 row, complete."),
        (ended(Ended.CUT_AT_ROWS, 100), "The first 100 rows; there are more."),
        (ended(Ended.CUT_AT_BYTES, 7), "The first 7 rows; there are more. It is larger than 2 MB"),
        (ended(Ended.CUT_AT_BYTES), "No row: the first one is larger than 2 MB."),
        (ended(Ended.OUT_OF_TIME, 3), "3 rows within 10 seconds; there may be more."),
        (ended(Ended.CANCELLED), "0 rows until the query was ended; there may be more."),
        (ended(Ended.REFUSED, 2), "The first 2 rows; the rest was not read. There may be more."),
        (ended(Ended.REFUSED), ""),
        (ended(Ended.WHOLE, kind=Kind.PROFILE), "The report is complete."),
        (ended(Ended.OUT_OF_TIME, kind=Kind.PROFILE), "No report within 10 seconds"),
        (ended(Ended.CANCELLED, kind=Kind.EXPLAIN), "No report: the query was ended"),
    ],
)
def test_only_a_whole_answer_is_called_complete(run: Run, words: str) -> None:
    assert extent(run).startswith(words)
    assert bool(words) == bool(extent(run))
    assert ("complete" in extent(run)) == (run.ended is Ended.WHOLE)


def test_a_run_says_its_time_and_size() -> None:
    run = ended(Ended.WHOLE)
    for seconds, size, words in ((0.012, 310, "12 ms, 310 bytes"), (2.34, 5 * 2**20, "2.3 s, 5.0 MB")):
        run._seconds, run.bytes = seconds, size
        assert cost(run) == words


def said(code: str, message: str) -> str:
    return json.dumps({"code": code, "requestId": "-", "detailedMessage": message})


_AT = "Query parsing failed at line 2, character position at 9, error message : "


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("no viable alternative at input 'g.V().hasLable'", "it does not understand g.V().hasLable."),
        ("mismatched input '<EOF>' expecting {'(', ')'}", "the query ends too early. Close each bracket"),
        ("mismatched input 'MATCH' expecting {EmptyStringLiteral, 'g'}", "MATCH is not expected there. A query"),
        ("token recognition error at: '“a'", "“a is no character or text of Gremlin."),
        ("something else", "something else. Correct it there."),
    ],
)  # fmt: skip
def test_a_mistake_is_said_with_its_place_and_without_the_grammar(message: str, words: str) -> None:
    error = refusal(said("MalformedQueryException", _AT + message))
    assert error
    assert str(error).startswith(f"Neptune cannot read line 2, character 10: {words}")
    assert (error.line, error.column) == (2, 9)
    assert "expecting" not in str(error)


@pytest.mark.parametrize(
    ("code", "message", "words"),
    [
        ("AccessDeniedException", "not authorized to perform: neptune-db:WriteDataViaQuery", "The console only reads."),
        ("AccessDeniedException", "not authorized to perform: neptune-db:CancelQuery", "Allow neptune-db:CancelQuery"),
        ("ReadOnlyViolationException", "", "The console only reads."),
        ("MemoryLimitExceededException", "", "too much memory"),
        ("NewException", "Words of a later engine.", "Neptune refuses this query: Words of a later engine."),
    ],
)  # fmt: skip
def test_a_refusal_says_the_next_step(code: str, message: str, words: str) -> None:
    assert words in str(refusal(said(code, message)))


def test_an_error_at_the_end_of_an_answer_is_found_and_a_row_that_looks_like_one_is_not() -> None:
    begun = '{"requestId": "1", "result": {"data": ["a", {"code": 1}'
    late = late_refusal(begun + said("TimeLimitExceededException", "-"))
    assert late
    assert late.code == "TimeLimitExceededException"
    for text in (begun, begun + "]}}", "<html>", ""):
        assert late_refusal(text) is None
        assert refusal(text) is None


def test_the_nearest_step_is_offered() -> None:
    error = refusal(said("MalformedQueryException", _AT + "no viable alternative at input 'x'"))
    assert error
    assert hint(error, "g.V()\n.hasLable('artifact')") == "Is it hasLabel() in place of hasLable?"
    assert hint(error, "g.V()\n.hasLabel('artifact')") == ""
    assert hint(error, "g.V()\n.has('a(','b'") == "The bracket at line 2, character 5 is not closed."
    for text in ("System.exit(0)", "g.V()\n.map{it.get()}", "g.V()\n.filter(x -> x)"):
        assert hint(error, text).startswith("Neptune has no lambdas")
    assert hint(error, "g.V()\n.has('name', 'it.get() -> {')") == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("%%oc\nMATCH (n) RETURN n", "openCypher is not offered"),
        ("match (n) return n", "openCypher is not offered"),
        ("SELECT ?s WHERE {}", "SPARQL is not offered"),
        (" g ;", "no step"),
        ("g.V().has('name', 'MATCH (n)')", ""),
        ("g", "no step"),
    ],
)
def test_another_language_and_a_query_without_a_step_are_not_sent(text: str, words: str) -> None:
    assert words in not_a_query(text)
    assert bool(words) == bool(not_a_query(text))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("g.V().count()", 1), ("g.V().count();", 1), ("g.V().count();g.E().count()", 2), ("g.V()\n  .count()\n", 1),
        ("g.V().count()\ng.E().count()", 2), ("g.V().has('a', ';\ng.V()')", 1), ("// one; two\ng.V()", 1),
        ("g.V().where(\n  g.V())", 1), ("", 0),
    ],
)  # fmt: skip
def test_several_queries_in_one_text_are_counted(text: str, number: int) -> None:
    assert statements(text) == number


def test_only_a_count_of_all_vertices_has_those_of_the_app() -> None:
    assert counts_all(" g.V().count() // all")
    assert not counts_all("g.V().hasLabel('artifact').count()")
    assert not counts_all("g.V()")


def test_the_words_of_a_fail_step_are_those_of_the_query() -> None:
    assert own_words("g.V().fail('Call me')", "Neptune refuses this query: Call me.") == "Call me"
    assert own_words("g.V().fail('Call me')", "too much memory") == ""
    assert own_words("g.V().fail()", "any") == ""


def test_a_file_of_queries_says_what_is_saved_kept_and_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path))
    saved = SavedViews(Settings.from_environment().saved_views)
    queries = [
        ("first", "g.V()"),
        ("y" * 500, "g.V()"),
        ("long", "g" * 200_000),
        ("first", "g.E()"),
        ("last", "g.E()"),
    ]
    given = {"queries": [{"name": name, "gremlin": text} for name, text in queries]}
    words = bring_in(json.dumps(given).encode())
    assert words.startswith(
        "2 queries saved. Kept as before, because the name is taken: first. Not saved: yyy"
    )
    assert "long (This query is too long to be saved: 200,000 characters." in words
    assert [view.name for view in saved.views("")] == ["first", "last"]
    for wrong in (b"no json", b"\xff\xfe", b'{"queries": 3}', b'{"queries": [{"name": 1}]}', b"[]"):
        assert "has no saved queries" in bring_in(wrong)
    many = {"queries": [{"name": str(number), "gremlin": "g"} for number in range(501)]}
    assert "at most 500" in bring_in(json.dumps(many).encode())
