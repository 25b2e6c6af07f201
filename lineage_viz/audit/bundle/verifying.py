"""The verification of a bundle: is it unaltered, by whom is it signed, is it still true of a snapshot?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lineage_viz.audit.bundle.archive import NoArchive, difference, unzipped
from lineage_viz.audit.bundle.attachments import attachment_words, wrong_attachments
from lineage_viz.audit.bundle.envelope import LIST, opened
from lineage_viz.audit.bundle.key import key_id, public_key_of
from lineage_viz.audit.bundle.member import ORDER, PUBLIC_KEY, REPORT, SIGNATURE, SUMS, Member, json_member
from lineage_viz.audit.bundle.sign_offs import signed_of, signed_words
from lineage_viz.audit.bundle.sums import digest, is_listed, listed, sums
from lineage_viz.errors import NotAssessable
from lineage_viz.json_text import json_of
from lineage_viz.plain_text import shown_name
from lineage_viz.typed_command import typed_command
from lineage_viz.words import count, plain

_LACKS = ": the directory of the zip does not have it."
_HEADER = 30
"""The bytes in front of the name of the first member."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A bundle that was verified.

    `problems` names each alteration; `signer` is the id of the key that signed it, empty without a signature.
    """

    members: Mapping[str, bytes]
    problems: tuple[str, ...]
    signer: str
    is_wanted: bool = False
    """True when the signature was compared with a given key."""

    @property
    def report(self) -> dict[str, Any]:
        """The report as data; empty when it cannot be read."""
        content = self.members.get(REPORT, b"").decode("utf-8", "replace")
        return json_of(content, dict) or {}


def read_bundle(path: Path) -> bytes:
    """Read the file of a bundle. Raises NotAssessable."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotAssessable(
            f"{_name(path)} cannot be read: {error.strerror}. Give the path of a bundle."
        ) from error


def verified(content: bytes, name: str, key: Ed25519PublicKey | None = None) -> Verified:
    """Verify the bytes of a bundle; with a key, also that this key signed it. Raises NotAssessable for no bundle."""
    try:
        members, broken = unzipped(content)
    except NoArchive as error:
        if _was_bundle(content):
            words = f"The zip itself is damaged and cannot be opened: {plain(str(error), 120)}."
            return Verified({}, (words,), "")
        raise NotAssessable(_no_bundle(name, "it is no zip")) from error
    names = {each.name for each in members} | set(broken)
    if not {REPORT, SUMS} & names and not _was_bundle(content):
        raise NotAssessable(_no_bundle(name, f"it has neither {REPORT} nor {SUMS}"))
    by_name = {each.name: each.content for each in members}
    problems = [*_altered(members, broken), *wrong_attachments(by_name)]
    place = "" if problems else difference(content, members)
    if place:
        problems.append(f"The zip itself was changed: {place}.")
    signer, unsigned = _signature(by_name, key)
    return Verified(by_name, (*problems, *unsigned), signer, key is not None)


def _altered(members: tuple[Member, ...], broken: tuple[str, ...]) -> Iterator[str]:
    """Yield each member that is not as the list has it, that the list lacks, or that is missing."""
    for name in broken:
        yield f"{plain(name, 120)} was changed: it does not match its own checksum in the zip."
    by_name = {each.name: each.content for each in members}
    if len(by_name) < len(members):
        yield "The zip itself was changed: it has two members of one name."
    elif sorted(known := [each for each in by_name if each in ORDER], key=ORDER.index) != known:
        yield "The zip itself was changed: its members stand in another order."
    if SUMS not in by_name:
        yield from () if SUMS in broken else (f"{SUMS} is missing{_LACKS}",)
        return
    try:
        expected = listed(by_name[SUMS])
    except ValueError:
        yield f"{SUMS} was changed: it is no list of digests."
        return
    for name, wanted in expected.items():
        if name not in by_name:
            yield from () if name in broken else (f"{name} is missing{_LACKS}",)
        elif (found := digest(by_name[name])) != wanted:
            yield f"{name} was changed: its SHA-256 is {found}, and {SUMS} has {wanted}."
    for name in by_name:
        if is_listed(name) and name not in expected:
            yield f"{plain(name, 120)} was added: {SUMS} does not have it."
    yield from _alike(by_name)
    own = sums(Member(name, content) for name, content in by_name.items() if is_listed(name))
    if set(expected) == set(filter(is_listed, by_name)) and len(own.content) != len(by_name[SUMS]):
        yield f"{SUMS} was changed: it has more than the digests."


def _alike(names: Iterable[str]) -> Iterator[str]:
    """Yield names that some systems take for one, so that one file would replace the other there."""
    by_letters: dict[str, list[str]] = {}
    for name in names:
        by_letters.setdefault(name.casefold(), []).append(name)
    for alike in by_letters.values():
        if len(alike) > 1:
            yield f"{plain(' and '.join(alike), 240)} differ in upper and lower case alone: no bundle has such members."


def _signature(members: Mapping[str, bytes], wanted: Ed25519PublicKey | None) -> tuple[str, tuple[str, ...]]:
    """Return the id of the key that signed the list of digests, and the problems with it."""
    if SIGNATURE not in members:
        left = f"{PUBLIC_KEY} is there, but {SIGNATURE} is missing." if PUBLIC_KEY in members else ""
        named = f"The bundle is not signed, so not with the key {key_id(wanted)} either." if wanted else ""
        return "", tuple(filter(None, (left, named)))
    envelope, own = opened(members[SIGNATURE]), public_key_of(members.get(PUBLIC_KEY, b""))
    key = wanted or own
    if envelope is None or key is None:
        missing = SIGNATURE if envelope is None else PUBLIC_KEY
        return "", (f"The signature cannot be verified: {missing} was changed.",)
    if envelope.payload != members.get(SUMS):
        return "", (f"The signature is about another {SUMS}: one of {SUMS} and {SIGNATURE} was changed.",)
    if not envelope.signed_by(key):
        whose = "the key that you gave" if wanted else f"the key in {PUBLIC_KEY}"
        return "", (f"The signature in {SIGNATURE} is not that of {whose} ({key_id(key)}).",)
    if json_member(SIGNATURE, envelope.data).content != members[SIGNATURE] or envelope.type != LIST:
        return "", (f"{SIGNATURE} was changed: it has more than the signature.",)
    return key_id(key), ()


def _was_bundle(content: bytes) -> bool:
    """True for bytes that begin like a bundle, or have the names of its members, also where no zip can be opened."""
    name, list_ = REPORT.encode(), SUMS.encode()
    return name in content[: 2 * _HEADER] or (name in content and list_ in content)


def _no_bundle(name: str, reason: str) -> str:
    return f"{name} is no bundle: {reason}. Make one with: {typed_command()} audit MODEL --out BUNDLE.zip"


def _name(path: Path) -> str:
    return shown_name(str(path))


def summary(found: Verified, name: str) -> Iterator[str]:
    """Yield the answer in sentences: the problems, or that there are none; then the signature and the sign-off."""
    for each in found.problems:
        yield f"ALTERED: {each}"
    if not found.problems:
        members = count(len(found.members), "member")
        yield f"Unaltered: {name} has {members} as {SUMS} lists them, and nothing else."
    if found.signer:
        whose = (
            ""
            if found.is_wanted
            else " The bundle itself brings this key: ask its owner, or give --public-key."
        )
        yield f"Signed with the Ed25519 key {found.signer}.{whose}"
    elif SIGNATURE not in found.members:
        yield (
            "Not signed: an unsigned bundle proves only that its files agree, as whoever makes it can make all of them "
            "anew. Compare it with a snapshot (--snapshot)."
        )
    subject = found.report.get("subject")
    arn = str(subject.get("arn")) if isinstance(subject, dict) else ""
    yield from signed_words(signed_of(found.members), digest(found.members.get(REPORT, b"")), arn)
    yield from attachment_words(found.members)
