"""The searched texts of an entity: derived properties, so that every store finds, ranks, sorts and filters alike."""

import re
from collections.abc import Iterable, Iterator, Mapping

from lineage_viz.approval import is_package
from lineage_viz.evidence.state import is_live_unread, state_of
from lineage_viz.evidence.words import has_facts, warning
from lineage_viz.model import Entity
from lineage_viz.recorded_text import fold, recorded, unified
from lineage_viz.title import recorded_title
from lineage_viz.words import status_words

SEARCH_TITLE = "searchtitle"
SEARCH_TEXT = "searchtext"
SEARCH_STATE = "searchstate"
"""The state on screen: the decision of an approval is in its name, where no database reads it."""
SEARCH_RECORD = "searchrecord"
"""All other recorded texts, as the fields of `recorded_text`."""
SEARCH_NAMES = "searchnames"
"""The names and values among them that a search offers: most entities of a kind have the same."""

NO_STATE = "-"
"""The state of an entity without one: every entity has all derived properties."""

FIELD_END = "\t"
"""The end of each field of a search text: white space, so that no word spans two fields, but not a line break."""

_SEPARATORS = "/:"

DERIVED = frozenset({SEARCH_TITLE, SEARCH_TEXT, SEARCH_STATE, SEARCH_RECORD, SEARCH_NAMES})
"""Properties derived from the others for a database that cannot fold case; SageMaker does not record them."""

FACTS = (
    "decidedby",
    "owner",
    "servedby",
    "endpointgone",
    "serves",
    "deploys",
    "keymetric",
    "step",
    "execution",
)
"""The facts that a search finds, beside the state."""

_PACKAGE = ":model-package/"

_LIVE, _WITHOUT_APPROVAL, _LIVE_UNREAD = "live", "live without approval", "serving not read"
"""The words of lists and panels about a version or an endpoint."""

_NAMES = ("displayname", "name", "step")
"""The properties whose words people know, though camel case hides them."""

_PLURAL_ES = re.compile(r"[a-z][a-z-]*(?:ch|sh|x|ss)es")
_PLURAL = re.compile(r"[a-z][a-z-]+[a-hj-rtv-z]s")
_CAMEL = re.compile(r"[a-z0-9][A-Z]|[A-Z][A-Z][a-z]")
_RUN = re.compile(r"[A-Za-z0-9]+")
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def search_words(folded: str) -> tuple[str, ...]:
    """Return the words to look for in a folded text, each once; a plural finds the singular, too, which it contains."""
    return tuple(dict.fromkeys(map(_singular, folded.split())))


def _singular(word: str) -> str:
    if _PLURAL_ES.fullmatch(word):
        return word[:-2]
    return word[:-1] if _PLURAL.fullmatch(word) else word


def is_address(folded: str) -> bool:
    """True when a folded text may be a whole ARN or URI: it may then equal the source of an entity."""
    return ":" in folded or "/" in folded


def field_ends(folded: str) -> tuple[str, ...]:
    """Return the ends of a field that has this address at its end, after a separator."""
    ends = (folded,) if folded[0] in _SEPARATORS else tuple(sign + folded for sign in _SEPARATORS)
    return tuple(end + FIELD_END for end in ends)


def search_title(entity: Entity) -> str:
    """Return the folded title."""
    return fold(recorded_title(entity))


def search_text(entity: Entity) -> str:
    """Return the other searched fields, ARN and source first; each ends with FIELD_END and contains no other."""
    state = state_of(entity)
    if state == status_words(entity.status) != entity.status:
        state += f" {entity.status}"  # people type `InProgress`, as consoles and programs write it, too
    fields = _fold_fields(entity.arn, entity.source, entity.type, state)
    name = fold(entity.name)
    if name not in fields:  # most names are a part of the ARN
        fields += _fold_fields(name)
    more = [*_facts(entity)] if has_facts(entity) else []
    if _PACKAGE in fields and is_package(entity):
        more.append(f"v{entity.source.rpartition('/')[2]}")
    if words := camel_words(entity):
        more.append(words)
    return fields + _fold_fields(*more) if more else fields


def camel_words(entity: Entity) -> str:
    """Return the names in camel case with hyphens between their words: `Train-Ticket-Routing`.

    A search for `ticket-routing` finds it. Names of SageMaker have only ASCII letters, digits and hyphens.
    """
    names = " ".join(entity.text(name) for name in _NAMES if name in entity.properties)
    if names.islower() or not _CAMEL.search(names):
        return ""
    parted = (_WORD_START.sub("-", run) for run in dict.fromkeys(_RUN.findall(names)))
    return " ".join(name for name in parted if "-" in name)


def _facts(entity: Entity) -> Iterator[str]:
    yield from (entity.text(name) for name in FACTS if name in entity.properties)
    if warning(entity):
        yield _WITHOUT_APPROVAL
    elif entity.text("servedby") or entity.text("serves"):
        yield _LIVE
    elif is_live_unread(entity):
        yield _LIVE_UNREAD


def derived_texts(entity: Entity) -> Mapping[str, str]:
    """Return all derived properties of an entity."""
    fields, names = recorded(entity)
    return {
        SEARCH_TITLE: search_title(entity),
        SEARCH_TEXT: search_text(entity),
        SEARCH_STATE: state_of(entity) or NO_STATE,
        SEARCH_RECORD: _ended(fields),
        SEARCH_NAMES: _ended(names),
    }


def _ended(fields: Iterable[str]) -> str:
    """Return fields as one text; a field stands between two FIELD_END."""
    return FIELD_END + FIELD_END.join(fields) + FIELD_END


def _fold_fields(*fields: str) -> str:
    joined = FIELD_END.join(fields)
    if joined.count(FIELD_END) >= len(fields):
        joined = FIELD_END.join(field.replace(FIELD_END, " ") for field in fields)
    return unified(joined).casefold().replace("_", "-") + FIELD_END
