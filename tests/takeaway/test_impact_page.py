"""The page and the command that hand over what is downstream of something bad."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from lineage_viz.cli import main
from lineage_viz.model import Association, Entity
from lineage_viz.questions.impact import impact, impact_of_commit
from lineage_viz.snapshot.manifest import manifest_digest
from lineage_viz.store.local import LocalStore
from lineage_viz.takeaway.impact_page import impact_page
from lineage_viz.takeaway.view_caption import impact_caption
from lineage_viz.title import title
from tests import demo_once
from tests.sample import Listed
from tests.takeaway.conftest import CAPTION, HOSTILE, NASTY

COMMIT = "612b3091082121bc41244ccc1175dea3a2828c1d"


def names(page: str) -> list[str]:
    return re.findall(r"<tr><td>(.*?)</td>", page)


def test_the_page_has_every_entity_the_live_endpoints_first_and_the_scope() -> None:
    store = demo_once.store()
    data = next(each for each in store.search("dt=2026-03").entities if "tickets" in each.source)
    found = impact(store, data.arn)
    page = impact_page(found, impact_caption(store, found))
    assert sorted(names(page)) == sorted(title(row.entity) for row in found.rows)
    headings = re.findall(r"<h2>(.*?)</h2>", page)
    assert headings[:2] == ["Endpoint: 1 entity", "Model: 2 entities"]
    assert "<td>ticket-routing-prod</td><td>live</td>" in page
    assert "<dt>Extent</dt><dd>12 entities, complete</dd>" in page


def test_a_cut_list_says_so() -> None:
    store = demo_once.store()
    data = next(each for each in store.search("dt=2026-03").entities if "tickets" in each.source)
    found = impact(store, data.arn, cap=3)
    assert "cut at 3 entities" in impact_page(found, impact_caption(store, found))


def test_hostile_text_stays_text() -> None:
    bad = Entity("arn:d", "artifact", {"type": "DataSet"})
    links = [Association(bad.arn, "ContributedTo", each.arn) for each in HOSTILE.entities]
    store = LocalStore([Listed((bad, *HOSTILE.entities), tuple(links))])
    page = impact_page(impact(store, bad.arn), replace(CAPTION, title=NASTY[0]))
    assert "&lt;script&gt;" in page
    tags = set(re.findall(r"<(/?[a-z0-9!]+)", page.partition("<body>")[2]))
    assert {tag.removeprefix("/") for tag in tags} <= {
        "header", "h1", "p", "strong", "dl", "dt", "dd", "main", "section", "h2", "table", "thead", "tbody", "tr", "th",
        "td", "br", "body", "html",
    }  # fmt: skip
    assert not re.search("[\u202e\0\x1b\ud800]", page)


@pytest.mark.parametrize("text", [COMMIT, COMMIT[:8], COMMIT.upper()])
def test_the_impact_of_a_commit_begins_with_what_was_made_from_it(text: str) -> None:
    store = demo_once.store()
    found = impact_of_commit(store, text)
    assert found
    first = [row.entity for row in found.rows if row.hops == 1]
    assert {each.text("commitid") or each.text("commit") for each in first} == {COMMIT}
    (endpoint,) = found.endpoints.values()
    assert endpoint == "live"
    assert found.sentence.startswith(f"Downstream of commit {text}: 2 models, 1 endpoint (live)")
    assert impact_of_commit(store, "0123456789") is None


def test_the_command_writes_a_table_and_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    snapshot = demo_once.snapshot(tmp_path)
    command = ["impact", COMMIT, "--snapshot", str(snapshot), "--out", str(tmp_path / "out")]
    assert main(command) == 0
    digest = manifest_digest(snapshot)
    assert f"Digest: SHA-256 of the manifest {digest}" in capsys.readouterr().out
    table, page = sorted((tmp_path / "out").iterdir(), key=lambda each: each.suffix)
    rows = [*csv.DictReader(io.StringIO(table.read_text("utf-8-sig")))]
    assert len(rows) == 8
    assert digest in rows[0]["lineage digest"]
    assert digest in page.read_text("utf-8")
    assert main([*command[:-1], str(table)]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_two_entities_of_one_name_have_files_of_their_own_that_say_which_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [each for each in demo_once.store().search("train.jsonl").entities if each.type == "DataSet"][:2]
    assert len({title(each) for each in found}) == 1
    for each in found:
        for _ in range(2):  # the second time replaces the first
            assert main(["impact", each.arn, "--out", str(tmp_path)]) == 0
            assert f"Entity: {each.arn}, {each.source}" in capsys.readouterr().out
    pages = [each.read_text("utf-8") for each in tmp_path.glob("Impact-of-train.jsonl.*.html")]
    assert len(pages) == len(list(tmp_path.glob("*.csv"))) == 2
    named = [each for entity in found for each in pages if f"<dd>{entity.arn}, {entity.source}</dd>" in each]
    assert sorted(named) == sorted(pages)


def test_the_command_takes_a_day_and_names_what_it_does_not_find(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["impact", COMMIT, "--as-of", "2026-03-03"]) == 0
    out = capsys.readouterr().out
    assert "as of 3 Mar 2026" in out
    assert "endpoint (live)" not in out
    assert main(["impact", "0123456789abc"]) == 1
    assert "Nothing matches '0123456789abc'" in capsys.readouterr().err
