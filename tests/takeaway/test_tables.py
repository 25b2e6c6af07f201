import csv
import io
import json
import math
import re
from itertools import pairwise

import pytest

from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.takeaway import TakeAway
from lineage_viz.takeaway.tables import associations_csv, listed_csv, safe_cell
from tests.takeaway.conftest import CAPTION, made, taken


def rows(name: str, taken: TakeAway) -> list[dict[str, str]]:
    content = made(name, taken)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("which", ["sample", "narrowed"])
def test_the_tables_have_exactly_the_shown_entities_and_associations(
    which: str, request: pytest.FixtureRequest
) -> None:
    taken: TakeAway = request.getfixturevalue(which)
    shown = taken.shown
    assert [row["arn"] for row in rows("entities", taken)] == [entity.arn for entity in shown.entities]
    assert [
        (row["source"], row["association type"], row["destination"]) for row in rows("associations", taken)
    ] == [(a.source, a.type, a.destination) for a in shown.associations]


def test_properties_are_columns_and_dates_are_iso(sample: TakeAway) -> None:
    row = rows("entities", sample)[0]
    assert row["creationtime"].endswith("Z")
    assert row["type"] == sample.shown.entities[0].type


def test_every_row_has_the_caption(sample: TakeAway) -> None:
    for name in ("entities", "associations"):
        for row in rows(name, sample):
            assert row["lineage extent"] == CAPTION.complete
            assert row["lineage snapshot"] == CAPTION.snapshot
            assert row["lineage filters"] == CAPTION.filters


def test_a_table_without_rows_still_has_the_caption() -> None:
    assert CAPTION.complete in associations_csv(Subgraph(), CAPTION)


@pytest.mark.parametrize("text", ["=1", "+1-1", "-2+3", "@SUM(A1)", "\tx", "\uff1d1", "-"])
def test_a_formula_becomes_text(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("value", ["-1.5", "-3e-05", "-Infinity", "abc", "a=b", "s3://bucket/-x", "", -3])
def test_other_cells_stay_unchanged(value: str | int) -> None:
    assert safe_cell(value) == str(value)


def test_a_formula_behind_a_tab_or_blanks_becomes_text() -> None:
    assert safe_cell("\t=1") == "\t'=1"
    assert safe_cell("\r=1") == "\r'=1"
    assert safe_cell(" \u00a0=1") == " \u00a0'=1"
    assert safe_cell("\ufeff+1") == "\ufeff'+1"


def test_a_formula_after_a_semicolon_becomes_text() -> None:
    assert safe_cell("a;=1+1") == "a;'=1+1"
    assert safe_cell('a\n"=1') == "a\n\"'=1"


def test_hostile_cells_are_safe_and_complete(hostile: TakeAway) -> None:
    for name in ("entities", "associations"):
        found = rows(name, hostile)
        assert len(found) == len(hostile.shown.entities)
        for row in found:
            cells = [*row, *row.values()]
            assert not [text for text in cells if text.lstrip("\t\r")[:1] in set("=+@") or "\0" in text]
    assert rows("entities", hostile)[0]["weight"] == "-1.5"


def test_json_is_exact_for_hostile_text_too(sample: TakeAway, narrowed: TakeAway, hostile: TakeAway) -> None:
    for view in (sample, narrowed, hostile):
        whole = json.loads(made("json", view))
        shown = view.shown
        assert [entity["arn"] for entity in whole["entities"]] == [entity.arn for entity in shown.entities]
        assert [entity["properties"].get("name") for entity in whole["entities"]] == [
            entity.properties.get("name") for entity in shown.entities
        ]
        assert [(a["source"], a["type"], a["destination"]) for a in whole["associations"]] == [
            (a.source, a.type, a.destination) for a in shown.associations
        ]
        assert whole["caption"] == dict(view.caption.lines())


def refused(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def test_numbers_that_json_lacks_become_text() -> None:
    odd = {"loss": math.nan, "best": math.inf, "worst": (-math.inf, 1.5)}
    view = taken(Subgraph((Entity("a", "artifact", odd),)))
    whole = json.loads(made("json", view), parse_constant=refused)
    expected = {"loss": "NaN", "best": "Infinity", "worst": ["-Infinity", 1.5]}
    assert whole["entities"][0]["properties"] == expected
    row = rows("entities", view)[0]
    assert (row["loss"], row["best"], row["worst"]) == ("NaN", "Infinity", '["-Infinity", 1.5]')
    data = re.search(r'id="lineage"[^>]*>(.*?)</script>', made("html", view).decode(), re.DOTALL)
    assert data
    json.loads(data[1], parse_constant=refused)


def test_two_ids_that_differ_in_a_character_that_no_file_has_stay_two() -> None:
    ids = ["run\x011", "run\x021", "run\ufffd1", "=1", "'=1"]
    ends = pairwise(ids)
    associations = tuple(Association(a, "made", b, own_id=b) for a, b in ends)
    view = taken(Subgraph(tuple(Entity(each, "run") for each in ids), associations))
    shown = [row["arn"] for row in rows("entities", view)]
    assert shown == ["run\ufffd1 2", "run\ufffd1 3", "run\ufffd1", "'=1 2", "'=1"]
    found = rows("associations", view)
    assert [(row["source"], row["destination"]) for row in found] == list(pairwise(shown))
    assert len({row["id"] for row in found}) == len(found)
    listed = csv.DictReader(
        io.StringIO(listed_csv(view.shown.entities, CAPTION).lstrip("\ufeff"), newline="")
    )
    assert [row["arn"] for row in listed] == shown
