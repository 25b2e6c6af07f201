"""The people of an entity by name, each with everything that the person did."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from lineage_viz.arn import person
from lineage_viz.evidence.fact import facts_of
from lineage_viz.evidence.record import text
from lineage_viz.facts.source import source_words
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity
from lineage_viz.words import plain

PEOPLE = {"owner": "owner", "createdby": "created it", "lastmodifiedby": "changed the lineage record"}
"""The properties that name a person, with the words for this person."""


@dataclass(frozen=True, slots=True)
class _Deed:
    """One thing that a person did, with the recorded ARN or name, and its source."""

    recorded: str
    words: str
    source: str = ""


def people(entity: Entity, read: datetime | None = None) -> list[dict[str, str]]:
    """Return a fact for each person: the name, everything that the person did, and the whole ARNs and sources.

    `read` is the time of the snapshot: with it, each source has its date.
    """
    did: dict[str, list[_Deed]] = {}
    for deed in _deeds(entity):
        did.setdefault(person(deed.recorded), []).append(deed)
    return [_fact(name, deeds, read) for name, deeds in did.items()]


def known_people(entity: Entity) -> frozenset[str]:
    """Return the names of the properties that name a person of this entity."""
    return frozenset(name for name in (*PEOPLE, "decidedby") if entity.text(name))


def _deeds(entity: Entity) -> Iterator[_Deed]:
    facts = facts_of(entity, ("owner", "decidedby", "decisions"))
    if owner := entity.text("owner"):
        yield _Deed(owner, PEOPLE["owner"], facts["owner"].source)
    made = list(_decisions(entity))
    yield from made
    decided, approval = entity.text("decidedby"), entity.text("approval")
    if decided and all(each.recorded != decided for each in made):
        yield _Deed(decided, f"decided: {approval}" if approval else "decided", facts["decidedby"].source)
    for name in ("createdby", "lastmodifiedby"):
        if who := entity.text(name):
            yield _Deed(who, PEOPLE[name])


def _decisions(entity: Entity) -> Iterator[_Deed]:
    """Yield each decision about a package that names its person."""
    for each in json_of(entity.text("decisions"), list) or []:
        if by := text(each, "by"):
            words = ", ".join(filter(None, (text(each, "decision"), text(each, "at"))))
            yield _Deed(by, words, text(each, "source"))


def _fact(name: str, deeds: Iterable[_Deed], read: datetime | None) -> dict[str, str]:
    deeds = tuple(deeds)
    arns = (each.recorded for each in deeds if each.recorded != name)
    sources = (source_words(each.source, read) for each in deeds if each.source)
    more = plain("; ".join(dict.fromkeys((*arns, *sources))), 1_000)
    value = plain("; ".join(dict.fromkeys(each.words for each in deeds)), 600)
    return {"name": plain(name, 120), "value": value, **({"more": more} if more else {})}
