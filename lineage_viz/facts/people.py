"""The people of an entity by name, each with everything that the person did."""

from collections.abc import Iterator

from lineage_viz.arn import person
from lineage_viz.evidence.words import decisions_of, has_facts
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity
from lineage_viz.words import plain

PEOPLE = {"owner": "owner", "createdby": "created it", "lastmodifiedby": "changed the lineage record"}
"""The properties that name a person, with the words for this person."""


def people(entity: Entity) -> list[dict[str, str]]:
    """Return a fact for each person: the name, the words for everything the person did, and the whole ARNs."""
    did: dict[str, list[str]] = {}
    recorded: dict[str, list[str]] = {}
    for who, words in _named(entity):
        name = person(who)
        did.setdefault(name, []).append(words)
        if name != who:
            recorded.setdefault(name, []).append(who)
    return [_fact(name, words, recorded.get(name, [])) for name, words in did.items()]


def known_people(entity: Entity) -> frozenset[str]:
    """Return the names of the properties that name a person of this entity."""
    return frozenset(name for name in (*PEOPLE, "decidedby") if entity.text(name))


def _named(entity: Entity) -> Iterator[tuple[str, str]]:
    if owner := entity.text("owner"):
        yield owner, PEOPLE["owner"]
    yield from _deciders(entity)
    for name in ("createdby", "lastmodifiedby"):
        if who := entity.text(name):
            yield who, PEOPLE[name]


def _deciders(entity: Entity) -> Iterator[tuple[str, str]]:
    """Yield each decision about a package that names its person, and the person of the decision in force."""
    named = False
    for each, row in zip(_decisions(entity), decisions_of(entity), strict=True):
        if who := str(each.get("by") or ""):
            named = named or who == entity.text("decidedby")
            yield who, f"{each.get('decision')}, {row.at}" if row.at else str(each.get("decision"))
    decided = entity.text("decidedby") if has_facts(entity) else ""
    if decided and not named:
        yield decided, f"decided: {entity.text('approval')}" if entity.text("approval") else "decided"


def _decisions(entity: Entity) -> list[dict[str, object]]:
    made = json_of(entity.text("decisions"), list) or []
    return [each if isinstance(each, dict) else {} for each in made]


def _fact(name: str, words: list[str], recorded: list[str]) -> dict[str, str]:
    shown = {"name": plain(name, 120), "value": plain("; ".join(dict.fromkeys(words)), 600)}
    return shown | ({"more": plain(", ".join(dict.fromkeys(recorded)), 600)} if recorded else {})
