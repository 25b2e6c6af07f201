import csv
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from lineage_viz.errors import SnapshotError
from lineage_viz.evidence.words import warning
from lineage_viz.model import Entity, SnapshotInfo
from lineage_viz.search.asked import asked_of
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from lineage_viz.store.order import Order, SortBy, number_of
from lineage_viz.takeaway.tables import listed_csv
from lineage_viz.takeaway.view_caption import list_caption
from lineage_viz.title import title
from lineage_viz.ui.table_columns import COLUMNS as ALL
from lineage_viz.words import size
from tests import demo_once
from tests.pages.conftest import HOSTILE, HOSTILE_TEXT, BrokenStore, OpenPage, unescaped, visible_text
from tests.sample import D1, SAMPLE, A, B, E, Listed

PAGE = "pages/entities.py"
STORE = LocalStore([SAMPLE])
ACCOUNT = demo_once.account()
DEMO = demo_once.store()


def test_everything_is_listed_newest_first(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE)
    assert not app.exception
    assert list(app.dataframe[0].value["ARN"]) == [entity.arn for entity in STORE.search().entities]
    assert "16 entities, 19 associations" in visible_text(app)
    assert "1 to 16 of 16 entities, newest first" in visible_text(app)


def test_search_narrows(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE)
    app.text_input[0].input("transform").run()
    assert list(app.dataframe[0].value["ARN"]) == [
        entity.arn for entity in STORE.search("transform").entities
    ]
    assert "best match first" in visible_text(app)
    app.text_input[0].input("nothing like it").run()
    assert not app.dataframe
    assert "Nothing found" in visible_text(app)


def test_terms_of_a_search_narrow_and_are_explained(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, q="type:endpoint live:yes", sort="")
    live = DEMO.search(filter_=Filter(types=frozenset({"Endpoint"}), live=True))
    assert list(app.dataframe[0].value["ARN"]) == [entity.arn for entity in live.entities]
    assert f"of {live.total} entities, newest first" in visible_text(app)
    app.text_input[0].input("type:endpiont").run()
    assert not app.dataframe
    assert "There is no type “endpiont” here" in unescaped(visible_text(app))
    app.text_input[0].input("fraud statsu:failed").run()
    assert "There is no field statsu" in unescaped(visible_text(app))
    assert "Nothing found" in visible_text(app)


def test_labels_and_types_narrow_and_are_counted(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE)
    assert any(option.startswith("Artifact 9") for option in app.pills[0].options)
    app.pills[0].select("trial_component").run()
    assert set(app.dataframe[0].value["Type"]) == {"Processing job", "Training job", "Transform job"}
    app.selectbox(key="type").select(("trial_component", "SageMakerTransformJob")).run()
    assert list(app.dataframe[0].value["ARN"]) == [B]


def test_the_counts_are_those_of_the_search_with_all_other_filters(open_page: OpenPage) -> None:
    def number(option: str) -> int:
        return int(option.rpartition("(" if option.endswith(")") else " ")[2].rstrip(")").replace(",", ""))

    def hits(label: str = "", state: str = "", person: str = "") -> int:
        sets = (frozenset(filter(None, (each,))) for each in (label, state, person))
        labels, states, people = sets
        return DEMO.search("fraud", filter_=Filter(labels, states=states, people=people)).total

    app = open_page(PAGE, DEMO, q="fraud", label="trial_component", status="Failed", page="9")
    assert "Not understood" not in visible_text(app)
    jobs = "trial_component"
    assert [number(each) for each in app.pills[0].options] == [
        hits(label, "Failed") for label in ("artifact", jobs, "action", "context")
    ]
    states = {each.rpartition(" (")[0]: number(each) for each in app.selectbox(key="status").options[1:]}
    assert states == {state: hits(jobs, state) for state in states}
    assert set(states) >= {"Failed", "Completed"}
    assert "Approved" not in states
    people = {each.rpartition(" (")[0]: number(each) for each in app.selectbox(key="person").options[1:]}
    assert people == {person: hits(jobs, "Failed", person) for person in people}
    types = app.selectbox(key="type").options[1:]
    assert sum(map(number, types)) == hits(jobs, "Failed")
    assert app.toggle(key="live").label == "Live (0)"
    assert open_page(PAGE, DEMO, q="type:endpiont").pills[0].options[0] == "Artifact 0"


def test_a_period_and_an_account_are_filters_in_the_link(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, created="30d", type="artifact:Model")
    wanted = asked_of(DEMO, "created:30d type:model").answer(DEMO).total
    assert f"of {wanted:,} entities" in visible_text(app)
    app.selectbox(key="created").set_value("").run()
    assert app.query_params == {"type": "artifact:Model"}
    assert "left out: created5d." in unescaped(visible_text(open_page(PAGE, DEMO, created="5d")))
    assert not any(each.key == "account" for each in app.selectbox)
    other = Listed(
        (Entity("arn:x", "artifact", {"account": "9" * 12}),),
        (),
        SnapshotInfo("other", "9" * 12, "eu-west-1"),
    )
    app = open_page(PAGE, LocalStore([SAMPLE, other]))
    app.selectbox(key="account").set_value("9" * 12).run()
    assert app.query_params == {"account": "9" * 12}
    assert list(app.dataframe[0].value["ARN"]) == ["arn:x"]


def test_a_list_that_is_closed_without_a_choice_keeps_the_last_one(open_page: OpenPage) -> None:
    """The browser empties a select box on Escape only when its default is empty."""
    app = open_page(PAGE, STORE, status="Failed")
    assert [(box.value, box.options[0]) for box in app.selectbox] == [
        ("", "Any time"),
        (("", ""), "All types"),
        ("Failed", "Any status"),
    ]
    assert all(box.proto.HasField("default") for box in app.selectbox)
    app.selectbox(key="status").set_value("").run()
    assert app.query_params == {}


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"q": "none such"}, "Nothing found. Try fewer words, a part of the name or ARN."),
        (
            {"q": "none such", "label": "trial_component"},
            "Nothing found with the label Trial component. Try fewer words, a part of the name or ARN, or all "
            "labels: click the lit one again.",
        ),
        (
            {"q": "none such", "type": "artifact:Image"},
            "Nothing found with the type Image. Try fewer words, a part of the name or ARN, or all types.",
        ),
    ],
)
def test_an_empty_list_names_the_filters_that_are_set(
    open_page: OpenPage, link: dict[str, str], words: str
) -> None:
    assert open_page(PAGE, STORE, **link).info[0].value == words


def test_a_link_contains_the_search_and_opens_the_same_list(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE)
    app.text_input[0].input("transform").run()
    app.pills[0].select("trial_component").run()
    app.selectbox(key="type").select(("trial_component", "SageMakerTransformJob")).run()
    link = {"q": "transform", "label": "trial_component", "type": "trial_component:SageMakerTransformJob"}
    assert app.query_params == link
    other = open_page(PAGE, STORE, **link)
    assert other.text_input[0].value == "transform"
    assert other.pills[0].value == "trial_component"
    assert other.selectbox(key="type").value == ("trial_component", "SageMakerTransformJob")
    assert list(other.dataframe[0].value["ARN"]) == [B]
    other.text_input[0].input("").run()
    other.pills[0].unselect("trial_component").run()
    other.selectbox(key="type").select(("", "")).run()
    assert other.query_params == {}
    assert len(other.dataframe[0].value) == 16


@pytest.mark.parametrize(
    "link",
    [
        {"label": "no such label"}, {"type": "artifact:no such type"}, {"type": "artifact"}, {"page": "0"},
        {"page": "99"}, {"page": "-1"}, {"page": "\u00b2"}, {"label": HOSTILE_TEXT, "type": HOSTILE_TEXT},
    ],
)  # fmt: skip
def test_unknown_values_in_a_link_are_left_out_and_named(open_page: OpenPage, link: dict[str, str]) -> None:
    app = open_page(PAGE, STORE, **link)
    assert not app.exception
    assert "1 to 16 of 16 entities, newest first" in visible_text(app)
    assert "<script" not in unescaped(visible_text(app))
    named = "Not understood in this link, and left out: "
    assert (named in visible_text(app)) is (link != {"page": "99"})


def test_each_unknown_value_is_named(open_page: OpenPage) -> None:
    link = {
        "label": "artifact",
        "status": "Great",
        "person": "nobody",
        "live": "yes",
        "sort": "-weight",
        "colour": "red",
    }
    words = unescaped(visible_text(open_page(PAGE, STORE, **link)))
    assert "left out: statusGreat, personnobody, liveyes, sortweight, colourred." in words
    assert "Not understood" not in visible_text(open_page(PAGE, STORE, sort="-name", status="Failed"))
    words = unescaped(visible_text(open_page(PAGE, STORE, status=["Completed", "Failed"])))
    assert "left out: statusCompleted." in words


def test_facts_are_columns_that_filter_and_sort_the_list(open_page: OpenPage) -> None:
    """Against the demo's own records: who decided, which version is live, and what was decided."""
    account, store = ACCOUNT, DEMO
    app = open_page(PAGE, store, live="on", type="artifact:Model", sort="status")
    table = app.dataframe[0].value
    of_models = ["Name", "Lineage", "Version", "Decision", "Decided by", "Live", "Key metric", "Owner"]
    assert list(table.columns)[: len(of_models)] == of_models
    order = ["Approved", "Pending approval", "Rejected"]
    states = [state for state in table["Decision"] if state]
    assert states == sorted(states, key=order.index)
    assert len(set(states)) == 3
    rows = dict(zip(table["Name"], table["Live"], strict=True))
    assert rows["promo-uplift-models/1"] == "without approval on promo-uplift-prod"
    assert rows["ticket-routing-models/10"] == "on ticket-routing-prod"
    person = next(filter(None, table["Decided by"]))
    app.selectbox(key="person").set_value(person).run()
    assert app.query_params["person"] == person
    theirs = app.dataframe[0].value
    assert 0 < len(theirs) < len(table)
    assert all(person in row for row in zip(theirs["Decided by"], theirs["Owner"], strict=True))
    app = open_page(PAGE, store, type="artifact:Model", status="Rejected")
    rejected = [
        each for each in account.records["ModelPackage"] if each.get("ModelApprovalStatus") == "Rejected"
    ]
    assert f"of {len(rejected)} entities" in visible_text(app)


def test_versions_that_are_live_without_approval_are_counted_filtered_and_found(open_page: OpenPage) -> None:
    warned = [each for each in DEMO.search(limit=10_000).entities if warning(each)]
    expected = {each.arn for each in warned if each.label == "artifact"}
    app = open_page(PAGE, DEMO)
    assert app.toggle(key="unapproved").label == f"Live without approval ({len(expected)})"
    app.toggle(key="unapproved").set_value(True).run()
    assert app.query_params == {"unapproved": "on"}
    rows = app.dataframe[0].value
    assert set(rows["ARN"]) == expected
    assert all(live.startswith("without approval on ") for live in rows["Live"])
    assert set(open_page(PAGE, DEMO, q="without approval").dataframe[0].value["ARN"]) == {
        each.arn
        for each in warned  # the endpoints that serve them too
    }


def test_failures_tell_their_pipeline_and_their_reason_in_the_list_and_its_file(open_page: OpenPage) -> None:
    table = open_page(PAGE, DEMO, q="type:job status:failed").dataframe[0].value
    assert list(table.columns)[2:4] == ["Pipeline", "Failure reason"]
    assert "demand-forecast-pipeline" in set(table["Pipeline"])
    assert all(reason.startswith(("ClientError: ", "AlgorithmError: ")) for reason in table["Failure reason"])
    found = asked_of(DEMO, "type:job status:failed").answer(DEMO).entities
    file = listed_csv(found, list_caption(DEMO, [], len(found), len(found), ""))
    rows = list(csv.DictReader(io.StringIO(file.removeprefix("\ufeff"))))
    assert [row["Pipeline"] for row in rows] == list(table["Pipeline"])
    assert all(row["Failure reason"] for row in rows)
    assert "Failure reason" not in open_page(PAGE, DEMO, q="type:job").dataframe[0].value


def test_a_comparison_that_is_asked_for_has_a_link_that_opens_it(open_page: OpenPage) -> None:
    text = "compare ticket-routing-models/9 and ticket-routing-models/10"
    app = open_page(PAGE, DEMO, q=text)
    words, _, url = app.markdown[-1].value.partition("](")
    assert words.replace("\\", "").endswith("[Compare ticket-routing-models/9 and ticket-routing-models/10")
    query = parse_qs(urlsplit(url.removesuffix(")")).query)
    assert query["q"] == [text]
    assert query["compare"] == list(app.dataframe[0].value["ARN"])
    app = open_page(PAGE, DEMO, **query)
    assert list(app.dataframe[-1].value)[1:] == ["ticket-routing-models/9", "ticket-routing-models/10"]
    assert "Not understood" not in visible_text(app)
    assert r"compare\=nobody" in visible_text(open_page(PAGE, DEMO, compare=["nobody", "nothing"]))


def test_the_entities_of_a_comparison_that_a_link_opens_are_chosen_in_the_list(open_page: OpenPage) -> None:
    arns = [each.arn for each in asked_of(DEMO, "type:model ticket-routing-models").answer(DEMO).entities[:2]]
    app = open_page(PAGE, DEMO, compare=arns)
    assert "**2 chosen**" in [each.value.partition(",")[0] for each in app.markdown]
    app.button(key="clear chosen").click().run()
    assert not any("chosen**" in each.value for each in app.markdown)


@pytest.mark.parametrize(("number", "fits"), [(2, True), (3, True), (5, False)])
def test_the_columns_of_a_comparison_share_the_window_or_scroll_beside_the_facts(
    open_page: OpenPage, number: int, fits: bool
) -> None:
    arns = [each.arn for each in asked_of(DEMO, "type:model ticket-routing-models").answer(DEMO).entities]
    table = open_page(PAGE, DEMO, compare=arns[:number]).dataframe[-1]
    facts, *others = (json.loads(table.proto.columns)[name] for name in table.value.columns)
    assert facts["pinned"]
    assert len({each["width"] for each in others}) == 1
    assert others[0]["width"] >= 220
    assert (facts["width"] + sum(each["width"] for each in others) <= 1_150) is fits


def test_no_switch_says_that_no_endpoint_is_live_without_approval(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, type="context:Endpoint")
    assert any("without approval" in each for each in app.dataframe[0].value["Live"])
    assert [each.key for each in app.toggle] == ["live"]
    app = open_page(PAGE, DEMO, type="context:Endpoint", unapproved="on")
    assert app.toggle(key="unapproved").label == "Live without approval (0)"
    address = "entities?q=type%3Aendpoint+live%3Aunapproved"
    assert f"[show the endpoints that serve versions without approval](./{address})" in visible_text(app)
    assert address in visible_text(open_page(PAGE, DEMO, type="context:Endpoint", q="live:unapproved"))


def test_all_rows_of_a_list_are_taken_away_in_its_order(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, label="trial_component", q="training", sort="name")
    button = next(each for each in app.get("download_button") if each.proto.id.endswith("take-list"))
    wanted = DEMO.search(
        "training", filter_=Filter(frozenset({"trial_component"})), order=Order(SortBy.NAME), limit=10_000
    )
    assert wanted.total > len(app.dataframe[0].value)
    assert button.proto.label == "Take away (CSV)"
    caption = list_caption(
        DEMO, ["the label Trial component"], wanted.total, wanted.total, "./entities?label=x"
    )
    rows = list(csv.DictReader(io.StringIO(listed_csv(wanted.entities, caption).removeprefix("\ufeff"))))
    assert [row["arn"] for row in rows] == [each.arn for each in wanted.entities]
    assert rows[0]["lineage filters"] == "the label Trial component"
    assert rows[0]["lineage extent"] == f"complete, {wanted.total:,} entities"


def test_the_file_has_the_chosen_columns_first_and_the_caption_says_what_an_order_mixes(
    open_page: OpenPage,
) -> None:
    found = DEMO.search(filter_=Filter(types=frozenset({"Model"})), limit=2_000).entities
    caption = list_caption(DEMO, [], len(found), len(found), "")
    chosen = {ALL[by].name: ALL[by].cell for by in (SortBy.METRIC, SortBy.OWNER, SortBy.DECIDED)}
    reader = csv.DictReader(io.StringIO(listed_csv(found, caption, chosen).removeprefix("\ufeff")))
    assert list(reader.fieldnames or ())[:6] == ["arn", "title", "label", "Key metric", "Owner", "Decided"]
    assert len(reader.fieldnames or ()) == len(set(reader.fieldnames or ()))
    rows = {row["arn"]: row for row in reader}
    assert all(rows[each.arn]["Owner"] == each.text("owner") for each in found)
    app = open_page(PAGE, DEMO, type="artifact:Model", sort="-metric", columns="metric,owner")
    assert "by key metric, highest first; different metrics in one order" in visible_text(app)
    app = open_page(PAGE, DEMO, type="artifact:Model", sort="-metric", q="metric:accuracy type:model")
    assert "different metrics" not in visible_text(app)


def test_the_key_metric_begins_with_its_number(open_page: OpenPage) -> None:
    rows = open_page(PAGE, DEMO, type="trial_component:SageMakerTrainingJob").dataframe[0].value
    metrics = [value for value in rows["Key metric"] if value]
    assert metrics
    assert all(re.match(r"-?[0-9.]+(e[-+]?[0-9]+)? \S", value) for value in metrics)


def test_a_type_of_another_label_is_ignored(open_page: OpenPage) -> None:
    type_ = "trial_component:SageMakerTransformJob"
    app = open_page(PAGE, STORE, label="artifact", type=type_)
    assert app.selectbox(key="type").value == ("", "")
    assert "1 to 9 of 9 entities" in visible_text(app)
    app = open_page(PAGE, STORE, type=type_)
    assert "1 to 1 of 1 entity" in visible_text(app)
    app.pills[0].select("artifact").run()
    assert app.query_params == {"label": "artifact"}


def test_a_hostile_search_text_is_only_text(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE, q=HOSTILE_TEXT + "\0" * 9)
    assert not app.exception
    assert "Nothing found" in visible_text(app)
    assert "<script" not in unescaped(visible_text(app))


def test_many_entities_are_shown_in_pages(open_page: OpenPage) -> None:
    many = Listed(tuple(Entity(f"arn:{n:03}", "artifact", {"type": "DataSet"}) for n in range(120)))
    app = open_page(PAGE, LocalStore([many]))
    assert len(app.dataframe[0].value) == 50
    assert "1 to 50 of 120 entities" in visible_text(app)
    third = open_page(PAGE, LocalStore([many]), page="3")
    assert "101 to 120 of 120 entities" in visible_text(third)
    third.text_input[0].input("arn").run()  # begins at its first page
    assert "page" not in third.query_params


def test_an_empty_store_shows_the_next_step(open_page: OpenPage) -> None:
    app = open_page(PAGE, LocalStore(()))
    assert not app.exception
    assert "Nothing is loaded yet" in visible_text(app)


def test_a_failing_store_is_one_message(open_page: OpenPage) -> None:
    for store in (BrokenStore([SAMPLE]), SnapshotError("The folder is not a whole snapshot.")):
        app = open_page(PAGE, store)
        assert not app.exception
        assert len(app.error) == 1


def test_hostile_text_is_never_markup(open_page: OpenPage) -> None:
    app = open_page(PAGE, LocalStore([HOSTILE]))
    assert not app.exception
    for markup in ("<script", "](javascript", "**b**", ":smile:", "\u202e"):
        assert markup not in unescaped(visible_text(app))
    assert len(app.dataframe[0].value) == 2


def test_a_link_contains_the_order_and_the_caption_names_it(open_page: OpenPage) -> None:
    for sort, words in (
        ("name", "by name, A to Z"), ("-arn", "by ARN, Z to A, capitals last"), ("created", "oldest first"),
        ("owner", "by owner, A to Z, capitals first"),
        ("-created", "newest first"), ("no such column", "newest first"), (HOSTILE_TEXT, "newest first"),
    ):  # fmt: skip
        app = open_page(PAGE, STORE, sort=sort)
        assert not app.exception
        assert f"1 to 16 of 16 entities, {words}" in visible_text(app)
    rows = open_page(PAGE, STORE, q="abalone", sort="-name", page="1").dataframe[0].value
    names = [title(entity).casefold() for entity in STORE.search("abalone").entities]
    assert [name.casefold() for name in rows["Name"]] == sorted(names, reverse=True)
    types = open_page(PAGE, STORE, sort="type").dataframe[0].value["Type"]
    assert list(types) == sorted(types, key=str.casefold)


def test_all_pages_are_sorted_together_and_another_order_begins_at_the_first(open_page: OpenPage) -> None:
    names = [f"{n * 7 % 120:03}" for n in range(120)]
    many = Listed(tuple(Entity(f"arn:{n}", "artifact", {"name": name}) for n, name in enumerate(names)))
    second = open_page(PAGE, LocalStore([many]), sort="name", page="2").dataframe[0].value
    assert list(second["Name"]) == [f"{n:03}" for n in range(50, 100)]


def test_a_status_is_found(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE, q="Failed", type="trial_component:SageMakerTransformJob")
    assert list(app.dataframe[0].value["ARN"]) == [B]
    assert "Nothing found" in visible_text(open_page(PAGE, STORE, q="Failed", type="artifact:Model"))


def test_a_source_in_the_own_account_is_shown_without_the_part_that_all_have(open_page: OpenPage) -> None:
    other = "arn:aws:sagemaker:eu-west-1:999999999999:endpoint/away"
    app = open_page(PAGE, LocalStore([SAMPLE, Listed((Entity(A + "x", "action", {"sourceuri": other}),))]))
    rows = app.dataframe[0].value
    sources = dict(zip(rows["ARN"], rows["Source"], strict=True))
    assert sources[E] == "endpoint/abalone-endpoint"
    assert sources[D1] == "s3://ml-bucket/abalone/raw.csv"
    assert sources[A + "x"] == other


def test_the_columns_follow_the_type_or_the_choice_in_the_link(open_page: OpenPage) -> None:
    def columns(**link: str) -> list[str]:
        return list(open_page(PAGE, DEMO, **link).dataframe[0].value.columns)[2:]

    job = ["Status", "Duration", "Key metric", "Owner", "Pipeline step", "Created", "Source", "ARN"]
    assert columns(type="trial_component:SageMakerTrainingJob") == job
    assert columns(q="type:training-job", sort="-duration") == job
    assert columns(type="context:Endpoint")[:3] == ["Live", "Live since", "Status"]
    assert columns(type="artifact:DataSet")[:3] == ["File version", "Size", "File changed"]
    assert columns(type="context:Endpoint", columns="commit,size,name,commit,,owner") == [
        "Commit",
        "Size",
        "Owner",
    ]
    mixed = columns(q="type:model,endpoint")
    assert mixed[0] == "Live"
    assert "Version" in mixed
    assert len(set(mixed)) == len(mixed)
    app = open_page(PAGE, DEMO, columns="size,weight,<b>")
    assert list(app.dataframe[0].value.columns)[2:] == ["Size"]
    assert "left out: columnsweight, columnsb." in unescaped(visible_text(app))


def test_a_choice_of_columns_is_in_the_link_and_the_usual_ones_leave_it(open_page: OpenPage) -> None:
    link = {"type": "context:Endpoint", "page": "1"}
    app = open_page(PAGE, DEMO, **link)
    app.multiselect(key="columns").select(SortBy.OWNER).run()
    assert app.query_params["columns"] == "live,since,status,created,source,arn,owner"
    app.pills(key="moved column").select(SortBy.STATUS).run()
    assert app.query_params["columns"] == "live,status,since,created,source,arn,owner"
    assert list(app.dataframe[0].value.columns)[2:5] == ["Live", "Status", "Live since"]
    next(each for each in app.button if each.label == "Usual columns").click().run()
    assert app.query_params == link
    app.multiselect(key="columns").set_value([]).run()
    assert app.query_params == link


def test_columns_show_numbers_and_times_in_words_and_sort_by_the_numbers(open_page: OpenPage) -> None:
    rows = open_page(PAGE, DEMO, q="type:model status:approved", sort="-version").dataframe[0].value
    versions = [int(each) for each in rows["Version"] if each]
    assert versions == sorted(versions, reverse=True)
    assert max(versions) > 9
    rows = open_page(PAGE, DEMO, type="artifact:DataSet", sort="-size", rows="250").dataframe[0].value
    assert len(rows) == 250
    largest = max(
        DEMO.search(limit=5_000).entities,
        key=lambda each: (each.type == "DataSet", number_of(each, SortBy.SIZE) or 0),
    )
    assert rows["Size"][0] == size(float(number_of(largest, SortBy.SIZE) or 0))
    rows = (
        open_page(PAGE, DEMO, type="trial_component:SageMakerTrainingJob", sort="-metric").dataframe[0].value
    )
    numbers = [float(each.split()[0]) for each in rows["Key metric"] if each]
    assert numbers == sorted(numbers, reverse=True)


def test_a_larger_page_is_in_the_link(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, page="3")
    app.selectbox(key="rows").set_value(1_000).run()
    assert app.query_params == {"rows": "1000"}
    assert f"1 to 1,000 of {DEMO.counts().entities:,} entities" in visible_text(app)
    app = open_page(PAGE, DEMO, rows="7")
    assert len(app.dataframe[0].value) == 50
    assert "left out: rows7." in unescaped(visible_text(app))


def test_chosen_rows_have_a_link_to_their_picture(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, type="context:Endpoint")
    first, second = app.dataframe[0].value["ARN"].iloc[:2]
    for chosen, query in (
        ((first,), {"focus": [first]}),
        ((first, second), {"focus": [first], "with": [second], "show": ["together"]}),
    ):
        app.session_state["chosen entities"] = chosen
        app.run()
        link = next(each.value for each in app.markdown if each.value.startswith("[Open in a new tab]("))
        assert parse_qs(urlsplit(link.partition("](")[2].partition(")")[0]).query) == query


def test_chosen_rows_have_actions_on_every_page_of_the_list(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, type="artifact:Model", live="on")
    first, second = list(app.dataframe[0].value["ARN"])[:2]
    app.session_state["chosen entities"] = (first, second, "arn:gone")
    app.query_params["sort"] = "-name"
    app.run()
    assert "3 chosen, 1 not on this page" in unescaped(visible_text(app)).replace("*", "")
    labels = [each.proto.label for each in app.get("download_button")]
    assert labels == ["Take away (CSV)", "Impact (CSV)", "Rows (CSV)"]
    next(each for each in app.button if each.label == "Compare").click().run()
    assert not app.exception
    assert list(app.dataframe[1].value.columns) == [
        "Fact",
        *(title(DEMO.get(arn)) for arn in (first, second)),
    ]
    next(each for each in app.button if each.label == "Clear").click().run()
    assert "chosen" not in visible_text(app)


def test_the_counts_beside_the_list_are_those_of_the_forgiven_search(open_page: OpenPage) -> None:
    wrong, right = (open_page(PAGE, demo_once.store(), q=text) for text in ("chrun", "churn"))
    assert "No chrun; showing churn" in visible_text(wrong).replace("\\", "")
    assert wrong.button_group(key="label").options == right.button_group(key="label").options
    assert wrong.selectbox(key="type").options == right.selectbox(key="type").options
