"""Answers that never change: their values are read only, their copies are themselves, and no pickle holds them."""

from abc import ABCMeta
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from lineage_viz.errors import LineageVizError
from lineage_viz.model import Entity, Subgraph

K = TypeVar("K")
V = TypeVar("V")


class ReadOnly(dict[K, V]):
    """A dict that refuses changes. Its copies, also those of `copy` and `pickle`, are plain dicts."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("An answer never changes. Change a copy of your own: dict(...).")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[dict[K, V]], tuple[dict[K, V]]]:
        return dict, (dict(self),)


class _Making(ABCMeta):
    """Makes answers: an attribute can be set until the answer is made."""

    def __call__(cls, *values: Any, **named: Any) -> Any:
        made = super().__call__(*values, **named)
        made.__dict__["_is_made"] = True
        return made


class Unchanging(metaclass=_Making):
    """An answer: nobody can change it, so a copy is the answer itself."""

    _instead: ClassVar[str] = "Keep a file by save(), or a data frame by to_pandas()."
    """The way to keep such an answer, as a sentence."""

    def __setattr__(self, name: str, value: object) -> None:
        if "_is_made" in self.__dict__:
            raise AttributeError(
                f"An answer never changes, so its {name} cannot be set. Keep values of your own beside it."
            )
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"An answer never changes, so its {name} cannot be deleted.")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise LineageVizError(
            f"{type(self).__name__} belongs to the lineage that is open here, and cannot be pickled. {self._instead}"
        )


def read_only(entity: Entity) -> Entity:
    """Return an entity whose properties cannot be changed."""
    known = entity.properties
    return entity if isinstance(known, ReadOnly) else replace(entity, properties=ReadOnly(known))


def read_only_all(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Return entities whose properties cannot be changed."""
    return tuple(map(read_only, entities))


def read_only_graph(graph: Subgraph) -> Subgraph:
    """Return a subgraph of which nothing can be changed: the pictures that are kept have the same entities."""
    return replace(
        graph,
        entities=read_only_all(graph.entities),
        associations=tuple(
            replace(each, properties=ReadOnly(each.properties)) for each in graph.associations
        ),
        hops=ReadOnly(graph.hops),
        degrees=ReadOnly(graph.degrees),
    )
