"""Waivers: of a check and an entity, until a day."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from lineage_viz.access import Actor, Role
from lineage_viz.audit.bundle.again import again, changes
from lineage_viz.audit.bundle.archive import unzipped
from lineage_viz.audit.bundle.derived import agreement
from lineage_viz.audit.bundle.inputs import input_members
from lineage_viz.audit.bundle.making import bundle
from lineage_viz.audit.bundle.report_words import waiver_words
from lineage_viz.audit.catalogue import CHECKS
from lineage_viz.audit.json_report import as_data
from lineage_viz.audit.outcome import Severity
from lineage_viz.audit.pack import DEFAULT_PACK
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.audit.sign_off.signed_reports import report_text
from lineage_viz.audit.sign_off.waiver_log import WaiverBook
from lineage_viz.audit.subject import find_subject
from lineage_viz.audit.text_report import text_lines
from lineage_viz.audit.verdict import ExitCode, exit_code
from lineage_viz.audit.waiver import Ended, Recorded, Waivers, read_waivers, waivers_text
from lineage_viz.cli import main
from lineage_viz.cli.assistant.server import called
from lineage_viz.errors import AccessRefused, AuditFileError, SignOffRefused
from lineage_viz.settings import Settings
from lineage_viz.store.base import Store
from tests import demo_once
from tests.audit.conftest import Audit
from tests.audit.test_schema import VALIDATOR

IDS = tuple(each.id for each in CHECKS)
PACKAGE = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/price-elasticity-models/7"


def waivers(folder: Path, on: str, **changed: str) -> Waivers:
    fields = {
        "check": '"auto-approved"', "entity": f'"{PACKAGE}"', "type": '"compensating control"',
        "reason": '"The gate of the pipeline checks it"', "by": '"grace"', "until": "2026-06-30",
    } | changed  # fmt: skip
    path = folder / "waivers.toml"
    path.write_text(
        "[[waiver]]\n" + "\n".join(f"{name} = {value}" for name, value in fields.items() if value)
    )
    return read_waivers(path, date.fromisoformat(on), IDS)


def under(found: Report, given: Waivers) -> Report:
    return report(found.review, found.snapshots, DEFAULT_PACK.with_waivers(given))


def outcome(found: Report, id_: str) -> tuple[str, bool]:
    result = next(each for each in found.results if each.check.id == id_)
    return str(result.outcome), result.is_waived


@pytest.mark.parametrize(
    ("on", "finding", "in_date"),
    [
        ("2026-03-12", ("fail", True), "pass"),
        ("2026-06-15", ("fail", True), "warn"),
        ("2026-06-30", ("fail", True), "warn"),
        ("2026-07-01", ("fail", False), "fail"),
    ],
)
def test_a_waiver_counts_until_its_day(
    audit: Audit, tmp_path: Path, on: str, finding: tuple[str, bool], in_date: str
) -> None:
    found = under(audit("auto-approved"), waivers(tmp_path, on))
    assert outcome(found, "auto-approved") == finding
    assert outcome(found, "waivers-in-date")[0] == in_date
    is_finding = "auto-approved" in [each.check.id for each in found.findings]
    assert is_finding is not finding[1]
    heavy = [each for each in found.results if each.check.id == "auto-approved"]
    assert exit_code(heavy, Severity.HIGH) is (ExitCode.CLEAR if finding[1] else ExitCode.FINDINGS)


def test_a_waived_finding_stays_in_the_report(audit: Audit, tmp_path: Path) -> None:
    found = under(audit("auto-approved"), waivers(tmp_path, "2026-03-12"))
    lines = list(text_lines(found))
    assert "Waived: auto-approved." in lines
    at = next(i for i, line in enumerate(lines) if line.startswith("FAIL, waived auto-approved (high)"))
    assert lines[at + 2] == (
        "    Waiver, active: compensating control, by grace until 30 Jun 2026: The gate of the pipeline checks it "
        "(from a file: nobody recorded it here)"
    )
    data = json.loads(json.dumps(as_data(found)))
    VALIDATOR.validate(data)
    check = next(each for each in data["checks"] if each["id"] == "auto-approved")
    assert (check["outcome"], check["waived"], data["states_since"]) == ("fail", True, None)
    assert check["evidence"][0]["waiver"]["by"] == "grace"


@pytest.mark.parametrize(
    "changed",
    [
        {"entity": '"arn:aws:sagemaker:eu-west-1:123456789012:model-package/price-elasticity-models/6"'},
        {"check": '"card"'},
    ],
)
def test_a_waiver_is_about_its_own_check_and_entity(
    audit: Audit, tmp_path: Path, changed: dict[str, str]
) -> None:
    found = under(audit("auto-approved"), waivers(tmp_path, "2026-03-12", **changed))
    assert outcome(found, "auto-approved") == ("fail", False)


def test_one_waiver_leaves_the_finding_about_another_entity(audit: Audit, tmp_path: Path) -> None:
    before = audit("trained-on-unversioned-data")
    failed = [
        each.entities[0]
        for result in before.results
        if result.check.id == "data-pinned"
        for each in result.observations
        if each.outcome == "fail"
    ]
    assert len(failed) > 1
    found = under(before, waivers(tmp_path, "2026-03-12", check='"data-pinned"', entity=f'"{failed[0]}"'))
    assert outcome(found, "data-pinned") == ("fail", False)
    result = next(each for each in found.results if each.check.id == "data-pinned")
    assert [each.is_waived for each in result.observations if each.outcome == "fail"].count(True) == 1


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"until": ""}, "lacks `until`"),
        ({"until": '"2026-06-30"'}, "a day such as 2026-12-31, without quotation marks"),
        ({"until": "2026-06-30T00:00:00"}, "a day such as 2026-12-31"),
        ({"reason": '" "'}, "`reason` must be a text that is not empty"),
        ({"by": ""}, "lacks `by`"),
        ({"type": '"because"'}, "one of: accepted risk, false positive, compensating control"),
        ({"check": '"autoapproved"'}, "there is no check 'autoapproved'. Did you mean auto-approved?"),
        ({"entity": ""}, "lacks `entity`"),
        ({"untill": "2026-01-01"}, "there is no setting 'untill'. Did you mean until?"),
    ],
)
def test_a_wrong_waiver_is_refused(tmp_path: Path, changed: dict[str, str], message: str) -> None:
    with pytest.raises(AuditFileError) as error:
        waivers(tmp_path, "2026-03-12", **changed)
    assert message in str(error.value)
    assert "number 1" in str(error.value)


def test_the_command_takes_a_pack_and_waivers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = date.today().replace(year=date.today().year + 1, day=1)
    waivers(tmp_path, "2026-03-12", until=day.isoformat())
    path = tmp_path / "waivers.toml"
    path.write_text(
        f"{path.read_text()}\n{path.read_text().replace('auto-approved', 'separation-of-duties')}\n"
    )
    arguments = ["audit", PACKAGE, "--waivers", str(tmp_path / "waivers.toml")]
    assert main(arguments) == 0
    said = capsys.readouterr()
    assert "Waived: separation-of-duties, auto-approved." in said.out.splitlines()
    assert said.err == ""
    path.write_text(path.read_text().replace("model-package/", "model-package/x-", 1))
    for more in ([PACKAGE], ["--all"]):
        main(["audit", *more, *arguments[2:]])
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith(
            "The waiver of auto-approved waives nothing: no entity has the ARN or source arn:"
        )
    assert main(["audit", PACKAGE]) == 1
    assert main(["audit", PACKAGE, "--pack", "minimal"]) == 0
    assert main(["audit", PACKAGE, "--pack", "minimall"]) == 2
    assert "Did you mean minimal?" in capsys.readouterr().err


def test_the_commands_and_the_assistant_count_the_waivers_of_the_page(
    audit: Audit,
    demo: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "data"))
    snapshot = demo_once.snapshot(tmp_path)

    def call(name: str, **values: str) -> dict[str, Any]:
        return called(demo, name, values).structured_content or {}

    book = WaiverBook(Settings.from_environment())
    given = waivers(tmp_path, "2026-03-12", until=f"{date.today().year + 1}-01-01").every
    every = [*given, *(replace(each, check="separation-of-duties") for each in given)]
    book.give(AUDITOR, audit("auto-approved"), every, signed_in=True)
    bundle_file = tmp_path / "b.zip"
    assert main(["audit", PACKAGE, "--snapshot", str(snapshot), "--out", str(bundle_file)]) == 0
    assert "Waived: separation-of-duties, auto-approved." in capsys.readouterr().out.splitlines()
    with zipfile.ZipFile(bundle_file) as members:
        recorded = json.loads(members.read("recorded-waivers.json"))
        assert [each["recorded"]["by"] for each in recorded] == ["ada@example.com"] * 2
        assert "waivers.toml" not in members.namelist()
    assert main(["audit", "verify", str(bundle_file), "--snapshot", str(snapshot)]) == 0
    assert "Still true" in capsys.readouterr().out
    found = call("audit", model=PACKAGE, pack="default")
    assert sorted(each["check"] for each in found["waivers"]) == ["auto-approved", "separation-of-duties"]
    assert found["worst"] == "medium"
    main(["audit", "--all", "--format", "json"])
    with_them = capsys.readouterr().out
    main(["audit", "--all", "--format", "json", "--no-page-waivers"])
    assert capsys.readouterr().out != with_them
    assert main(["audit", PACKAGE, "--no-page-waivers"]) == 1
    log = tmp_path / "data" / "waivers.jsonl"
    log.write_bytes(log.read_bytes().replace(b"-01-01", b"-11-01"))
    assert main(["audit", PACKAGE]) == 1
    assert "The log of waivers was changed, so no waiver in it counts." in capsys.readouterr().err
    found = call("audit", model=PACKAGE, pack="default")
    assert (found["waivers"], found["worst"]) == ([], "high")
    assert found["notes"][0].startswith("The log of waivers was changed, so no waiver in it counts.")


AUDITOR = Actor("ada@example.com", Role.AUDITOR)
TODAY = date(2026, 6, 1)


def test_waivers_given_on_the_page_have_the_form_of_their_files(audit: Audit, tmp_path: Path) -> None:
    book, found = WaiverBook(Settings(data=tmp_path)), audit("auto-approved")
    (waiver,) = waivers(tmp_path, "2026-06-01").every
    odd = replace(waiver, check="card", reason='A "quoted" \\ text\n[[waiver]] 日本 🚀 \x7f', by="Zoë")
    elsewhere = replace(waiver, entity="arn:aws:sagemaker:eu-west-1:123456789012:model-package/other/1")
    assert book.give(AUDITOR, found, [waiver, odd, elsewhere], signed_in=True) == 2
    assert book.give(AUDITOR, found, [waiver], signed_in=True) == 0
    assert book.give(AUDITOR, found, [replace(odd, until=date(2027, 1, 1))], signed_in=True) == 1
    current = book.current(TODAY)
    assert outcome(under(found, current), "auto-approved") == ("fail", True)
    path = tmp_path / "again.toml"
    path.write_text(waivers_text(current.every), "utf-8")
    assert read_waivers(path, TODAY, IDS).every == tuple(each.bare for each in current.every)
    given = next(each for each in current.every if each.check == "auto-approved")
    book.withdraw(AUDITOR, found, given, signed_in=True)
    assert [each.check for each in book.current(TODAY).every] == ["card"]
    with pytest.raises(SignOffRefused, match="in the meantime"):
        book.withdraw(AUDITOR, found, given, signed_in=True)


def members_of(found: Report) -> dict[str, bytes]:
    return {each.name: each.content for each in unzipped(bundle(found))[0]}


def test_each_form_of_the_report_says_who_recorded_and_withdrew_a_waiver(
    audit: Audit, demo: Store, tmp_path: Path
) -> None:
    book, before = WaiverBook(Settings(data=tmp_path)), audit("auto-approved")
    (waiver,) = waivers(tmp_path, "2026-06-01").every
    other = replace(waiver, check="separation-of-duties", reason="Two teams share the role")
    book.give(AUDITOR, before, [waiver], signed_in=False)
    book.give(Actor("bo@example.com", Role.AUDITOR), before, [other], signed_in=True)
    (given,) = (each for each in book.current(TODAY).every if each.check == "separation-of-duties")
    book.withdraw(AUDITOR, before, given, signed_in=True)
    found = under(before, book.current(TODAY))
    assert outcome(found, "separation-of-duties") == outcome(before, "separation-of-duties")
    assert outcome(found, "auto-approved") == ("fail", True)
    assert found.evidence_known == before.evidence_known
    VALIDATOR.validate(json.loads(json.dumps(as_data(found))))
    members = members_of(found)
    text = "\n".join(text_lines(found))
    page = members["report.html"].decode()
    pdf = "".join(each.extract_text() for each in PdfReader(io.BytesIO(members["report.pdf"])).pages)
    for whole in ("".join(each.split()) for each in (text, page, pdf)):
        assert "recordedbyada@example.com,notauthenticated" in whole
        assert "recordedbybo@example.com,signedin" in whole
        assert "withdrawnbyada@example.com,signedin" in whole
    for name in ("checks.csv", "junit.xml", "sarif.json"):
        assert "recorded by ada@example.com, not authenticated" in members[name].decode(), name
    data = json.loads(members["report.json"])
    assert [each["state"] for each in data["waivers"]] == ["expiring", None]
    assert changes(data, again(demo, data, members)) == (True, ())


def test_the_log_and_each_form_of_the_report_say_why_a_waiver_was_withdrawn(
    audit: Audit, tmp_path: Path
) -> None:
    book, before = WaiverBook(Settings(data=tmp_path)), audit("auto-approved")
    book.give(AUDITOR, before, waivers(tmp_path, "2026-06-01").every, signed_in=True)
    (given,) = book.current(TODAY).every
    with pytest.raises(SignOffRefused, match="at most"):
        book.withdraw(AUDITOR, before, given, "x" * 1_001, signed_in=True)
    book.withdraw(AUDITOR, before, given, " The gate is gone. ", signed_in=True)
    assert '"withdrawn because": "The gate is gone."' in book.settings.waivers.read_text()
    found = under(before, book.current(TODAY))
    VALIDATOR.validate(json.loads(json.dumps(as_data(found))))
    members = members_of(found)
    pdf = "".join(each.extract_text() for each in PdfReader(io.BytesIO(members["report.pdf"])).pages)
    for whole in ("".join(text_lines(found)), members["report.html"].decode(), pdf):
        assert "UTC:Thegateisgone." in "".join(whole.split())
    assert not agreement(members).problems


@pytest.mark.parametrize(
    ("recorded", "ended", "since", "state"),
    [
        ("2026-02-01", None, None, "active"),
        ("2026-02-01", "2026-03-05", None, "active"),
        ("2026-02-01", "2026-02-20", None, "withdrawn"),
        ("2026-03-05", None, None, "recorded later, does not count"),
        (None, None, None, "its beginning is not recorded, does not count"),
        (None, None, "2026-02-01", "active"),
        (None, None, "2026-03-05", "recorded later, does not count"),
    ],
)
def test_a_waiver_counts_in_the_review_of_a_past_day_only_if_it_was_in_force_then(
    demo: Store, tmp_path: Path, recorded: str | None, ended: str | None, since: str | None, state: str
) -> None:
    """The reviewed day is 1 March; today all of these waivers are known, and their last day is over."""

    def record(day: str) -> Recorded:
        return Recorded("ada@example.com", datetime.fromisoformat(f"{day}T12:00:00+00:00"), True)

    (bare,) = waivers(tmp_path, "2026-06-01", until="2026-05-31").every
    waiver = replace(
        bare,
        recorded=record(recorded) if recorded else None,
        ended=Ended("withdrawn", record(ended)) if ended else None,
        since=date.fromisoformat(since) if since else None,
    )
    given = Waivers(() if ended else (waiver,), date(2026, 7, 1), ended=(waiver,) if ended else ())
    package = find_subject(demo, PACKAGE)
    review = read_review(demo, package, datetime(2026, 3, 1, 23, 59, tzinfo=UTC))
    found = report(review, demo.snapshots, DEFAULT_PACK.with_waivers(given))
    assert outcome(found, "auto-approved") == ("fail", state == "active")
    assert outcome(found, "waivers-in-date")[0] == ("pass" if state == "active" else "not applicable")
    (said,) = as_data(found)["waivers"]  # type: ignore[misc, has-type]
    assert (said["state"] or said["ended"]["how"]) == state
    assert any(f", {state.replace('withdrawn', 'ended')}: " in line for line in text_lines(found))
    members = {**members_of(found), "waivers.toml": waivers_text([] if recorded else [waiver]).encode()}
    data = json.loads(members["report.json"])
    assert changes(data, again(demo, data, members)) == (True, ())


def test_a_changed_log_waives_nothing(audit: Audit, tmp_path: Path) -> None:
    book, found = WaiverBook(Settings(data=tmp_path)), audit("auto-approved")
    book.give(AUDITOR, found, waivers(tmp_path, "2026-06-01").every, signed_in=True)
    log = tmp_path / "waivers.jsonl"
    log.write_bytes(log.read_bytes().replace(b"2026-06-30", b"2036-06-30"))
    assert book.problem() == "Entry 1 was changed."
    assert book.current(TODAY).every == ()


def test_only_auditors_of_other_peoples_models_waive(audit: Audit, tmp_path: Path) -> None:
    book, found = WaiverBook(Settings(data=tmp_path)), audit("auto-approved")
    given = waivers(tmp_path, "2026-06-01").every
    with pytest.raises(AccessRefused, match="needs the role auditor"):
        book.give(Actor("ada@example.com", Role.VIEWER), found, given, signed_in=True)
    approver = next(each.by for each in found.review.decisions if each.by)
    with pytest.raises(SignOffRefused, match="nobody audits what they made"):
        book.give(Actor(f"{approver}@example.com", Role.AUDITOR), found, given, signed_in=True)
    with pytest.raises(SignOffRefused, match="needs a reason"):
        book.give(AUDITOR, found, [replace(given[0], reason=" ")], signed_in=True)
    for name in (approver, approver.replace("-", " ").title()):
        with pytest.raises(
            SignOffRefused, match="nobody answers for a waiver of what they made or decided about"
        ):
            book.give(AUDITOR, found, [replace(given[0], by=name)], signed_in=False)


def test_a_bundle_with_waivers_is_still_true_on_a_later_day(
    audit: Audit, demo: Store, tmp_path: Path
) -> None:
    """The report says the day on which a waiver changed, and not the day on which it was made."""
    given, found = waivers(tmp_path, "2026-06-15"), audit("auto-approved")
    one, other = (under(found, replace(given, on=date(2026, 6, day))) for day in (15, 30))
    assert report_text(one) == report_text(other)
    members = {
        each.name: each.content
        for each in unzipped(
            bundle(one, inputs=input_members("default", waivers_text(given.every).encode()))
        )[0]
    }
    data = json.loads(members["report.json"])
    assert data["states_since"] == "2026-05-31"
    assert changes(data, again(demo, data, members)) == (True, ())


def test_a_withdrawal_in_an_earlier_bundle_has_no_reason() -> None:
    ended = {"how": "withdrawn", "by": "eva", "at": "2026-03-01T00:00:00Z", "authenticated": True}
    waiver = {
        "state": None, "type": "risk-accepted", "by": "eva", "since": None, "until": "2026-06-30", "reason": "known",
        "recorded": None, "ended": ended,
    }  # fmt: skip
    assert "; withdrawn by eva" in waiver_words(waiver)
    assert waiver_words(waiver | {"ended": ended | {"reason": "mended"}}).endswith(": mended)")
