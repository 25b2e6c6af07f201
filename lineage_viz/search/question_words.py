"""The wordings of prepared questions: "models trained on NAME", "who reads s3://…", "jobs behind NAME"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lineage_viz.questions.prepared import BY_NAME, EVER, NOW, Prepared
from lineage_viz.recorded_text import fold
from lineage_viz.search.sentence_words import PHRASES

_BEFORE = re.compile(
    r"^(?:(?:please|show|list|find|get|give|tell|me|us|all|the|a|an|any|which|what|what are|what is|are there|is there)"
    " )+"
)
_EVER = re.compile(r"(?:^| )(?:has |have )?ever(?= |$)")
_NOUN = r"(?:(?:the|an?) )?(?:(?:endpoint|model|package|version|job|data[ -]?set|image|group|file|training job) )?"
_NAME = rf"{_NOUN}(?P<value>\S+)"
_ADDRESS = r"(?:(?:anything|everything|all|data|files) )?(?:(?:below|under|in|from|at) )?(?P<value>\S+://\S*)"
_DATA = r"(?:(?:exact|training|test|input|raw) )*(?:data(?:[ -]?sets?)?|inputs?)"
_CHANGE = (
    r"(?:(?:(?:a |the )?(?:change|loss|removal|deletion) (?:of|to|in)|changing|deleting|removing|losing) )?"
)
_ALONE = r"(?:(?:who|what|everything|anything|all|(?:which )?(?P<alone>endpoint|model)s?) (?:that |which )?)?"
_DEPENDS = (
    rf"{_ALONE}(?:else )?(?:(?:depends?|relies|rely) on"
    r"|(?:(?:is|are|was|were|would be|will be|gets?) )*(?:affected|impacted|touched) by"
    r"|(?:(?:is|are) )?downstream (?:of|from)"
    r"|(?:is |are )?(?:the )?(?:impact|effects?|blast radius|consequences?|dependents?|dependants?) (?:of|on)"
    rf"|(?:breaks?|happens|stops|fails) (?:if|when) (?:i|we|one|somebody) (?:change|delete|remove|drop|lose)) {_CHANGE}"
)
"""The words before a name that ask for its impact."""
_USES = r"(?:(?:is |are )?using|used|uses|needs|(?:makes|made|is making) use of)"
_IS = r"(?:(?:is|are|was|were|been|have been|that|which|got) )*"

_WORDINGS: Mapping[str, Sequence[str]] = {
    "data-sets-of": (
        rf"{_DATA} {_IS}(?:went|goes|go|going|put)? ?(?:into|in to|behind|of|for) {_NAME}",
        rf"{_DATA} {_IS}(?:trained|built|made) {_NAME}",
        rf"{_DATA} {_IS}{_NAME} {_IS}(?:trained|built|made|fitted)(?: (?:on|with|from|using))?",
        rf"{_DATA} {_IS}used (?:by|for|in|to (?:train|make)) {_NAME}",
        rf"what (?:{_DATA} )?{_IS}{_NAME} (?:trained|built|made) (?:on|with|from)",
        rf"(?:what )?{_DATA} (?:did|does|do) {_NAME} (?:use|read|need|train on)",
        rf"what went into {_NAME}",
    ),
    "data-sets-from": (rf"{_DATA} {_IS}(?:made|derived|came|comes|coming)? ?(?:from|out of) {_NAME}",),
    "readers-of": (
        rf"(?:(?:who|what|everything that|jobs?|models?) )?(?:reads?|uses?|depends? on|needs?) {_ADDRESS}",
        rf"(?:readers?|users?|consumers?) of {_ADDRESS}",
        rf"{_DEPENDS}{_ADDRESS}",
        rf"(?:who|what) (?:reads?|uses?) {_ADDRESS}",
    ),
    "artifacts-at": (rf"artifacts? {_IS}at {_ADDRESS}",),
    "endpoints-of": (  # before the jobs: the use of a model is its endpoints
        rf"(?:(?:who|what) )?(?:else )?{_USES} {_NAME}",
        rf"endpoints? {_IS}(?:of|for|serves?|serving|host(?:s|ed|ing)|live with) {_NAME}",
        rf"where (?:is |are )?{_NAME} (?:live|deployed|served|hosted)",
        rf"endpoints? (?:that |which )?(?P<past>served|hosted|ran) {_NAME}",
        rf"where (?P<past>was|were|has|had) (?:been )?{_NAME} (?:live|deployed|served|hosted)",
    ),
    "failed-jobs-behind": (rf"(?:failed|stopped) jobs {_IS}(?:behind|upstream of) {_NAME}",),
    "jobs-behind": (rf"jobs {_IS}(?:behind|upstream of|made|produced|built|trained|created) {_NAME}",),
    "jobs-after": (
        rf"(?:(?:who|what|which jobs) )?(?:else )?(?:{_USES}|use|reads?|need) {_NAME}",
        rf"(?:which )?jobs (?:that )?(?:else )?depends? on {_NAME}",
        rf"jobs {_IS}(?:used?|uses|using|reads?|downstream of|ran on|consum(?:es?|ed|ing)) {_NAME}",
    ),
    "executions-behind": (rf"(?:pipelines?|(?:pipeline )?executions?) {_IS}(?:behind|made|produced|built) {_NAME}",),
    "execution-of": (rf"(?:pipeline )?executions? of {_NAME}",),
    "models-trained-on": (
        rf"models? {_IS}(?:trained|built|fitted) (?:on|from|using|with) {_NAME}",
        rf"{_IS}trained on {_NAME}",
    ),
    "models-trained-with": (rf"models? {_IS}(?:trained|built) (?:on|using|with|in) {_NAME}",),
    "models-from": (rf"models? {_IS}(?:derived |came |come |coming |made |fine-?tuned )?(?:from|out of) {_NAME}",),
    "endpoints-from-data": (
        rf"endpoints? {_IS}(?:derived |come |coming |trained |built )?(?:from|on|using|of) {_NAME}",
    ),
    "actions-of": (rf"(?:deployments|actions) (?:of|on) {_NAME}",),
    "decisions-of-group": (rf"decisions (?:in force )?(?:on|about|of) (?:the packages of )?{_NAME}",),
    "made-by": (
        rf"(?:everything|things|what) {_IS}(?:made|created|owned|decided)(?: or decided)? by {_NAME}",
        rf"(?:everything|things|what) (?:did |has |that )?{_NAME} (?:made|make|created|create)(?: or decided?)?",
    ),
    "not-traceable": (r"(?:everything|what|things?) (?:that )?(?:nobody|no one) can trace", r"untraceable \S*"),
    "same-bytes": (r"same bytes(?: in several places)?", r"(?:duplicates|duplicate (?:data|files|artifacts))"),
}  # fmt: skip
"""The wordings of each question. A bare form of a word stands for all that people type: `jobs` for `runs`."""

_READ = [(BY_NAME[name], re.compile(each)) for name, wordings in _WORDINGS.items() for each in wordings]


_NAME_SIGN = re.compile(r"[^\W_][-_./:][^\W_]")
_BY_ONE = r"(?:(?:is|are|was|were|gets?|being|been|still|now|currently|ever) )*"
_PLACE = r"(?:by|in|for|on|at)"
_WHERE = r"(?:what|who|whom|where|which (?:models?|jobs?|endpoints?)|any(?:thing|one|body|where)|somewhere)(?: else)?"
_AFFECTED = (
    re.compile(rf"{_DEPENDS}{_NAME}"),
    re.compile(
        rf"(?:(?:where|by (?:what|who|whom))(?: else)? )?(?:(?:is|are|was|were|does|did|do) )?{_NAME}"
        rf" (?:where (?:it )?)?{_BY_ONE}(?:used|consumed|needed)(?: {_PLACE})?(?: {_WHERE})?"
    ),
    re.compile(
        rf"where(?: else)? {_BY_ONE}(?:(?:do|did|does|can|have|has) (?:we|i|you|they|people|anyone|anybody|somebody) )?"
        rf"(?:ever )?(?:used?|using|consumed?|needed|need) {_NAME}"
    ),
    re.compile(rf"(?:(?:the|all|every|any) )*(?:usages?|uses?|consumers?|users?|use places) of {_NAME}"),
    re.compile(rf"(?:the )?{_NAME} (?:usages?|consumers?|users|dependents|impact)"),
    re.compile(rf"(?:used|consumed|needed)(?: {_PLACE})? {_NAME}"),
    re.compile(rf"(?:(?:who|what|which) )?(?:else )?(?:is |are )?consum(?:es?|ed|ing) {_NAME}"),
    re.compile(
        r"(?:which )?(?P<alone>endpoint|model)s? (?:that |which |are |is )*"
        rf"(?:uses?|used|using|needs?|consum(?:es?|ed|ing)) {_NAME}"
    ),
)
"""The wordings of "where is NAME used"."""


@dataclass(frozen=True, slots=True)
class AffectedBy:
    """A text that asks for the impact of an entity."""

    name: str
    alone: str
    """The type that is asked for alone: `endpoint` or `model`; empty for everything."""


def affected_by(text: str) -> AffectedBy | None:
    """Return the name and the type in a text that asks for an impact; None for any other text."""
    words, typed_as = _read(text)
    texts = (_BEFORE.sub("", words), words)
    found = next(filter(None, (each.fullmatch(text) for each in _AFFECTED for text in texts)), None)
    return (
        AffectedBy(_typed(found["value"], typed_as), found.groupdict().get("alone") or "") if found else None
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as a prepared question."""

    question: Prepared
    value: str
    """The name in it as it was typed; empty for a question that takes none."""
    when: str
    """`now` or `ever`."""

    def values(self, value: str) -> Mapping[str, str]:
        """The values of the question with this one in the place of the name."""
        takes = self.question.takes
        found = {takes[0].name: value} if takes else {}
        return found | {each.name: self.when for each in takes[1:] if EVER in each.choices}


def wordings(text: str) -> Iterator[Wording]:
    """Yield the questions that a text may be, the most probable first."""
    words, typed_as = _read(text)
    ever = _EVER.search(words)
    words = " ".join(_EVER.sub(" ", words).split())
    for typed in dict.fromkeys((words, _phrased(words))):
        for bare in dict.fromkeys((_BEFORE.sub("", typed), typed)):
            for question, pattern in _READ:
                if found := pattern.fullmatch(bare):
                    value = found.groupdict().get("value") or ""
                    is_past = ever or found.groupdict().get("past")
                    name = typed_as.get(value, value).strip("\"'“”")
                    yield Wording(question, name, EVER if is_past else NOW)


def name_in(text: str) -> str:
    """Return the name in a text that asks about one, as it was typed; empty for another text, and for an address."""
    asked = affected_by(text)
    names = (asked.name,) if asked else (each.value for each in wordings(text))
    return next((each for each in names if _NAME_SIGN.search(each) and "://" not in each), "")


def _read(text: str) -> tuple[str, Mapping[str, str]]:
    """Return a text folded and without the signs of sentences, and its words as they were typed."""
    text = re.sub(r"[?!;]+(?=\s|$)|[.,](?=\s|$)", " ", text)
    return " ".join(fold(text).split()), {fold(each): each for each in text.split()}


def _typed(value: str, typed_as: Mapping[str, str]) -> str:
    return typed_as.get(value, value).strip("\"'“”")


def _phrased(words: str) -> str:
    for phrase, word in PHRASES:
        words = re.sub(phrase, word, words)
    return " ".join(words.split())
