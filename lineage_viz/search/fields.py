"""The fields of a search, and the filter that each term means."""

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from lineage_viz.evidence.state import NOT_READ, NOT_RECORDED
from lineage_viz.questions.prepared.models import LACKS
from lineage_viz.recorded_text import Kind, fold
from lineage_viz.search.guide import GUIDE
from lineage_viz.search.period import FORMS, Period, period
from lineage_viz.search.term import AFTER, BEFORE, IS, SINCE, UNTIL, Term
from lineage_viz.search.vocabulary import Vocabulary, matching, nearest, of_words
from lineage_viz.store.filter import Filter
from lineage_viz.store.recorded import Recorded
from lineage_viz.words import plain

_SECOND = timedelta(seconds=1)
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC) - _SECOND
"""The calendar has no second before and after these."""
_DECISIONS = ("Approved", "Rejected", "Pending approval", NOT_RECORDED, NOT_READ)
_MODELS = Filter(types=frozenset({"Model"}))
_MAY_BE_LIVE = Filter(types=frozenset({"Model", "Endpoint"}))
_ENDPOINT = frozenset({"Endpoint"})
_UNAPPROVED, _LIVE_UNREAD = "unapproved", "not-read"
_YES, _NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})


def _any_of(filters: list[Filter]) -> Filter:
    """A filter that passes what one of these passes."""
    if len(filters) == 1:
        return filters[0]
    return Filter(without=(Filter(without=tuple(filters)),))


_UNREAD = _any_of(
    [
        Filter(live_unread=True),
        replace(_MAY_BE_LIVE, states=frozenset({NOT_READ}), without=(Filter(live=True),)),
    ]
)
"""Nobody knows if these are live: the facts were not read, or the snapshot has none."""


class NotUnderstood(Exception):
    """A term means nothing here; the message is a sentence for people, with the next step."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its values in a store, and the filter of a term."""

    values: Callable[[Vocabulary], Collection[str]]
    filter_of: Callable[[Term, Vocabulary], Filter]
    takes_order: bool = False
    """True when `<` and `>` have a meaning."""
    takes_name: bool = False
    """True when a name may follow the field after a full stop."""
    offered_from: int = 1
    """The letters of the field that a person types before it is offered: more, where others are asked for oftener."""


def _types(term: Term, known: Vocabulary) -> Filter:
    found = _known(term, "type", known.types)
    return Filter(types=frozenset(type_ for words in found for type_ in known.types[words]))


def _states(term: Term, known: Vocabulary) -> Filter:
    return Filter(states=frozenset(_known(term, "status", known.states)))


def _people(term: Term, known: Vocabulary) -> Filter:
    return Filter(people=frozenset(_known(term, "person", known.people)))


def _deciders(term: Term, known: Vocabulary) -> Filter:
    return Filter(deciders=frozenset(_known(term, "person", known.people)))


def _labels(term: Term, known: Vocabulary) -> Filter:
    return Filter(labels=frozenset(_known(term, "label", known.labels)))


def _decision(term: Term, _: Vocabulary) -> Filter:
    return replace(_MODELS, states=frozenset(_known(term, "decision", _DECISIONS)))


def _live(term: Term, _: Vocabulary) -> Filter:
    wanted = {value.casefold() for value in term.values}
    if wanted <= _YES:
        return Filter(live=True)
    if wanted == {_UNAPPROVED}:
        return Filter(unapproved=True)
    if wanted <= _NO:
        return replace(_MAY_BE_LIVE, without=(Filter(live=True), _UNREAD))
    if wanted == {_LIVE_UNREAD}:
        return _UNREAD
    raise NotUnderstood(
        f"Write live:yes, live:no, live:{_UNAPPROVED} or live:{_LIVE_UNREAD}, not {_quoted(term.text)}."
    )


def about_endpoints(filters: list[Filter], others: list[Filter]) -> list[Filter]:
    """Return filters as they are meant of endpoints alone, if the others limit a search to them.

    No endpoint has an approval of its own: it is one of those "without approval" if it serves such a model.
    """
    if not any(each.types == _ENDPOINT for each in others):
        return filters
    return [
        replace(each, unapproved=False, serves_unapproved=True) if each.unapproved else each
        for each in filters
    ]


def _decided(term: Term, known: Vocabulary) -> Filter:
    """Read `decided:2026-03`, the time of a decision, as `created:2026-03` is read."""
    of = _created(term, known)
    return Filter(decided_after=of.created_after, decided_before=of.created_before)


def _created(term: Term, known: Vocabulary) -> Filter:
    if len(term.values) != 1 or (found := period(term.values[0], known.now)) is None:
        raise NotUnderstood(f"{_quoted(term.text)} has no date. Write {FORMS}.")
    if found.is_last_days and term.sign != IS:
        raise NotUnderstood(
            f"Write {term.field}:{term.values[0]} for the last days; {term.sign} needs a date such as 2026-03-12."
        )
    return _within(term.sign, found)


def _within(sign: str, found: Period) -> Filter:
    if sign == BEFORE:
        return Filter(created_before=found.first if found.first == _FIRST else found.first - _SECOND)
    if sign == AFTER:
        return Filter(created_after=found.last if found.last >= _LAST else found.last + _SECOND)
    if sign == SINCE:
        return Filter(created_after=found.first)
    return Filter(created_after=found.first if sign == IS else None, created_before=found.last)


def _metric(term: Term, known: Vocabulary) -> Filter:
    """Read `metric:accuracy`, which is a name, or `metric.accuracy>0.9` and `metric>0.9`, which have a number."""
    if term.sign == IS and not term.name:
        return Filter(metrics=frozenset(_known(term, "metric", metrics(known), of_words)))
    names = _named(term, "metric", metrics(known)) if term.name else ()
    least, most = _bounds(term.sign, _number(term))
    return Filter(metrics=frozenset(names), metric_from=least, metric_to=most)


def metrics(known: Vocabulary) -> list[str]:
    """Return the names of all metrics: the key metrics, then the others."""
    return list(dict.fromkeys((*known.metrics, *known.named(Kind.METRIC))))


def _parameter(term: Term, known: Vocabulary) -> Filter:
    """Read `param:eta`, which is a name, or `param.eta=0.1` and `param.eta<0.2`, which have a value."""
    names = known.named(Kind.PARAMETER)
    if not term.name:
        return Filter(recorded=Recorded(Kind.PARAMETER, _folded(_known(term, "parameter", names, of_words))))
    of = _folded(_named(term, "parameter", names))
    if term.sign != IS:
        least, most = _bounds(term.sign, _number(term, "param.max_depth>4"))
        return Filter(recorded=Recorded(Kind.PARAMETER, of, least=least, most=most))
    return _any_of([_equal(of, value) for value in term.values])


def _folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, texts))


def _equal(names: frozenset[str], value: str) -> Filter:
    """A parameter with this text, or with this number: 0.10 equals 0.1."""
    number = None
    with suppress(ValueError):
        number = float(value) if math.isfinite(float(value)) else None
    texts = _folded((value,))
    return Filter(recorded=Recorded(Kind.PARAMETER, names, texts, least=number, most=number))


def _recorded(kind: Kind) -> Callable[[Term, Vocabulary], Filter]:
    """Read a field whose texts contain a value, such as `image:xgboost`."""

    def filter_of_(term: Term, _: Vocabulary) -> Filter:
        return Filter(recorded=Recorded(kind, texts=_folded(term.values)))

    return filter_of_


def _without(term: Term, known: Vocabulary) -> Filter:
    """Read `without:evaluation`: the model packages that lack it, as the prepared question finds them."""
    found = sorted(_known(term, "gap", LACKS))
    return _any_of([Filter(arns=known.lacking(what)) for what in found])


def _number(term: Term, example: str = "metric.accuracy>0.9") -> float:
    with suppress(ValueError):
        number = float(term.values[0])
        if len(term.values) == 1 and math.isfinite(number):
            return number
    raise NotUnderstood(f"{_quoted(term.text)} has no number. Write it as in {example}.")


def _bounds(sign: str, number: float) -> tuple[float | None, float | None]:
    """Return the least and the greatest number, both inclusive."""
    least = {AFTER: math.nextafter(number, math.inf), SINCE: number, IS: number}.get(sign)
    most = {BEFORE: math.nextafter(number, -math.inf), UNTIL: number, IS: number}.get(sign)
    return least, most


def _named(term: Term, noun: str, names: Collection[str]) -> set[str]:
    """Return the known names that the name in a term means. Raises NotUnderstood without any."""
    return _known(replace(term, values=(term.name,)), noun, names, of_words)


def _known(
    term: Term,
    noun: str,
    known: Collection[str],
    means: Callable[[str, Collection[str]], list[str]] = matching,
) -> set[str]:
    """Return the known values that a term means. Raises NotUnderstood for a value without any."""
    found: set[str] = set()
    for value in term.values:
        meant = means(value, known)
        if not meant:
            near = nearest(value, known)
            hint = f"Did you mean {plain(near, 60)}?" if near else f"There are: {_listed(known)}."
            raise NotUnderstood(f"There is no {noun} {_quoted(value)} here. {hint}")
        found.update(meant)
    return found


def _listed(known: Collection[str], most: int = 12) -> str:
    """Return the first values in words; "none" for an account without any."""
    shown = [plain(each, 60) for each in islice(known, most)]
    return ", ".join([*shown, "…"] if len(known) > most else shown) or "none"


def _quoted(text: str) -> str:
    return f"“{plain(text, 80)}”"


def expected(name: str, known: Vocabulary) -> str:
    """Return the sentence about a field without a value yet, with the values that it can have."""
    means, example = GUIDE[name]
    values = FIELDS[name].values(known)
    return f"{means}, such as {example}." + (f" Values: {_listed(values)}." if values else "")


def is_known(term: Term) -> bool:
    """Return True for a term of a field; only a metric and a parameter have a name after a full stop."""
    has_dot = term.name or term.lacks_name
    return term.field in FIELDS and (not has_dot or FIELDS[term.field].takes_name)


def filter_of(term: Term, known: Vocabulary) -> Filter:
    """Return the filter that a term of a known field means. Raises NotUnderstood."""
    field = FIELDS[term.field]
    if term.lacks_name:
        example = GUIDE[term.field][1]
        raise NotUnderstood(
            f"{_quoted(term.text)} has no name after the full stop. Write it as in {example}."
        )
    if term.sign != IS and not field.takes_order:
        raise NotUnderstood(f"{term.field} has no order, so write {term.field}: in place of {term.sign}.")
    return field.filter_of(term, known)


FIELDS: Mapping[str, Field] = {
    "type": Field(lambda known: known.types, _types),
    "status": Field(lambda known: known.states, _states),
    "decision": Field(lambda _: _DECISIONS, _decision),
    "live": Field(lambda _: ("yes", "no", _UNAPPROVED, _LIVE_UNREAD), _live),
    "without": Field(lambda _: LACKS, _without),
    "by": Field(lambda known: known.people, _people),
    "decidedby": Field(lambda known: known.people, _deciders, offered_from=4),
    "metric": Field(metrics, _metric, takes_order=True, takes_name=True),
    "param": Field(lambda known: known.named(Kind.PARAMETER), _parameter, takes_order=True, takes_name=True),
    "serves": Field(lambda known: known.named(Kind.SERVES), _recorded(Kind.SERVES)),
    "tag": Field(lambda known: known.named(Kind.TAG), _recorded(Kind.TAG)),
    "image": Field(lambda known: known.named(Kind.IMAGE), _recorded(Kind.IMAGE)),
    "commit": Field(lambda _: (), _recorded(Kind.COMMIT)),
    "created": Field(lambda _: (), _created, takes_order=True),
    "decided": Field(lambda _: (), _decided, takes_order=True, offered_from=4),
    "label": Field(lambda known: known.labels, _labels),
}
"""All fields by name; `GUIDE` says what they mean."""
