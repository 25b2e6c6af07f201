"""A question with a colon between it and its name, without the colon: "approved by whom: X", "X: who approved it"."""

import re

from lineage_viz.recorded_text import fold
from lineage_viz.search.fields import FIELDS
from lineage_viz.search.sentence_words import QUESTION

_COLON = re.compile(r"(?<=[^\s:]) ?:\s+(?=\S)")
"""A colon before a blank: a term, an address and an ARN have none."""
_IT = re.compile(r"\b(?:it|this|that|this one|that one)\b(?=[\s?!.]*$|(?: \w+){1,2}[\s?!.]*$)")
_SAYS_NOTHING = re.compile(r"(?:my |a |the |quick )*(?:questions?|query|q|search|find|ask|hi|hello|please)")
_ADJECTIVES = r"(?:the|all|training|source|git|raw|test|failed|approval|model|live|previous|next|earlier)"
_NOUNS = re.compile(
    rf"(?:{_ADJECTIVES} )*(?:data(?:[ -]?sets?)?|inputs?|commits?|code|scripts?|repo(?:sitory)?|images?|endpoints?"
    r"|jobs?|deployments?|decisions?|versions?|history|impact|usages?|consumers|users|owner|approver|status|state|approval"
    r"|metrics?|parameters?|executions?|predecessor|successor)"
)
"""Nouns that stand before "of" and a name."""
_WITH_ONE_VALUE = frozenset(
    {"type", "status", "decision", "live", "created", "decided", "tag", "label", "decidedby", "by"}
)
_NAME = re.compile(r"\S*[-_/.]\S*")


def without_colon(text: str) -> str:
    """Return a question without the colon beside its name, and `status: failed` as a term; any other text as it is."""
    if '"' in text or len(halves := _COLON.split(text)) != 2:
        return text
    first, second = (each.strip() for each in halves)
    before, after = fold(first), re.sub(r"[?!.]+$", "", fold(second))
    if before in FIELDS and before in _WITH_ONE_VALUE:
        return f"{first}:{second}"
    if _SAYS_NOTHING.fullmatch(before):
        return second
    if _is_name(before) and (not _is_name(after) or after.split()[0] in QUESTION):
        return _asked(second.rstrip("?!. "), first)
    return _asked(first, second)


def _asked(question: str, name: str) -> str:
    """Put a name into a question about "it", or else after it."""
    if _IT.search(fold(question)):
        return _IT.sub(lambda _: name, fold(question), count=1)
    words = fold(question).split()
    noun = words[1:] if words[0] in ("which", "what", "whose") else words
    return f"{' '.join(noun)} of {name}" if _NOUNS.fullmatch(" ".join(noun)) else f"{question} {name}"


def _is_name(words: str) -> bool:
    """True for one word with the signs of a name."""
    return _NAME.fullmatch(words) is not None
