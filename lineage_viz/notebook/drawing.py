"""Parts of the lineage, drawn as the app draws them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from lineage_viz.errors import LineageVizError
from lineage_viz.given_values import given_text
from lineage_viz.model import Entity, TypeKey, existed
from lineage_viz.notebook.part import Part
from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.given import given_scene
from lineage_viz.picture.scene import Scene, between, scene
from lineage_viz.questions.later_day import later_words
from lineage_viz.questions.on_day import on_day
from lineage_viz.questions.own_lineage import chosen
from lineage_viz.search.vocabulary import nearest
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.takeaway.view_caption import caption
from lineage_viz.title import title
from lineage_viz.words import complete_words, count, cut_words, plain, type_words
from lineage_viz.words import day as day_words


class LineageDrawn:
    """A store, the pictures that were computed last, and the day of all answers; None is now."""

    def __init__(self, store: Store, day: date | None = None) -> None:
        self.store = store
        self.day = day
        self._cache = PictureCache()

    @property
    def end(self) -> datetime | None:
        """The end of the day, to which it counts."""
        return Address(as_of=self.day).scope.as_of

    @property
    def then(self) -> str:
        """` as of 15 Jan 2026`; empty for now."""
        return f" as of {day_words(self.day)}" if self.day else ""

    def entity(self, arn: str) -> Entity:
        """Return an entity with the facts of the day. Raises EntityNotFound, LineageVizError."""
        self._check_day(arn)
        return on_day(self.store, [self.store.get(arn)], self.end)[0]

    def part(self, address: Address) -> Part:
        """Return the part that an address shows. Raises EntityNotFound, StoreUnavailable, LineageVizError."""
        found, address = self._drawn(address)
        return Part(self, found, caption(self.store, address, found))

    def side(
        self, arn: str, types: str | Sequence[str], deployment: str, *, up: int, down: int, most: int
    ) -> Part:
        """Return one side of an entity without the entity itself, of these types only if any are named."""
        served = chosen(self.store, arn, deployment, self.end).served if deployment else None
        address = Address(arn, up, down, most, evaluations=False, deployment=served.drawn if served else "")
        names = _type_names(types)
        if names:
            known = frozenset(self.store.schema().types)
            wanted = {key for name in names for key in _keys(name, known)}
            address = address.filtered(types=known - wanted, skip=True)
        found, address = self._drawn(address)
        listed = tuple(each for each in found.view.shown.entities if each.arn != arn)
        told = replace(
            caption(self.store, address, found),
            filters=f"only {' and '.join(names)}; a dotted line passes through others" if names else "",
            complete=self._extent(found, len(listed), _side_words(up, down, bool(names))),
        )
        return Part(self, found, told, listed)

    def paths(self, first: str, second: str) -> Part:
        """Return the paths between two entities; the extent says their number."""
        address = Address(first, mode=Mode.PATHS, other=second)
        found, address = self._drawn(address)
        every = between(self.store, address, self._cache)
        number = len(every.numbers(self.end))
        later = len(every.paths) - number
        words = count(number, "path") if number else "no path between them, in either direction"
        words = f"{words}; {later:,} came later" if later else words
        told = caption(self.store, address, found)
        return Part(self, found, replace(told, complete=f"{words}: {told.complete}"))

    def unstacked(self, part: Part) -> Scene:
        """Return the picture of a part with a card for each entity, also for siblings and approvals."""
        return given_scene(part.subgraph, part.extent, bundled=False)

    def _extent(self, found: Scene, number: int, side: str) -> str:
        cut = found.view.whole.truncated
        whole = (
            cut_words(f"{cut.reason}, itself among them", cut.left_out)
            if cut
            else complete_words(self.store.gaps, caveat=self.store.caveat)
        )
        served = found.own.served
        of = f" ({served.words})" if served and served.words else ""
        stacks = len(found.picture.folds)
        inside = f"; the picture has {count(stacks, 'stack')}" if stacks else ""
        return f"{count(number, 'entity', 'entities')} {side}{self.then}{of}: {whole}{inside}"

    def _drawn(self, address: Address) -> tuple[Scene, Address]:
        """Return the picture of an address on the day, and its address."""
        if address.other:
            self._check_any(address.focus, address.other)
        else:
            self._check_day(address.focus, *address.beside)
        address = replace(address, as_of=self.day)
        return scene(self.store, address, self._cache), address

    def _check_day(self, *arns: str) -> None:
        """Raise LineageVizError for a day of which the snapshot knows nothing, or on which one of these was not yet."""
        for arn in arns:
            self._check_any(arn)

    def _check_any(self, *arns: str) -> None:
        """Raise LineageVizError for a day of which the snapshot knows nothing, or on which none of these existed."""
        if self.day is None:
            return
        found = [self.store.get(arn) for arn in arns]
        if later := next(
            filter(None, (later_words(self.store.snapshots, self.day, arn) for arn in arns)), ""
        ):
            raise LineageVizError(later)
        if not any(existed(each.properties, self.end) for each in found):
            names = " and ".join(plain(title(each), 80) for each in found)
            raise LineageVizError(f"{names} did not exist on {day_words(self.day)}. Choose a later day.")


def _type_names(types: object) -> list[str]:
    every = [types] if isinstance(types, str) or not isinstance(types, Iterable) else list(types)
    return [given_text("type", each, "Give the name of a type, such as DataSet.") for each in every]


def _side_words(up: int, down: int, is_chosen: bool) -> str:
    steps = up or down
    within = f" within {count(steps, 'step')}" if steps < UNLIMITED else ""
    return f"{'upstream' if up else 'downstream'}{within}{' of the chosen types' if is_chosen else ''}"


def _keys(name: str, known: Iterable[TypeKey]) -> list[TypeKey]:
    """Return the types that a name means: SageMaker's type, a label, or the words on screen."""
    names = {key: _names(key) for key in known}
    wanted = _folded(name)
    found = [key for key, several in names.items() if wanted in map(_folded, several)]
    if found:
        return found
    near = nearest(name, sorted({each for several in names.values() for each in several}))
    meant = f" Did you mean {near!r}?" if near else ""
    raise LineageVizError(f"No entity here has the type {name!r}.{meant} `overview()` lists the types.")


def _folded(name: str) -> str:
    return name.casefold().replace("-", " ").removesuffix("s")


def _names(key: TypeKey) -> list[str]:
    return [name for each in key if each for name in (each, type_words(each))]
