"""The numbers of a sentence as terms: "accuracy above 90%", "accuracy>0.9" and "at least 0.9 accuracy"."""

import re
from collections.abc import Collection, Iterator
from functools import partial

from lineage_viz.recorded_text import Kind, fold
from lineage_viz.search.fields import metrics
from lineage_viz.search.sentence_words import EMPTY
from lineage_viz.search.vocabulary import Vocabulary

_NUMBER = r"-?\d*[.,]?\d+(?:e[+-]?\d+)?(?: ?%| percent\b)?(?![\w.,/:-]*\w)"
_NUMBER_ALONE = r"\d*[.,]?\d+(?: ?%)?"
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
_PLAIN = re.compile(rf"(\S+) (?:of|is|was|at|value) (?=({_NUMBER}))")
_FILLERS = EMPTY | {"score", "scores", "value", "values"}
_NAME = re.compile(r"[^<>=\s]+")
_ERROR = re.compile(r"(?:rmse|mape|mae|mse|wer|cer|loss|error|err|perplexity|deviance)(?![a-z])")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2},\d{3}")
"""A number with a comma between thousands; any other comma is a decimal one."""
_LEAST = 3
"""Letters of the shortest beginning of a name that stands for it."""


def with_numbers(text: str, known: Vocabulary, terms: list[str], *, types: Collection[str]) -> str:
    """Add the terms of the bounds in a folded text, and return the rest.

    The name beside a number is that of a metric or parameter. Without one, the bound of a model is about its key
    metric; `types` has the words of the text that are types.
    """
    if not any(each.isdigit() for each in text):
        return text
    text, at = _with_signs(text, known), 0
    while found := _BOUNDS.search(text, at):
        before, after = text[: found.start()].split(), text[found.end() :].split()
        field, before, after = _field(before, after, known, types)
        if not field and any(each.startswith("model") for each in types):
            field = "metric"
        if not field:
            at = found.end()
            continue
        terms.extend(f"{field}{sign}{_number(number, field)}" for sign, number in _BOUND.findall(found[0]))
        text, at = " ".join((*before, *after)), len(" ".join(before))
    return text


def error_measures(known: Vocabulary) -> list[str]:
    """Return the last parts of the key metrics of which less is better, such as `rmse` of `test:RMSE`."""
    last = (fold(each).rpartition(":")[2] for each in known.metrics)
    return list(dict.fromkeys(each for each in last if _ERROR.search(each) and _NAME.fullmatch(each)))


def _with_signs(text: str, known: Vocabulary) -> str:
    """Write the words of comparisons as signs."""
    text = re.sub(rf"\bbetween ({_NUMBER}) and ({_NUMBER})", r">= \1 <= \2", text)
    text = re.sub(rf"(?<![\w.,])({_NUMBER_ALONE})\+(?!\S)", r">= \1", text)
    for sign, words in _AFTER:
        after = rf"(?:\b(?:of|with) )?(?<![\w.,])({_NUMBER})((?: [^\W\d]\S*){{0,2}}?) {words}"
        text = re.sub(after, partial(_before, sign=sign, known=known), text)
    for sign, words in _SIGNS:
        text = re.sub(rf"(?<!\w)(?:{words}) (?={_NUMBER})", f"{sign} ", text)
    return _PLAIN.sub(lambda found: f"{found[1]} = " if field_of(found[1], known) else found[0], text)


def _before(found: re.Match[str], *, sign: str, known: Vocabulary) -> str:
    """Write "90% accuracy or more" with its sign first; other words after a number stay."""
    name = "-".join(found[2].split())
    return f"{sign} {found[1]}{found[2]}" if not name or field_of(name, known) else found[0]


def _field(
    before: list[str], after: list[str], known: Vocabulary, types: Collection[str]
) -> tuple[str, list[str], list[str]]:
    """Return the field of the name that stands before a bound, or after it, and the words without the name."""
    end = next((at for at in range(len(before), 0, -1) if before[at - 1] not in _FILLERS), 0)
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


def _of_words(words: list[str], known: Vocabulary, types: Collection[str]) -> str:
    return "" if set(words) & {*types, *_FILLERS} else field_of("-".join(words), known)


def field_of(name: str, known: Vocabulary) -> str:
    """Return the field of a metric or parameter that a name means, such as `metric.accuracy`; empty for none."""
    if not _NAME.fullmatch(name) or not any(each.isalpha() for each in name):
        return ""
    fields = {"metric": metrics(known), "param": known.named(Kind.PARAMETER)}
    for is_meant in (_equals, _begins):
        for field, names in fields.items():
            if found := [each for each in names if is_meant(name, each)]:
                return f"{field}.{next((each for each in found if fold(each) == name), name)}"
    return ""


def _equals(name: str, recorded: str) -> bool:
    return _bare(name) in map(_bare, _parts(fold(recorded), r"[:/@]"))


def _begins(name: str, recorded: str) -> bool:
    parts = list(_parts(fold(recorded), r"[^a-z0-9]"))
    return name in parts or (len(name) >= _LEAST and any(each.startswith(name) for each in parts))


def _parts(text: str, signs: str) -> Iterator[str]:
    yield text
    yield from filter(None, re.split(signs, text))


def _bare(text: str) -> str:
    return text.replace("-", "")


def _number(text: str, field: str) -> str:
    """Return a number as a term has it; a share of a metric in percent is a number up to 1."""
    bare = re.sub(r" ?%| percent", "", text)
    is_share = bare != text
    bare = bare.replace(",", "" if _THOUSANDS.fullmatch(bare) else ".")
    if not is_share or not field.startswith("metric"):
        return bare
    return f"{float(bare) / 100:g}"
