"""The evidence bundle: the same bytes everywhere, and each change of a byte is named."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from lineage_viz.audit.bundle.archive import unzipped, zipped
from lineage_viz.audit.bundle.derived import agreement
from lineage_viz.audit.bundle.follow_ups import follow_ups_of
from lineage_viz.audit.bundle.inputs import input_members
from lineage_viz.audit.bundle.key import pem
from lineage_viz.audit.bundle.making import bundle
from lineage_viz.audit.bundle.member import REPORT, REVIEW, SIGNATURE, SUMS, Member
from lineage_viz.audit.bundle.sign_offs import signed_of
from lineage_viz.audit.bundle.sums import sums
from lineage_viz.audit.bundle.verifying import verified
from lineage_viz.audit.pack_file import read_pack
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import report
from lineage_viz.cli import main
from lineage_viz.errors import NotAssessable
from lineage_viz.store.base import Store
from tests import demo_once
from tests.audit.awkward import renamed
from tests.audit.conftest import Audit

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def signed(audit: Audit) -> bytes:
    return bundle(audit("approval-withdrawn"), KEY)


@pytest.fixture(scope="module")
def small(signed: bytes) -> bytes:
    """The smallest members of a real bundle, so that each byte can be changed."""
    from lineage_viz.audit.bundle.envelope import LIST, sealed
    from lineage_viz.audit.bundle.member import json_member

    members = [Member(REPORT, b'{"a": 1}\n'), *(e for e in unzipped(signed)[0] if e.name == "public-key.pem")]
    whole = sums(members)
    return zipped([*members, whole, json_member(SIGNATURE, sealed(LIST, whole.content, KEY))])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An unsigned bundle, and the snapshot that it was made of."""
    folder = tmp_path_factory.mktemp("made")
    snapshot, path = str(demo_once.snapshot(folder)), folder / "b.zip"
    arn = demo_once.account().findings["approval-withdrawn"]
    assert main(["audit", arn, "--snapshot", snapshot, "--out", str(path)]) == 1
    return path, snapshot


def problems(content: bytes) -> str:
    return "\n".join(verified(content, "bundle.zip").problems)


def test_a_bundle_is_unaltered_and_says_its_key(signed: bytes) -> None:
    found = verified(signed, "bundle.zip", KEY.public_key())
    assert (found.problems, found.signer[:7]) == ((), "SHA256:")
    other = verified(signed, "bundle.zip", Ed25519PrivateKey.from_private_bytes(b"1" * 32).public_key())
    assert "is not that of the key that you gave" in other.problems[0]


def test_each_changed_byte_is_named(small: bytes) -> None:
    assert problems(small) == ""
    with ZipFile(io.BytesIO(small)) as archive:
        places = {each.filename: small.index(archive.read(each)) for each in archive.infolist()}
        sizes = {each.filename: each.file_size for each in archive.infolist()}
    for at in range(len(small)):
        found = problems(small[:at] + bytes([small[at] ^ 1]) + small[at + 1 :])
        inside = next((name for name, begin in places.items() if begin <= at < begin + sizes[name]), "")
        assert f"{inside or 'zip'}" in found, (
            f"byte {at} of {inside or 'the zip itself'}: {found or 'nothing'}"
        )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda zip_: zip_ + b"more", "4 more bytes after its end"),
        (lambda zip_: b"more" + zip_, "byte 0 is not that of a bundle"),
        (lambda zip_: zip_[:-2] + b"\x04\x00note", "byte"),
        (lambda zip_: zip_[:-1], "damaged"),
        (lambda zip_: zip_[: len(zip_) // 2], "damaged"),
        (lambda zip_: written(zip_, {"picture.svg": None}), "picture.svg is missing: the directory"),
        (lambda zip_: written(zip_, {"new.txt": b"new"}), "new.txt was added"),
        (lambda zip_: written(zip_, {REPORT: b"{}"}), f"{REPORT} was changed: its SHA-256 is"),
        (lambda zip_: written(zip_, {SUMS: None}), f"{SUMS} is missing: the directory"),
        (lambda zip_: written(zip_, {SUMS: b"nothing"}), f"{SUMS} was changed: it is no list"),
        (lambda zip_: written(zip_, {SIGNATURE: b"{}"}), f"{SIGNATURE} was changed"),
        (lambda zip_: written(zip_, {SIGNATURE: None}), f"{SIGNATURE} is missing."),
        (lambda zip_: written(zip_, {}, ZIP_DEFLATED), "compressed it; the files in it are unaltered"),
        (
            lambda zip_: written(zip_, {REPORT: bytes(40_000_000)}, ZIP_DEFLATED),
            "does not match its own checksum",
        ),
        (lambda zip_: zipped(reversed(unzipped(zip_)[0])), "its members stand in another order"),
        (lambda zip_: written(zip_, {}), "The zip itself was changed: byte"),
    ],
)
def test_a_change_of_the_zip_is_named(signed: bytes, change: Callable[[bytes], bytes], words: str) -> None:
    assert words in problems(change(signed))


def test_a_new_list_does_not_hide_a_change_of_a_signed_bundle(signed: bytes) -> None:
    members = [each for each in unzipped(signed)[0] if each.name not in (SUMS, SIGNATURE)]
    members[0] = Member(REPORT, members[0].content.replace(b"Rejected", b"Approved"))
    signature = next(each for each in unzipped(signed)[0] if each.name == SIGNATURE)
    assert "The signature is about another SHA256SUMS" in problems(
        zipped([*members, sums(members), signature])
    )


@pytest.mark.parametrize(
    "story", ["approval-withdrawn", "rolled-back", "unknown-origin", "hostile", "past", "bank"]
)
def test_each_member_follows_from_the_evidence_in_the_bundle(audit: Audit, demo: Store, story: str) -> None:
    if story == "hostile":
        made = renamed(demo, demo_once.account().findings["approval-withdrawn"], "loyalty")
    elif story == "past":
        subject = demo.get(demo_once.account().findings["rolled-back"])
        made = report(read_review(demo, subject, datetime(2025, 12, 31, tzinfo=UTC)), demo.snapshots)
    else:
        made = audit("complete" if story == "bank" else story)
    pack = "bank" if story == "bank" else "default"
    made = report(made.review, made.snapshots, read_pack(pack))
    found = agreement(
        {each.name: each.content for each in unzipped(bundle(made, inputs=input_members(pack)))[0]}
    )
    assert found.problems == ()
    assert found.note.startswith("The files agree: ")


def relisted(content: bytes, changes: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """The members with some changed or removed, and with a list of digests that fits."""
    old = {each.name: each.content for each in unzipped(content)[0] if each.name not in (SUMS, SIGNATURE)}
    members = {name: each for name, each in {**old, **changes}.items() if each is not None}
    whole = sums(Member(name, each) for name, each in members.items())
    assert verified(zipped([*(Member(*each) for each in members.items()), whole]), "b.zip").problems == ()
    return {**members, SUMS: whole.content}


def test_a_member_that_was_rewritten_together_with_the_list_is_named(audit: Audit) -> None:
    unsigned = bundle(audit("approval-withdrawn"))
    members = {each.name: each.content for each in unzipped(unsigned)[0]}
    sources = {REPORT, REVIEW, SUMS}
    others = {name: content + b" " for name, content in members.items() if name not in sources}
    assert len(others) > 14
    named = {each.partition(" ")[0] for each in agreement(relisted(unsigned, others)).problems}
    assert named == others.keys()
    assert "is missing" in agreement(relisted(unsigned, {REVIEW: None})).problems[0]
    assert "is missing" in agreement(relisted(unsigned, {"prov.json": None})).problems[0]
    assert "note.txt: no bundle" in agreement(relisted(unsigned, {"note.txt": b"All is well."})).problems[0]
    better = members[REPORT].replace(b'"outcome": "fail"', b'"outcome": "pass"')
    found = agreement(relisted(unsigned, {REPORT: better})).problems
    assert "report.json: live-still-approved: pass in the bundle, now fail." in found
    # A report that is rewritten in all of its forms still differs from the evidence, and the evidence from its tables.
    other = members[REVIEW].replace(b"Rejected", b"Approved")
    found = agreement(relisted(unsigned, {REVIEW: other})).problems
    assert {"report.json", "entities.csv", "report.pdf", "prov.json"} <= {
        each.partition(" ")[0] for each in found
    }
    for broken in (b"{}", b"[]", members[REVIEW].replace(b'"subject": "arn', b'"subject": "x')):
        assert "cannot be judged again" in agreement(relisted(unsigned, {REVIEW: broken})).problems[0]
    older = agreement(
        relisted(unsigned, {REPORT: members[REPORT].replace(b'"lineage_viz 0.', b'"lineage_viz 9.')})
    )
    assert (older.problems, older.note[:45]) == ((), "The files were not made again: the report is ")


def test_the_command_names_a_consistent_rewrite(
    audit: Audit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, unsigned = tmp_path / "b.zip", bundle(audit("approval-withdrawn"))
    path.write_bytes(unsigned)
    assert main(["audit", "verify", str(path)]) == 0
    said = capsys.readouterr().out
    assert "an unsigned bundle proves only that its files agree" in said
    assert "The files agree: the evidence in review.json was judged again" in said
    page = dict(relisted(unsigned, {"report.html": b"<p>All is well.</p>"}))
    path.write_bytes(zipped(Member(*each) for each in page.items()))
    assert main(["audit", "verify", str(path)]) == 1
    said = capsys.readouterr().out
    assert "ALTERED: report.html is not what review.json and the records in the bundle give: " in said
    assert "Unaltered" not in said
    assert "The files agree:" not in said


def test_a_file_that_is_no_bundle_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(zipped([Member("a.txt", b"")]))
    for path in (other, ROOT / "Makefile", tmp_path, tmp_path / "nothing"):
        assert main(["audit", "verify", str(path)]) == 2
        said = capsys.readouterr()
        assert said.err.startswith("lineage_viz: ")
        assert ("is no bundle" in said.err) or ("cannot be read" in said.err)
        assert not said.out
    with pytest.raises(NotAssessable):
        verified(b"", "empty")


def written(content: bytes, changes: dict[str, bytes | None], compression: int = 0) -> bytes:
    """The bundle as another program writes it, with some members changed, added or left out."""
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as before, ZipFile(stream, "w", compression) as after:
        members = {each: before.read(each) for each in before.namelist()} | changes
        for name, each in members.items():
            if each is not None:
                after.writestr(name, each)
    return stream.getvalue()


def test_the_bytes_are_the_same_in_other_time_zones_and_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arn = demo_once.account().findings["complete"]
    files = []
    for number, more in enumerate(
        (
            {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"},
            {"TZ": "America/St_Johns", "PYTHONHASHSEED": "2", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"},
        )
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        command = [sys.executable, "-m", "lineage_viz", "audit", arn, "--out", "bundle.zip"]
        run = subprocess.run(
            command,
            cwd=folder,
            env=os.environ | more | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )
        assert b"The bundle is bundle.zip, not signed" in run.stderr
        files.append((folder / "bundle.zip").read_bytes())
    assert files[0] == files[1]
    capsys.readouterr()
    # The report of the demo names its snapshot `demo`, which has no folder.
    assert main(["audit", "verify", str(tmp_path / "0" / "bundle.zip"), "--snapshot", "demo"]) == 0
    assert "Still true: the report was made again from the same snapshot" in capsys.readouterr().out


def test_a_bundle_is_compared_with_a_snapshot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, key, public = (tmp_path / each for each in ("b.zip", "key.pem", "key.pub"))
    key.write_bytes(private_pem())
    public.write_bytes(pem(KEY.public_key()))
    main(["demo", "--out", str(tmp_path)])
    snapshot = capsys.readouterr().out.strip()
    arn = demo_once.account().findings["approval-withdrawn"]
    main(["audit", arn, "--snapshot", snapshot, "--out", str(path), "--key", str(key)])
    capsys.readouterr()
    verify = ["audit", "verify", str(path), "--public-key", str(public), "--snapshot", snapshot]
    assert main(verify) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Unaltered: b.zip has ")
    assert lines[1].startswith("Signed with the Ed25519 key SHA256:")
    assert lines[2].startswith("The files agree: ")
    assert lines[3:] == ["Still true: the report was made again from the same snapshot, and says the same."]
    assert main(["audit", "verify", str(path), "--public-key", str(path)]) == 2
    assert "b.zip has no public Ed25519 key" in capsys.readouterr().err

    members = {each.name: each for each in unzipped(path.read_bytes())[0]}
    other = [
        replace(each, content=b"other") if each.name == "report.html" else each for each in members.values()
    ]
    other = [each for each in other if each.name not in (SUMS, SIGNATURE, "public-key.pem")]
    path.write_bytes(zipped([*other, sums(other)]))
    assert main(["audit", "verify", str(path), "--snapshot", snapshot]) == 1
    assert "  report.html: not the one that the same snapshot gives." in capsys.readouterr().out

    other = [replace(each, content=b"{") if each.name == REPORT else each for each in members.values()]
    path.write_bytes(zipped(other))
    assert main(["audit", "verify", str(path), "--snapshot", snapshot]) == 1
    out = capsys.readouterr().out
    assert f"ALTERED: {REPORT}" in out
    assert "Not compared with a snapshot: The report of the bundle cannot be read" in out

    data = json.loads(members[REPORT].content)
    check = next(each for each in data["checks"] if each["id"] == "live-still-approved")
    check["outcome"] = "pass"
    other = [Member(REPORT, json.dumps(data).encode())]
    path.write_bytes(zipped([*other, sums(other)]))
    assert main(["audit", "verify", str(path), "--snapshot", snapshot]) == 1
    out = capsys.readouterr().out
    assert "NO LONGER TRUE" in out
    assert "  live-still-approved: pass in the bundle, now fail." in out


def test_the_pack_and_the_waivers_are_in_the_bundle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["demo", "--out", str(tmp_path)])
    snapshot = capsys.readouterr().out.strip()
    arn = demo_once.account().findings["approval-withdrawn"]
    waivers = tmp_path / "w.toml"
    waivers.write_text(
        f'[[waiver]]\ncheck = "live-still-approved"\nentity = "{arn}"\ntype = "accepted risk"\n'
        'reason = "An <i>old</i> version"\nby = "anna"\nuntil = 2999-01-01\n'
    )
    path = tmp_path / "b.zip"
    more = ["--pack", "bank", "--waivers", str(waivers), "--snapshot", snapshot]
    main(["audit", arn, *more, "--out", str(path)])
    members = {each.name: each.content for each in unzipped(path.read_bytes())[0]}
    assert members["waivers.toml"] == waivers.read_bytes()
    assert b"severity" in members["pack.toml"]
    assert (
        b"Waiver, active: accepted risk, by anna until 2999-01-01: An &lt;i&gt;old" in members["report.html"]
    )
    assert b"live-still-approved" in members["report.html"]
    (suppressed,) = (
        each for each in json.loads(members["sarif.json"])["runs"][0]["results"] if "suppressions" in each
    )
    assert suppressed["ruleId"] == "live-still-approved"
    assert b'message="fail (waived): ' in members["junit.xml"]
    capsys.readouterr()
    assert main(["audit", "verify", str(path), "--snapshot", snapshot]) == 0
    assert "Still true" in capsys.readouterr().out


LATE = "9999-12-31T23:59:59-14:00"


def forged(members: dict[str, bytes], **changed: object) -> bytes:
    """A bundle with other members and other parts of its report, and a list of its own, as anyone can make it."""
    data = json.dumps(json.loads(members[REPORT]) | changed).encode()
    own = [Member(*each) for each in (members | {REPORT: data}).items() if each[0] not in (SUMS, SIGNATURE)]
    return zipped([*own, sums(own)])


@pytest.mark.parametrize(
    ("changed", "more", "words"),
    [
        ({"checks": None}, {}, "has parts in a form that no report has"),
        ({"sections": [{"title": "Data", "fields": [{}]}]}, {}, "has parts in a form that no report has"),
        ({"as_of": "2026-01-01"}, {}, "cannot be made again"),
        ({"as_of": LATE}, {}, "cannot be made again"),
        ({"as_of": "2030-01-01T23:59:59Z"}, {}, "about 1 Jan 2030, and the snapshot was taken before"),
        ({"subject": {"arn": "arn:aws:x"}}, {}, "has no entity arn:aws:x, which the report is about"),
        ({"subject": {"arn": "ticket-routing-prod"}}, {}, "Choose the snapshot that the report names"),
        ({"states_since": "x"}, {}, "Use the version of lineage_viz that made the bundle"),
        ({"pack": {"name": "x" * 300}}, {}, "names no pack"),
        (
            {},
            {"sign-offs.json": b'{"log_problem": "", "sign_offs": [{"number": 1e999}]}'},
            "sign-offs.json",
        ),
        ({}, {"note.txt": b"All is well."}, "note.txt: no bundle has such a member."),
        ({}, {"REPORT.json": b"{}"}, f"{REPORT} and REPORT.json differ in upper and lower case alone"),
    ],
)
def test_a_forged_bundle_is_named_without_an_error_of_ours(
    made: tuple[Path, str],
    changed: dict[str, object],
    more: dict[str, bytes],
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, snapshot = made
    members = {each.name: each.content for each in unzipped(path.read_bytes())[0]}
    other = path.with_name("forged.zip")
    other.write_bytes(forged(members | more, **changed))
    assert main(["audit", "verify", str(other), "--snapshot", snapshot]) == 1
    said = capsys.readouterr()
    assert words in said.out + said.err


@pytest.mark.parametrize("size", ["1e999", '"x"'])
@pytest.mark.parametrize("at", ["2026-01-01T00:00:00", LATE, "0001-01-01T00:00:00+14:00"])
def test_sign_offs_and_follow_ups_in_another_form_are_none(at: str, size: str) -> None:
    texts = "".join(
        f'"{name}": "",' for name in ("by", "decision", "comment", "model", "subject", "day", "report")
    )
    texts += '"snapshot": "", "doubt": "", "signed_in": true, "check": "", "owner": "", "due": null, "state": "open",'
    for number, when in ((size, "2026-01-01T00:00:00+00:00"), ("1", at)):
        row = f'[{{{texts} "number": {number}, "at": "{when}"}}]'
        text = f'{{"log_problem": "", "sign_offs": {row}, "follow_ups": {row}}}'.encode()
        assert not signed_of({"sign-offs.json": text}).sign_offs
        assert not follow_ups_of({"follow-ups.json": text}, date.max).every


def test_a_report_that_cannot_be_read_is_compared_with_nothing(
    made: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path, snapshot = made
    other = path.with_name("forged.zip")
    own = [Member(REPORT, b"[]")]
    other.write_bytes(zipped([*own, sums(own)]))
    assert main(["audit", "verify", str(other), "--snapshot", snapshot]) == 2
    assert "cannot be read, so it is compared with no snapshot" in capsys.readouterr().err


def private_pem() -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"no key", "has no private key that can be read"), (None, "cannot be read: No such file or directory")],
)
def test_a_wrong_key_is_a_clear_sentence(
    tmp_path: Path, content: bytes | None, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    key, arn = tmp_path / "key.pem", demo_once.account().findings["complete"]
    if content:
        key.write_bytes(content)
    assert main(["audit", arn, "--out", str(tmp_path / "b.zip"), "--key", str(key)]) == 2
    assert words in capsys.readouterr().err
    assert main(["audit", arn, "--key", str(key)]) == 2
    assert "Name its file: --out BUNDLE.zip" in capsys.readouterr().err
    assert not (tmp_path / "b.zip").exists()


@pytest.mark.parametrize("option", ["--key", "--waivers", "--pack"])
def test_a_bundle_replaces_an_older_bundle_and_no_other_file(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    private = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pack = b'title = "Own"\nversion = "1"\n'
    file = tmp_path / "own.toml"
    file.write_bytes(
        content := {"--key": private, "--waivers": b"", "--pack": pack}[option] or b"waiver = []\n"
    )
    command = ["audit", "card-testing-models/1", option, str(file), "--out"]
    assert main([*command, str(file)]) == 2
    assert "own.toml is there already and is no bundle, so it was not replaced." in capsys.readouterr().err
    assert file.read_bytes() == content
    for _ in range(2):
        assert main([*command, str(tmp_path / "bundle.zip")]) == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["bundle.zip", "own.toml"]


def test_a_bundle_replaces_no_pipe_or_device(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")
    assert main(["audit", "card-testing-models/1", "--out", str(pipe)]) == 2
    assert "is there already and is no bundle" in capsys.readouterr().err
    assert pipe.is_fifo()
