"""The person who is to decide in a sentence: "models waiting for helen". Nothing records one, and an answer says so."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lineage_viz.words import plain

_PERSON = r"(?P<person>[^\s:,]+)"
_OF = rf"(?:for|with|on|by|from|of|to) (?:the )?(?:(?:approval|decision|review|sign-?off|ok) (?:of|by|from) )?{_PERSON}"
_ACTS = r"to (?:approve|decide|review|sign|act|look)\S*(?: (?:on|off|at))?"
_END = rf"(?: (?:approvals?|decisions?|reviews?|sign-?offs?|ok|{_ACTS}))?"
_BE = r"(?:(?:that|which|is|are|was|were|still|currently|now) )*"
_HAS = r"(?:(?:still|has|have|had|needs?|is|are|must|should|will|shall|can|could|may|ought) )"
_DECIDE = r"(?:approve|decide|review|sign off|sign-off|look at|act)(?: (?:on|about))?"
_WAITS = r"(?:pending|waiting|waits?|awaiting|awaits|open|undecided|due|outstanding|queued|stuck)"
_SUBJECTS = r"(?:models?|versions?|approvals?|decisions?|reviews?|packages?)"
_FORMS = [
    re.compile(each)
    for each in (
        rf"{_BE}(?:(?<![\w-])(?:approvals?|decisions?|reviews?) )?(?<![\w-]){_WAITS}"
        rf"(?: (?:approvals?|decisions?|reviews?|sign-?offs?))? {_OF}{_END}",
        rf"{_BE}(?<![\w-])(?:awaiting|awaits) {_PERSON}{_END}",
        rf"{_BE}(?<![\w-])(?:assigned|allocated|given|sent|submitted|routed) {_OF}{_END}",
        rf"{_BE}(?:(?:yet|still) )?to be (?:approved|decided|reviewed|signed[ -]off)(?: on)? by {_PERSON}",
        rf"(?:(?:does|do|that|which) )?{_PERSON} (?:{_HAS})+(?:yet )?to {_DECIDE}",
        rf"(?:must|should) {_PERSON} (?:still |need to |have to )*{_DECIDE}$",
        rf"{_PERSON}(?:['\u2019]s)? (?:pending|open|undecided|outstanding) (?={_SUBJECTS})",
        rf"\b(?:needs?|needing|requires?) {_PERSON}(?:['\u2019]s)? (?:approvals?|decisions?|reviews?|sign-?offs?)",
        rf"^(?:the )?approval queue (?:of|for) {_PERSON}",
    )
]


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A folded text without the person who is to decide, and the sentence about it."""

    text: str
    note: str


def reviewer(text: str, is_person: Callable[[str], bool]) -> Reviewer | None:
    """Read the person who is to decide in a folded text; None for any other text."""
    for pattern in _FORMS:
        for found in pattern.finditer(text):
            person = re.sub(r"['\u2019]s$", "", found["person"])
            if is_person(person):
                rest = " ".join(f"{text[: found.start()]} pending {text[found.end() :]}".split())
                return Reviewer(rest, _said(person))
    return None


def _said(person: str) -> str:
    name = plain(person, 80)
    return (
        f"Nothing records who is to decide, so these wait for anybody, not for {name} alone. "
        f"decidedby:{name} has what {name} decided."
    )
