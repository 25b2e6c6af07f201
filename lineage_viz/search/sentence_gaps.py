"""The gaps that a sentence asks for: "models without an evaluation", "models with no commit", "unevaluated models"."""

import re
from dataclasses import dataclass

_NAMES = {
    "approval": r"(?:(?:manual )?approvals?|sign-?offs?|decisions?)",
    "evaluation": r"(?:evaluations?|evals?|evaluation (?:jobs?|reports?)|tests?|validations?)",
    "training job": r"(?:training[ -]jobs?|trainings?)",
    "commit": r"(?:(?:git |code |source )?commits?|source code|code)",
    "metric": r"(?:(?:key )?metrics?|scores?)",
    "owner": r"(?:owners?)",
    "model card": r"(?:model[ -]cards?|cards?)",
}
"""Everything that a model may lack, and the words for it."""
_WORDS = {
    "evaluation": r"(?:unevaluated|untested|(?:not|never)(?: been| yet)* (?:evaluated|tested|validated))",
    "training job": r"(?:untrained)",
}
"""Words that say the gap by themselves."""
_LACKING = r"(?:without|lacking|lacks?|missing|misses|with no|(?:that |which )?(?:have|has|had) no|no)"
_GAPS = [
    (name, re.compile(rf"\b{_LACKING} (?:(?:an?|any|the|their|its|recorded) )*{words}(?![\w/:.-])"))
    for name, words in _NAMES.items()
]
_ALONE = [
    (name, re.compile(rf"\b(?:(?:are|were|is|was) )?{words}(?![\w/:-])")) for name, words in _WORDS.items()
]
_MORE = [
    (name, re.compile(rf"^ (or|and|,)(?: an?| any| the)* {words}(?![\w/:.-])"))
    for name, words in _NAMES.items()
]
_NOT_READ = re.compile(r"(?:^| )(?:without|lacking) (\S+)")


@dataclass(frozen=True, slots=True)
class Gaps:
    """A folded text without its gaps, and the gaps as the prepared question names them."""

    text: str
    found: tuple[tuple[str, ...], ...]
    """One tuple for each gap: of several in one, any is enough."""


def gaps_in(text: str) -> Gaps:
    """Find the gaps in a folded text: both of "without evaluation or commit"."""
    found: list[tuple[str, ...]] = []
    for name, pattern in (*_GAPS, *_ALONE):
        if gap := pattern.search(text):
            before, after = text[: gap.start()], text[gap.end() :]
            after, more = _further(after, name)
            found += more
            text = f"{before} {after}"
    return Gaps(" ".join(text.split()), tuple(dict.fromkeys(found)))


def no_gap(words: str) -> str:
    """Return the word after a "without" that is no gap of a model; empty without one."""
    found = _NOT_READ.search(words)
    return found[1] if found else ""


def _further(after: str, first: str) -> tuple[str, list[tuple[str, ...]]]:
    """Read the gaps that stand beside the first one; "or" joins them to one."""
    found: list[tuple[str, ...]] = [(first,)]
    while gap := next(((name, at) for name, each in _MORE if (at := each.match(after))), None):
        name, at = gap
        found = [*found, (name,)] if at[1] == "and" else [*found[:-1], (*found[-1], name)]
        after = after[at.end() :]
    return after, found
