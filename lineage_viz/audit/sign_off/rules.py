"""The rules of a sign-off: an auditor, with a reason, about a model of other people.

A person of AWS and a person who signed in have different names. They count as the same when the user profile, the IAM
user, the source identity or the session of one is the name of the e-mail of the other. Only letters and digits count,
without case and accents: a user profile can have no dot, so that of Ada.Lovelace+work@example.com is `ada-lovelace`.
"""

import unicodedata
from collections.abc import Iterator

from lineage_viz.access import Actor, Role, require
from lineage_viz.audit.checks.people import Act, Identity, acts, identity
from lineage_viz.audit.report import Report
from lineage_viz.audit.review import Review
from lineage_viz.audit.sign_off.log import Decision
from lineage_viz.errors import SignOffRefused
from lineage_viz.settings import SIGNED_IN_SIGN_OFF, Settings
from lineage_viz.title import title
from lineage_viz.words import count, plain

ALL_THE_SAME = "Approve all the same"
"""The tick of an approval that passes over critical findings."""

UNAUTHENTICATED = "nobody signed in, so the name of the auditor is not known"


def check_may_sign(actor: Actor, review: Review, settings: Settings, *, signed_in: bool) -> None:
    """Raise AccessRefused or SignOffRefused when a person may not sign off a review."""
    check_may_record(actor, review, settings, "sign off a review", signed_in=signed_in)


def check_may_record(
    actor: Actor, review: Review, settings: Settings, doing: str, *, signed_in: bool
) -> None:
    """Raise AccessRefused or SignOffRefused when a person may not do something about a review, such as sign it off."""
    require(actor, Role.AUDITOR, doing)
    if settings.signed_in_sign_off and not signed_in:
        raise SignOffRefused(
            f"Only people who signed in may {doing} here ({SIGNED_IN_SIGN_OFF} is on). Configure sign-in, and sign in "
            "as an auditor."
        )
    own = next((act for act in _parts(review) if act.by and _key(actor) in _keys(act.by)), None)
    if own and signed_in:
        raise SignOffRefused(
            f"You {own.words} {plain(title(own.entity), 80)} (as {plain(own.by.name if own.by else '', 80)}), and "
            "nobody audits what they made or approved. Ask another auditor."
        )


def check_may_answer(name: str, review: Review) -> None:
    """Raise SignOffRefused when the person who is to answer for a waiver made the model or decided about it."""
    own = next((act for act in _parts(review) if act.by and _spelled(name) in _keys(act.by)), None)
    if own:
        raise SignOffRefused(
            f"{plain(name, 80)} {own.words} {plain(title(own.entity), 80)}, and nobody answers for a waiver of what "
            "they made or decided about. Name somebody else."
        )


def check_is_meant(report: Report, decision: Decision, *, all_the_same: bool) -> None:
    """Raise SignOffRefused when an approval passes over critical findings, and the auditor did not say so."""
    found = report.open_critical
    if found and decision is Decision.APPROVE and not all_the_same:
        raise SignOffRefused(
            f"{open_words(report)}: {', '.join(each.check.id for each in found)}. Give each a waiver or a follow-up, "
            f'choose another decision, or tick "{ALL_THE_SAME}".'
        )


def open_words(report: Report) -> str:
    """`2 critical findings are open, with neither a waiver nor a follow-up`."""
    number = count(len(report.open_critical), "critical finding is", "critical findings are")
    return f"{number} open, with neither a waiver nor a follow-up"


def doubt_about(review: Review, *, signed_in: bool) -> str:
    """Return why nobody can show that the auditor had no part in the model; empty if it is shown."""
    if not signed_in:
        return UNAUTHENTICATED
    return "; ".join(_unknown(review))


def _unknown(review: Review) -> Iterator[str]:
    for act in acts(review):
        name = plain(title(act.entity), 80)
        if act.by is None:
            yield f"nobody is recorded who {act.words} {name}"
        elif not act.by.key:
            yield f"{plain(act.by.name, 80)}, who {act.words} {name}, is a role or session that several may share"


def _parts(review: Review) -> Iterator[Act]:
    """Everything that people did to make the model or to decide about it."""
    yield from acts(review)
    for decision in review.decisions:
        if review.package and decision.by:
            yield Act("decided about", Identity(decision.by, ""), review.package)
    for job in review.evaluations:
        yield Act("evaluated", identity(job.text("createdby")), job)


def _key(actor: Actor) -> str:
    """The name of the e-mail of a person who signed in, or the chosen name without what follows it."""
    return _spelled(actor.name)


def _keys(person: Identity) -> set[str]:
    return {_spelled(person.key), _spelled(person.name)} - {""}


def _spelled(name: str) -> str:
    """The letters and digits of a person's name; all of the name if it has none."""
    own = name.partition(" (")[0].partition("@")[0].partition("+")[0].strip().casefold()
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKD", own)))
    return letters.casefold() or own
