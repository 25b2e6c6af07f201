"""Distinct names in a file: two properties never share a column, and two entities never share an id."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Set
from itertools import count


def distinct(
    names: Iterable[str],
    written: Callable[[str], str] = str,
    taken: Set[str] = frozenset(),
    mark: str = "{}",
) -> dict[str, str]:
    """Return for each name the name in the file; no two are equal, and none is in `taken`.

    `written` gives a name in the characters that the file has. A name that is then in `taken` gets `mark`, a template
    with one place. A name that still equals another one gets a number. A name that can stay as it is always does.
    """
    used, made = set(taken), dict[str, str]()
    numbers: dict[str, Iterable[int]] = defaultdict(lambda: count(2))
    for name in sorted(set(names), key=lambda name: (name in taken or written(name) != name, name)):
        first = written(name)
        if first in taken:
            first = written(mark.format(name))
        made[name] = first if first not in used else _numbered(first, numbers[first], used)
        used.add(made[name])
    return made


def _numbered(name: str, numbers: Iterable[int], used: Set[str]) -> str:
    return next(each for number in numbers if (each := f"{name} {number}") not in used)
