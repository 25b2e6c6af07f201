"""The names of entities in an answer: where a name repeats, with the type, the day and the end of the ARN beside it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from lineage_viz.model import Entity
from lineage_viz.title import title
from lineage_viz.words import day, type_words

_MORE: tuple[Callable[[Entity], str], ...] = (
    lambda each: type_words(each.type or each.label),
    lambda each: day(each.created) if each.created else "",
    lambda each: each.arn.rpartition("/")[2][-12:],
)


def names_of(entities: Iterable[Entity]) -> Mapping[str, str]:
    """Return a name for each ARN, which no other one has. The names are untrusted, like titles."""
    listed = list(entities)
    names = [title(each) for each in listed]
    for more in _MORE:
        names = _longer(names, [more(each) for each in listed])
    return {each.arn: name for each, name in zip(listed, names, strict=True)}


def _longer(names: Sequence[str], more: Sequence[str]) -> list[str]:
    times = Counter(names)
    return [
        f"{name} · {part}" if times[name] > 1 and part else name
        for name, part in zip(names, more, strict=True)
    ]
