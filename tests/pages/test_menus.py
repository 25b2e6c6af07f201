"""The menus and lists of the Explore page: each change by a visitor is in the URL and in the picture."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from lineage_viz.demo import generate
from lineage_viz.demo.source import DemoSource
from lineage_viz.evidence.state import state_of
from lineage_viz.model import Association, Entity
from lineage_viz.questions.common_ancestors import common_ancestors
from lineage_viz.saved_views import SavedViews
from lineage_viz.settings import Settings
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from lineage_viz.ui.text import literal
from lineage_viz.ui.visible_views import place_of
from tests import demo_once
from tests.deployments import ENDPOINT, SERVED
from tests.deployments import arn as deployment
from tests.pages.conftest import OpenPage, arns_of, data_of, picture_of, visible_text
from tests.sample import D1, D5, I2, SAMPLE, A, B, E, K, Listed, M, X

PAGE = "pages/explore.py"
STORE = LocalStore([SAMPLE])


def _through(arn: str) -> tuple[Association, Association]:
    return Association("arn:a", "Produced", arn), Association(arn, "Produced", "arn:z")


def _from_a(end: Entity) -> Association:
    return Association("arn:a", "Produced", end.arn)


def arns(app: AppTest) -> set[str]:
    return arns_of(picture_of(app))


def several(app: AppTest, name: str) -> list[str]:
    """The values of a parameter of the URL; AppTest gives a single one without a list."""
    value = app.query_params[name]
    return value if isinstance(value, list) else [value]


@pytest.fixture(scope="module")
def account() -> LocalStore:
    return LocalStore([DemoSource(generate(entities=800, seed=5))])


@pytest.fixture
def hub(account: LocalStore) -> str:
    graph = account.heterograph()
    return str(max(graph.nodes, key=graph.out_degree))


class TestFilters:
    def test_the_first_click_shows_only_this_status_and_the_next_ones_add_and_remove(
        self, open_page: OpenPage
    ) -> None:
        app = open_page(PAGE, STORE, focus=K)
        pills = app.button_group(key="filter statuses")
        assert pills.options == ["All", "No status 8", "Completed 2", "Not read 2", "Pending approval 1"]
        assert pills.value == [None]
        pills.set_value([None, "Completed"]).run()
        assert app.button_group(key="filter statuses").value == ["Completed"]
        assert several(app, "nostatus") == ["-", "Not read", "Pending approval"]
        assert {state_of(STORE.get(arn)) for arn in arns(app) - {K}} == {"Completed"}
        app.button_group(key="filter statuses").set_value(["Completed", "Pending approval"]).run()
        assert several(app, "nostatus") == ["-", "Not read"]
        app.button_group(key="filter statuses").set_value(["Pending approval"]).run()
        assert {state_of(STORE.get(arn)) for arn in arns(app) - {K}} == {"Pending approval"}

    def test_an_old_choice_of_a_closed_menu_beside_undo_is_no_new_choice(self, open_page: OpenPage) -> None:
        """The browser sends it when the menu closes before the browser learns what the page made of the choice."""
        app = open_page(PAGE, STORE, focus=K)
        before = dict(app.query_params)
        clicked = [None, "Completed"]
        app.button_group(key="filter statuses").set_value(clicked).run()
        assert several(app, "nostatus") == ["-", "Not read", "Pending approval"]
        app.button_group(key="filter statuses").set_value(clicked)
        app.button(key="undo").click().run()
        assert dict(app.query_params) == before
        app.button_group(key="filter statuses 1").set_value(clicked).run()
        assert several(app, "nostatus") == ["-", "Not read", "Pending approval"]

    @pytest.mark.parametrize(
        "clicked", [["Completed", None], [], ["Completed", "", "Not read", "Pending approval"]]
    )
    def test_all_statuses_return_by_all_and_by_the_removal_of_the_last(
        self, open_page: OpenPage, clicked: list[str | None]
    ) -> None:
        app = open_page(
            PAGE, STORE, focus=K, nostatus=["-", "Not read", "PendingManualApproval", "elsewhere"]
        )
        pills = app.button_group(key="filter statuses")
        assert pills.value == ["Completed"]
        pills.set_value(clicked).run()
        assert "nostatus" not in app.query_params
        assert app.button_group(key="filter statuses").value == [None]

    def test_two_clicks_that_arrive_together_choose_both(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=K)
        app.button_group(key="filter statuses").set_value([None, "Completed", ""]).run()
        assert several(app, "nostatus") == ["Not read", "Pending approval"]

    def test_a_value_may_be_called_all(self, open_page: OpenPage) -> None:
        made = [Entity("arn:1", "artifact", {"status": "All"}), Entity("arn:2", "artifact")]
        store = LocalStore([Listed((Entity("arn:a", "artifact"), *made), tuple(map(_from_a, made)))])
        app = open_page(PAGE, store, focus="arn:a")
        app.button_group(key="filter statuses").set_value([None, "All"]).run()
        assert app.query_params["nostatus"] == "-"
        assert arns(app) == {"arn:a", "arn:1"}

    @pytest.mark.parametrize(
        ("key", "value", "parameter"),
        [
            ("labels", "trial_component", "nolabel"),
            ("types", ("artifact", "Model"), "hide"),
            ("associations", "Produced", "noassociation"),
            ("accounts", "", "noaccount"),
        ],
    )
    def test_every_filter_with_pills_works_alike(
        self, open_page: OpenPage, key: str, value: str | tuple[str, str], parameter: str
    ) -> None:
        away = Entity("no account", "artifact")
        links = (*SAMPLE.links, Association(K, "SameAs", away.arn))
        store = LocalStore([Listed((*SAMPLE.holds, away), links)])
        app = open_page(PAGE, store, focus=K)
        pills = app.button_group(key=f"filter {key}")
        others = len(pills.options) - 2
        pills.set_value([None, value]).run()
        assert app.button_group(key=f"filter {key}").value == [value]
        assert len(several(app, parameter)) == others > 0

    def test_a_text_filter_keeps_the_entities_that_contain_it(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=K)
        app.text_input(key="filter text").set_value(" raw.csv ").run()
        assert arns(app) == {K, D1}
        assert app.query_params["text"] == "raw.csv"
        assert "Filter (1)" in [menu.proto.popover.label for menu in app.get("popover")]

    def test_hiding_associations_hides_entities_that_only_they_connect(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=K, noassociation=["AssociatedWith"])
        assert E not in arns(app)
        assert picture_of(app)["lines"][0] | {"hidden": True} == picture_of(app)["lines"][0]

    def test_the_path_through_filtered_entities_is_kept(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=K, nolabel=["trial_component"])
        assert not any(look.get("pass") for look in picture_of(app)["merged"])
        app.button_group(key="filter skip").set_value(True).run()
        assert any(look.get("pass") for look in picture_of(app)["merged"])
        assert app.query_params["skip"] == "on"

    def test_all_filters_are_cleared_at_once(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=K, hide=["artifact:Image"], nostatus=["Completed"], text="x")
        next(button for button in app.button if button.label == "Clear all filters").click().run()
        assert set(app.query_params) == {"focus"}

    def test_the_slider_filters_by_day_of_creation(
        self, open_page: OpenPage, account: LocalStore, hub: str
    ) -> None:
        app = open_page(PAGE, account, focus=hub, bundle="off")
        slider = app.slider(key="filter created")
        first, last = slider.value
        middle = first + (last - first) / 2
        slider.set_value((first, middle)).run()
        assert app.query_params["to"] == middle.isoformat()
        created = [account.get(arn).created for arn in arns(app) if arn != hub]
        assert created
        assert all(each and each.date() <= middle for each in created)

    def test_values_with_the_same_words_are_separate_options(self, open_page: OpenPage) -> None:
        statuses = [f"{'s' * 100}{number}{'t' * 100}" for number in range(3)]
        jobs = [Entity(f"arn:{n}", "action", {"status": status}) for n, status in enumerate(statuses)]
        links = tuple(Association("arn:a", "Produced", job.arn) for job in jobs)
        store = LocalStore([Listed((Entity("arn:a", "artifact"), *jobs), links)])
        app = open_page(PAGE, store, focus="arn:a")
        app.button_group(key="filter statuses").set_value([None, "", statuses[0], statuses[2]]).run()
        assert app.query_params["nostatus"] == statuses[1]


def test_every_menu_has_an_identity_of_its_own(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE, focus=K)
    before = {menu.proto.popover.label: menu.proto.id for menu in app.get("popover")}
    assert before.keys() >= {"Filter", "View", "Saved", "Take away", "More"}
    assert all(before.values())
    app.query_params["show"] = "overview"
    after = {menu.proto.popover.label: menu.proto.id for menu in app.run().get("popover")}
    assert after == {name: before[name] for name in after}


class TestView:
    def test_the_layout_and_the_groups_are_in_the_url(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=K)
        app.button_group(key="arrangement").set_value("down").run()
        assert picture_of(app)["orientation"] == "down"
        app.selectbox(key="group").select("execution").run()
        assert app.query_params["layout"] == "down"
        assert app.query_params["group"] == "execution"
        (stack,) = [node for node in picture_of(app)["nodes"] if "fold" in node]
        assert stack["label"] == "pipelines-d84ewltjmxhe"

    def test_the_layout_by_time_has_an_axis(self, open_page: OpenPage) -> None:
        assert picture_of(open_page(PAGE, STORE, focus=K, layout="time"))["axis"]
        assert picture_of(open_page(PAGE, STORE, focus=K))["axis"] == []

    def test_the_slider_shows_the_lineage_as_of_a_day(
        self, open_page: OpenPage, account: LocalStore, hub: str
    ) -> None:
        app = open_page(PAGE, account, focus=hub, bundle="off")
        days = sorted(account.get(arn).created.date() for arn in arns(app))  # type: ignore[union-attr]
        day: date = days[len(days) // 2]
        app.slider(key="as_of").set_value(day).run()
        assert app.query_params["asof"] == day.isoformat()
        assert all(account.get(arn).created.date() <= day for arn in arns(app) if arn != hub)  # type: ignore[union-attr]
        app.slider(key="as_of").set_value(days[-1]).run()
        assert "asof" not in app.query_params
        app.text_input(key="as_of_day").set_value(f"{day:%d %b %Y}")
        (show,) = [button for button in app.button if button.label == "Show"]
        show.click().run()
        assert app.query_params["asof"] == day.isoformat()
        assert app.slider(key="as_of").value == day
        app.text_input(key="as_of_day").set_value("lately")
        (show,) = [button for button in app.button if button.label == "Show"]
        show.click().run()
        assert any("lately" in each.value for each in app.error)
        assert app.query_params["asof"] == day.isoformat()

    def test_a_deployment_of_an_endpoint_is_chosen_by_version_and_date(self, open_page: OpenPage) -> None:
        store = LocalStore([SERVED])
        app = open_page(PAGE, store, focus=ENDPOINT)
        choice = app.selectbox(key="deployment")
        assert choice.options == [
            "What it serves now",
            "10 Mar 2026 · routing/3",
            "10 Feb 2026 · routing/2",
            "10 Jan 2026 · routing/1",
            "All 3 deployments",
        ]
        assert deployment("package", 3) in arns(app)
        facts = {each["name"]: each["value"] for each in data_of(app, "facts")["sections"][0]["facts"]}
        assert facts["Upstream"] == "13, of all 3 deployments"
        choice.set_value(deployment("deployment", 1)).run()
        assert several(app, "deployment") == [deployment("deployment", 1)]
        assert deployment("package", 1) in arns(app)
        assert deployment("package", 3) not in arns(app)
        app.selectbox(key="deployment").set_value("").run()
        assert "deployment" not in app.query_params
        other = open_page(PAGE, store, focus=deployment("package", 1))
        assert not any(box.key == "deployment" for box in other.selectbox)

    def test_everything_hidden_is_shown_again_at_once(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=K, without=[A], hide=["artifact:Image"])
        assert A not in arns(app)
        next(button for button in app.button if button.label == "Show everything again").click().run()
        assert arns(app) == {e.arn for e in STORE.trace([K], up=5, down=3).entities}


class TestStacks:
    def test_siblings_are_a_stack_that_opens_and_lists_its_members(
        self, open_page: OpenPage, account: LocalStore, hub: str
    ) -> None:
        app = open_page(PAGE, account, focus=hub, up="0", down="1")
        (stack,) = [node for node in picture_of(app)["nodes"] if "fold" in node]
        app.query_params["select"] = stack["arn"]
        app.run()
        assert any(each.value.startswith(f"**{stack['label']}**") for each in app.markdown)
        next(button for button in app.button if button.label == "Show next").click().run()
        shown = picture_of(app)
        assert len(shown["nodes"]) == 12
        assert shown["entities"] == stack["fold"] + 1
        assert shown["frames"][0]["label"].startswith("10 of ")

    def test_the_list_of_a_stack_tells_its_members_apart_and_filters_by_status(
        self, open_page: OpenPage
    ) -> None:
        day = datetime(2026, 3, 1, tzinfo=UTC)
        sets = [
            Entity(
                f"arn:{number}",
                "artifact",
                {
                    "type": "DataSet",
                    "sourceuri": f"s3://data/tickets/2026-{number:02}/train.jsonl",
                    "creationtime": day + timedelta(days=number),
                    "status": "Failed" if number in (3, 7) else "Completed",
                },
            )
            for number in range(1, 13)
        ]
        store = LocalStore([Listed((Entity("arn:a", "artifact"), *sets), tuple(map(_from_a, sets)))])
        app = open_page(PAGE, store, focus="arn:a")
        (stack,) = [node for node in picture_of(app)["nodes"] if "fold" in node]
        assert stack["inside"][0] == "2026-12/train.jsonl"
        app.query_params["select"] = stack["arn"]
        app.run()
        table = app.dataframe[0].value
        assert list(table["Name"]) == [f"2026-{number:02}/train.jsonl" for number in range(12, 0, -1)]
        assert list(table)[:3] == ["Name", "Created", "Status"]
        pills = app.button_group(key=f"pills {stack['arn']}")
        assert pills.options == ["All", "Failed 2", "Completed 10"]
        pills.set_value([None, "Failed"]).run()
        table = app.dataframe[0].value
        assert list(table["ARN"]) == ["arn:7", "arn:3"]
        assert "Status" not in table
        assert "2 of 12. Choose a row" in visible_text(app)
        app.button_group(key=f"pills {stack['arn']}").set_value(["Failed", None]).run()
        assert len(app.dataframe[0].value) == 12
        button = app.button(key=f"open {stack['arn']}")
        assert button.label == "Open the 2 failed"
        app.text_input(key=f"search {stack['arn']}").input("2026-1").run()
        button = app.button(key=f"open {stack['arn']}")
        assert button.label == "Open these 3"
        button.click().run()
        cards = picture_of(app)["nodes"]
        assert {node["arn"] for node in cards if "fold" not in node} == {
            "arn:a",
            "arn:10",
            "arn:11",
            "arn:12",
        }
        assert [node["fold"] for node in cards if "fold" in node] == [9]

    def test_stacks_can_be_switched_off(self, open_page: OpenPage, account: LocalStore, hub: str) -> None:
        app = open_page(PAGE, account, focus=hub, up="0", down="1")
        app.toggle(key="bundled").set_value(False).run()
        assert app.query_params["bundle"] == "off"
        assert len(picture_of(app)["nodes"]) == picture_of(app)["entities"]


class TestTwoEntities:
    def test_all_paths_are_listed_and_one_is_highlighted(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=D1, show="paths", path="1", **{"with": E})
        box = app.selectbox(key="path")
        assert box.label == "2 paths, shortest first"
        first = picture_of(app)["path"]
        assert (first[0], first[-1]) == (D1, E)
        box.select(2).run()
        second = picture_of(app)["path"]
        assert len(second) == len(first) + 1
        assert app.query_params["path"] == "2"
        assert arns(app) == set(first) | set(second)

    def test_paths_with_the_same_words_are_separate_options(self, open_page: OpenPage) -> None:
        between = [Entity(f"arn:{number}", "artifact", {"name": "same"}) for number in range(3)]
        ends = Entity("arn:a", "artifact"), Entity("arn:z", "artifact")
        links = [link for e in between for link in _through(e.arn)]
        app = open_page(
            PAGE,
            LocalStore([Listed((*ends, *between), tuple(links))]),
            focus="arn:a",
            show="paths",
            **{"with": "arn:z"},
        )
        app.selectbox(key="path").select(2).run()
        assert app.query_params["path"] == "2"
        assert picture_of(app)["path"] == ["arn:a", "arn:1", "arn:z"]

    def test_groups_of_the_lineage_do_not_hide_the_entities_of_a_path(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=D1, show="paths", path="1", group="type", **{"with": E})
        assert set(picture_of(app)["path"]) <= arns(app)

    def test_entities_without_a_path_show_a_message(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=E, show="paths", **{"with": D5})
        assert "No path of at most 20 steps" in app.info[0].value
        assert arns(app) == {E, D5}

    def test_two_entities_show_their_common_ancestors(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=K, show="common", **{"with": B})
        assert {K, B, M} <= arns(app)
        assert "common ancestors, listed below" in visible_text(app)
        app.button_group(key="below 3").set_value("In common").run()
        shared = common_ancestors(STORE, K, B).ancestors
        assert list(app.dataframe[0].value["ARN"]) == [each.entity.arn for each in shared]
        next(button for button in app.button if button.label == "Back to the lineage").click().run()
        assert "show" not in app.query_params

    def test_paths_and_common_ancestors_are_those_of_the_day(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=I2, show="paths", path="1", asof="2022-07-12", **{"with": E})
        assert "No path connects the two entities as of 12 Jul 2022. 4 paths came later." in app.info[0].value
        app = open_page(PAGE, STORE, focus=K, show="common", asof="2022-07-12", **{"with": B})
        assert "The two entities have no common ancestor as of 12 Jul 2022." in visible_text(app)

    def test_a_path_starts_at_the_picked_card(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=K, select=X)
        next(button for button in app.button if button.label == "Path from here").click().run()
        assert app.query_params["start"] == X
        assert picture_of(app)["picks"] == {"start": X}
        next(button for button in app.button if button.label == "Clear the start").click().run()
        assert "start" not in app.query_params

    def test_an_unknown_second_entity_shows_a_message(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=K, show="paths", **{"with": "arn:nothing"})
        assert not app.exception
        assert "has no entity" in app.warning[0].value


class TestOverview:
    def test_it_shows_all_types_and_lists_the_entities_of_one(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, show="overview")
        shown = picture_of(app)
        assert {node["label"] for node in shown["nodes"]} >= {"5 Data sets", "2 Models", "1 Endpoint"}
        assert f"{STORE.counts().entities} entities of 10 types" in shown["status"]
        assert sum(line["count"] for line in shown["lines"]) == STORE.counts().associations
        app.query_params["select"] = "type:artifact:DataSet"
        app.run()
        assert "**5 Data sets**" in [each.value for each in app.markdown]
        images = STORE.search(filter_=Filter(types=frozenset({"DataSet"}))).entities
        assert set(app.dataframe[0].value["ARN"]) == {entity.arn for entity in images}

    def test_the_overview_keeps_the_filters_of_entities_for_later(self, open_page: OpenPage) -> None:
        filtered = {"text": "nothing has this", "nostatus": "-", "noassociation": "Produced"}
        app = open_page(PAGE, STORE, focus=K, show="overview", **filtered)
        assert len(picture_of(app)["nodes"]) == len(STORE.schema().types)
        assert picture_of(app)["status"].endswith("filtered out: associations of type produced")
        assert not [text for text in app.text_input if text.label == "Only entities that contain"]
        next(button for button in app.button if button.label == "Back to the lineage").click().run()
        assert app.query_params["text"] == "nothing has this"

    def test_an_entity_named_like_a_type_card_is_an_entity(self, open_page: OpenPage) -> None:
        store = LocalStore([Listed((Entity("type:artifact:DataSet", "artifact", {"name": "mine"}),))])
        app = open_page(PAGE, store, focus="type:artifact:DataSet")
        assert data_of(app, "facts")["title"] == "mine"


class TestImpact:
    def test_a_live_version_without_an_approval_is_a_warning(self, open_page: OpenPage) -> None:
        account = demo_once.account()
        store = LocalStore([DemoSource(account)])
        app = open_page(PAGE, store, focus=account.findings["deployed-though-rejected"])
        app.button_group(key="below 2").set_value("Impact").run()
        assert app.warning
        assert all("Live without approval" in each.value for each in app.warning)
        app = open_page(PAGE, store, focus=account.findings["complete"])
        app.button_group(key="below 2").set_value("Impact").run()
        assert not app.warning

    def test_everything_downstream_is_listed_by_hops_even_outside_the_view(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=D1, down="1")
        app.button_group(key="below 2").set_value("Impact").run()
        table = app.dataframe[0].value
        downstream = STORE.trace([D1], up=0)
        assert dict(zip(table["ARN"], table["Steps"], strict=True)) == {
            arn: hops for arn, hops in downstream.hops.items() if hops
        }
        assert "1 endpoint" in visible_text(app)

    def test_without_anything_downstream_a_sentence_says_so_and_there_is_no_empty_table(
        self, open_page: OpenPage
    ) -> None:
        app = open_page(PAGE, STORE, focus=E)
        app.button_group(key="below 2").set_value("Impact").run()
        assert literal("Nothing is downstream of abalone-endpoint.") in visible_text(app)
        assert not app.dataframe

    def test_a_row_is_selected_and_the_list_stays(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=D1, up="0", down="1")
        app.button_group(key="below 2").set_value("Impact").run()
        table = app.dataframe[0].value
        rows = list(table["ARN"])
        beyond = next(arn for arn in rows if arn not in arns(app))
        # A test cannot click on a row, so it sets the state that a click leaves.
        app.session_state["looked up"] = (D1, beyond)
        app.query_params["select"] = beyond
        app.run()
        assert list(app.dataframe[0].value["ARN"]) == rows
        assert data_of(app, "facts")["copy"] == beyond
        app.query_params["select"] = D1
        app.run()
        assert data_of(app, "facts")["copy"] == D1


def save(app: AppTest, name: str) -> None:
    """Type a name and click the button, without a run between."""
    app.text_input(key="view name").set_value(name)
    next(button for button in app.button if button.label == "Save this view").click().run()


class TestSavedViews:
    @pytest.fixture(autouse=True)
    def folder(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
        monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "data"))
        return tmp_path

    def test_a_view_is_saved_opened_and_deleted(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=K, layout="down", hide=["artifact:Image"])
        save(app, "Without *images*")
        app = open_page(PAGE, STORE, focus=B)
        app.button(key="open Without *images*").click().run()
        assert app.query_params["focus"] == K
        assert app.query_params["layout"] == "down"
        assert app.query_params["hide"] == "artifact:Image"
        app.button(key="delete Without *images*").click().run()
        assert "Nothing saved yet" in visible_text(app)

    def test_views_that_others_share_are_opened_but_not_deleted(
        self, open_page: OpenPage, folder: Path
    ) -> None:
        SavedViews(folder / "data" / "shared_views.sqlite").save("ada*", "Team", f"focus={K}&layout=down")
        app = open_page(PAGE, STORE, focus=B)
        assert app.button(key="open ada* Team").label == "Team · ada\\* :gray[· picture]"
        app.button(key="open ada* Team").click().run()
        assert (app.query_params["focus"], app.query_params["layout"]) == (K, "down")
        assert not [each for each in app.button if str(each.key).startswith(("delete", "share"))]

    def test_a_list_of_entities_is_saved_with_its_search_and_columns(self, open_page: OpenPage) -> None:
        app = open_page("pages/entities.py", STORE, q="type:model", columns="owner", sort="-name", page="1")
        save(app, "My models")
        assert "Saved as My models." in visible_text(app)
        (view,) = SavedViews(Settings.from_environment().saved_views).views("")
        assert parse_qs(view.query.removeprefix("entities?")) == {
            "q": ["type:model"], "columns": ["owner"], "sort": ["-name"],
        }  # fmt: skip
        assert place_of(view)[0] == "pages/entities.py"

    def test_one_click_saves_and_a_taken_name_is_replaced_only_after_another(
        self, open_page: OpenPage
    ) -> None:
        app = open_page(PAGE, STORE, focus=K)
        save(app, "x")
        assert "Saved as x." in visible_text(app)
        app.selectbox(key="upstream").select(1).run()
        save(app, "x")
        assert "A view x exists already" in visible_text(app)
        app.button(key="replace view").click().run()
        assert "Saved as x." in visible_text(app)
        assert "replace view" not in {button.key for button in app.button}
        save(app, "y")
        app = open_page(PAGE, STORE, focus=B)
        app.button(key="open x").click().run()
        assert app.query_params["up"] == "1"

    def test_a_view_without_a_name_is_not_saved(self, open_page: OpenPage) -> None:
        app = open_page(PAGE, STORE, focus=K)
        save(app, " ")
        assert "A view needs a name" in app.warning[0].value

    def test_a_folder_that_cannot_be_written_is_one_sentence(self, open_page: OpenPage, folder: Path) -> None:
        app = open_page(PAGE, STORE, focus=K)
        (folder / "data").write_text("not a folder")
        app.text_input(key="view name").set_value("x").run()
        assert not app.exception
        assert "which is not a folder" in visible_text(app)

    def test_a_view_that_cannot_be_deleted_is_one_sentence(self, open_page: OpenPage, folder: Path) -> None:
        app = open_page(PAGE, STORE, focus=K)
        save(app, "x")
        for file in (folder / "data").iterdir():
            file.write_bytes(b"no database" * 100)
        app.button(key="delete x").click().run()
        assert not app.exception
        assert "saved views" in "".join(str(each.value) for each in (*app.warning, *app.error))
        assert "are damaged" in app.warning[0].value


def test_a_selection_in_a_link_is_selected(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE, focus=K, select=E)
    assert data_of(app, "facts")["words"] == "Endpoint"
    assert picture_of(app)["select"] == {"arn": E, "turn": 0}
