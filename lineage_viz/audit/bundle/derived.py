"""The members of a bundle made again from its own evidence: do its files agree with each other?

The evidence is judged again, so a rewritten outcome disagrees with it, and each other member disagrees with a rewritten
report. Whoever rewrites the evidence as well and makes all members anew has made another bundle: only a signature or a
snapshot shows that.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lineage_viz.audit.bundle.again import changes, foreign_members
from lineage_viz.audit.bundle.follow_ups import follow_ups_of
from lineage_viz.audit.bundle.inputs import pack_of, states_on
from lineage_viz.audit.bundle.making import members
from lineage_viz.audit.bundle.member import (
    FOLLOW_UPS,
    PAGE,
    PDF,
    README,
    REPORT,
    REVIEW,
    SIGN_OFFS,
    SIGNATURE,
    SUMMARY,
    TEST_RESULT,
)
from lineage_viz.audit.bundle.review_data import review_of
from lineage_viz.audit.bundle.sign_offs import signed_of
from lineage_viz.audit.field import Field, FieldValue, Section
from lineage_viz.audit.parts.about import MADE_BY
from lineage_viz.audit.report import Report, report
from lineage_viz.evidence.fact import FactState
from lineage_viz.json_text import json_of
from lineage_viz.words import plain

_SIGNED = frozenset({README, TEST_RESULT, SUMMARY})
"""Members that a signature is in, or that say that there is one: its key is not here, and it covers them."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The members that disagree, each in a sentence; `note` says what was compared, or why nothing was."""

    problems: tuple[str, ...]
    note: str


def agreement(found: Mapping[str, bytes]) -> Agreement:
    """Make each member of an unaltered bundle again from its own evidence, and compare the bytes."""
    data = json_of(found.get(REPORT, b"").decode("utf-8", "replace"), dict) or {}
    if data.get("made_by") != MADE_BY:
        made = plain(str(data.get("made_by") or "no version"), 60)
        note = f"The files were not made again: the report is by {made}, and this is {MADE_BY}."
        return Agreement((), note)
    if REVIEW not in found:
        return Agreement((f"{REVIEW} is missing, without which no bundle of {MADE_BY} was made.",), "")
    try:
        judged = _again(data, found)
        different = changes(data, judged)[1]
        every = {each.name: each.content for each in members(judged, signed=signed_of(found))}
    except (
        Exception
    ) as error:  # whatever somebody has written into the evidence, it is an answer and no crash of ours
        words = f"{REVIEW} and {REPORT} cannot be judged again ({type(error).__name__})."
        return Agreement((f"{words} One of them was changed, and the list with it.",), "")
    skipped = _SIGNED if SIGNATURE in found else frozenset()
    wrong = [name for name, content in every.items() if name not in skipped and found.get(name) != content]
    problems = [f"{name} {_CHANGED}" for name in _odd(data, found, every, frozenset(wrong))]
    problems += [f"{plain(name, 120)} {_words(name, found)}" for name in wrong]
    problems += foreign_members(found, every)
    return Agreement((*problems, *(f"{REPORT}: {each}" for each in different)), _NOTE)


_NOTE = (
    f"The files agree: the evidence in {REVIEW} was judged again, and each file follows from it and from the records "
    "of auditors in the bundle."
)


_CHANGED = (
    "disagrees with the page, the PDF and all other files that show it: it was changed, and the list with it."
)


def _odd(
    data: Mapping[str, Any], found: Mapping[str, bytes], made: Mapping[str, bytes], wrong: frozenset[str]
) -> tuple[str, ...]:
    """Return the record of auditors that alone explains the members that are wrong.

    The page and the PDF show both records, and the report has the follow-ups only, so one record is in question. The
    PDF takes most of the time: all members are made once more.
    """
    name = FOLLOW_UPS if REPORT in wrong else SIGN_OFFS
    if name not in found or not {PAGE, PDF} <= wrong:
        return ()
    rest = {each: content for each, content in found.items() if each != name}
    without = {each.name: each.content for each in members(_again(data, rest), signed=signed_of(rest))}
    return (name,) if all(made[each] != without.get(each) for each in wrong) else ()


def _words(name: str, found: Mapping[str, bytes]) -> str:
    if name not in found:
        return f"is missing, though {REVIEW} has what it is made of."
    return f"is not what {REVIEW} and the records in the bundle give: one of them was changed, and the list with it."


def _again(data: Mapping[str, Any], found: Mapping[str, bytes]) -> Report:
    """The report judged again. The section about the report itself is that of the bundle: it tells of the snapshot."""
    review, snapshots = review_of(json.loads(found[REVIEW]))
    made = report(review, snapshots, pack_of(data, found), follow_ups_of(found, states_on(data)))
    about = _section(data["sections"][0])
    made.__dict__["sections"] = (about, *made.sections[1:])
    return made


def _section(data: Mapping[str, Any]) -> Section:
    return Section(str(data["title"]), tuple(map(_field, data["fields"])))


def _field(data: Mapping[str, Any]) -> Field:
    values = tuple(
        FieldValue(str(each["text"]), str(each["entity"]), str(each["source"])) for each in data["values"]
    )
    return Field(str(data["name"]), values, FactState(data["state"]), str(data["reason"]))
