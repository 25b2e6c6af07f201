"""The words on badges and in their tooltips."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lineage_viz.approval import decision, is_approval
from lineage_viz.evidence.words import decisions_of, warning
from lineage_viz.model import Entity
from lineage_viz.picture.card_facts import key_fact
from lineage_viz.picture.names import name_of
from lineage_viz.style import LIVE, Kind, kind_of
from lineage_viz.view.drawn import Badge, Drawn
from lineage_viz.words import count, inside, plain, plain_id, typed

_LISTED = 8
_TAG = re.compile(r"\d+(?:\.\d+)*(?:-\d+)?")
"""The version at the start of a tag: `1.2-1` of `1.2-1-cpu-py3`."""


@dataclass(frozen=True, slots=True)
class BadgeWords:
    """A badge as it is drawn: its kind, its words, the lines of its tooltip, and the ARNs of its entities.

    `brief` replaces the words on a card without room for them; when it is empty, the glyph stands alone.
    """

    kind: Kind
    words: str
    brief: str
    about: tuple[str, ...]
    arns: tuple[str, ...] = ()


def badges_on(card: Entity, picture: Drawn) -> tuple[BadgeWords, ...]:
    """Return the badges on a card: first the one that tells that a model is live."""
    return (*_live(card), *(_words(badge, card) for badge in picture.badges.get(card.arn, ())))


def _live(card: Entity) -> Iterator[BadgeWords]:
    endpoints = "" if warning(card) else card.text("servedby")
    if endpoints:
        yield BadgeWords(LIVE, "live", "live", (plain(f"Live: {endpoints} serves it"),))


def _words(badge: Badge, card: Entity) -> BadgeWords:
    first = badge.entities[0]
    decisions = _decisions(badge, card)
    number = len(decisions) or len(badge.entities)
    rest = number - _LISTED
    heading = count(number, "decision") if decisions else typed(number, *badge.type)
    lines = [heading, *(decisions or map(_line, badge.entities))][: _LISTED + 1]
    lines += [f"and {rest:,} more"] if rest > 0 else []
    brief = f"{number:,}" if number > 1 else ""
    return BadgeWords(
        kind_of(*badge.type),
        _several(badge, number) if brief else _one(first),
        brief,
        tuple(lines),
        tuple(entity.arn for entity in badge.entities),
    )


def _decisions(badge: Badge, card: Entity) -> list[str]:
    """Return the known decisions about a package, the newest first, where they are more than its approval actions."""
    known = decisions_of(card) if is_approval(badge.entities[0]) else []
    if len(known) <= len(badge.entities):
        return []
    return [" · ".join(filter(None, (each.words, each.at.partition(",")[0]))) for each in reversed(known)]


def _line(entity: Entity) -> str:
    fact = key_fact(entity).whole
    named = not is_approval(entity) or not decision(entity)
    return " · ".join(filter(None, (name_of(entity) if named else "", fact)))


def _one(entity: Entity) -> str:
    if is_approval(entity):
        return decision(entity) or "decision not read"
    name = plain_id(entity.source.rpartition("/")[2]) or name_of(entity)
    repository, _, tag = name.partition("@")[0].partition(":")
    found = _TAG.match(tag)
    return " ".join(filter(None, (repository.removeprefix("sagemaker-"), found[0] if found else tag[:12])))


def _several(badge: Badge, number: int) -> str:
    return count(number, "decision") if is_approval(badge.entities[0]) else inside(typed(number, *badge.type))
