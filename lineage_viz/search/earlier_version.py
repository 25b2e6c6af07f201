"""The answer to "version before X/10" and "previous version of X": the neighbours of a version in its group."""

import re
from collections.abc import Mapping

from lineage_viz.approval import is_package
from lineage_viz.model import Entity
from lineage_viz.recorded_text import fold
from lineage_viz.search.nearest_version import number_of, versions_of
from lineage_viz.search.question import Reading, named
from lineage_viz.search.served_then import served_before
from lineage_viz.search.unknown_words import no_such_name
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from lineage_viz.title import title
from lineage_viz.words import plain

_SUBJECTS = Filter(types=frozenset({"Model", "ModelGroup", "ModelPackageGroup", "Endpoint"}))
_VERSION = r"(?:model (?:package )?|package )?(?:version|model|release|package|one)"
_NAME = r"(?:the )?(?:(?:endpoint|model|package|version|group|model group) )?(?P<name>[^\s:]+[^\s:,])"
_NEWEST = (
    r"(?:the )?(?:newest|latest|last|current|most recent|live|present)(?: (?:one|version|model|release))?"
)
_EARLIER = (
    r"(?:previous|prior|preceding|earlier|former|older|last but one|penultimate"
    r"|second[ -](?:newest|latest|last|most recent))"
)
_LATER = r"(?:next|following|subsequent|later|newer|succeeding)"
_JUST = r"(?:(?:just|right|directly|immediately) )?"
_ASKS = r"(?:(?:please|show|find|give|tell|me|what|which|is|was|are|were|list|all|the|an?) )*"
_TIMES = {
    "before": (_EARLIER, r"(?:before|prior to|preceding|earlier than|older than)", r"(?:predecessors?)"),
    "after": (_LATER, r"(?:after|following|later than|newer than)", r"(?:successors?)"),
}
"""The adjective, the preposition and the noun of each direction."""


def _patterns(adjective: str, preposition: str, noun: str) -> list[re.Pattern[str]]:
    """Return the wordings of one direction."""
    forms = (
        rf"{_ASKS}(?:last |first |newest |latest )?(?P<many>{_VERSION}s?) "
        r"(?:(?:that|which|is|was|were|came|come|comes) )*"
        rf"{_JUST}{preposition} (?:{_NEWEST} (?:of|in|for|on) )?{_NAME}",
        rf"{_ASKS}{adjective} (?P<many>{_VERSION}s?) (?:of|to|than|for|in|on|at|behind|{preposition}) {_NAME}",
        rf"{_ASKS}{_NAME} {adjective} (?P<many>{_VERSION}s?)",
        rf"{_ASKS}{_NAME} (?P<many>{_VERSION}s?) {_JUST}{preposition}(?: {_NEWEST})?",
        rf"(?:what|which) (?:came|was|were|is|comes) {_JUST}{preposition} {_NAME}",
        rf"{_ASKS}(?P<many>{noun}) (?:of|to) {_NAME}",
        rf"{_NAME} (?P<many>{noun})",
        rf"{_ASKS}{adjective} (?P<name>\S+[-_/.]\S*)",
    )
    return [re.compile(each) for each in forms]


_READ: Mapping[str, list[re.Pattern[str]]] = {name: _patterns(*words) for name, words in _TIMES.items()}
_MOST_TOLD = 6


def earlier_version(store: Store, text: str) -> Reading | None:
    """Answer a question about the version before, or after, another one; None for any other text.

    Of a group it is the one before its newest version; of an endpoint it is what it served before. Raises
    StoreUnavailable.
    """
    words = re.sub(r"[?!.,;]+(?=\s|$)", "", fold(text))
    found = ((way, one) for way, each in _READ.items() for one in _matches(words, each))
    for way, asked in found:
        many = (asked.groupdict().get("many") or "").endswith("s")
        if answer := _answer(store, asked["name"], is_later=way == "after", is_many=many):
            return answer
    return None


def _matches(words: str, patterns: list[re.Pattern[str]]) -> list[re.Match[str]]:
    return [found for each in patterns if (found := each.fullmatch(words))]


def _answer(store: Store, name: str, *, is_later: bool, is_many: bool) -> Reading | None:
    entities = named(store, name, _SUBJECTS)
    if not entities and number_of(name) is not None and (missing := no_such_name(store, [name])):
        return Reading((), missing)
    if len(entities) != 1:
        return None
    entity = entities[0]
    if entity.type == "Endpoint":
        return None if is_later or is_many else _served(store, entity)
    if entity.type == "Model" and not is_package(entity):
        return None
    return _neighbours(store, title(entity), is_later=is_later, is_many=is_many)


def _served(store: Store, endpoint: Entity) -> Reading | None:
    before = served_before(store, endpoint)
    return Reading(before.arns, before.note) if before else None


def _neighbours(store: Store, name: str, *, is_later: bool, is_many: bool) -> Reading | None:
    """Return the versions before, or after, a version or the newest one of a group."""
    number, group = number_of(name), name.rpartition("/")[0] or name
    versions = versions_of(store, group)
    if not versions:
        return None
    of = max(versions) if number is None else number
    way, end = ("after", "newest") if is_later else ("before", "first")
    others = sorted(
        (each for each in versions if (each > of if is_later else each < of)), reverse=not is_later
    )
    said = plain(title(versions[of]), 80) if of in versions else plain(name, 80)
    newest = f"{said} is the newest version of {plain(group, 80)}. " if number is None else ""
    understood = f"Understood as the {'versions' if is_many else 'version'} {way} {said}."
    if not others:
        return Reading((), f"{understood} {said} is the {end} version of {plain(group, 80)} here.")
    shown = [versions[each] for each in (others if is_many else others[:1])]
    listed = ", ".join(plain(title(each), 80) for each in shown[:_MOST_TOLD])
    more = f" and {len(shown) - _MOST_TOLD:,} more" if len(shown) > _MOST_TOLD else ""
    return Reading(tuple(each.arn for each in shown), f"{understood} {newest}{_told(listed + more, way)}")


def _told(listed: str, way: str) -> str:
    return f"{way.capitalize()} it: {listed}."
