"""The answer of a review of an earlier day: was the model allowed to serve then, by the decision in force?"""

from lineage_viz.approval import is_approval
from lineage_viz.audit.checks.approval import in_force, rival_of
from lineage_viz.audit.review import Review
from lineage_viz.evidence.decided import Decided
from lineage_viz.evidence.words import APPROVED
from lineage_viz.title import title
from lineage_viz.words import day, moment, plain


def allowed_words(review: Review) -> str:
    """Return the answer in a sentence with its ground; empty for a review of now, which live checks judge."""
    if review.as_of is None:
        return ""
    model = plain(title(review.model), 120)
    is_endpoint = review.subject.type == "Endpoint"
    who, what = (plain(title(review.subject), 120), f"serve {model}") if is_endpoint else (model, "serve")
    on = day(review.as_of)
    if reason := _doubt(review):
        return f"On {on} it is not known if {who} was allowed to {what}: {reason}."
    decision = in_force(review, None)
    if decision and decision.words == APPROVED:
        return f"On {on} {who} was allowed to {what}: {_said(decision)} (source: {decision.source})."
    source = f" (source: {decision.source})" if decision else ""
    state = f"the decision in force was {_said(decision)}" if decision else _nothing(review)
    return f"On {on} {who} was NOT allowed to {what}: {state}{source}."


def _said(decision: Decided) -> str:
    """A decision with its person and its time, the latest one where no other is known."""
    by = f" by {decision.by}" if decision.by else ""
    latest = " at the latest" if decision.is_latest else ""
    after = f" after {moment(decision.after)} and" if decision.after else ""
    when = f"{after} on {moment(decision.when)}{latest}" if decision.when else ""
    words = decision.words.lower() if decision.words == APPROVED else decision.words
    return f"{words}{by}{when}"


def _doubt(review: Review) -> str:
    """The reason why nobody can tell; empty if the decision in force is known."""
    if odd := next((each for each in review.unclear if is_approval(each)), None):
        return f"the decision or the time of {plain(title(odd), 80)} is not recorded"
    now = in_force(review, None)
    if review.as_of and (other := rival_of(review, now, review.as_of)):
        first = f"{_said(now)}, but then " if now else ""
        if APPROVED in (other.words, now.words if now else ""):
            return f"{first}{_said(other)}, perhaps before the end of that day (source: {other.source})"
    if review.package and not review.decisions and (reason := review.unread(review.package)):
        return f"the lineage has no decision, and the model registry was not read ({plain(reason, 200)})"
    return ""


def _nothing(review: Review) -> str:
    return (
        "no decision about it is recorded until then"
        if review.package
        else "it is in no model package, so nobody approved it"
    )
