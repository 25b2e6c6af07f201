"""Distinct names in a file: two properties never share a column, and two entities never share an id."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Set
from itertools import count

from lineage_viz.plain_text import visible, without_unseen


def distinct(
    names: Iterable[str],
    written: Callable[[str], str] = str,
    taken: Set[str] = frozenset(),
    mark: str = "{}",
) -> dict[str, str]:
    """Return for each name the name in the file; no two look alike but for blanks, and none is in `taken`.

    `written` gives a name in the characters that the file has. A name that is then in `taken` gets `mark`, a template
    with one place. Of names that look alike, one stays, the others show the characters that nobody sees, and those
    that still look alike get a number.
    """
    used, made = set(map(without_unseen, taken)), dict[str, str]()
    numbers: dict[str, Iterable[int]] = defaultdict(lambda: count(2))
    for name in sorted(set(names), key=lambda name: (name in taken or not _is_seen(name, written), name)):
        first = written(name)
        if first in taken:
            first = written(mark.format(name))
        if without_unseen(first) in used:
            first = written(visible(name if written(name) not in taken else mark.format(name)))
        made[name] = first if without_unseen(first) not in used else _numbered(first, numbers[first], used)
        used.add(without_unseen(made[name]))
    return made


def _is_seen(name: str, written: Callable[[str], str]) -> bool:
    return written(name) == name == visible(name)


def _numbered(name: str, numbers: Iterable[int], used: Set[str]) -> str:
    return next(each for number in numbers if without_unseen(each := f"{name} {number}") not in used)
