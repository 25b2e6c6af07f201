"""The names on cards, and their short forms for cards without the room."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from lineage_viz.apart import told_apart
from lineage_viz.approval import decided, decision, is_approval, is_package
from lineage_viz.model import Entity
from lineage_viz.questions.overview import type_of
from lineage_viz.shortening import pieces, telling, telling_apart
from lineage_viz.title import folder_of_runs, title
from lineage_viz.words import ELLIPSIS, plain, plain_id, type_words

_FITS = 16
"""A name of up to this many characters fits on every card."""

_LONGEST = 30
"""A name that tells apart by a longer path has no room for it; the date on its card tells more."""

_ONE_LINE = 24
"""A card shows about this many characters; of a longer name with a random end, it would show the random end."""


_VERSION = re.compile(r"(.+)/(\d+)")
_OF_MODELS = re.compile(r"(?<=.)-models?(?:-package)?(?:-group)?$")
"""The end of a group's name that each model package has."""

_FILE = re.compile(r"s3://")
_SHARED = 3
"""The least number of first words that types share and lose: fewer still tell what a type is."""


def name_of(entity: Entity) -> str:
    """Return the name on a card; never empty. A model package has its version, a model file the folder of its runs."""
    name = title(entity)
    if is_package(entity) and (found := _VERSION.fullmatch(name)):
        return plain(f"{_OF_MODELS.sub('', found[1])} v{found[2]}")
    return plain_id(folder_of_runs(entity)) or plain(name) or plain_id(entity.arn)


def about_words(entity: Entity) -> str:
    """Return the words below the name: the type."""
    if is_package(entity):
        return "Model package"
    if entity.type == "Model" and _FILE.match(entity.source):
        return "Model file"
    return "Deployment" if entity.type == "ModelDeployment" else type_words(entity.type or entity.label)


def names(entities: Iterable[Entity]) -> dict[str, str]:
    """Return the name on each card of a picture, by ARN.

    Equal names of one type get the part of the source that differs, if it is short: `2026-03/train.jsonl`.
    """
    found: dict[str, str] = {}
    equal: dict[tuple[str, str, str], list[Entity]] = defaultdict(list)
    for entity in entities:
        found[entity.arn] = name = name_of(entity)
        equal[entity.label, entity.type, name].append(entity)
    for same in equal.values():
        told = list(map(plain, told_apart(same))) if len(same) > 1 else []
        if told and max(map(len, told)) <= _LONGEST:
            found.update({entity.arn: name for entity, name in zip(same, told, strict=True)})
    return found


def short_names(entities: Sequence[Entity], named: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the short form of each name that has one, by ARN. `named` are the names of the same entities, if known.

    Equal short forms of one type get the random part that differs, if there is room for both. Names of types lose the
    words that they share with another type: in the overview these tell nothing.
    """
    types: dict[str, str] = {}
    short: dict[str, str] = {}
    equal: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    named = names(entities) if named is None else named
    for entity in entities:
        name = named[entity.arn]
        if type_of(entity.arn):
            types[entity.arn] = name.removesuffix(" entities").removesuffix(" entity")
        elif (found := _short(entity, name)) != name:
            short[entity.arn] = found
            if not is_approval(entity):
                equal[entity.label, entity.type, found].append(entity.arn)
    for same in equal.values():
        told = telling_apart([named[arn] for arn in same]) if len({named[arn] for arn in same}) > 1 else []
        if told and max(map(len, told)) <= _ONE_LINE:
            short |= zip(same, told, strict=True)
    return short | _apart(types)


def _short(entity: Entity, name: str) -> str:
    """Return the short form of a name. An approval begins with its decision, which is at the end of its name."""
    if len(name) <= _FITS:
        return name
    if step := entity.text("step"):
        return plain(step)
    if entity.type == "ModelGroup":  # the line below the name says so
        return telling(_OF_MODELS.sub("", name))
    subject = decided(entity) if is_approval(entity) else ""
    return f"{decision(entity)} · {plain(subject)}" if subject else telling(name)


def _apart(names: dict[str, str]) -> dict[str, str]:
    """Return counted names without the first words that they share with another one: `4 …merchant-features`."""
    counted = {arn: name.partition(" ") for arn, name in names.items()}
    ordered = sorted((pieces(words), arn) for arn, (_, _, words) in counted.items())
    shared = dict.fromkeys(names, 0)
    for (one, arn), (other, next_) in pairwise(ordered):
        same = same if (same := _same(one, other)) >= _SHARED else 0
        # The first words are all that tells a name from one that goes on after it.
        is_start = "".join(other).startswith("".join(one))
        shared[arn], shared[next_] = max(shared[arn], 0 if is_start else same), max(shared[next_], same)
    return {
        arn: f"{counted[arn][0]} {ELLIPSIS if shared[arn] else ''}{''.join(words[shared[arn] :])}"
        for words, arn in ordered
    }


def _same(one: list[str], other: list[str]) -> int:
    """Return the number of first pieces that are the same, without the last piece of either."""
    most = min(len(one), len(other)) - 1
    return next((at for at in range(most) if one[at] != other[at]), most)
