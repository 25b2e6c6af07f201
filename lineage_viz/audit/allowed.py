"""The answer of a review of an earlier day: was the model allowed to serve then, by the decision in force?"""

from lineage_viz.approval import is_approval
from lineage_viz.audit.checks.approval import in_force
from lineage_viz.audit.review import Review
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
        by = f" by {decision.by}" if decision.by else ""
        when = f" on {moment(decision.when)}" if decision.when else ""
        return f"On {on} {who} was allowed to {what}: approved{by}{when} (source: {decision.source})."
    state = f"the decision in force was {decision.words}" if decision else _nothing(review)
    return f"On {on} {who} was NOT allowed to {what}: {state}."


def _doubt(review: Review) -> str:
    """The reason why nobody can tell; empty if the decision in force is known."""
    if odd := next((each for each in review.unclear if is_approval(each)), None):
        return f"the decision or the time of {plain(title(odd), 80)} is not recorded"
    now = in_force(review, None)
    for other in (each for each in review.doubtful if not now or each.words != now.words):
        after = f"after {moment(other.after)} and " if other.after else ""
        latest = f"by {moment(other.when)} at the latest" if other.when else "at a time that is not recorded"
        return f"it became {other.words} {after}{latest}, perhaps before the end of that day"
    if review.package and not review.decisions and (reason := review.unread(review.package)):
        return f"the lineage has no decision, and the model registry was not read ({plain(reason, 200)})"
    return ""


def _nothing(review: Review) -> str:
    return (
        "no decision about it is recorded until then"
        if review.package
        else "it is in no model package, so nobody approved it"
    )
