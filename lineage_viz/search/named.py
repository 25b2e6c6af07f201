"""The one entity that a person names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches

from lineage_viz.errors import EntityNotFound, LineageVizError
from lineage_viz.model import Entity, EntityLabel, existed
from lineage_viz.plain_text import as_typed, visible
from lineage_viz.recorded_text import fold
from lineage_viz.search.corrected import corrected
from lineage_viz.search.nearest_version import nearest_version
from lineage_viz.search.whole_name import ending_with, is_whole
from lineage_viz.search_text import search_words
from lineage_viz.store.base import Page, Store
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.title import title
from lineage_viz.words import UNFINISHED, count, day, inside, type_words

CANDIDATES = 10
_SEARCHED = 500
"""Hits among which a whole name is looked for."""
_PART = re.compile(r"\w{3,}")
_PARTS = 4
"""Parts of a name that are looked for."""
_SUBJECTS = Filter(labels=frozenset(EntityLabel) - {EntityLabel.ACTION})
"""All but actions."""


def arn_of(store: Store, text: str, of: Filter = NO_FILTER, needs: str = "") -> str:
    """Return the text itself when it is the ARN or the id of an entity; else the ARN of the only one that it names.

    An ARN that names none is returned as it is: the store says that it has no such entity. Raises EntityNotFound for
    that of a version that does not exist, with the nearest one.
    The only one with this title or source counts first, then the only model, then the only hit. A whole name, with a
    version or a place, is never a part of another one: only a source that ends with it counts. An action has the name
    and the source of its subject: an endpoint is meant, not one of its deployments. `of` has the entities among which
    it is one, and `needs` says which these are. Raises LineageVizError when several entities match, or none.
    """
    if (typed := as_typed(text.strip())) != text and _is_id(store, typed):
        return typed
    if _is_id(store, text):
        return text
    if former := _of_former_id(store, text):
        return former
    text = text.strip()
    hits = _hits(store, text, of)
    exact = _exact(hits.entities, text)
    if text.startswith("arn:") and not exact:
        if nearest := nearest_version(store, text, of):
            raise EntityNotFound(text, nearest)
        return text
    every = hits.entities if hits.total == len(hits.entities) else ()
    models = [hit for hit in exact or every if hit.type == "Model"]
    for choice in (exact, models, every):
        if len(choice) == 1:
            return choice[0].arn
    subjects = _hits(store, text, replace(_SUBJECTS, also=(of,), as_of=of.as_of))
    named = _exact(subjects.entities, text) or subjects.entities
    if len(named) == 1:
        return named[0].arn
    if not hits.entities:
        raise LineageVizError(_no_match(store, text, of, needs))
    raise LineageVizError(_several(text, hits))


def arn_then(store: Store, text: str, at: datetime | None) -> str:
    """Return the ARN of the only entity that a text means at a time (None: now): see `arn_of`.

    A name that only a later entity has is that entity's: the caller says that it did not exist then. Raises
    EntityNotFound, LineageVizError: all that they offer was there at that time.
    """
    if at is None:
        return arn_of(store, text)
    try:
        return arn_of(store, text, Filter(as_of=at))
    except LineageVizError:
        if later := _later(store, text, at):
            return later
        raise


def _later(store: Store, text: str, at: datetime) -> str:
    """Return the ARN of the only later entity that has this whole name; empty for none, or several."""
    found = _exact(_hits(store, text.strip(), NO_FILTER).entities, text.strip())
    subjects = [each for each in found if _SUBJECTS.passes(each)] or found
    later = [each.arn for each in subjects if not existed(each.properties, at)]
    return later[0] if len(later) == 1 == len(subjects) else ""


def _hits(store: Store, text: str, of: Filter) -> Page:
    """Return the first hits that a text can mean: of a whole name only those that end with it."""
    if not is_whole(text):
        page = store.search(text, filter_=of, limit=CANDIDATES)
        meant = tuple(not_by_type_alone(page.entities, text))
        return replace(page, entities=meant, total=page.total - len(page.entities) + len(meant))
    found = store.search(text, filter_=of, limit=_SEARCHED).entities
    meant = tuple(_exact(found, text) or ending_with(found, text))
    return Page(meant[:CANDIDATES], len(meant))


def not_by_type_alone(hits: Iterable[Entity], text: str) -> Iterator[Entity]:
    """Yield the hits but for those whose type, label or status alone has a text: `del` is no name of a model."""
    words = search_words(fold(text))
    for each in hits:
        name = fold(f"{title(each)} {each.source} {each.arn}")
        kind = fold(f"{each.type} {type_words(each.type)} {each.label} {each.status}")
        if any(word in name for word in words) or not all(word in kind for word in words):
            yield each


def _several(text: str, hits: Page) -> str:
    """Return the sentence about a text that several entities have, with the first of them."""
    number, shown = count(hits.total, "entity matches", "entities match"), len(hits.entities)
    these = f"; these are the first {shown}" if shown < hits.total else ""
    return "\n".join([f"{number} {text!r}. Choose one by its ARN{these}:", *map(_line, hits.entities)])


def _line(hit: Entity) -> str:
    """Return all that tells a hit apart from others of its name: type, day and address, then the ARN."""
    about = (hit.type or hit.label, day(hit.created) if hit.created else "", visible(hit.source))
    return f"  {title(hit)} ({', '.join(filter(None, about))})  {visible(hit.arn)}"


def _exact(hits: Iterable[Entity], text: str) -> list[Entity]:
    """Return the entities with this title or source; without one, those with it in other letters of upper case."""
    found = list(hits)
    exact = [hit for hit in found if text in (title(hit), hit.source)]
    folded = text.casefold()
    return exact or [hit for hit in found if folded in (title(hit).casefold(), hit.source.casefold())]


def _no_match(store: Store, text: str, of: Filter, needs: str) -> str:
    """Return the sentence about a text that nothing has: another type that has it, or the nearest version or name."""
    others = [each for each in store.search(text, limit=CANDIDATES).entities if title(each) == text]
    if needs and others:
        type_ = inside(type_words(others[0].type or others[0].label))
        return f"{title(others[0])} is of the type {type_}. The question needs {needs}."
    if store.loading:
        return f"Nothing matches {text!r}, but a load {UNFINISHED}. Ask again when it has ended."
    if nearest := nearest_version(store, text, of):
        return f"Nothing matches {text!r}. {nearest}"
    hint = nearest_name(store, text, of) or "Try a part of the name, an ARN or an S3 URI."
    return f"Nothing matches {text!r}. {hint}"


def nearest_name(store: Store, text: str, of: Filter = NO_FILTER) -> str:
    """Return the question if the nearest name among these entities is meant; empty where no name is near."""
    near = _near(store, text, of) or _alike(store, text, of)
    return f"Did you mean {near}?" if near else ""


def _alike(store: Store, text: str, of: Filter) -> str:
    """Return the name that is written most like a text, among those with its longest part that any has."""
    for part in sorted(_PART.findall(text), key=len, reverse=True)[:_PARTS]:
        names = [title(each) for each in store.search(part, filter_=of, limit=_SEARCHED).entities]
        if names:
            return next(iter(get_close_matches(text, names, n=1, cutoff=0.8)), "")
    return ""


def _near(store: Store, text: str, of: Filter) -> str:
    """Return the name or the address of the first entity that has nearly the same text; empty without one."""
    near = list(not_by_type_alone(store.search(text, filter_=of, limit=1).entities, text))
    if not near and (better := corrected(store, text, is_missing=True)):
        near = list(not_by_type_alone(store.search(better.text, filter_=of, limit=1).entities, better.text))
    if not near:
        return ""
    return visible(near[0].source) if "://" in text and near[0].source else title(near[0])


def _of_former_id(store: Store, text: str) -> str:
    """Return the ARN that took the place of this id in a foreign folder; empty for none, or several."""
    arns = {arn for each in store.snapshots if (arn := each.former_ids.get(text.strip()))}
    return arns.pop() if len(arns) == 1 else ""


def _is_id(store: Store, text: str) -> bool:
    """True for the id of an entity: those of a foreign folder may be no ARNs."""
    try:
        store.get(text)
    except EntityNotFound:
        return False
    return True
