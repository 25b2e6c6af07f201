"""The numbers of a sentence as terms: "accuracy above 90%", "accuracy>0.9" and "at least 0.9 accuracy"."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from lineage_viz.recorded_text import Kind, fold
from lineage_viz.search.fields import metrics
from lineage_viz.search.sentence_words import EMPTY
from lineage_viz.search.vocabulary import Vocabulary, of_words, signless

_NUMBER = r"-?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:e[+-]?\d+)?(?: ?%| percent\b)?(?![\w.,/:-]*\w)"
_NUMBER_ALONE = r"(?:\d+(?:[.,]\d+)?|[.,]\d+)(?: ?%)?"
_SIGNS = (
    (">=", r"at least|no less than|not less than|a minimum of|minimum|≥"),
    ("<=", r"at most|no more than|not more than|a maximum of|maximum|up to|≤"),
    (">", r"above|over|exceed(?:s|ing|ed)?|beats?|beating|(?:more|greater|higher|better|larger|bigger) than"),
    ("<", r"below|under|beneath|(?:less|lower|smaller|worse|fewer) than"),
    ("=", r"equals?(?: to)?|equal to|exactly|=="),
)
_AFTER = (
    (">=", r"(?:or|and) (?:more|higher|above|better|greater|over|up)\b"),
    ("<=", r"(?:or|and) (?:less|lower|below|under)\b"),
)
_BOUNDS = re.compile(rf"(?:(?:[<>]=?|=) ?{_NUMBER} ?)+")
_BOUND = re.compile(rf"([<>]=?|=) ?({_NUMBER})")
_RANGE = re.compile(
    r"(?P<sign>\b(?:between|(?:with)?in (?:the |a )?range(?: of)?|ranging from|from|in|of|within) )?(?<![\w.,/:-])"
    rf"(?P<first>{_NUMBER_ALONE})(?: ?(?:-|–|—|\.\.\.?|…) ?| (?:and|to|till|until|up to) )(?P<last>{_NUMBER})"
)
_PLAIN = re.compile(rf"(\S+) (?:of|is|was|at|value) (?=({_NUMBER}))")
_FILLERS = EMPTY | {"score", "scores", "value", "values"}
_NAME = re.compile(r"[^<>=\s]+")
_RECORDED = re.compile(r'[^<>=\s"]+')
"""A recorded name that a term can have."""
_ERROR = re.compile(r"(?:rmse|mape|mae|mse|wer|cer|loss|error|err|perplexity|deviance)(?![a-z])")
_WORD = re.compile(r"[^\W\d][\w@-]*")
_OF_NAME = frozenset({"with", "whose", "having", "where", "has", "have"})
_VERB = re.compile(
    r"(?:scor|perform|reach|achiev|rank|rat|deliver|show|com|stay)(?:e|es|ed|ing|s)?|\w+ly|well"
)
"""Words before a number that name nothing: "models scoring consistently above 0.9"."""
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2},\d{3}")
"""A number with a comma between thousands; any other comma is a decimal one."""
_SCORE = re.compile(r"-(?:score|value)s?$")
"""The end of `f1-score`: a name may be recorded with it, or without."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A word beside a bound that is the name of no metric or parameter."""

    word: str
    is_named: bool
    """True when the words before it say that it is one: "with precision above 0.9"."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A folded text without its bounds, the terms that they mean, and the words beside those without a name."""

    text: str
    terms: Sequence[str] = ()
    beside: Sequence[Beside] = ()


def numbers(text: str, known: Vocabulary, *, types: Collection[str]) -> Numbers:
    """Read the bounds in a folded text.

    The name beside a number is that of a metric or parameter. Without one, the bound of a model is about its key
    metric; `types` has the words of the text that are types.
    """
    if not any(each.isdigit() for each in text):
        return Numbers(text)
    terms, beside = list[str](), list[Beside]()
    text, at = _with_signs(text, known), 0
    while found := _BOUNDS.search(text, at):
        before, after = text[: found.start()].split(), text[found.end() :].split()
        field, before, after = _field(before, after, known, types)
        if not field:
            beside += _beside(before, after, types)
        if not field and any(each.startswith("model") for each in types):
            field = "metric"
        if not field:
            at = found.end()
            continue
        terms.extend(f"{field}{sign}{_number(number, field)}" for sign, number in _BOUND.findall(found[0]))
        text, at = " ".join((*before, *after)), len(" ".join(before))
    return Numbers(text, terms, beside)


def _beside(before: list[str], after: list[str], types: Collection[str]) -> Iterator[Beside]:
    """Yield the word before a bound, or else the one after it, that is at the place of a name."""
    places = [(before[at], before[max(0, at - 1) : at]) for at in (_last(before) - 1,) if at >= 0]
    places += [(each, []) for each in after[:1]]
    passed = {*types, *_FILLERS, *_OF_NAME}
    names = [each for each in places if _WORD.fullmatch(each[0]) and not _VERB.fullmatch(each[0])]
    found = [(word, said) for word, said in names if word not in passed]
    yield from (Beside(word, not _OF_NAME.isdisjoint(said)) for word, said in found[:1])


def _last(words: list[str]) -> int:
    """Return the place after the last word that is no filler."""
    return next((at for at in range(len(words), 0, -1) if words[at - 1] not in _FILLERS), 0)


def error_measures(known: Vocabulary) -> list[str]:
    """Return the last parts of the key metrics of which less is better, such as `rmse` of `test:RMSE`."""
    last = (fold(each).rpartition(":")[2] for each in known.metrics)
    return list(dict.fromkeys(each for each in last if _ERROR.search(each) and _NAME.fullmatch(each)))


def _with_signs(text: str, known: Vocabulary) -> str:
    """Write the words of comparisons as signs."""
    text = _RANGE.sub(lambda found: _range(found, known), text)
    text = re.sub(rf"(?<![\w.,])({_NUMBER_ALONE})\+(?!\S)", r">= \1", text)
    for sign, words in _AFTER:
        after = rf"(?:\b(?:of|with) )?(?<![\w.,])({_NUMBER})((?: [^\W\d]\S*){{0,2}}?) {words}(?! -?[.\d])"
        text = re.sub(after, partial(_before, sign=sign, known=known), text)
    for sign, words in _SIGNS:
        text = re.sub(rf"(?<!\w)(?:{words}) (?={_NUMBER})", f"{sign} ", text)
    text = re.sub(rf"(?<!\S)([<>]=? ?{_NUMBER}) (?:and|but) (?=[<>])", r"\1 ", text)
    return _PLAIN.sub(lambda found: f"{found[1]} = " if field_of(found[1], known) else found[0], text)


def _range(found: re.Match[str], known: Vocabulary) -> str:
    """Write "from 0.8 to 0.9" and "0.8-0.9" as two bounds; without "between" they stand beside a name."""
    sign = (found["sign"] or "").strip()
    before, after = found.string[: found.start()].split(), found.string[found.end() :].split()
    if sign != "between" and not _field(before, after, known, ())[0]:
        return found[0]
    if not sign and " and " in found[0]:
        return found[0]
    share = re.search(r" ?%| percent", found["last"])
    first = found["first"] + (share[0] if share and "%" not in found["first"] else "")
    low, high = sorted((first, found["last"]), key=_as_number)
    return f">= {low} <= {high}"


def _as_number(text: str) -> float:
    return float(_number(re.sub(r" ?%| percent", "", text), ""))


def _before(found: re.Match[str], *, sign: str, known: Vocabulary) -> str:
    """Write "90% accuracy or more" with its sign first; other words after a number stay."""
    name = "-".join(found[2].split())
    return f"{sign} {found[1]}{found[2]}" if not name or field_of(name, known) else found[0]


def _field(
    before: list[str], after: list[str], known: Vocabulary, types: Collection[str]
) -> tuple[str, list[str], list[str]]:
    """Return the field of the name that stands before a bound, or after it, and the words without the name."""
    end = _last(before)
    start = next((at for at, word in enumerate(after) if word not in _FILLERS), len(after))
    for length in (2, 1):
        words = before[max(0, end - length) : end]
        if len(words) == length and (field := _of_words(words, known, types)):
            return field, before[: end - length], after
    for length in (2, 1):
        words = after[start : start + length]
        if len(words) == length and (field := _of_words(words, known, types)):
            return field, before, after[start + length :]
    return "", before, after


def is_named(before: Sequence[str], known: Vocabulary, types: Collection[str]) -> bool:
    """True when the words before a number end with the name of a metric or a parameter."""
    return bool(_field(list(before), [], known, types)[0])


def _of_words(words: list[str], known: Vocabulary, types: Collection[str]) -> str:
    return "" if set(words) & {*types, *_FILLERS} else field_of("-".join(words), known)


def field_of(name: str, known: Vocabulary) -> str:
    """Return the field of a metric or parameter that a name means, such as `metric.accuracy`; empty for none."""
    if not _NAME.fullmatch(name) or not any(each.isalpha() for each in name):
        return ""
    fields = {"metric": metrics(known), "param": known.named(Kind.PARAMETER)}
    for typed in dict.fromkeys((name, _SCORE.sub("", name))):
        found = {field: of_words(typed, names) for field, names in fields.items()}
        equal = (field for field, names in found.items() if any(_equals(typed, each) for each in names))
        if field := next(equal, "") or next((field for field, names in found.items() if names), ""):
            return f"{field}.{_written(typed, found[field])}"
    return ""


def _equals(name: str, recorded: str) -> bool:
    """True for a whole recorded name, and for a part of one: `auc` of `validation:auc`, `ndcg@10` and its `ndcg`."""
    parts = (recorded, *re.split("[:/]", recorded), *re.split("[:/@]", recorded))
    return signless(name) in map(signless, parts)


def _written(name: str, recorded: Sequence[str]) -> str:
    """Return a name as a term has it: the recorded one that equals it, or else a part as it was typed."""
    return next(
        (each for each in recorded if signless(each) == signless(name) and _RECORDED.fullmatch(each)), name
    )


def _number(text: str, field: str) -> str:
    """Return a number as a term has it; a share of a metric in percent is a number up to 1."""
    bare = re.sub(r" ?%| percent", "", text)
    is_share = bare != text
    bare = bare.replace(",", "" if _THOUSANDS.fullmatch(bare) else ".")
    if not is_share or not field.startswith("metric"):
        return bare
    return f"{float(bare) / 100:g}"
