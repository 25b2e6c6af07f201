"""Endpoints by the decision about the models that they serve: "which endpoints serve rejected models"."""

import re
from dataclasses import dataclass

from lineage_viz.search.sentence_words import DECISIONS, LIVE

UNAPPROVED = re.compile(
    r"\b(?:without (?:an )?approval|unapproved"
    r"|(?:not|never|nobody|no one|no-one|none) (?:(?:has|have|had|been|ever|yet) )*approved)\b"
)
_LINK = (
    r"(?:that|which|with|having|have|has|is|are|do|does|still|now|currently|some|any|only|a|an|the|of|run|runs|use|using"
    rf"|{'|'.join(sorted(LIVE))})"
)
_DECISION = rf"\b(?:{'|'.join(sorted(DECISIONS))})\b"
_STATE = rf"{UNAPPROVED.pattern}|{_DECISION}"
_BE = r"(?:that|which|is|are|was|were|has|have|been|still)"
_OF = re.compile(
    rf"\b(?P<endpoints>endpoints?) (?:{_LINK} )*"
    rf"(?:models? (?:{_BE} )*(?P<after>{_STATE})|(?P<before>{_STATE}) models?\b)"
    rf"|\b(?P<they>endpoints?) (?:(?:{_LINK} )+(?P<alone>{_STATE})|(?P<bare>{_DECISION}))$"
)
_UNAPPROVED_TERM = "live:unapproved"


@dataclass(frozen=True, slots=True)
class OfEndpoints:
    """A text about endpoints without its words about the models, the terms that these mean, and a word to look for."""

    text: str
    terms: tuple[str, ...]
    word: str = ""


def of_endpoints(text: str) -> OfEndpoints | None:
    """Read the decision about the models that endpoints serve; None for a text about anything else."""
    found = _OF.search(text)
    if not found:
        return None
    state = found["after"] or found["before"] or found["alone"] or found["bare"]
    rest = text.replace(found[0], found["endpoints"] or found["they"], 1)
    decision = DECISIONS.get(state, "")
    if decision == "approved":
        return OfEndpoints(rest, ("live:yes", f"-{_UNAPPROVED_TERM}"))
    return OfEndpoints(rest, (_UNAPPROVED_TERM,), decision)
