"""Badges: approvals and container images, drawn on the edge of the cards that they lead to instead of as cards."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from lineage_viz.approval import is_approval, is_package
from lineage_viz.model import Entity, EntityLabel, Subgraph, TypeKey
from lineage_viz.view.drawn import Badge, Drawn
from lineage_viz.view.filters import type_key
from lineage_viz.view.folding import Folding, newest_first
from lineage_viz.view.scope import restricted


def badge_cards(cards: Subgraph, whole: Subgraph, folding: Folding, kept: Collection[str]) -> frozenset[str]:
    """Return the cards of a lineage that may be badges: approvals of packages, and images, that come from nothing.

    `cards` are the cards of `whole`. A focus and the entities in `kept` stay cards.
    """
    entities = {entity.arn: entity for entity in whole.entities}
    stays = {*whole.focus, *kept, *(link.destination for link in cards.associations)}
    ahead: dict[str, list[str]] = defaultdict(list)
    for link in cards.associations:
        ahead[link.source].append(link.destination)

    def members(card: str) -> list[Entity]:
        fold = folding.folds.get(card)
        return [entities[arn] for arn in (fold.members if fold else (card,)) if arn in entities]

    def of_packages(card: str) -> bool:
        return all(is_package(entity) for host in ahead[card] for entity in members(host))

    def is_badge(card: str) -> bool:
        inside = members(card)
        if not inside or (card in folding.folds and folding.folds[card].name):
            return False
        if any(entity.arn in stays or whole.degrees.get(entity.arn, (0, 0))[0] for entity in inside):
            return False
        return all(map(is_image, inside)) or (all(map(is_approval, inside)) and of_packages(card))

    return frozenset(card for card in ahead if card not in stays and is_badge(card))


def is_image(entity: Entity) -> bool:
    """True for a container image."""
    return entity.label == EntityLabel.ARTIFACT and entity.type == "Image" and not entity.unresolved


def badged(picture: Drawn, candidates: Collection[str]) -> Drawn:
    """Return the cards of a picture with badges in place of the candidates that lead to a card in it.

    `candidates` are ids of cards of the lineage. One without such a card stays a card: its host may be filtered out.
    """
    ends = {end for one in picture.passes for end in (one.source, one.destination)}
    cards = {entity.arn: entity for entity in picture.subgraph.entities}
    wanted = {arn for arn in cards if picture.alone.get(arn, arn) in candidates and arn not in ends}
    hosts: dict[str, list[str]] = defaultdict(list)
    for link in picture.subgraph.associations:
        if link.source in wanted and link.destination not in hosts[link.source]:
            hosts[link.source].append(link.destination)
    placed = {arn: found for arn, found in hosts.items() if found}
    if not placed:
        return picture
    subgraph = restricted(picture.subgraph, cards.keys() - placed.keys())
    return replace(
        picture,
        subgraph=subgraph,
        folds={id_: members for id_, members in picture.folds.items() if id_ not in placed},
        alone={arn: id_ for arn, id_ in picture.alone.items() if arn not in placed},
        opened=tuple(one for one in picture.opened if not placed.keys() & set(one.cards)),
        badges=_on_hosts(placed, picture.folds, cards),
    )


def _on_hosts(
    placed: Mapping[str, Sequence[str]], folds: Mapping[str, Sequence[Entity]], cards: Mapping[str, Entity]
) -> dict[str, tuple[Badge, ...]]:
    """Return the badges of each host: one for each type."""
    found: dict[str, dict[TypeKey, list[Entity]]] = defaultdict(lambda: defaultdict(list))
    for card, hosts in placed.items():
        members = folds.get(card) or (cards[card],)
        for host in hosts:
            found[host][type_key(members[0])].extend(members)
    return {host: tuple(_badges(by_type)) for host, by_type in found.items()}


def _badges(by_type: Mapping[TypeKey, Iterable[Entity]]) -> Iterable[Badge]:
    for type_ in sorted(by_type):
        yield Badge(type_, tuple(sorted(by_type[type_], key=newest_first)))
