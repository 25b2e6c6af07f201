import json
from datetime import UTC, date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, Entity
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from lineage_viz.title import title
from lineage_viz.ui.text import literal
from tests import demo_once
from tests.pages.conftest import (
    HOSTILE,
    BrokenStore,
    OpenPage,
    arns_of,
    data_of,
    picture_of,
    unescaped,
    visible_text,
)
from tests.sample import SAMPLE, A, B, E, K, Listed

PAGE = "pages/explore.py"
STORE = LocalStore([SAMPLE])
JOBS = Filter(types=frozenset({"SageMakerTrainingJob"}))


def test_the_first_screen_shows_the_lineage_of_a_deployed_model(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE)
    assert not app.exception
    graph = picture_of(app)
    assert graph["focus"] == [K]
    assert app.query_params["focus"] == K
    assert arns_of(graph) == {entity.arn for entity in STORE.trace([K], up=5, down=3).entities}
    assert app.title[0].value == "abalonemodelpackagegroupname\\/1"
    assert data_of(app, "facts")["title"] == "abalonemodelpackagegroupname/1"
    assert "123456789012" in visible_text(app)
    assert "eu\\-west\\-1" in visible_text(app)


def test_the_url_decides_the_picture(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE, focus=B, up="1", down="all", hide=["artifact:Image"])
    graph = picture_of(app)
    assert graph["focus"] == [B]
    wanted = STORE.trace([B], up=1).entities
    assert arns_of(graph) == {entity.arn for entity in wanted if entity.type != "Image"}
    assert "filtered out: 1 Image" in graph["status"]
    assert "within 1 step upstream" in graph["status"]
    assert app.selectbox(key="upstream").value == 1


def test_a_depth_is_changed(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE, focus=K)
    app.selectbox(key="upstream").select(0).run()
    assert app.query_params["up"] == "0"
    assert arns_of(picture_of(app)) == {e.arn for e in STORE.trace([K], up=0, down=3).entities}


@pytest.mark.parametrize(
    "nonsense", [{"up": "-1"}, {"up": "²"}, {"down": "lots"}, {"hide": ["x"]}, {"cap": "9" * 30}]
)
def test_invalid_values_in_the_url_mean_the_default(open_page: OpenPage, nonsense: dict[str, str]) -> None:
    app = open_page(PAGE, STORE, focus=K, **nonsense)
    assert not app.exception
    assert arns_of(picture_of(app)) == {e.arn for e in STORE.trace([K], up=5, down=3).entities}


def test_the_panel_counts_exactly_what_the_picture_shows(open_page: OpenPage) -> None:
    chain = [Entity(f"arn:{number}", "artifact") for number in range(1_200)]
    links = tuple(Association(each.arn, "Produced", "arn:0") for each in chain[1:])
    store = LocalStore([Listed(tuple(chain), (*links, Association("arn:0", "Produced", "arn:1")))])
    app = open_page(PAGE, store, focus="arn:0", cap="1500")
    assert picture_of(app)["status"].startswith("1,200 of 1,200 entities, 1,200 associations, complete")
    facts = data_of(app, "facts")["sections"][0]["facts"]
    assert facts[:2] == [{"name": "Upstream", "value": "1,199"}, {"name": "Downstream", "value": "1"}]
    assert picture_of(app)["name"].endswith("1,199 upstream, 1 downstream")


def test_the_panel_counts_as_of_the_day_of_the_picture(open_page: OpenPage) -> None:
    day, later = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    made = {"arn:m": day, "arn:1": day, "arn:2": later}
    entities = tuple(Entity(arn, "artifact", {"creationtime": at}) for arn, at in made.items())
    store = LocalStore([Listed(entities, (*(Association(f"arn:{n}", "Produced", "arn:m") for n in (1, 2)),))])
    app = open_page(PAGE, store, focus="arn:m", asof="2026-03-02")
    assert picture_of(app)["name"].endswith("1 upstream, 0 downstream")
    facts = data_of(app, "facts")["sections"][0]["facts"]
    assert facts[0] == {"name": "Upstream", "value": "1, as of 2 Mar 2026"}


def test_the_panel_says_that_an_entity_did_not_exist_yet(open_page: OpenPage) -> None:
    facts = data_of(open_page(PAGE, STORE, focus=K, asof="2020-01-01"), "facts")["sections"][0]["facts"]
    assert [fact["name"] for fact in facts[:3]] == ["Approval", "Upstream", "Downstream"]
    assert {fact["value"] for fact in facts[:3]} == {"did not exist yet"}


def test_the_panel_has_the_facts_of_the_day_and_counts_its_deployments(open_page: OpenPage) -> None:
    store = demo_once.store()
    (endpoint,) = (each for each in store.search("ticket-routing-prod").entities if each.type == "Endpoint")
    app = open_page(PAGE, store, focus=endpoint.arn, asof="2026-02-28")
    facts = {row["name"]: row["value"] for row in data_of(app, "facts")["sections"][0]["facts"]}
    assert facts["Serves"] == "ticket-routing-models/9"
    assert facts["Upstream"].endswith(", as of 28 Feb 2026, of all 5 deployments")
    before = data_of(open_page(PAGE, store, focus=endpoint.arn, asof="2025-01-01"), "facts")
    facts = {row["name"]: row["value"] for row in before["sections"][0]["facts"]}
    assert facts["Upstream"] == "did not exist yet"
    (package,) = store.search("loyalty-tiers-models/1", filter_=Filter(types=frozenset({"Model"}))).entities[
        :1
    ]
    about = data_of(open_page(PAGE, store, focus=package.arn, asof="2025-06-15"), "facts")
    facts = {row["name"]: row["value"] for row in about["sections"][0]["facts"]}
    assert (about["state"], facts["Approval"]) == ("Approved", "Approved")
    assert "Warning" not in facts


def test_a_job_or_file_is_compared_with_the_focus_of_its_type_or_the_run_before(open_page: OpenPage) -> None:
    demo = demo_once.store()
    (job,) = demo.search("TrainTicketRouting", filter_=JOBS, limit=1).entities
    data = [each for each in demo.trace([job.arn], down=0).entities if each.type == "DataSet"]
    shown = {"focus": data[-1].arn, "down": "all", "select": data[0].arn}
    for link, words in (({"focus": job.arn}, "the run before"), (shown, "the focus")):
        labels = [each.label for each in open_page(PAGE, demo, **link).button]
        assert [each for each in labels if each.startswith("Compare")] == [f"Compare with {words}"]


def test_an_unknown_focus_shows_a_message_and_the_search_stays(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE, focus="arn:aws:[x](javascript:1)")
    assert not app.exception
    assert "has no entity" in app.warning[0].value
    assert "[x](javascript" not in app.warning[0].value
    assert data_of(app, "search") == {"text": "", "rows": [], "total": 0, "trouble": "", "note": ""}
    app.button[0].click().run()
    assert picture_of(app)["focus"] == [K]


def test_a_link_with_a_name_in_place_of_an_arn_offers_the_entities_of_this_name(open_page: OpenPage) -> None:
    app = open_page(PAGE, demo_once.store(), focus="home-recommender-models/9")
    assert "has no entity home" in app.warning[0].value
    first, *_, last = app.button
    assert (first.label, last.label) == (
        r"Show home\-recommender\-models\/9 \(Model\)",
        "Show the newest model",
    )
    first.click().run()
    assert title(demo_once.store().get(picture_of(app)["focus"][0])) == "home-recommender-models/9"


def test_the_table_lists_the_entities_of_the_picture(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE, focus=K, hide=["artifact:Image"])
    graph, table = picture_of(app), app.dataframe[0].value
    assert set(table["ARN"]) == arns_of(graph)
    assert dict(zip(table["ARN"], table["Steps"], strict=True))[A] == -1
    assert len(table) == graph["entities"]


def test_a_row_of_the_table_selects_in_the_picture(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE, focus=K)
    row = list(app.dataframe[0].value["ARN"]).index(E)
    app.query_params["select"] = E
    app.run()
    assert data_of(app, "facts")["words"] == "Endpoint"
    assert json.loads(app.dataframe[0].proto.selection_state)["selection"]["rows"] == [row]


def test_an_empty_store_shows_the_next_step(open_page: OpenPage) -> None:
    app = open_page(PAGE, LocalStore(()))
    assert not app.exception
    assert "Nothing is loaded yet" in visible_text(app)
    assert "export" in app.code[0].value


@pytest.mark.parametrize(
    "store", [BrokenStore([SAMPLE]), SnapshotError("The folder is not a whole snapshot.")]
)
def test_a_failing_store_is_one_message(open_page: OpenPage, store: object) -> None:
    app = open_page(PAGE, store, focus=K)
    assert not app.exception
    assert len(app.error) == 1
    assert "Traceback" not in app.error[0].value


def test_hostile_text_is_never_markup(open_page: OpenPage) -> None:
    app = open_page(PAGE, LocalStore([HOSTILE]), focus="arn:1")
    assert not app.exception
    for markup in ("<script", "](javascript", "**b**", ":smile:", "$x$", "\u202e"):
        assert markup not in unescaped(visible_text(app))
    assert data_of(app, "facts")["title"].startswith("<script>window.hacked=1</script>")
    app = open_page(PAGE, LocalStore([HOSTILE]), focus="arn:2")
    assert not app.exception
    assert {"name": "<b>", "value": "<img src=x onerror=alert(1)>"} in data_of(app, "facts")["sections"][1][
        "facts"
    ]


@pytest.mark.parametrize("layout", ["right", "time"])
def test_times_at_the_ends_of_the_calendar_are_drawn(open_page: OpenPage, layout: str) -> None:
    ends = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    made = [Entity(f"arn:{at.year}", "artifact", {"creationtime": at}) for at in ends]
    store = LocalStore([Listed(tuple(made), (Association("arn:1", "Produced", "arn:9999"),))])
    app = open_page(PAGE, store, focus="arn:1", layout=layout)
    assert not app.exception
    assert arns_of(picture_of(app)) == {"arn:1", "arn:9999"}
    assert app.slider(key="filter created").value == (date(1700, 1, 1), date(2200, 1, 1))


@pytest.mark.parametrize("link", [{"asof": "9999-12-31"}, {"asof": "0001-01-01"}, {"alone": "nope"}])
def test_a_link_with_a_strange_day_or_entity_still_shows_the_picture(
    open_page: OpenPage, link: dict[str, str]
) -> None:
    app = open_page("pages/explore.py", LocalStore([SAMPLE]), **link)
    assert not app.exception
    assert not app.warning
    assert picture_of(app)["nodes"]


def go_to(app: AppTest, **parameters: str) -> None:
    """Open other parameters in the same visit, as "Back" and "Forward" of the browser do."""
    app.query_params.clear()
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()


def can(app: AppTest) -> tuple[bool, bool]:
    """Return if the visitor can undo, and if they can redo."""
    return not app.button(key="undo").disabled, not app.button(key="redo").disabled


def test_back_and_forward_count_as_undo_and_redo(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE, focus=K)
    for depth in (0, 1, 2):
        app.selectbox(key="upstream").select(depth).run()
    go_to(app, focus=K, up="1")
    assert can(app) == (True, True)
    go_to(app, focus=K)  # two steps at once
    assert can(app) == (False, True)
    go_to(app, focus=K, up="1")
    app.button(key="redo").click().run()
    assert (app.query_params["up"], can(app)) == ("2", (True, False))
    app.button(key="undo").click().run()
    app.button(key="undo").click().run()
    assert (app.query_params["up"], can(app)) == ("0", (True, True))
    go_to(app, focus=K, up="2")
    assert can(app) == (True, False)


def test_another_link_in_the_same_visit_can_be_undone(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE, focus=K)
    app.selectbox(key="upstream").select(0).run()
    go_to(app, focus=B)
    assert can(app) == (True, False)
    app.button(key="undo").click().run()
    assert (app.query_params["focus"], app.query_params["up"]) == (K, "0")


def test_the_picture_follows_the_selection_in_the_url(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE, focus=K, select=A)
    first = picture_of(app)["select"]
    assert first["arn"] == A
    for arn in (K, A):
        go_to(app, focus=K, select=arn)
        assert picture_of(app)["select"]["arn"] == arn
        assert data_of(app, "facts")["copy"] == arn
    go_to(app, focus=K)
    assert picture_of(app)["select"] == {"arn": None, "turn": first["turn"] + 3}
    turn = picture_of(app)["select"]["turn"]
    app.run()
    assert picture_of(app)["select"]["turn"] == turn


UNKNOWN_PARTS = [
    {"without": "zzz"},
    {"start": "nope"},
    {"alone": "nope"},
    {"select": "nope"},
    {"nostatus": "Bogus"},
    {"nolabel": "Bogus"},
    {"noaccount": "999999999999"},
    {"noassociation": "Bogus"},
    {"hide": "artifact:Bogus"},
    {"hide": "Bogus"},
    {"close": "zzz"},
    {"collapse": "upstream:zzz"},
    {"collapse": "sideways:zzz"},
    {"grow": "upstream:zzz"},
    {"grow": "open:zzz"},
    {"up": "abc"},
    {"down": "-1"},
    {"cap": "7"},
    {"layout": "zzz"},
    {"group": "foo"},
    {"bundle": "zzz"},
    {"skip": "zzz"},
    {"asof": "2026-99-99"},
    {"asof": "2022-07-16"},
    {"from": "yesterday"},
    {"show": "bananas"},
    {"show": "paths"},
    {"with": "nope"},
    {"path": "3"},
    {"bogus": "1"},
]


@pytest.mark.parametrize("part", UNKNOWN_PARTS, ids=str)
def test_an_unknown_part_of_a_link_is_left_out_and_named(open_page: OpenPage, part: dict[str, str]) -> None:
    app, plain = open_page(PAGE, STORE, focus=K, **part), open_page(PAGE, STORE, focus=K)
    ((name, value),) = part.items()
    assert f"Not understood in this link, and left out: {literal(f'{name}={value}')}." in visible_text(app)
    assert set(app.query_params) == {"focus"}
    assert picture_of(app)["status"] == picture_of(plain)["status"]
    assert picture_of(app)["select"]["arn"] is None
    assert "A path starts" not in visible_text(app)
    assert [button.label for button in app.button] == [button.label for button in plain.button]
    app.selectbox(key="upstream").select(1).run()
    assert "Not understood" not in visible_text(app)


def test_the_known_parts_of_a_link_stay_and_are_not_named(open_page: OpenPage) -> None:
    link = {
        "focus": K, "select": A, "up": "5", "down": "2", "cap": "1000", "without": B, "start": A, "alone": K,
        "hide": ["artifact:Image"], "nostatus": ["-", "PendingManualApproval", "Failed"], "asof": "2022-07-15",
        "nolabel": "context", "noaccount": ["-", "123456789012"], "noassociation": "SameAs", "bundle": "on",
        "collapse": f"upstream:{E}", "grow": [f"downstream:{K}", "open:fold:0123456789abcdef"], "layout": "right",
    }  # fmt: skip
    app = open_page(PAGE, STORE, **link)
    assert not app.exception
    assert "Not understood" not in visible_text(app)
    assert {*link} - {*app.query_params} <= {"up", "bundle", "layout"}
