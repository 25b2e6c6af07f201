"""Sign-offs: the people who may make them, the evidence that they are bound to, and the changes since then."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from lineage_viz.access import Actor, Role
from lineage_viz.audit.bundle.archive import unzipped
from lineage_viz.audit.bundle.attachments import attachment_members
from lineage_viz.audit.bundle.making import bundle
from lineage_viz.audit.bundle.member import Member
from lineage_viz.audit.bundle.sign_offs import signed_of, signed_words
from lineage_viz.audit.changes import Part, Value, changes
from lineage_viz.audit.follow_up import FollowUp, FollowUpState
from lineage_viz.audit.formats.ml_bom.bom import ml_bom
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.audit.rules import Rules
from lineage_viz.audit.sign_off.attachments import LARGEST
from lineage_viz.audit.sign_off.due import due_words
from lineage_viz.audit.sign_off.follow_up_log import FollowUpBook
from lineage_viz.audit.sign_off.log import Decision
from lineage_viz.audit.sign_off.rules import doubt_about
from lineage_viz.audit.sign_off.signed_reports import digest_of, report_text
from lineage_viz.audit.sign_off.signing import SignOffs
from lineage_viz.cli import main
from lineage_viz.errors import AccessRefused, SealedLogError, SignOffRefused
from lineage_viz.settings import Settings
from lineage_viz.store.factory import open_store
from tests import demo_once
from tests.audit.conftest import Audit

AUDITOR = Actor("ada@example.com", Role.AUDITOR)


@pytest.fixture
def signing(tmp_path: Path) -> SignOffs:
    return SignOffs(Settings(data=tmp_path))


def sign(signing: SignOffs, found: Report, by: Actor = AUDITOR, **how: bool) -> None:
    signing.sign(by, found, Decision.APPROVE, "All evidence was read.", **{"signed_in": True, **how})


def test_a_sign_off_is_bound_to_the_report_that_was_read(signing: SignOffs, audit: Audit) -> None:
    found = audit("complete")
    sign(signing, found)
    signing.sign(AUDITOR, audit("no-commit"), Decision.REJECT, " No commit. ", signed_in=True)
    (made,) = signing.of(found.review.model.arn)
    assert (made.by, made.decision, made.comment) == (AUDITOR.name, "approve", "All evidence was read.")
    assert made.report == digest_of(report_text(found))
    assert made.signed_in
    assert not made.doubt
    kept = signing.reports.data(made.report)
    assert kept
    assert kept["subject"]["arn"] == found.review.subject.arn
    assert signing.verify().problem == ""
    assert signing.verify().entries == 2


def test_an_approval_over_critical_findings_is_meant_and_says_so(signing: SignOffs, audit: Audit) -> None:
    found = audit("deployed-without-approval")
    refused = "2 critical findings are open, .*: approved-when-deployed, live-still-approved. Give each"
    with pytest.raises(SignOffRefused, match=refused):
        sign(signing, found, all_the_same=False)
    sign(signing, found, all_the_same=True)
    words = "although 2 critical findings were open (approved-when-deployed, live-still-approved). "
    signed = signing.signed(found.review.model.arn)
    assert f", about this report, {words}" in next(
        signed_words(signed, digest_of(report_text(found)), found.review.subject.arn)
    )
    members = {each.name: each.content for each in unzipped(bundle(found, signed=signed))[0]}
    assert b"although 2 critical findings were open" in members["report.html"]
    assert signed_of(members) == signed
    wanted = FollowUp(0, datetime.now(UTC), "", True, "", "", "Ada", date.max, FollowUpState.CLOSED, "Seen.")
    book = FollowUpBook(signing.settings)
    for state, number in ((FollowUpState.CLOSED, 2), (FollowUpState.IN_WORK, 0)):
        for each in ("approved-when-deployed", "live-still-approved"):
            book.record(AUDITOR, found, replace(wanted, check=each, state=state), date.today())
        answered = found.with_follow_ups(book.of(found.review.model.arn, date.today()))
        assert len(answered.open_critical) == number, "a finding whose follow-up is closed still fails"
    sign(signing, answered, all_the_same=False)
    assert signing.of(found.review.model.arn)[-1].although == ""


def test_the_digest_is_that_of_the_report_in_the_bundle_and_of_the_manifest(tmp_path: Path) -> None:
    folder = demo_once.snapshot(tmp_path / "snapshots")
    settings = Settings(data=tmp_path, snapshots=(folder,))
    store, arn = open_store(settings), demo_once.account().findings["complete"]
    signing = SignOffs(settings)
    sign(signing, report(read_review(store, store.get(arn)), store.snapshots))
    main(["audit", arn, "--snapshot", str(folder), "--out", str(tmp_path / "bundle.zip")])
    (made,) = signing.of(arn)
    with ZipFile(tmp_path / "bundle.zip") as bundle:
        assert digest_of(bundle.read("report.json").decode()) == made.report
    assert made.snapshot == digest_of((folder / "manifest.json").read_text("utf-8"))


def test_the_commands_say_the_sign_off_and_what_it_is_about(
    audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path))
    signing, found = SignOffs(Settings.from_environment()), audit("complete")

    def said() -> tuple[str, str, dict[str, Any]]:
        main(["audit", "card-testing-models/1"])
        text = capsys.readouterr().out
        main(["audit", "--all"])
        lines = capsys.readouterr().out.splitlines()
        main(["audit", "--all", "--format", "json"])
        rows = json.loads(capsys.readouterr().out)["rows"]
        row = next(each for each in rows if each["title"] == "card-testing-models/1")
        return text, next(each for each in lines if " card-testing-models/1" in each), row

    text, line, row = said()
    assert "Nobody has signed off a review of this model." in text
    assert ("signed off" not in line, row["sign_off"]) == (True, None)
    sign(signing, found)
    text, line, row = said()
    assert "Signed off: approve by ada@example.com, " in text
    assert ", about this report. Reason: All evidence was read." in text
    assert "The next review is due on " in text
    assert "; signed off: approve, " in line
    assert " of an earlier report" not in line
    assert (row["sign_off"]["by"], row["sign_off"]["about"]) == ("ada@example.com", "this report")
    wanted = FollowUp(0, datetime.now(UTC), "", True, "", "card", "Ada", None, FollowUpState.CLOSED, "Seen.")
    FollowUpBook(signing.settings).record(AUDITOR, found, wanted, date.today())
    text, line, row = said()
    assert ", about another report, SHA-256 " in text
    assert line.endswith(" (of an earlier report)")
    assert row["sign_off"]["about"] == "of an earlier report"
    signing.settings.sign_offs.write_bytes(signing.settings.sign_offs.read_bytes().replace(b"All", b"No"))
    main(["audit", "--all"])
    assert "The log of sign-offs was changed or cannot be read, so none is shown." in capsys.readouterr().err


def test_the_bundle_has_the_sign_offs_of_its_model(
    signing: SignOffs, audit: Audit, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    found, other = audit("complete"), audit("no-commit")
    first = bundle(found, signed=signing.signed(found.review.model.arn))
    assert "sign-offs.json" not in {each.name for each in unzipped(first)[0]}
    sign(signing, found)
    sign(signing, other)
    signing.sign(AUDITOR, found, Decision.REJECT, "Seen\nagain.", signed_in=False)
    signed = signing.signed(found.review.model.arn)
    whole = tmp_path / "bundle.zip"
    whole.write_bytes(bundle(found, signed=signed))
    members = {each.name: each.content for each in unzipped(whole.read_bytes())[0]}
    assert signed_of(members) == signed
    assert [each.decision for each in signed.sign_offs] == ["approve", "reject"]
    words = "Signed off: reject by ada@example.com, not authenticated, "
    assert main(["audit", "verify", str(whole)]) == 0
    for text in (capsys.readouterr().out, members["README.txt"].decode(), members["report.html"].decode()):
        assert words in text
        assert "about this report. Reason: Seen again." in text
        assert "sign-offs.json has 1 earlier sign-off." in text
    bom = members["cyclonedx.json"].decode()
    for version in (SchemaVersion.V1_6, SchemaVersion.V1_7):
        made = ml_bom(found, version.to_version(), signed.sign_offs[-1])
        assert JsonStrictValidator(version).validate_str(json.dumps(made)) is None
    affirmed = json.loads(bom)["declarations"]["affirmation"]
    assert affirmed["statement"] == "reject: Seen\nagain."
    assert affirmed["signatories"][0]["name"] == "ada@example.com, not authenticated"


def test_attachments_are_kept_by_their_digest_and_verified_in_the_bundle(
    signing: SignOffs, audit: Audit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, whole = audit("complete"), tmp_path / "bundle.zip"
    hostile = "..\\..\\/etc/\x1b[2J\u202epolicy 日本 password=hunter2 <b>.pdf"
    files = [(hostile, b"%PDF-1.7 policy"), ("notes.txt", b"\0")]
    made = signing.sign(AUDITOR, found, Decision.APPROVE, "Read.", signed_in=True, files=files)
    first, second = made.attachments
    assert "/" not in first.name
    assert not {"\x1b", "\u202e", "\\"} & set(first.name)
    assert "hunter2" not in first.name
    assert "policy 日本" in first.name
    assert (second.name, second.size, second.sha256) == ("notes.txt", 1, sha256(b"\0").hexdigest())
    assert signing.of(found.review.model.arn) == (made,)
    signed = signing.signed(found.review.model.arn)
    inputs = [*attachment_members(signed, signing.files)]
    assert [each.name for each in inputs] == [f"attachment-{each.sha256}" for each in made.attachments]
    whole.write_bytes(bundle(found, inputs=inputs, signed=signed))
    assert main(["audit", "verify", str(whole)]) == 0
    said = capsys.readouterr().out
    assert "The bundle has 2 attachments of its sign-offs, each with the SHA-256 that they name." in said
    assert f"Attached by ada@example.com: notes.txt (1 byte, SHA-256 {second.sha256})." in said
    other = Member(inputs[1].name, b"forged")
    whole.write_bytes(bundle(found, inputs=[inputs[0], other], signed=signed))
    assert main(["audit", "verify", str(whole)]) == 1
    assert f"ALTERED: {other.name} was changed: its SHA-256 is" in capsys.readouterr().out
    (signing.files.folder / second.sha256).write_bytes(b"forged")
    inputs = [*attachment_members(signed, signing.files)]
    added = Member(f"attachment-{sha256(b'more').hexdigest()}", b"more")
    whole.write_bytes(bundle(found, inputs=[*inputs, added], signed=signed))
    assert main(["audit", "verify", str(whole)]) == 1
    said = capsys.readouterr().out
    assert f"An attachment is missing: {second.words}. Ask the auditor for it." in said
    assert f"{added.name} was added: no sign-off names it." in said


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("empty.pdf", b"")], "empty.pdf is empty"),
        ([("large.bin", b"0" * (LARGEST + 1))], "large.bin has 20,000,001 bytes"),
        ([("a", b"1"), ("b", b"1")], "the same content"),
        ([(str(number), bytes([number])) for number in range(6)], "at most 5 attachments"),
    ],
)
def test_files_that_show_nothing_or_too_much_are_refused(
    signing: SignOffs, audit: Audit, files: list[tuple[str, bytes]], words: str
) -> None:
    found = audit("complete")
    with pytest.raises(SignOffRefused, match=words):
        signing.sign(AUDITOR, found, Decision.APPROVE, "Read.", signed_in=True, files=files)
    assert signing.of(found.review.model.arn) == ()


def test_a_sign_off_of_another_report_affirms_nothing(signing: SignOffs, audit: Audit) -> None:
    """The model is the same, and its report says something else now."""
    found = audit("complete")
    sign(signing, found)
    signed = signing.signed(found.review.model.arn)
    later = replace(found, snapshots=tuple(replace(each, region="eu-west-2") for each in found.snapshots))
    members = {each.name: each.content for each in unzipped(bundle(later, signed=signed))[0]}
    assert "affirmation" not in json.loads(members["cyclonedx.json"])["declarations"]
    assert f"about another report, SHA-256 {signed.sign_offs[0].report}" in members["README.txt"].decode()


def test_a_bundle_says_that_the_log_of_its_sign_offs_was_changed(signing: SignOffs, audit: Audit) -> None:
    found = audit("complete")
    sign(signing, found)
    log = signing.settings.sign_offs
    log.write_text(log.read_text().replace("All evidence", "No evidence"))
    members = {
        each.name: each.content
        for each in unzipped(bundle(found, signed=signing.signed(found.review.model.arn)))[0]
    }
    assert (
        "The log of sign-offs was changed, so no sign-off proves anything" in members["README.txt"].decode()
    )


@pytest.mark.parametrize(
    "by",
    [
        "jonas-meyer@example.com",
        "Jonas-Meyer@example.com",
        "jonas-meyer (12 at login)",
        "jonas.meyer@example.com",
        "Jonas Meyer (12 at login)",
        "jonas_meyer+audit@example.com",
        "jónas\u200bMeyer@example.com",
        "\uff2aonas\u2011meyer@example.com",
    ],
)
def test_nobody_signs_off_what_they_made(signing: SignOffs, audit: Audit, by: str) -> None:
    found = audit("deployed-without-approval")  # jonas-meyer trained and registered it
    with pytest.raises(
        SignOffRefused, match=r"You registered credit-limit-models/1 .as jonas-meyer., and nobody"
    ):
        sign(signing, found, Actor(by, Role.ADMIN))
    assert signing.of(found.review.model.arn) == ()


def test_nobody_signs_off_what_they_approved(signing: SignOffs, audit: Audit) -> None:
    found = audit("complete")
    approver = found.review.decisions[-1].by
    with pytest.raises(SignOffRefused, match="You approved"):
        sign(signing, found, Actor(f"{approver}@example.com", Role.AUDITOR))


def test_a_withdrawn_approval_counts_too(signing: SignOffs, audit: Audit) -> None:
    found = audit("approval-withdrawn")
    for name in {each.by for each in found.review.decisions if each.by}:
        with pytest.raises(SignOffRefused, match="You"):
            sign(signing, found, Actor(f"{name}@example.com", Role.AUDITOR))


def test_only_auditors_sign_off_and_only_with_a_reason(signing: SignOffs, audit: Audit) -> None:
    found = audit("complete")
    with pytest.raises(AccessRefused, match="needs the role auditor"):
        sign(signing, found, Actor("ada@example.com", Role.VIEWER))
    with pytest.raises(SignOffRefused, match="needs a reason"):
        signing.sign(AUDITOR, found, Decision.APPROVE, "  \n", signed_in=True)
    with pytest.raises(SignOffRefused, match="at most 1,000 characters"):
        signing.sign(AUDITOR, found, Decision.APPROVE, "x" * 1_001, signed_in=True)
    assert signing.of(found.review.model.arn) == ()


def test_without_sign_in_it_is_marked_or_refused(signing: SignOffs, audit: Audit) -> None:
    found = audit("complete")
    sign(signing, found, Actor("the local user", Role.ADMIN), signed_in=False)
    (made,) = signing.of(found.review.model.arn)
    assert not made.signed_in
    assert made.doubt == "nobody signed in, so the name of the auditor is not known"
    strict = SignOffs(replace(signing.settings, signed_in_sign_off=True))
    with pytest.raises(SignOffRefused, match="LINEAGE_VIZ_SIGNED_IN_SIGN_OFF is on"):
        sign(strict, found, Actor("the local user", Role.ADMIN), signed_in=False)
    sign(strict, found)
    assert len(strict.of(found.review.model.arn)) == 2


def test_a_shared_role_leaves_a_doubt(audit: Audit) -> None:
    assert "a role or session that several may share" in doubt_about(
        audit("shared-role").review, signed_in=True
    )


def test_a_changed_log_takes_no_further_sign_off(signing: SignOffs, audit: Audit) -> None:
    found = audit("complete")
    sign(signing, found)
    path = signing.settings.sign_offs
    path.write_bytes(path.read_bytes().replace(b'"approve"', b'"reject"'))
    assert signing.verify().problem == "Entry 1 was changed."
    with pytest.raises(SealedLogError, match=r"The end of the log of sign-offs .* was changed"):
        sign(signing, found)


def test_a_signed_report_that_was_changed_counts_as_missing(signing: SignOffs, audit: Audit) -> None:
    found = audit("complete")
    sign(signing, found)
    (file,) = (signing.settings.data / "signed_reports").iterdir()
    file.write_text(file.read_text("utf-8").replace("pass", "fail", 1), "utf-8")
    assert signing.reports.data(file.stem) is None
    file.unlink()
    assert signing.reports.data(file.stem) is None


@pytest.mark.parametrize(
    ("rating", "on", "words"),
    [
        (
            "High",
            date(2026, 2, 28),
            "The next review is due on 28 Feb 2026, 6 months after the last approval of a review",
        ),
        ("High", date(2026, 3, 1), "OVERDUE: the next review was due on 28 Feb 2026, 6 months after"),
        ("Low", None, "The next review is due on 31 Aug 2027, 24 months after"),
        ("", date(2026, 9, 1), "OVERDUE: the next review was due on 31 Aug 2026, 12 months after"),
    ],
)
def test_the_next_review_is_due_by_the_risk_rating(
    signing: SignOffs, audit: Audit, rating: str, on: date | None, words: str
) -> None:
    found = audit("complete")
    sign(signing, found)
    last = replace(signing.of(found.review.model.arn)[-1], at=datetime(2025, 8, 31, tzinfo=UTC))
    cards = json.dumps({"ModelCards": [{"RiskRating": "Low"}, {"RiskRating": rating}] if rating else []})
    model = replace(found.review.model, properties={**found.review.model.properties, "record": cards})
    rejected = replace(last, decision="reject", at=datetime(2026, 1, 1, tzinfo=UTC))
    (said,) = due_words([last, rejected], model, Rules(), on)
    assert said.startswith(words)
    assert not [*due_words([rejected], model, Rules(), on)], (
        "only an approval begins the time until the next review"
    )
    (same, kept) = due_words([last], model, Rules(retention_years=10), on)
    assert same == said
    assert kept == (
        "Keep this review and its snapshot at least until 31 Aug 2035, 10 years after the last sign-off, "
        "as the pack asks."
    )


def data(outcome: str, commit: str, **more: str) -> dict[str, Any]:
    values = [{"text": commit}] if commit else []
    field = {"name": "Commit", "state": "known" if commit else "not recorded", "reason": "", "values": values}
    own = {"name": "Report", "state": "known", "reason": "", "values": [{"text": more.get("id", "1")}]}
    sections = [{"title": "This report", "fields": [own]}, {"title": "Making", "fields": [field]}]
    return {"checks": [{"id": "code-recorded", "outcome": outcome}], "sections": sections}


def test_the_changes_name_checks_and_fields_and_not_the_report_itself() -> None:
    assert [*changes(data("fail", ""), data("fail", "", id="2"))] == []
    assert [*changes(data("fail", ""), data("pass", "abc"))] == [
        Part("Checks", "code-recorded", Value(("fail",)), Value(("pass",))),
        Part("Making", "Commit", Value(("not recorded",), known=False), Value(("abc",))),
    ]


def test_a_waiver_since_the_last_report_is_a_change_of_its_check() -> None:
    before, now = data("fail", ""), data("fail", "")
    now["checks"][0]["waived"] = True
    assert [*changes(before, now)] == [
        Part("Checks", "code-recorded", Value(("fail",)), Value(("fail, waived",)))
    ]


def test_a_check_or_field_that_only_one_report_has_is_a_change() -> None:
    empty: Mapping[str, object] = {"checks": [], "sections": []}
    gone = [*changes(data("fail", "abc"), empty)]
    assert [(each.name, each.kind) for each in gone] == [("code-recorded", "removed"), ("Commit", "removed")]
    assert [each.kind for each in changes(empty, data("fail", ""))] == ["added", "changed"]
