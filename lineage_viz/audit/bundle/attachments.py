"""The attachments of sign-offs in a bundle: each is a member that is named by its digest."""

from collections.abc import Iterator, Mapping

from lineage_viz.audit.bundle.member import ATTACHMENT, Member
from lineage_viz.audit.bundle.sign_offs import Signed, signed_of
from lineage_viz.audit.bundle.sums import digest
from lineage_viz.audit.sign_off.attachments import AttachedFiles, Attachment
from lineage_viz.words import count, plain


def attachment_members(signed: Signed, files: AttachedFiles) -> Iterator[Member]:
    """Yield the attachments of sign-offs that are kept and unchanged."""
    for each, content in files.contents(_attachments(signed)):
        yield Member(f"{ATTACHMENT}{each.sha256}", content)


def wrong_attachments(members: Mapping[str, bytes]) -> Iterator[str]:
    """Yield each attachment of a bundle that is not the one that a sign-off names."""
    named = {each.sha256 for each in _attachments(signed_of(members))}
    for name, content in members.items():
        wanted = name.removeprefix(ATTACHMENT)
        if wanted == name:
            continue
        if digest(content) != wanted:
            yield f"{plain(name, 120)} was changed: its SHA-256 is {digest(content)}."
        elif wanted not in named:
            yield f"{plain(name, 120)} was added: no sign-off names it."


def attachment_words(members: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the number of attachments that the sign-offs of a bundle name, and each one that it lacks."""
    every = {each.sha256: each for each in _attachments(signed_of(members))}
    missing = [each for each in every.values() if f"{ATTACHMENT}{each.sha256}" not in members]
    if here := len(every) - len(missing):
        yield f"The bundle has {count(here, 'attachment')} of its sign-offs, each with the SHA-256 that they name."
    for each in missing:
        yield f"An attachment is missing: {each.words}. Ask the auditor for it."


def _attachments(signed: Signed) -> tuple[Attachment, ...]:
    return tuple(each for made in signed.sign_offs for each in made.attachments)
