"""The sign-offs of a model, the changes since the last one, and the form for a new one."""

from collections.abc import Iterator
from datetime import datetime

import streamlit as st

from lineage_viz.access import Actor
from lineage_viz.audit.bundle.report_data import report_data
from lineage_viz.audit.bundle.sign_offs import other_subject, who
from lineage_viz.audit.changes import CHECKS, Part, changes
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.log import SignOff
from lineage_viz.audit.sign_off.signing import SignOffs
from lineage_viz.component.report import Block, report_blocks
from lineage_viz.errors import SealedLogError
from lineage_viz.settings import Settings
from lineage_viz.ui.audit.answer import show_answer
from lineage_viz.ui.audit.sign_off_form import SIGNED, sign_off_form
from lineage_viz.ui.text import literal
from lineage_viz.words import count, moment, plain

SIGN_OFF = "Sign-off"
"""The heading of this part of the page."""

_MOST = 100
"""Changes that are listed."""

_TONES = {"approve": "good", "reject": "bad", "needs work": "warn"}
_HEAD = ("When", "Decision", "By", "Reason", "Reviewed", "SHA-256 of the report")


def sign_off_view(found: Report, actor: Actor) -> None:
    """Show the sign-offs and the form."""
    st.header(SIGN_OFF, anchor=False)
    signing = SignOffs(Settings.from_environment())
    show_answer(SIGNED)
    try:
        made = signing.of(found.review.model.arn)
        problem = signing.verify().problem
    except SealedLogError as error:
        st.error(literal(str(error), 1_000), icon=":material/error:")
        return
    if problem:
        st.error(
            f"The log of sign-offs was changed, so no sign-off in it proves anything. {literal(problem, 1_000)}",
            icon=":material/gpp_bad:",
        )
    report_blocks([*_blocks(signing, found, made)], key="sign-offs")
    sign_off_form(signing, found, actor)


def _blocks(signing: SignOffs, found: Report, made: tuple[SignOff, ...]) -> Iterator[Block]:
    if not made:
        yield {"is": "words", "lines": ["Nobody has signed off a review of this model."]}
        return
    head = [{"words": each} for each in _HEAD]
    rows = [_cells(signing, each, found.review.subject.arn) for each in reversed(made)]
    yield {"is": "table", "words": "Sign-offs", "head": head, "rows": rows}
    yield _since(signing, found, made[-1])


def _cells(signing: SignOffs, made: SignOff, subject: str) -> list[dict[str, object]]:
    tone = _TONES.get(made.decision, "")
    doubt = (
        f"Not shown that this person had no part in the model: {plain(made.doubt, 600)}."
        if made.doubt
        else ""
    )
    return [
        {"words": moment(made.at)},
        {"words": plain(made.decision, 40), "more": made.although, "tone": tone, "mark": tone or "none"},
        {"words": who(made), "more": doubt if made.signed_in else ""},
        {"words": plain(made.comment, 1_000), "more": _attached(made)},
        {
            "words": _reviewed(signing, made),
            "more": other_subject(made, subject).removeprefix("the review of "),
        },
        {"words": made.report[:16], "more": "…"},
    ]


def _attached(made: SignOff) -> str:
    # A digest is too long for a column: the first line of the page and the bundle have all of it.
    names = [
        f"{plain(each.name, 120)} ({count(each.size, 'byte')}, SHA-256 {each.sha256[:16]} …)"
        for each in made.attachments
    ]
    return f"Attached by {who(made)}: {', '.join(names)}" if names else ""


def _reviewed(signing: SignOffs, made: SignOff) -> str:
    """The reviewed day; in a review of now the time of the snapshots, which the signed report has."""
    if made.day != "now":
        return f"as of {plain(made.day, 40)}"
    snapshots = (signing.reports.data(made.report) or {}).get("snapshots", ())
    taken = [datetime.fromisoformat(each["taken"]) for each in snapshots if each["taken"]]
    return f"the snapshot of {moment(max(taken))}" if taken else "its snapshot, whose time is not known"


def _name(part: Part) -> str:
    return part.name if part.section == CHECKS else f"{part.section}: {part.name}"


def _since(signing: SignOffs, found: Report, last: SignOff) -> Block:
    heading = f"Since the last sign-off, {moment(last.at)}"
    before = signing.reports.data(last.report)
    if before is None:
        words = "The report that was signed is missing or was changed, so the changes are not known."
        return {"is": "words", "heading": heading, "lines": [words]}
    different = [*changes(before, report_data(found))]
    if not different:
        return {
            "is": "words",
            "heading": heading,
            "lines": ["No check and no field of the report has changed."],
        }
    rows = [
        [{"words": plain(text, 300)} for text in (_name(each), each.before.words, each.now.words)]
        for each in different[:_MOST]
    ]
    head = [{"words": each} for each in (f"Changed ({count(len(different), 'part')})", "Then", "Now")]
    return {"is": "table", "heading": heading, "words": heading, "head": head, "rows": rows}
