"""Names that tell the entities of a list apart: titles, with the part of the path that differs where titles repeat."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from os.path import commonprefix

from lineage_viz.evidence.state import state_of
from lineage_viz.model import Entity
from lineage_viz.shortening import telling, telling_apart
from lineage_viz.title import title
from lineage_viz.words import ELLIPSIS, elide

_WORD_END = re.compile(r"[-_/.: ][^-_/.: ]*$")
_LEAST = 8
"""Fewer equal characters at the start of all names do not hide the part that differs."""

_LONGEST = 60


def told_apart(entities: Sequence[Entity]) -> list[str]:
    """Return a name for each entity, in their order. The names are untrusted, like titles.

    Entities with equal titles get the part of their source that differs: `2026-03/train.jsonl`. Those that also have
    the same source, status and time get a part of their ARN.
    """
    names = [title(entity) for entity in entities]
    for equal in _repeated(names):
        paths = [_segments(entities[at].source) for at in equal]
        for at, part in zip(equal, _differing(paths), strict=True):
            names[at] = _joined(part, names[at], entities[at].source)
    looks = [(name, state_of(e), e.created) for name, e in zip(names, entities, strict=True)]
    for equal in _repeated(looks):
        parts = _differing([_segments(entities[at].arn) for at in equal])
        for at, part in zip(equal, _shortest(parts), strict=True):
            names[at] = f"{names[at]} · {part}" if part else names[at]
    return names


def for_narrow_column(names: Sequence[str]) -> list[str]:
    """Return names for a narrow column, the telling part first: `…Preprocess-3KYZVpyX11`.

    Without random parts before it to leave out, the words go with which all names start: `…transform`.
    """
    short = list(names)
    for equal in _places(map(telling, names)):
        found = telling_apart([names[at] for at in equal]) if len(equal) > 1 else [telling(names[equal[0]])]
        for at, name in zip(equal, found, strict=True):
            short[at] = name
    return short if short != list(names) else without_common_start(names)


def without_common_start(names: Collection[str]) -> list[str]:
    """Return the names without the words with which all of them start, for a narrow column: `…Train-a0qidguy6z`."""
    start = commonprefix(list(names)) if len(names) > 1 else ""  # noqa: RUF071 characters, not folders, are compared
    cut = len(_WORD_END.sub("", start)) + 1 if _WORD_END.search(start) else 0
    return [ELLIPSIS + name[cut:] if cut >= _LEAST and name[cut:] else name for name in names]


def _repeated(keys: Iterable[object]) -> list[list[int]]:
    """Return the places of each key that occurs more than once."""
    return [found for found in _places(keys) if len(found) > 1]


def _places(keys: Iterable[object]) -> Collection[list[int]]:
    places: dict[object, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        places[key].append(at)
    return places.values()


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def _differing(paths: Sequence[list[str]]) -> list[str]:
    """Return the part of each path between the segments that all share at the start and at the end."""
    head = _equal(paths, lambda path, at: path[at])
    tail = _equal([path[head:] for path in paths], lambda path, at: path[-1 - at])
    return [elide("/".join(path[head : len(path) - tail]), _LONGEST) for path in paths]


def _equal(paths: Sequence[list[str]], segment: Callable[[list[str], int], str]) -> int:
    shortest = min(map(len, paths))
    return next((at for at in range(shortest) if len({segment(path, at) for path in paths}) > 1), shortest)


def _joined(part: str, name: str, source: str) -> str:
    """Return a name with the differing part of its path: before it if the path ends in the name, else after it."""
    if not part or part == name:
        return name
    if not source.rstrip("/").endswith(f"/{name}"):
        return f"{name} · {part}"
    if part.endswith(f"/{name}"):
        return part
    return f"{part}/{name}" if source.rstrip("/").endswith(f"{part}/{name}") else f"{part}/{ELLIPSIS}/{name}"


def _shortest(parts: list[str]) -> list[str]:
    """Return the first characters of ids, as many as tell them apart; the ids of ARNs are long."""
    lengths = (
        length for length in range(_LEAST, _LONGEST) if len({part[:length] for part in parts}) == len(parts)
    )
    length = next(lengths, _LONGEST)
    return [part[:length] for part in parts]
