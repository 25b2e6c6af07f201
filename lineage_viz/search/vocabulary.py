"""The values that the fields of a search can have in a store."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache, lru_cache, partial
from typing import TypeVar
from weakref import WeakKeyDictionary

from lineage_viz.model import TypeKey
from lineage_viz.questions.prepared import models_without
from lineage_viz.recorded_text import Kind
from lineage_viz.search.begun_names import Begun, begun
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from lineage_viz.store.memory import Memory
from lineage_viz.words import type_words

_GAPS: WeakKeyDictionary[Store, Memory] = WeakKeyDictionary()
"""The model packages of a store that lack something, by its edition."""

_PARTS = re.compile(r"[^\W_]{3,}")
_NAME_WORD = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[^\W_A-Z]+|[A-Z]")
"""A word of a name of a metric or a parameter: signs part words, and capital letters begin them."""
_SIGN = re.compile(r"[\W_]")
_MOST_JOINED = 3
_KEPT = 20_000
"""Names that are kept in parts: each key press compares all of them."""
_LEAST = 3
"""Letters of the shortest beginning of a word that stands for it."""

Value = TypeVar("Value", str, TypeKey)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The recorded values of a store: types by their words, states, and persons; the most frequent first."""

    labels: Collection[str]
    types: Mapping[str, frozenset[str]]
    """The recorded types by their words on screen: `Training job` → {`SageMakerTrainingJob`}."""
    states: Collection[str]
    people: Collection[str]
    metrics: Collection[str]
    """The names of key metrics."""
    now: datetime
    """The time of the newest snapshot: what is newer is not known."""
    recorded: Callable[[], Mapping[str, int]] = dict
    """The names and values among the other recorded texts, as `Store.recorded_names` gives them; asked when needed."""
    lacking: Callable[[str], frozenset[str]] = lambda _: frozenset()
    """The model packages that lack one of `LACKS`, by their ARNs; asked when needed."""
    owns: Callable[[str], bool] = lambda _: True
    """True when a person of this name owns something that another one decided about, or nobody; asked when needed."""
    begun: Callable[[Sequence[str]], Begun] = lambda _: {}
    """The texts that begin names here, with the types of what is named so; asked when needed."""

    def named(self, kind: Kind) -> list[str]:
        """Return the names or values of a kind, the most frequent first."""
        return [each[1:] for each in _frequent_first(self.recorded()) if each[0] == kind]


def vocabulary(store: Store) -> Vocabulary:
    """Ask a store for its values. Raises StoreUnavailable."""
    counts, facts = store.counts(), store.fact_counts()
    types: dict[str, set[str]] = {}
    for _, type_ in _frequent_first(counts.types):
        if type_:
            types.setdefault(type_words(type_), set()).add(type_)
    return Vocabulary(
        _frequent_first(counts.labels),
        {words: frozenset(found) for words, found in types.items()},
        _frequent_first(facts.states),
        _frequent_first(facts.people),
        _frequent_first(facts.metrics),
        taken(store),
        cache(store.recorded_names),
        cache(partial(_lacking, store)),
        cache(partial(_owns, store)),
        cache(partial(begun, store)),
    )


def _owns(store: Store, name: str) -> bool:
    people = frozenset(matching(name, store.fact_counts().people))
    owned = Filter(people=people, without=(Filter(deciders=people),))
    return bool(people and store.search(filter_=owned, limit=1).total)


def _lacking(store: Store, what: str) -> frozenset[str]:
    """Ask once for all key presses: thousands of packages take half a second."""

    def ask() -> frozenset[str]:
        return frozenset(row.entity.arn for row in models_without(store, what).rows)

    found: frozenset[str] = _GAPS.setdefault(store, Memory(16)).recall((store.edition, what), ask)
    return found


def taken(store: Store) -> datetime:
    """Return the time of the newest snapshot; now, if none has a time. Raises StoreUnavailable."""
    return max((info.taken for info in store.snapshots if info.taken), default=datetime.now(UTC))


def _frequent_first(numbers: Mapping[Value, int]) -> list[Value]:
    return sorted(numbers, key=lambda value: (-numbers[value], value))


def matching(value: str, known: Iterable[str]) -> list[str]:
    """Return the known values that a person means: the equal ones, else those that contain the value.

    Case, blanks, hyphens, underscores and a plural do not count: `training-jobs` means `Training job`.
    """
    wanted = _bare(value)
    bare = {each: _bare(each) for each in known}
    equal = [each for each, text in bare.items() if text == wanted]
    return equal or [each for each, text in bare.items() if wanted and wanted in text]


def of_words(value: str, known: Iterable[str]) -> list[str]:
    """Return the known names that a person means: the equal ones, else those with the value as whole words of theirs.

    Else those of which a word begins so, or each of several words does: `val-loss` is `validation:loss`. Case and signs
    do not count. A name of which only the middle is typed is another one: `loss` is no `logloss`, and `eta` no `theta`.
    """
    wanted, words = signless(value), [*map(signless, _NAME_WORD.findall(value))]
    runs = {each: _runs(each) for each in known}
    passing: tuple[Callable[[str, Sequence[str]], bool], ...] = (
        lambda name, _: signless(name) == wanted,
        lambda _, all_: wanted in all_,
        lambda _, all_: len(wanted) >= _LEAST and any(each.startswith(wanted) for each in all_),
        lambda name, _: len(words) > 1 and _begin_in_order(words, _NAME_WORD.findall(name)),
    )
    found = ([name for name, all_ in runs.items() if passes(name, all_)] for passes in passing)
    return next(filter(None, found), []) if wanted else []


@lru_cache(maxsize=_KEPT)
def _runs(name: str) -> tuple[str, ...]:
    """Return the words of a name, and a few neighbouring words as one: `mAP@50` has the words m, AP, 50.

    A part between colons is a word, however long it is: `mean_wQuantileLoss` of `test:mean_wQuantileLoss`.
    """
    words = _NAME_WORD.findall(name)
    ends = range(1, _MOST_JOINED + 1)
    joined = ["".join(words[first : first + length]) for first in range(len(words)) for length in ends]
    return tuple(map(signless, (*joined, *re.split("[:/]", name))))


def _begin_in_order(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """True when each wanted word is, or begins, a word of a name, in this order."""
    left = iter(map(signless, words))
    return all(
        any(word.startswith(each) if len(each) >= _LEAST else word == each for word in left)
        for each in wanted
    )


@lru_cache(maxsize=_KEPT)
def signless(name: str) -> str:
    """Return a name of a metric or a parameter without case, signs and a plural: `ndcg@10` and `NDCG_10` are one."""
    return _SIGN.sub("", name.casefold()).removesuffix("s")


def nearest(value: str, known: Iterable[str]) -> str:
    """Return the known value that is written most like this one, or has such a part; empty when none is near.

    One with which the value begins comes first: `model package` means `model`.
    """
    every = list(known)
    begins = [each for each in every if len(each) >= _LEAST and _bare(value).startswith(_bare(each))]
    if begins:
        return max(begins, key=len)
    bare = {_bare(part): each for each in reversed(every) for part in (*_PARTS.findall(each), each)}
    found = get_close_matches(_bare(value), bare, n=1)
    return bare[found[0]] if found else ""


def _bare(text: str) -> str:
    return "".join(each for each in text.casefold() if each not in " -_").removesuffix("s")
