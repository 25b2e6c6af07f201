"""Answers that tell recorded facts of named entities: "compare X and Y", "code and image of X"."""

import re
from collections.abc import Mapping, Sequence

from lineage_viz.model import Entity
from lineage_viz.questions.side_by_side import side_by_side
from lineage_viz.recorded_text import fold
from lineage_viz.search.question import Reading, named
from lineage_viz.search.told_code import Code, code_behind
from lineage_viz.search.unknown_words import no_such_name
from lineage_viz.store.base import Store
from lineage_viz.store.filter import NO_FILTER
from lineage_viz.title import title
from lineage_viz.words import count, plain

_NOUN = r"(?:the )?(?:(?:model|version|endpoint|job|data set)s? )?"
_DIFFERENCE = (
    r"(?:(?:show|what is|what are) )?(?:the )?(?:differences?|comparison) (?:between|of)"
    r"|what (?:changed|differs|is different) between"
)
_COMPARE = re.compile(
    rf"(?:(?:please )?(?:compare|diff)|{_DIFFERENCE}) {_NOUN}(\S+) (?:and|with|to|vs\.?|versus|against) {_NOUN}(\S+)"
    rf"|(\S+) (?:vs\.?|versus) {_NOUN}(\S+)"
)
_VERSION = re.compile(r"(\S+/)\d+")
_FACTS: Mapping[str, Sequence[str]] = {
    "code": ("Commit", "Repository"),
    "commit": ("Commit",),
    "image": ("Image", "Parameter SageMaker.ImageUri"),
    "script": ("Commit",),
}
"""The lines of an entity that have a fact, by the word for it; the scripts are those of its jobs."""
_OF_JOBS = ("code", "script")
_SAYS: Mapping[str, str] = {
    "code": r"(?:(?:source|git|training) )?(?:code(?:[ -]?bases?)?(?: versions?)?|repos?|repositor(?:y|ies))",
    "commit": r"(?:(?:git|code|source) )?(?:commits?|sha|revisions?)(?: hash| id| sha)?|git (?:hash|version|id)",
    "image": r"(?:(?:training|docker|container|ecr) )?images?(?: hash| id)?",
    "script": r"(?:(?:training|python|source) )?(?:scripts?|notebooks?|entry[ -]?points?|programs?)",
}
"""The words for each fact."""
_FACT = rf"(?:{'|'.join(_SAYS.values())})"
_HAS = r"(?:is|are|was|were|has|have|did|does|do)"
"""The verb of "which commit is NAME" and "which image does NAME use"."""
_BEHIND = (
    r"(?:(?:is|was|were|that|which) )?"
    r"(?:in|of|for|behind|trained|built|made|produced|used (?:by|for|in))"
)
_MADE = (
    r"(?:(?:built|made|trained|produced|come|came|have|run|use|used|need)(?: |$))?(?:at|by|from|in|on|with)?"
)
_OF = re.compile(
    r"(?:(?:what|which|where|show|find|get|give|tell|me|is|are|the|can|do|i|we|see) )*"
    rf"(?P<facts>{_FACT}(?:(?:,| and|, and) (?:the )?{_FACT})*)"
    rf" (?:{_HAS}|{_BEHIND}) {_NOUN}(?P<name>\S+)(?: (?:was|were|is))?(?: {_MADE})?"
)
_AFTER_NAME = re.compile(
    rf"(?P<name>\S+) (?:(?:the|its) )?(?P<facts>{_FACT}(?:(?:,| and|, and) (?:the )?{_FACT})*)"
)
"""The same after a name: "churn-models/9 git commit"."""
_LINES = 6
"""Names of lines in one sentence."""


def told(store: Store, text: str) -> Reading | None:
    """Answer a comparison of two names, and a question about the code or the image of one; None for any other text.

    Raises StoreUnavailable.
    """
    words = re.sub(r"[?!.]+$", "", fold(text))
    if two := _COMPARE.fullmatch(words):
        first, last = filter(None, two.groups())
        return _compared(store, first, _whole(last, first))
    one = _OF.fullmatch(words) or _AFTER_NAME.fullmatch(re.sub(r"['\u2019]s\b", "", words))
    found = named(store, one["name"], NO_FILTER) if one else []
    return _facts(store, found[0], one["facts"]) if one and len(found) == 1 else None


def _whole(name: str, first: str) -> str:
    """Write the second version of "compare churn-models/9 and 10" as the first one is written."""
    group = _VERSION.fullmatch(first)
    return f"{group[1]}{name.removeprefix('/')}" if group and name.removeprefix("/").isdigit() else name


def _compared(store: Store, *names: str) -> Reading | None:
    found = [named(store, each, NO_FILTER) for each in names]
    if missing := [name for name, those in zip(names, found, strict=True) if not those]:
        return Reading((), no_such_name(store, missing)) if len(missing) == 1 else None
    if several := next((those for those in found if len(those) > 1), None):
        name = plain(title(several[0]), 80)
        arns = tuple(each.arn for each in several)
        return Reading(arns, f"The comparison with “{name}” is about one of these: type more of its address.")
    two = [those[0] for those in found]
    lines = side_by_side(two)
    differ = [line.name for line in lines if not line.is_same]
    listed = ", ".join(
        [*(plain(each, 60) for each in differ[:_LINES]), *(["…"] if len(differ) > _LINES else [])]
    )
    both = " and ".join(plain(title(each), 80) for each in two)
    words = f"Understood as the comparison of {both}: {len(differ):,} of {count(len(lines), 'line')} differ"
    next_ = "Choose the two on Entities and Compare to see them side by side."
    arns, differences = tuple(each.arn for each in two), f" ({listed})" if listed else ""
    return Reading(arns, f"{words}{differences}. {next_}", is_comparison=True)


def _facts(store: Store, entity: Entity, asked: str) -> Reading:
    about = [fact for fact, words in _SAYS.items() if re.search(rf"\b(?:{words})\b", asked)]
    wanted = dict.fromkeys(name for fact in about for name in _FACTS[fact])
    lines = {line.name: line.values[0] for line in side_by_side([entity])}
    found = [f"{each.rpartition('.')[2]}: {plain(lines[each], 200)}." for each in wanted if lines.get(each)]
    code = Code("")
    if any(each in _OF_JOBS for each in about):
        code = code_behind(store, entity, has_commit=bool(lines.get("Commit")) or "code" not in about)
        found.append(code.sentence)
    none = "Its details do not tell it; “jobs behind” before the name finds the jobs that made it."
    arns = (entity.arn, *(code.arns if "script" in about else ()))
    return Reading(arns, f"Understood as {plain(title(entity), 80)}. {' '.join(found) or none}")
