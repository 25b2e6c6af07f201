"""The Query page: the list of questions, the fields of one, and its answer."""

from pathlib import Path
from typing import Any

import pytest

from lineage_viz.console.console import lacking
from lineage_viz.questions.prepared import BY_NAME, QUESTIONS, Parameter, ask
from lineage_viz.questions.prepared.parameters import ADDRESS, PREFIX
from lineage_viz.saved_views import SavedViews
from lineage_viz.settings import Settings
from lineage_viz.store.local import LocalStore
from lineage_viz.title import title
from lineage_viz.ui.console.place import console_query
from lineage_viz.ui.query.addresses import addresses
from lineage_viz.ui.text import literal
from lineage_viz.ui.visible_views import question_query
from tests import demo_once
from tests.pages.conftest import HOSTILE, BrokenStore, OpenPage, data_of, visible_text
from tests.questions.prepared.planted import PLANTED, D, E, M

PAGE = "pages/query.py"
DEMO = demo_once.store()


@pytest.fixture(autouse=True)
def _own_saved_views(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path))


def blocks(app: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data_of(app, "report")["blocks"]
    return found


def test_the_list_has_each_question_with_its_meaning_and_its_link(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO)
    assert not app.exception
    rows = [row for block in blocks(app) for row in block["rows"]]
    assert [(row[0]["words"], row[1]["words"]) for row in rows] == [
        (each.sentence({}), each.means) for each in QUESTIONS
    ]
    assert [row[0]["url"].partition("?")[2] for row in rows] == [f"ask={each.name}" for each in QUESTIONS]


def test_saved_questions_stand_above_with_their_sentence(open_page: OpenPage) -> None:
    query = f"ask=jobs-behind&entity={E.arn}&when=ever"
    SavedViews(Settings.from_environment().saved_views).save("", "My endpoint", question_query(query))
    first = blocks(open_page(PAGE, LocalStore([PLANTED])))[0]
    assert first["heading"] == "Saved questions"
    assert [cell["words"] for cell in first["rows"][0][:2]] == ["My endpoint", "Jobs behind planted (ever)"]
    assert first["rows"][0][0]["url"].endswith(f"?{query}")


def test_the_answer_has_its_extent_and_a_row_for_each_entity_with_its_columns(open_page: OpenPage) -> None:
    app = open_page(PAGE, LocalStore([PLANTED]), ask="data-sets-of", entity=M.arn)
    assert not app.exception
    (words,) = blocks(app)
    assert words["heading"] == "Data sets that went into model.tar.gz"
    assert words["lines"] == [
        f"{ask(LocalStore([PLANTED]), BY_NAME['data-sets-of'], {'entity': M.arn}).extent}."
    ]
    (table,) = app.dataframe
    assert table.value[["Name", "Steps", "Role"]].values.tolist() == [[title(D), "2", "not read"]]
    assert [each.value for each in app.code] == [
        f"g.V('{M.arn}').repeat(__.in().barrier().dedup()).emit().has('type', within('DataSet', 'Dataset'))"
        f".not(__.hasId('{M.arn}')).dedup()",
        f"prepared.data_sets_of(store, '{M.arn}', 'now').rows",
    ]


def test_a_choice_changes_the_answer_and_the_link(open_page: OpenPage) -> None:
    gone = next(
        each for each in DEMO.search("account-takeover-prod", limit=50).entities if each.type == "Endpoint"
    )
    app = open_page(PAGE, DEMO, ask="jobs-behind", entity=gone.arn)
    assert "it serves nothing now" in " ".join(blocks(app)[0]["lines"])
    assert not app.dataframe
    app.button_group[0].set_value("ever").run()
    assert app.query_params["when"] in ("ever", ["ever"])
    ever = ask(DEMO, BY_NAME["jobs-behind"], {"entity": gone.arn, "when": "ever"})
    assert len(app.dataframe[0].value) == len(ever.rows) > 0


def test_an_answer_without_rows_leads_to_the_entity_that_was_asked_about(open_page: OpenPage) -> None:
    gone = next(each for each in DEMO.search("account-takeover-prod").entities if each.type == "Endpoint")
    app = open_page(PAGE, DEMO, ask="jobs-behind", entity=gone.arn)
    assert not app.dataframe
    assert "its last completed deployment: account-takeover-models/6" in blocks(app)[0]["lines"][1]
    assert "Show the lineage of what was asked about" in [each.label for each in app.button]


def test_a_person_a_day_and_an_address_are_asked_for_and_kept(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, ask="made-by")
    assert not app.dataframe
    app.selectbox[0].set_value("peter-brandt").run()
    assert (
        len(app.dataframe[0].value) == len(ask(DEMO, BY_NAME["made-by"], {"person": "peter-brandt"}).rows) > 0
    )
    app = open_page(PAGE, DEMO, ask="new-since", day="2026-03-10")
    assert [each.value for each in app.text_input if each.label == "Day (UTC)"] == ["2026-03-10"]
    assert len(app.dataframe[0].value) > 0
    app = open_page(PAGE, DEMO, ask="readers-of")
    app.text_input[-1].set_value("s3://acme-fraud-prod/transactions/2026-03/").run()
    assert "3 entities have an address below the prefix, at 0 steps." in blocks(app)[0]["lines"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"data_set": "arn:nobody"}, "arn:nobody"),
        ({"data_set": M.arn}, "is a Model. The question needs a data set."),
    ],
)
def test_a_value_that_means_nothing_here_is_one_sentence(
    open_page: OpenPage, values: dict[str, str], sentence: str
) -> None:
    app = open_page(PAGE, LocalStore([PLANTED]), ask="models-trained-on", **values)
    assert not app.exception
    assert sentence in app.error[0].value.replace("\\", "")


def test_an_unknown_part_of_the_link_is_named_and_the_list_stands(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, ask="who-knows")
    assert any("Not understood in this link" in each.value for each in app.caption)
    assert len(blocks(app)) == len({each.theme for each in QUESTIONS})


def test_hostile_text_stays_text(open_page: OpenPage) -> None:
    app = open_page(PAGE, LocalStore([HOSTILE]), ask="jobs-after", entity="arn:1")
    assert not app.exception
    assert "<script>" not in visible_text(app)
    assert "<script>" in blocks(app)[0]["heading"]  # a component that shows text alone has it


def test_a_store_that_does_not_answer_is_said(open_page: OpenPage) -> None:
    app = open_page(PAGE, BrokenStore([PLANTED]), ask="jobs-behind", entity=M.arn)
    assert "The store does not answer" in app.error[0].value.replace("\\", "")


def test_the_console_says_what_it_needs_where_the_store_is_in_memory(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, gremlin="g.V().count()")
    assert not app.exception
    assert [each.value for each in app.info] == [
        literal(f"The console is closed. {lacking(Settings())}", 1_000)
    ]
    assert "make neptune-local" in lacking(Settings())


def test_an_answer_leads_to_the_console_with_its_gremlin(open_page: OpenPage) -> None:
    app = open_page(PAGE, LocalStore([PLANTED]), ask="jobs-behind", entity=E.arn)
    button = next(each for each in app.button if each.label == "Edit in console")
    button.click().run()
    wanted = ask(LocalStore([PLANTED]), BY_NAME["jobs-behind"], {"entity": E.arn, "when": "now"}).gremlin
    assert app.query_params["gremlin"] in (wanted, [wanted])
    assert "ask" not in app.query_params
    assert len(app.info) == 1


def test_a_saved_gremlin_query_stands_with_its_text(open_page: OpenPage) -> None:
    query = question_query(console_query("g.V()\n.count()"))
    SavedViews(Settings.from_environment().saved_views).save("", "My count", query)
    first = blocks(open_page(PAGE, LocalStore([PLANTED])))[0]
    assert [cell["words"] for cell in first["rows"][0][:2]] == ["My count", "Gremlin: g.V() .count()"]
    assert first["rows"][0][0]["url"].endswith("?gremlin=g.V%28%29%0A.count%28%29")


@pytest.mark.parametrize(
    ("text", "parameter", "first"),
    [
        ("s3://acme-fraud", PREFIX, "s3://acme-fraud-prod/"),
        ("s3://acme-fraud-prod/", PREFIX, "s3://acme-fraud-prod/transactions/"),
        (
            "fraud-prod/transactions/2026-03/tr",
            ADDRESS,
            "s3://acme-fraud-prod/transactions/2026-03/train.parquet",
        ),
        ("no such address", PREFIX, None),
    ],
)
def test_addresses_are_offered_while_a_person_types(
    text: str, parameter: Parameter, first: str | None
) -> None:
    found = addresses(DEMO, text, parameter)
    assert (found.rows[0]["go"] if found.rows else None) == first
    assert all(text in str(row["go"]) for row in found.rows)
    assert bool(found.note) == (first is None)
