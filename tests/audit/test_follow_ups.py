"""Follow-ups: the owner, the due date and the state of a finding, which change no outcome."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sarif_pydantic import Sarif

from lineage_viz.access import Actor, Role
from lineage_viz.audit.bundle.again import again, changes
from lineage_viz.audit.bundle.archive import unzipped
from lineage_viz.audit.bundle.making import bundle
from lineage_viz.audit.changes import changes as differences
from lineage_viz.audit.follow_up import FollowUp, FollowUps, FollowUpState
from lineage_viz.audit.json_report import as_data
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.follow_up_log import FollowUpBook, FollowUpLog
from lineage_viz.audit.sign_off.signed_reports import report_text
from lineage_viz.audit.text_report import text_lines
from lineage_viz.cli import main
from lineage_viz.errors import AccessRefused, SealedLogError, SignOffRefused
from lineage_viz.sealed_log import ChainCheck
from lineage_viz.settings import Settings
from lineage_viz.store.base import Store
from tests.audit.conftest import Audit, outcomes
from tests.audit.test_schema import VALIDATOR

AUDITOR = Actor("ada@example.com", Role.AUDITOR)
NAMES = "state", "owner", "due"
DUE = date(2026, 6, 30)
WANTED = FollowUp(
    0, datetime.now(UTC), "", True, "", "live-still-approved", "Card team", DUE, FollowUpState.OPEN, ""
)


@pytest.fixture
def book(tmp_path: Path) -> FollowUpBook:
    return FollowUpBook(Settings(data=tmp_path))


def followed(book: FollowUpBook, found: Report, on: date) -> Report:
    return found.with_follow_ups(book.of(found.review.model.arn, on))


def test_a_follow_up_is_in_each_form_of_the_report_and_changes_no_outcome(
    book: FollowUpBook, audit: Audit, demo: Store
) -> None:
    found = audit("deployed-without-approval")
    book.record(AUDITOR, found, WANTED, on=DUE)
    book.record(AUDITOR, audit("no-commit"), replace(WANTED, check="code-recorded"), on=DUE)
    made = followed(book, found, DUE)
    assert outcomes(made) == outcomes(found)
    (check,) = [each for each in made.results if made.follow_up(each)]
    assert check.check.id == "live-still-approved"
    data = json.loads(json.dumps(as_data(made)))
    VALIDATOR.validate(data)
    (kept,) = [each["follow_up"] for each in data["checks"] if each["follow_up"]]
    assert (kept["state"], kept["owner"], kept["due"], kept["overdue"]) == (
        "open", "Card team", "2026-06-30", False,
    )  # fmt: skip
    members = {each.name: each.content for each in unzipped(bundle(made))[0]}
    words = "open, owner Card team, due 2026-06-30 (recorded by ada@example.com, "
    assert words in members["report.html"].decode()
    assert "Follow-ups: 1 open." in members["README.txt"].decode()
    assert ",open,Card team,2026-06-30" in members["checks.csv"].decode()
    assert in_formats_of_others(members) == [("open", "Card team", "2026-06-30")] * 3
    assert "  Follow-up: open, owner Card team, due 30 Jun 2026 (recorded by" in "\n".join(text_lines(made))
    assert changes(data, again(demo, data, members))[1] == ()


def in_formats_of_others(members: Mapping[str, bytes]) -> list[tuple[str, ...]]:
    """State, owner and due date of the only follow-up in SARIF, JUnit and CycloneDX."""
    (run,) = Sarif.model_validate_json(members["sarif.json"]).runs
    (found,) = {
        tuple(map(one.get, NAMES)) for each in run.results if (one := each.properties.get("followUp"))
    }
    listed = ElementTree.fromstring(members["junit.xml"]).iterfind(".//testcase/properties/property")
    case = {each.get("name"): each.get("value") for each in listed if "follow-up" in each.get("name", "")}
    bom = json.loads(members["cyclonedx.json"])
    requirement, properties = next(
        (each["bom-ref"], named)
        for each in bom["definitions"]["standards"][0]["requirements"]
        if "lineage_viz:follow-up owner"
        in (named := {one["name"]: one["value"] for one in each["properties"]})
    )
    (note,) = [each for each in bom["annotations"] if each["subjects"] == [requirement]]
    assert note["annotator"]["individual"]["name"] == "ada@example.com"
    assert "owner Card team, due 30 Jun 2026" in note["text"]
    return [
        found,
        tuple(str(case[f"follow-up {name}"]) for name in NAMES),
        tuple(properties[f"lineage_viz:follow-up {name}"] for name in NAMES),
    ]


def test_an_overdue_follow_up_is_said_and_the_report_stays_the_same_from_day_to_day(
    book: FollowUpBook, audit: Audit, demo: Store
) -> None:
    found = audit("deployed-without-approval")
    book.record(AUDITOR, found, WANTED, on=DUE)
    before, late, later = (followed(book, found, on) for on in (DUE, date(2026, 7, 1), date(2026, 9, 1)))
    line = "OVERDUE: live-still-approved was due on 30 Jun 2026, owner Card team."
    assert line not in [*text_lines(before)]
    assert line in [*text_lines(late)]
    assert report_text(before) != report_text(late) == report_text(later)
    members = {each.name: each.content for each in unzipped(bundle(later))[0]}
    data = json.loads(members["report.json"])
    assert data["states_since"] == "2026-07-01"
    assert changes(data, again(demo, data, members)) == (True, ())
    book.record(
        AUDITOR, found, replace(WANTED, state=FollowUpState.ACCEPTED, comment="The risk is small."), on=DUE
    )
    assert not followed(book, found, date(2026, 7, 1)).follow_ups.overdue
    different = [*differences(as_data(late), as_data(followed(book, found, DUE)))]
    assert [(each.section, each.name, each.now.words) for each in different] == [
        ("Follow-ups", "live-still-approved", "accepted, Card team, due 2026-06-30")
    ]


def test_a_closed_finding_that_still_fails_is_named(book: FollowUpBook, audit: Audit) -> None:
    found = audit("deployed-without-approval")
    book.record(
        AUDITOR, found, replace(WANTED, state=FollowUpState.CLOSED, comment="Mended.", due=None), on=DUE
    )
    book.record(AUDITOR, found, replace(WANTED, check="times-in-order"), on=DUE)
    lines = [*text_lines(followed(book, found, DUE))]
    assert "live-still-approved is closed, but its outcome is still fail." in lines
    assert "times-in-order is open, but its outcome is now pass: close it." in lines


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"owner": " "}, "needs an owner"),
        ({"owner": " ", "due": None}, r"open needs an owner \(.*\) and a due date\."),
        ({"due": None}, "needs a due date"),
        ({"due": date(2026, 6, 29)}, r"29 Jun 2026 is over\. A due date is today or later\."),
        ({"state": FollowUpState.CLOSED}, "Say in the comment why it is closed"),
        ({"check": "no such"}, "Choose the check"),
        ({"comment": "x" * 1_001}, "at most 200 characters, and a comment 1,000"),
    ],
)
def test_a_follow_up_that_nobody_could_act_on_is_refused(
    book: FollowUpBook, audit: Audit, changed: dict[str, object], words: str
) -> None:
    with pytest.raises(SignOffRefused, match=words):
        book.record(AUDITOR, audit("deployed-without-approval"), replace(WANTED, **changed), on=DUE)  # type: ignore[arg-type]
    assert book.read(DUE) == ({}, "")


def test_only_auditors_of_other_peoples_models_record_one(book: FollowUpBook, audit: Audit) -> None:
    found = audit("deployed-without-approval")  # jonas-meyer trained and registered it
    with pytest.raises(AccessRefused, match="needs the role auditor"):
        book.record(Actor("ada@example.com", Role.VIEWER), found, WANTED, on=DUE)
    with pytest.raises(SignOffRefused, match="nobody audits what they made"):
        book.record(Actor("jonas-meyer@example.com", Role.AUDITOR), found, WANTED, on=DUE)
    book.record(Actor("the local user", Role.ADMIN), found, replace(WANTED, signed_in=False), on=DUE)
    (made,) = book.of(found.review.model.arn, DUE).every
    assert not made.signed_in
    strict = FollowUpBook(replace(book.settings, signed_in_sign_off=True))
    with pytest.raises(SignOffRefused, match="Only people who signed in may record a follow-up here"):
        strict.record(Actor("the local user", Role.ADMIN), found, replace(WANTED, signed_in=False), on=DUE)


def test_the_log_is_verified_once_for_a_model_with_follow_ups_and_for_one_without(
    book: FollowUpBook, audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = audit("deployed-without-approval")
    book.record(AUDITOR, found, WANTED, on=DUE)
    verified: list[str] = []
    verify = FollowUpLog.verify

    def counted(log: FollowUpLog, noted: str = "") -> ChainCheck:
        verified.append(log.name)
        return verify(log, noted)

    monkeypatch.setattr(FollowUpLog, "verify", counted)
    assert book.of(found.review.model.arn, DUE).every
    assert len(verified) == 1
    assert not book.of("arn:other", DUE).every
    assert len(verified) == 2


def test_a_changed_log_is_named_in_the_report_and_takes_no_more(book: FollowUpBook, audit: Audit) -> None:
    found = audit("deployed-without-approval")
    book.record(AUDITOR, found, WANTED, on=DUE)
    log = book.settings.follow_ups
    log.write_bytes(log.read_bytes().replace(b"Card team", b"Nobody"))
    made = followed(book, found, DUE)
    assert "The log of follow-ups was changed, so no follow-up proves anything: Entry 1 was changed." in [
        *text_lines(made)
    ]
    VALIDATOR.validate(json.loads(json.dumps(as_data(made))))
    with pytest.raises(SealedLogError, match=r"The end of the log of follow-ups .* was changed"):
        book.record(AUDITOR, found, WANTED, on=DUE)


def test_the_commands_print_the_follow_ups_of_the_data_folder(
    book: FollowUpBook, audit: Audit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = audit("deployed-without-approval")
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(book.settings.data))
    book.record(AUDITOR, found, replace(WANTED, due=date(2020, 1, 1)), on=date(2020, 1, 1))
    assert main(["audit", found.review.model.arn]) == 1
    assert "OVERDUE: live-still-approved was due on 1 Jan 2020" in capsys.readouterr().out
    main(["audit", "--all"])
    assert "; 1 open follow-up, 1 OVERDUE" in capsys.readouterr().out


def test_no_follow_ups_are_the_same_on_each_day() -> None:
    assert [*FollowUps(on=DUE).turns()] == []
