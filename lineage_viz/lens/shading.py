"""The shading of a picture: each value of its lens with a colour, and the value of each entity."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lineage_viz.geometry import CARD
from lineage_viz.lens import colours
from lineage_viz.lens.lens import WORDS, Lens
from lineage_viz.lens.named import named
from lineage_viz.lens.ordered import ordered
from lineage_viz.lens.shade import Shade, Shades
from lineage_viz.lens.valued import day_of, metric_name, of_state, valued
from lineage_viz.model import Entity, TypeKey
from lineage_viz.questions.overview import stand_in
from lineage_viz.view.filters import Facet, type_key
from lineage_viz.view.narrowing import View
from lineage_viz.words import day, inside, plain, typed

_LEAST = 4
"""The smallest height of a share on a stack, in pixels."""


_WITHOUT_VALUE = (colours.ASIDE, colours.BESIDE)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the band on a card, from its top, in pixels: the index of its shade, and the number of entities."""

    shade: int
    top: int
    height: int
    count: int


@dataclass(frozen=True, slots=True)
class Shading:
    """The values of a lens in a picture, in the order of the legend, and the index of the value of each entity."""

    lens: Lens
    words: str
    """The name of the value: `Status`, `Key metric validation:accuracy`."""
    shades: tuple[Shade, ...]
    of: Mapping[str, int]
    inside: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    """The numbers of entities by the index of their value, for a card of the overview, which stands for a type."""

    def parts(self, arns: Iterable[str]) -> tuple[Part, ...]:
        """Return the band of a card with these entities: one part for each value, as high as its share."""
        found = Counter[int]()
        for arn in arns:
            found.update(self.inside.get(arn) or ({self.of[arn]: 1} if arn in self.of else {}))
        counts = sorted(found.items())
        made, top = [], 0
        for (shade, count), height in zip(counts, _heights([count for _, count in counts]), strict=True):
            made.append(Part(shade, top, height, count))
            top += height
        return tuple(made)

    def index(self, arns: Iterable[str]) -> int | None:
        """Return the index of the value that all of these entities have; None when they differ, or without any.

        Entities without such a value, as an earlier decision, do not count beside others.
        """
        found = {self.of[arn] for arn in arns if arn in self.of}
        with_value = {at for at in found if self.shades[at].colour not in _WITHOUT_VALUE} or found
        return next(iter(with_value)) if len(with_value) == 1 else None

    def about(self, parts: Sequence[Part]) -> str:
        """Return the values on a card in words: `Status: Failed`; of a stack with the number of each."""
        words = [self.shades[part.shade].words for part in parts]
        if len(parts) > 1:
            words = [f"{part.count:,} {each}" for part, each in zip(parts, words, strict=True)]
        return f"{self.words}: {', '.join(words)}"


def shading(lens: Lens, view: View) -> Shading | None:
    """Return the shading of a view; None if the colour is that of the type.

    Colours follow from the whole lineage, so a filter changes none.
    """
    if lens is Lens.TYPE:
        return None
    entities = view.whole.entities
    metric = metric_name(entities) if lens is Lens.METRIC else ""
    shades, of = _shades(lens, entities)
    counts = Counter(of[entity.arn] for entity in view.shown.entities)
    types = _types(shades, of, view.shown.entities) if lens is Lens.DECISION else {}
    counted = (replace(shade, count=counts[at], of=types.get(at, "")) for at, shade in enumerate(shades))
    facets = {Lens.STATUS: view.facets.statuses, Lens.ACCOUNT: view.facets.accounts}.get(lens)
    shown = counted if facets is None else (_filtered(shade, facets) for shade in counted)
    return Shading(lens, plain(f"{WORDS[lens]} {metric}".strip(), 80), tuple(shown), of)


def _types(shades: Sequence[Shade], of: Mapping[str, int], entities: Iterable[Entity]) -> Mapping[int, str]:
    """Return the entities of each shade by their types, in words: a decision colours models, approvals and endpoints.

    Those without any are only counted.
    """
    found: defaultdict[int, Counter[TypeKey]] = defaultdict(Counter)
    for each in entities:
        found[of[each.arn]][type_key(each)] += 1
    return {
        at: ", ".join(inside(typed(number, *key)) for key, number in sorted(types.items(), key=_models_first))
        for at, types in found.items()
        if shades[at].colour
    }


def _models_first(counted: tuple[TypeKey, int]) -> tuple[bool, TypeKey]:
    key, _ = counted
    return key[1] != "Model", key


def overview_shading(states: Mapping[tuple[TypeKey, str], int]) -> Shading:
    """Return the shading of an overview by status. `states` has the number of entities by type and state."""
    found = {state: of_state(state) for _, state in states}
    shades, of = named(found)
    inside: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for (type_, state), number in states.items():
        inside[stand_in(type_)][of[state]] += number
    counts = Counter[int]()
    for each in inside.values():
        counts.update(each)
    counted = (replace(shade, count=counts[at], values=()) for at, shade in enumerate(shades))
    return Shading(Lens.STATUS, WORDS[Lens.STATUS], tuple(counted), {}, inside)


def _shades(lens: Lens, entities: Iterable[Entity]) -> Shades:
    found = valued(lens, entities)
    if lens is Lens.AGE:
        return ordered(found, lambda number: day(day_of(number)))
    return ordered(found, lambda number: f"{number:.3g}") if lens is Lens.METRIC else named(found)


def _filtered(shade: Shade, facets: Sequence[Facet[str]]) -> Shade:
    """Return a shade with the number that the filter shows, and hidden if all its values are."""
    own = [facet for facet in facets if facet.value in shade.values]
    is_hidden = bool(own) and all(facet.hidden for facet in own)
    return replace(shade, count=sum(facet.count for facet in own), hidden=is_hidden)


def _heights(numbers: Sequence[int]) -> list[int]:
    """Return the height of each share; together they fill a card."""
    heights = [max(_LEAST, CARD.height * number // sum(numbers)) for number in numbers]
    if heights:
        heights[heights.index(max(heights))] += CARD.height - sum(heights)
    return heights
