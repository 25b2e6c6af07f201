"""The Audit page: the list of models, the review of one, and the reasons why one cannot be reviewed."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest

from lineage_viz.access import Actor, Role
from lineage_viz.audit.catalogue import CHECKS
from lineage_viz.audit.follow_up import FollowUp, FollowUpState
from lineage_viz.audit.kept_rows import keep_rows_of
from lineage_viz.audit.outcome import Outcome
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import report
from lineage_viz.audit.sign_off.follow_up_log import FollowUpBook, FollowUpLog
from lineage_viz.audit.sign_off.log import Decision
from lineage_viz.audit.sign_off.signing import SignOffs
from lineage_viz.audit.sign_off.waiver_log import WaiverBook
from lineage_viz.audit.verdict import UNKNOWN
from lineage_viz.audit.waiver import Waiver, WaiverType
from lineage_viz.cli import main
from lineage_viz.errors import SnapshotError
from lineage_viz.model import Entity
from lineage_viz.settings import FRESH, Settings
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.manifest import Manifest
from lineage_viz.store.local import LocalStore
from lineage_viz.title import title
from lineage_viz.ui import source
from lineage_viz.ui.audit.place import end_of
from lineage_viz.ui.source import current_store
from lineage_viz.words import day
from tests import demo_once
from tests.pages.conftest import (
    HOSTILE,
    HOSTILE_TEXT,
    BrokenStore,
    OpenPage,
    data_of,
    picture_of,
    unescaped,
    visible_text,
)
from tests.sample import SAMPLE, Listed

PAGE = "pages/audit.py"
ACCOUNT = demo_once.account()
DEMO = demo_once.store()
CLEAN, BAD = ACCOUNT.findings["complete"], ACCOUNT.findings["deployed-without-approval"]


def blocks(app: AppTest, key: str = "") -> Mapping[str, Any]:
    """The blocks of a report by heading; the verdict has none. Without a key, the first report on the page counts."""
    return {each.get("heading", each["is"]): each for each in all_blocks(app, key)}


def all_blocks(app: AppTest, key: str) -> list[dict[str, Any]]:
    """All blocks of a report in their order, also those without a heading."""
    return next(
        json.loads(each.proto.json)["blocks"]
        for each in app.get("bidi_component")
        if each.proto.component_name == "lineage_viz.report" and key in each.proto.id
    )


def checks(app: AppTest) -> dict[str, dict[str, Any]]:
    groups = blocks(app)["Checks"]["groups"]
    return {check["id"]: check | {"group": group["words"]} for group in groups for check in group["checks"]}


def sign_offs(app: AppTest) -> list[dict[str, Any]]:
    return [*blocks(app, "sign-offs").values()]


def button(app: AppTest, words: str) -> str:
    (found,) = [each.key for each in app.button if each.label == words]
    assert found
    return str(found)


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of an app with a data folder of its own, and a visitor at this machine."""
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path))
    return Settings.from_environment()


def table(app: AppTest) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = blocks(app)["table"]["rows"]
    return rows


def test_a_model_with_findings_is_reported_from_the_verdict_to_the_picture(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, model=BAD)
    assert not app.exception
    assert app.title[0].value == r"Audit of credit\-limit\-models\/1"
    verdict = blocks(app)["verdict"]
    assert verdict["lead"] == "Critical:"
    words = "5 checks failed, 2 of them critical; the evidence of 29 of 31 checks is known."
    assert verdict["words"] == words
    assert "image-moved" in next(each for each in verdict["lines"] if each.startswith("Not read"))
    headings = [each["heading"] for each in data_of(app, "report")["blocks"][2:]]
    assert headings[0] == "Checks"
    assert headings[-1] == "Timeline"
    assert {"Model and versions", "Data", "Use over time", "People", "Decisions"} < set(headings)
    found = checks(app)["approved-when-deployed"]
    assert found["group"] == "Failed (5)"
    assert found["severity"] == "critical"
    assert found["said"][0]["source"] == "the model registry"
    assert dict(found["about"])["Next step"].endswith("Effort: medium.")
    link = next(each for each in found["said"][0]["links"] if each["words"] == "credit-limit-prod")
    assert link["url"].startswith("./?focus=arn%3Aaws%3Asagemaker")
    picture = picture_of(app)
    assert picture["still"]
    assert picture["status"] == "Exactly what was reviewed: 17 entities, 22 associations"
    assert picture["entities"] == 17


def test_absent_fields_say_if_they_are_empty_or_were_not_read(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, model=BAD)
    fields = {each["name"]: each for each in blocks(app)["Making"]["fields"]}
    assert fields["Commit"]["absent"] == "not recorded"
    assert fields["Version of the scripts"]["absent"] == "not recorded: no scripts are recorded"
    assert fields["Image tag moved since the job"]["absent"].startswith("not read: ECR was not asked")
    assert not fields["Status"]["absent"]


def test_a_model_without_a_fault_has_a_calm_verdict(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, model=CLEAN)
    verdict = blocks(app)["verdict"]
    assert (verdict["tone"], verdict["lead"]) == ("good", "Clear:")
    assert verdict["words"] == "no check failed, 1 asks for a look; the evidence of 33 of 33 checks is known."
    assert not any(each.startswith("Not read") for each in verdict["lines"])
    assert blocks(app)["Checks"]["groups"][-1]["folded"]


def test_a_link_by_name_and_day_shows_what_an_endpoint_served_then(open_page: OpenPage) -> None:
    endpoint = ACCOUNT.findings["rolled-back"]
    now = open_page(PAGE, DEMO, model=endpoint)
    app = open_page(PAGE, DEMO, model="search-ranking-prod", day="2025-12-31")
    assert not app.exception
    as_of, allowed = blocks(app)["verdict"]["lines"][:2]
    assert as_of == "As of the end of 31 Dec 2025, UTC."
    words = "On 31 Dec 2025 search-ranking-prod was allowed to serve search-ranking-models/7: approved by "
    assert allowed.startswith(words)
    assert blocks(app)["Model and versions"] != blocks(now)["Model and versions"]
    (card,) = [node for node in picture_of(app)["nodes"] if node["words"].startswith("Endpoint")]
    assert card["fact"][0] == "served v7, 16 Dec 2025 to 2 Jan 2026"
    versions = app.selectbox(key="served version")
    assert versions.options[:2] == ["Now", "15 Feb 2026 to now: search-ranking-models/10"]
    before = "16 Dec 2025 to 2 Jan 2026: search-ranking-models/7"
    assert versions.options[versions.index] == before  # the one of the day in the link
    app.text_input(key="audited day").set_value("31/12/25").run()
    assert "is no day" in app.error[0].value
    app.text_input(key="audited day").set_value(" 30 Dec 2025 ").run()
    assert app.query_params == {"model": "search-ranking-prod", "day": "2025-12-30"}
    app.text_input(key="audited day").set_value("").run()
    assert app.query_params == {"model": "search-ranking-prod"}
    assert blocks(app)["Model and versions"] == blocks(now)["Model and versions"]


def test_several_matches_are_offered_as_links(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, model="card-testing")
    assert app.warning[0].value == r"3 models or endpoints match \'card\-testing\'\. Choose one\:"
    assert [row[0]["words"] for row in table(app)] == [
        "card-testing-prod",
        "card-testing-models/1",
        "model.tar.gz",
    ]
    assert table(app)[1][0]["url"].startswith("./audit?model=arn%3Aaws")


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"model": "none such"}, "No model package, model file or endpoint matches"),
        ({"model": BAD, "day": "2020-01-01"}, "did not exist on 1 Jan 2020"),
        ({"model": BAD, "day": "0001-01-01"}, "did not exist on 1 Jan 1"),
        ({"model": BAD, "day": "2026-03-13"}, "nothing is known of 13 Mar 2026"),
        ({"model": HOSTILE_TEXT}, "No model package, model file or endpoint matches"),
    ],
)
def test_a_model_that_cannot_be_reviewed_has_a_reason_and_a_next_step(
    open_page: OpenPage, link: dict[str, str], words: str
) -> None:
    app = open_page(PAGE, DEMO, **link)
    assert not app.exception
    assert words in unescaped(app.warning[0].value.replace("\\", ""))
    assert "<script" not in unescaped(visible_text(app))
    app.button[0].click().run()
    assert app.query_params == {}
    assert app.title[0].value == "Audit"


def test_unknown_parts_of_a_link_are_named(open_page: OpenPage) -> None:
    named = "Not understood in this link, and left out: "
    app = open_page(PAGE, DEMO, model=CLEAN, day="yesterday", alive="on")
    assert any(
        each.value.startswith(f":material/link_off: {named}day\\=yesterday, alive") for each in app.caption
    )
    app = open_page(PAGE, DEMO, check="no-such-check")
    assert any(named in each.value for each in app.caption)


def test_all_models_and_live_endpoints_are_listed_the_worst_first(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO)
    assert "127 model packages and 20 live endpoints" in visible_text(app)
    assert "1 to 50 of 147, the worst first" in visible_text(app)
    results = [row[1]["words"] for row in table(app)]
    assert results == sorted(results, key=["critical", "high", "medium", "low", "no finding"].index)
    row = next(row for row in table(app) if row[0]["words"] == "credit-limit-models/1")
    assert [each["words"] for each in row[1:]] == [
        "critical", "5", "1", "29 of 31", "on credit-limit-prod", "", "approved-when-deployed, live-still-approved, "
        "code-recorded and 2 more",
    ]  # fmt: skip
    app.query_params["page"] = "3"
    assert [row[1]["words"] for row in table(app.run())][-3:] == ["no finding"] * 3


def test_the_filters_of_the_list_are_in_the_link(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO)
    assert "card (130)" in app.selectbox(key="check").options
    app.toggle(key="live").set_value(True).run()
    assert "card (28)" in app.selectbox(key="check").options  # of the 39 live ones
    app.pills(key="worst").select("critical").run()
    app.selectbox(key="check").select("tested-on-training").run()
    assert app.query_params == {"live": "on", "worst": "critical", "check": "tested-on-training"}
    names = [row[0]["words"] for row in table(app)]
    assert names == ["returns-prediction-models/1", "returns-prediction-prod"]
    other = open_page(PAGE, DEMO, live="on", worst="critical", check="tested-on-training")
    assert [row[0]["words"] for row in table(other)] == names
    assert other.selectbox(key="group").options == ["Any group", "returns-prediction-models (2)"]
    other = open_page(PAGE, DEMO, worst="critical", group="spam-reviews-models")
    assert other.info[0].value == "No model is in this list. Choose other filters."


def test_the_way_back_keeps_the_filters_of_the_list(open_page: OpenPage) -> None:
    link = {"worst": "critical", "live": "on", "pack": "bank"}
    row = table(open_page(PAGE, DEMO, **link))[0]
    query = dict(parse_qsl(urlsplit(row[0]["url"]).query))
    assert link.items() < query.items()
    app = open_page(PAGE, DEMO, **query)
    assert not any("link_off" in each.value for each in app.caption)
    (back,) = [each for each in app.button if each.label == "All models"]
    back.click().run()
    assert app.query_params == link


@pytest.mark.usefixtures("at_home")
def test_a_sign_off_is_told_although_another_snapshot_was_loaded_meanwhile(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(PAGE, DEMO, model=BAD)
    app.radio(key=f"decision {BAD}").set_value(Decision.REJECT)
    app.text_area(key=f"reason {BAD}").set_value("Deployed while pending.")
    monkeypatch.setattr(source, "open_store", lambda _: LocalStore([SAMPLE]))
    st.cache_resource.clear()
    app.button(key=button(app, "Sign off")).click().run()
    assert "model file or endpoint matches" in app.warning[0].value
    assert "It is entry 1 of the log" in app.success[0].value


def test_a_review_is_signed_off_with_a_reason(open_page: OpenPage, at_home: Settings) -> None:
    app = open_page(PAGE, DEMO, model=BAD)
    words = "Nobody has signed off a review of this model."
    assert words in sign_offs(app)[0]["lines"]
    assert words in blocks(app)["verdict"]["lines"]
    app.button(key=button(app, "Sign off")).click().run()
    refused = r"Choose a decision\: approve\, reject or needs work\, and give a reason\."
    assert app.error[0].value == refused
    decision, reason = f"decision {BAD}", f"reason {BAD}"
    app.radio(key=decision).set_value(Decision.REJECT)
    app.button(key=button(app, "Sign off")).click().run()
    assert "needs a reason" in app.error[0].value
    app.text_area(key=reason).set_value("Deployed while pending.")
    app.button(key=button(app, "Sign off")).click().run()
    assert app.success[0].value.replace("\\", "") == (
        'Signed off: reject. It is entry 1 of the log. The evidence bundle in "Take away" has it.'
    )
    lines = blocks(app)["verdict"]["lines"]
    assert lines[0].startswith("Signed off: reject by the local user, not authenticated, ")
    assert lines[0].endswith(", about this report. Reason: Deployed while pending.")
    signed, since = sign_offs(app)
    assert [each["words"] for each in signed["rows"][0][1:5]] == [
        "reject", "the local user, not authenticated", "Deployed while pending.",
        "the snapshot of 12 Mar 2026, 02:00 UTC",
    ]  # fmt: skip
    assert since["lines"] == ["No check and no field of the report has changed."]
    assert app.text_area(key=reason).value == ""
    (made,) = SignOffs(at_home).of(BAD)
    assert (made.decision, made.comment) == ("reject", "Deployed while pending.")
    listed = table(open_page(PAGE, DEMO, group="credit-limit-models"))
    assert {(row[0]["more"], row[6]["words"], row[6]["more"]) for row in listed} == {
        ("", f"reject, {day(made.at)}", ""),
        ("endpoint", f"reject, {day(made.at)}", "of its model"),
    }
    assert not any("next review" in each for each in lines), "only an approval begins the time until it"
    by_pack = table(open_page(PAGE, DEMO, group="credit-limit-models", pack="minimal"))
    assert "of a report by another pack" in {row[6]["more"] for row in by_pack}
    on_a_day = open_page(PAGE, DEMO, model=BAD, day="2025-08-12")
    changed = sign_offs(on_a_day)[1]
    assert changed["is"] == "table"
    assert ["live-still-approved", "fail"] in [[each["words"] for each in row[:2]] for row in changed["rows"]]
    app.radio(key=decision).set_value(Decision.NEEDS_WORK)
    app.text_area(key=reason).set_value("Approve it first.")
    app.button(key=button(app, "Sign off")).click().run()
    assert "The end of the review has 1 earlier sign-off." in blocks(app)["verdict"]["lines"]


def test_an_approval_over_critical_findings_asks_first(open_page: OpenPage, at_home: Settings) -> None:
    app = open_page(PAGE, DEMO, model=BAD)
    assert ", taken 12 Mar 2026, 02:00 UTC, " in blocks(app)["verdict"]["lines"][-1]
    assert "the snapshot of 12 Mar 2026, 02:00 UTC, " in visible_text(app).replace("\\", "")
    app.radio(key=f"decision {BAD}").set_value(Decision.APPROVE)
    app.text_area(key=f"reason {BAD}").set_value("The owner knows.")
    app.button(key=button(app, "Sign off")).click().run()
    assert app.error[0].value.startswith("2 critical findings are open")
    assert SignOffs(at_home).of(BAD) == ()
    tick = app.checkbox(key=f"all the same {BAD}")
    words = "Approve all the same: 2 critical findings are open, with neither a waiver nor a follow-up"
    assert tick.label == words
    tick.check()
    app.button(key=button(app, "Sign off")).click().run()
    assert app.success[0].value.startswith(r"Signed off\: approve")
    assert sign_offs(app)[0]["rows"][0][1]["more"].startswith("although 2 critical findings were open")
    assert not app.checkbox(key=f"all the same {BAD}").value
    assert not open_page(PAGE, DEMO, model=CLEAN).checkbox


@pytest.mark.usefixtures("at_home")
def test_a_finding_leads_to_the_forms_that_the_visitor_has_and_a_review_to_its_impact(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(PAGE, DEMO, model=BAD)
    assert [each["words"] for each in checks(app)["code-recorded"]["answers"]] == ["Follow up", "Waive"]
    assert not any(each.get("answers") for each in checks(app).values() if each["tone"] in ("good", "none"))
    on_a_day = checks(open_page(PAGE, DEMO, model=BAD, day="2025-08-13"))
    assert [each["words"] for each in on_a_day["code-recorded"]["answers"]] == ["Follow up"]
    gone: list[dict[str, str]] = []
    monkeypatch.setattr(st, "switch_page", lambda _, query_params: gone.append(query_params))
    app.button(key=button(app, "Impact")).click().run()
    assert gone == [{"focus": BAD}]
    monkeypatch.setenv("LINEAGE_VIZ_SIGNED_IN_SIGN_OFF", "on")
    assert checks(open_page(PAGE, DEMO, model=BAD))["code-recorded"]["answers"] == []


def test_a_sign_off_is_refused_with_the_reason_and_a_changed_log_is_named(
    open_page: OpenPage, at_home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_SIGNED_IN_SIGN_OFF", "on")
    app = open_page(PAGE, DEMO, model=BAD)
    assert not app.radio
    assert "Only people who signed in may sign off a review here" in visible_text(app).replace("\\", "")
    at_home.sign_offs.write_text("not an entry\n")
    app.run()
    assert "The log of sign-offs was changed" in app.error[0].value


def test_the_list_has_no_sign_off_and_no_follow_up_of_a_changed_log(
    open_page: OpenPage, at_home: Settings
) -> None:
    found = report(read_review(DEMO, DEMO.get(BAD)), DEMO.snapshots)
    by = Actor("ada@example.com", Role.AUDITOR)
    signing, book = SignOffs(at_home), FollowUpBook(at_home)
    for decision in (Decision.APPROVE, Decision.REJECT):
        signing.sign(by, found, decision, "Read.", signed_in=True)
    wanted = FollowUp(0, datetime.now(UTC), "", True, "", "card", "Ada", None, FollowUpState.CLOSED, "Done.")
    book.record(by, found, wanted, date.today())
    shown = str(blocks(open_page(PAGE, DEMO), "models"))
    assert "all done" in shown
    assert "of an earlier report" in shown, "the follow-up came after the sign-off"
    lines = at_home.sign_offs.read_bytes().splitlines(keepends=True)
    at_home.sign_offs.write_bytes(lines[0])  # the later decision is gone, and the earlier one stands
    at_home.follow_ups.write_bytes(at_home.follow_ups.read_bytes().replace(b"Ada", b"Eve"))
    app = open_page(PAGE, DEMO)
    assert [each.value.split(",")[0] for each in app.error] == [
        "The log of sign-offs was changed or cannot be read",
        "The log of follow-ups was changed or cannot be read",
    ]
    table = str(blocks(app, "models"))
    assert "approve, " not in table
    assert "all done" not in table


def test_an_auditor_follows_a_finding_up_and_waives_another(open_page: OpenPage, at_home: Settings) -> None:
    app = open_page(PAGE, DEMO, model=BAD)
    assert blocks(app, "follow-ups")["words"]["lines"] == [
        "No finding of this model has an owner or a due date yet."
    ]
    app.selectbox(key=f"follow-up check {BAD}").select("live-still-approved")
    app.text_input(key=f"follow-up owner {BAD}").set_value("Card team")
    app.text_input(key=f"follow-up due {BAD}").set_value("tomorrow")
    app.button(key=button(app, "Record")).click().run()
    assert "is no day" in app.error[0].value
    app.text_input(key=f"follow-up due {BAD}").set_value("2020-01-01")
    app.button(key=button(app, "Record")).click().run()
    assert app.error[0].value == r"1 Jan 2020 is over\. A due date is today or later\."
    app.text_input(key=f"follow-up due {BAD}").set_value("2099-01-01")
    app.button(key=button(app, "Record")).click().run()
    assert app.success[0].value == r"Recorded\: live\-still\-approved is open\, owner Card team\."
    details = {"check": "live-still-approved", "owner": "Card team", "due": "2020-01-01", "state": "open"}
    details |= {"comment": "", "model": BAD, "signed in": "no"}
    FollowUpLog(at_home.follow_ups).append(Actor("ada", Role.AUDITOR), "follow up", details)
    app.run()
    overdue = "OVERDUE: live-still-approved was due on 1 Jan 2020, owner Card team."
    assert overdue in blocks(app)["verdict"]["lines"]
    about = dict(checks(app)["live-still-approved"]["about"])
    assert about["Follow-up"].startswith("open, owner Card team, due 1 Jan 2020, OVERDUE (recorded by")
    row = table_of(open_page(PAGE, DEMO, worst="critical"), BAD)
    assert (row[7]["words"], row[7]["more"]) == ("1 open", "1 overdue")
    late = open_page(PAGE, DEMO, overdue="on")
    assert {row[7]["more"] for row in table(late)} == {"1 overdue"}
    late.toggle(key="overdue").set_value(False).run()
    assert late.query_params == {}
    app.button(key=button(app, "Waive")).click().run()
    needed = "the name of the person who answers for it, its last day, as 2026-12-31 and a reason."
    assert app.error[0].value.replace("\\", "") == f"A waiver needs {needed}"
    finding = f"waiver finding {BAD}"
    wanted = next(each for each in app.selectbox(key=finding).options if each.startswith("code-recorded"))
    app.selectbox(key=finding).select(wanted)
    app.text_input(key=f"waiver by {BAD}").set_value("grace")
    app.text_input(key=f"waiver until {BAD}").set_value("2099-12-31")
    app.text_area(key=f"waiver reason {BAD}").set_value("The commit is in the ticket.")
    app.button(key=button(app, "Waive")).click().run()
    assert app.success[0].value == r"Recorded\: 1 waiver\."
    assert [each["words"] for each in blocks(app, "waivers")["table"]["rows"][0][2:]] == [
        "accepted risk", "The commit is in the ticket.", "grace", "31 Dec 2099", "active", "the local user",
    ]  # fmt: skip
    assert blocks(app, "waivers")["table"]["rows"][0][-1]["more"].startswith("not authenticated, ")
    assert checks(app)["code-recorded"]["group"].startswith("Waived")
    assert "code-recorded" not in table_of(open_page(PAGE, DEMO), BAD)[-1]["words"]
    app.button(key=button(app, "Withdraw")).click().run()
    assert not checks(app)["code-recorded"]["group"].startswith("Waived")
    state = blocks(app, "waivers")["Withdrawn or replaced"]["rows"][0][-2]
    assert state["words"] == "withdrawn"
    assert state["more"].startswith("by the local user, not authenticated, ")


@pytest.mark.parametrize(
    ("story", "as_of"),
    [
        ("complete", ""),
        ("deployed-without-approval", ""),
        ("deployed-without-approval", "2025-08-12"),
        ("auto-approved", ""),
        ("shared-role", ""),
    ],
)
def test_page_list_and_terminal_count_each_check_once_and_alike(
    story: str, as_of: str, open_page: OpenPage, at_home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Waivers of the page cover one check of each outcome: a finding, a warning, and absent evidence."""
    arn = ACCOUNT.findings[story]
    day_ = date.fromisoformat(as_of) if as_of else None
    review = read_review(DEMO, DEMO.get(arn), end_of(day_))
    before = {each.outcome: each for each in report(review, DEMO.snapshots).results}
    covered = [before[each] for each in (Outcome.FAIL, Outcome.WARN, *UNKNOWN) if each in before]
    waivers = [
        Waiver(result.check.id, entity, WaiverType.ACCEPTED_RISK, "Known.", "grace", date(2099, 12, 31))
        for result in covered
        for each in result.observations
        for entity in each.entities or (review.model.arn,)
    ]
    by = Actor("ada@example.com", Role.AUDITOR)
    WaiverBook(at_home).give(by, report(review, DEMO.snapshots), waivers, signed_in=True)
    app = open_page(PAGE, DEMO, model=arn, **({"day": as_of} if as_of else {}))
    capsys.readouterr()
    main(["audit", arn, *(["--as-of", as_of] if as_of else [])])
    lines = capsys.readouterr().out.splitlines()

    places = {each["words"].rpartition(" (")[0]: each["checks"] for each in blocks(app)["Checks"]["groups"]}
    shown = [check["id"] for checks_ in places.values() for check in checks_]
    assert len(shown) == len(set(shown)) == len(CHECKS) - sum(not each.is_default for each in CHECKS)
    waived = [check["id"] for check in places.get("Waived: somebody answers for these until a day", ())]
    # A waiver of today does not count in the review of an earlier day.
    assert sorted(waived) == ([] if as_of else sorted(each.check.id for each in covered))
    counted = next(each for each in lines if each.startswith(("The worst open severity", "No check failed")))
    numbers = dict(
        reversed(each.split(" ", 1)) for each in counted.partition(": ")[2].rstrip(".").split(", ")
    )
    names = {
        "fail": "Failed", "warn": "Look at these", "pass": "Passed", "waived": "Waived", "not read": "Not read",
        "not recorded": "Not recorded", "not applicable": "Do not apply to this model",
    }  # fmt: skip
    sizes = {place.partition(":")[0]: len(checks_) for place, checks_ in places.items()}
    for outcome, name in names.items():
        assert int(numbers.get(outcome, 0)) == sizes.get(name, 0), outcome
    if not as_of:  # the list is of now
        row = table_of(open_page(PAGE, DEMO, group=title_of(arn).rpartition("/")[0]), arn)
        found = [each["words"] or "0" for each in row[2:4]]
        assert found == [numbers.get("fail", "0"), numbers.get("warn", "0")]
        assert row[-1]["more"] == f"{numbers['waived']} waived"
    else:
        states = {row[-2]["words"] for row in blocks(app, "waivers")["table"]["rows"]}
        assert states == {"recorded later, does not count"}
        assert any("recorded later, does not count: accepted risk" in each for each in lines)
    verdict = blocks(app)["verdict"]
    failed = re.match(r"(\d+) checks? failed", verdict["words"])
    assert (failed[1] if failed else "0") == numbers.get("fail", "0")
    evidence = next(each for each in lines if each.startswith("The evidence of "))
    assert re.findall(r"\d+ of \d+", verdict["words"])[-1] == re.findall(r"\d+ of \d+", evidence)[0]
    for line in verdict["lines"]:
        if line.startswith(("Not read", "Not recorded")):
            assert not {*re.split(r"[:,.] ?", line)} & {*waived}, "a waived check is listed once"


def table_of(app: AppTest, arn: str) -> list[dict[str, Any]]:
    return next(each for each in table(app) if each[0]["words"] == title_of(arn))


def title_of(arn: str) -> str:
    return title(DEMO.get(arn))


def test_an_old_snapshot_is_named_above_its_reviews(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FRESH, "1d")
    for link in ({}, {"model": CLEAN}):
        words = [each.value.replace("\\", "") for each in open_page(PAGE, DEMO, **link).warning]
        assert any("longer ago than LINEAGE_VIZ_FRESH allows" in each for each in words), link


@pytest.fixture
def kept(tmp_path: Path) -> tuple[LocalStore, str]:
    """The store of a kept snapshot, and the name of an older one that is kept beside it."""
    new = demo_once.snapshot(tmp_path / "kept")
    old = new.with_name("older")
    copytree(new, old)
    manifest = Manifest.read(old)
    replace(manifest, taken=manifest.taken - timedelta(days=9)).write(old)
    return LocalStore([open_folder(new)]), old.name


def test_a_model_is_compared_with_itself_in_another_snapshot(
    open_page: OpenPage, kept: tuple[LocalStore, str]
) -> None:
    store, older = kept
    app = open_page(PAGE, store, model=CLEAN)
    app.selectbox(key="compared side").select(f"snapshot {older}").run()
    assert app.query_params == {"model": CLEAN, "in": older}
    assert "3 Mar 2026" in app.header[0].value
    assert blocks(app, "comparison")["Data"]["is"] == "words", "nothing differs"
    assert "same in both" in blocks(app, "signs")["words"]["lines"][-1]
    for name in ("../..", "no such snapshot"):
        app = open_page(PAGE, store, model=CLEAN, **{"in": name})
        assert "is no other kept snapshot of this account" in app.warning[0].value


def test_the_version_before_is_compared_on_request(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, model="churn-subscribers-models/18", **{"with": "previous"})
    before = DEMO.search("churn-subscribers-models/17").entities[0].arn
    assert app.query_params == {"model": "churn-subscribers-models/18", "with": before}
    assert [each["change"] for each in picture_of(app)["nodes"] if each.get("change")]
    assert blocks(app, "comparison")["contents"]["lines"][-1] == "Lineage of both"
    assert picture_of(app)["differences"]["added"] == "Only in churn-subscribers-models/18"
    app = open_page(PAGE, DEMO, model="churn-subscribers-models/1", **{"with": "previous"})
    assert "No earlier version of this model is recorded" in app.info[0].value
    assert "with" not in app.query_params


def test_the_trend_is_below_the_list_of_a_kept_snapshot(
    open_page: OpenPage, kept: tuple[LocalStore, str]
) -> None:
    store, older = kept
    app = open_page(PAGE, store)
    (alone,) = blocks(app, "trend").values()
    assert [*alone["lines"]] == [
        "A trend needs the outcomes of two kept snapshots: reload again, on another day.",
        f"1 kept snapshot has no outcomes by this pack: {older}. To add one: audit --all --snapshot PATH.",
    ]
    keep_rows_of(open_folder(Path(store.snapshots[0].path).with_name(older)))
    words, table = blocks(open_page(PAGE, store), "trend").values()
    assert words["lines"] == []
    assert [each["words"] for each in table["head"]] == [
        "",
        "3 Mar 2026, 02:00 UTC",
        "12 Mar 2026, 02:00 UTC",
    ]
    assert [each["words"] for each in table["rows"][0]] == ["Model packages", "127", "127"]
    assert not [each for each in open_page(PAGE, DEMO).get("bidi_component") if "trend" in each.proto.id]


def test_new_rows_are_made_with_progress_and_kept(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = demo_once.snapshot(tmp_path)
    shown: list[str] = []
    progress = DeltaGenerator.progress

    def heard(place: DeltaGenerator, value: float, text: str) -> DeltaGenerator:
        shown.append(text)
        return progress(place, value, text)

    monkeypatch.setattr(DeltaGenerator, "progress", heard)
    app = open_page(PAGE, LocalStore([open_folder(snapshot)]))
    assert re.fullmatch(r"Reviewing all models 50 of \d+ models and endpoints", unescaped(shown[1]))
    assert not app.get("progress"), "it is gone when the list is there"
    assert list(tmp_path.glob(".audit-*.json"))
    shown.clear()
    open_page(PAGE, LocalStore([open_folder(snapshot)]))
    assert shown == []


def test_the_list_is_there_before_the_store_is_open(
    open_page: OpenPage, at_home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kept outcomes suffice, so nobody waits for a large snapshot. A review needs the store."""
    folder = open_folder(demo_once.snapshot(tmp_path))
    keep_rows_of(folder)
    monkeypatch.setenv("LINEAGE_VIZ_SNAPSHOT", str(folder.path))
    store = LocalStore([folder])
    SignOffs(at_home).sign(
        Actor("ada@example.com", Role.AUDITOR),
        report(read_review(store, store.get(BAD)), store.snapshots),
        Decision.REJECT,
        "Read.",
        signed_in=True,
    )
    too_early = SnapshotError("The store was asked too early.")
    app = open_page(PAGE, too_early)
    assert not app.error
    assert app.text_input(key="search is not ready").placeholder == "Opening the snapshot …"
    early = table(app)
    assert "1 to 50 of 147, the worst first" in visible_text(app)
    assert table_of(app, BAD)[6]["more"] == "being compared"
    assert "too early" in open_page(PAGE, too_early, model=BAD).error[0].value
    whole = open_page(PAGE, store)
    current_store()
    whole.run()
    assert not [each for each in whole.text_input if each.key == "search is not ready"]
    assert [row[:6] for row in table(whole)] == [row[:6] for row in early]
    assert table_of(whole, BAD)[6]["more"] == ""


def test_two_versions_are_compared_section_by_section(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, model="churn-subscribers-models/18")
    older = DEMO.search("churn-subscribers-models/17").entities[0].arn
    app.selectbox(key="compared side").select(older).run()
    assert app.query_params == {"model": "churn-subscribers-models/18", "with": older}
    found = blocks(app, "comparison")
    data = {row[0]["words"]: [each["words"] for each in row[1:]] for row in found["Making"]["rows"]}
    assert data["Duration"] == ["changed", "50 min", "2.8 h"]
    versions = {row[0]["words"]: row for row in found["Model and versions"]["rows"]}["Other versions"]
    assert versions[2]["words"].startswith("churn-subscribers-models/18, 5 Mar 2026")
    assert versions[2]["words"].endswith("; 15 the same")
    assert found["Runtime"]["lines"][0].startswith("The same: Image")
    same = " ".join(line for each in all_blocks(app, "comparison") for line in each.get("lines", ()))
    assert "No evaluation read the data of the training; " in same
    assert not [each.id for each in CHECKS if "-" in each.id and each.id in same], "names in words"
    assert blocks(app, "other verdict")["verdict"]["lead"], "beside the one of this model"
    app.button(key=button(app, "End the comparison")).click().run()
    assert app.query_params == {"model": "churn-subscribers-models/18"}
    app = open_page(PAGE, DEMO, model="churn-subscribers-models/18", **{"with": "none such"})
    assert "matches" in app.warning[0].value


def test_a_hostile_model_is_shown_as_text(open_page: OpenPage) -> None:
    source = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/x/1"
    model = Entity("arn:m", "artifact", {"type": "Model", "name": HOSTILE_TEXT, "sourceuri": source})
    store = LocalStore([Listed((model,), ())])
    for link in (
        {"model": "arn:m"},
        {"model": "arn:m", "day": "9999-12-31"},
        {"model": "arn:m", "with": "arn:m"},
    ):
        app = open_page(PAGE, store, **link)
        assert not app.exception
        assert "<script" not in unescaped(visible_text(app))
    row = table(open_page(PAGE, store))[0]
    assert row[0]["url"] == "./audit?model=arn%3Am"
    assert "\u202e" not in row[0]["words"]


def test_a_store_that_does_not_answer_is_named(open_page: OpenPage) -> None:
    app = open_page(PAGE, BrokenStore([demo_once.source()]), model=BAD)
    assert not app.exception
    assert "The store does not answer" in app.error[0].value


def test_a_pack_decides_the_checks_and_has_requirements(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO, model=BAD)
    assert "Requirements" not in " ".join(blocks(app))
    app.selectbox(key="pack").select("eu-ai-act-annex-iv").run()
    assert app.query_params == {"model": BAD, "pack": "eu-ai-act-annex-iv"}
    (requirements,) = [each for name, each in blocks(app).items() if name.startswith("Requirements: ")]
    assert [each["words"] for each in requirements["head"][1:3]] == [
        "Covered by this tool",
        "Outcome of this part",
    ]
    judged = {row[2]["words"] for row in requirements["rows"]}
    assert {"not judged", "fail"} < judged
    app = open_page(PAGE, DEMO, pack="minimal")
    assert table(app)[0][0]["url"].endswith("&pack=minimal")
    app = open_page(PAGE, DEMO, pack="../../secret.toml")
    assert any("pack\\=" in each.value for each in app.caption)
    assert app.selectbox(key="pack").value == "default"


def test_an_empty_store_says_how_to_fill_it(open_page: OpenPage) -> None:
    app = open_page(PAGE, LocalStore([]))
    assert "Nothing is loaded yet" in app.info[0].value
    app = open_page(PAGE, LocalStore([Listed((), ())]))
    assert "Nothing is loaded yet" in app.info[0].value


def test_a_lineage_without_packages_and_hostile_text_do_no_harm(open_page: OpenPage) -> None:
    app = open_page(PAGE, LocalStore([HOSTILE]))
    assert not app.exception
    assert "nothing to audit" in app.info[0].value
    app = open_page(PAGE, LocalStore([SAMPLE]))
    assert not app.exception
