"""The history of queries: each person has an own one."""

from pathlib import Path

import pytest

from lineage_viz.console import Ended, Kind, Run
from lineage_viz.console.history import KEPT, NOT_RUN, History
from lineage_viz.errors import HistoryError


def ended(text: str, kind: Kind = Kind.RUN) -> Run:
    run = Run(text, kind)
    run.rows = [1, 2]
    return run


def test_the_last_query_of_a_person_comes_first_and_each_only_once(tmp_path: Path) -> None:
    history = History(tmp_path / "data" / "history.sqlite")
    assert history.of("ana@example.com") == ()
    for text in ("g.V()", "g.E()", "g.V()"):
        history.add("ana@example.com", text, ended(text), Ended.WHOLE)
    history.add("ana@example.com", "g.V()", ended("g.V()", Kind.PROFILE), Ended.WHOLE)
    history.add("bo@example.com", "g.V().count()", ended("g.V().count()"), Ended.WHOLE)
    assert [(each.text, each.kind) for each in history.of("ana@example.com")] == [
        ("g.V()", "profile"), ("g.V()", "run"), ("g.E()", "run"),
    ]  # fmt: skip
    (other,) = history.of("bo@example.com")
    assert (other.text, other.ended, other.rows) == ("g.V().count()", "whole", 2)
    history.clear("ana@example.com")
    assert (history.of("ana@example.com"), len(history.of("bo@example.com"))) == ((), 1)


def test_the_last_text_that_did_not_run_is_kept_until_it_runs(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite")
    for text in ("g.V().limit(1)", "g.V().limit(2)"):
        history.keep("ana", text)
    history.keep("bo", "g.E()")
    assert [(each.text, each.ended) for each in history.of("ana")] == [("g.V().limit(2)", NOT_RUN)]
    history.add("ana", "g.V().limit(2)", ended("g.V().limit(2)"), Ended.WHOLE)
    assert [each.ended for each in history.of("ana")] == ["whole"]


def test_only_the_last_queries_are_kept(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite")
    for number in range(KEPT + 3):
        history.add("", f"g.V({number})", ended(f"g.V({number})"), Ended.WHOLE)
    kept = history.of("")
    assert (len(kept), kept[0].text, kept[-1].text) == (KEPT, f"g.V({KEPT + 2})", "g.V(3)")


def test_a_damaged_file_is_said_and_lets_queries_run(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(HistoryError, match="Queries run without it"):
        History(tmp_path / "history.sqlite").of("")
