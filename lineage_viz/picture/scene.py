"""The scene of an address: its view, its cards with their positions, and the payload for the browser."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from lineage_viz.layout import Arrangement, Position, axis
from lineage_viz.lens import Lens, Shading, overview_shading, shading
from lineage_viz.model import Direction, Entity, Subgraph
from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.as_shown import as_shown
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.changes import change_words, overview_words
from lineage_viz.picture.deck import Deck
from lineage_viz.picture.growing import Traced, taken_back, traced
from lineage_viz.picture.render import Appearance, Frame, Payload, render
from lineage_viz.questions.own_lineage import WHOLE, OwnLineage, own_lineage
from lineage_viz.questions.paths_between import Between, paths_between
from lineage_viz.store.base import DEFAULT_CAP, Schema, Store
from lineage_viz.store.filter import Filter
from lineage_viz.system.gc_pause import gc_paused
from lineage_viz.view.badges import badged
from lineage_viz.view.drawn import Drawn, drawn
from lineage_viz.view.narrowing import View, narrow
from lineage_viz.view.scope import Scope, Side, beyond, goes_on, scoped
from lineage_viz.view.summary import filtered_out, summary

Days = tuple[date, date]
"""The first and the last day of a period, in UTC."""


_FIRST_DAY, _LAST_DAY = date(1700, 1, 1), date(2200, 1, 1)
"""The ends of a slider. It counts microseconds, and a browser's numbers reach no further."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A view, its cards with their positions, and the payload for the browser."""

    view: View
    picture: Drawn
    positions: Mapping[str, Position]
    deck: Deck
    appearance: Appearance
    payload: Payload
    status: str
    changes: str
    """The changes that a person made to the picture, in words."""
    traced: Subgraph
    """The traced lineage, before filters and removals."""
    own: OwnLineage = WHOLE
    """The part of the lineage that belongs to the focus: one deployment, or the evaluations."""

    @property
    def days(self) -> Days | None:
        """The first and the last day of the traced lineage and of all deployments; None with fewer than two days."""
        served = self.own.served
        deployed = (each.at for each in served.deployments) if served else ()
        return days_of(self.traced, filter(None, deployed))

    @property
    def unfinished(self) -> frozenset[Side]:
        """The sides with entities that the traced lineage does not have."""
        found = beyond(self.traced).items()
        up = {(Direction.UPSTREAM, arn) for arn, (more, _) in found if more > 0}
        return frozenset(up | {(Direction.DOWNSTREAM, arn) for arn, (_, more) in found if more > 0})

    @property
    def has_beside(self) -> bool:
        """True when entities of evaluations, which are neither upstream nor downstream of the focus, are in view."""
        return bool(self.own.evaluations.steps)

    def members(self, fold: str) -> tuple[Entity, ...]:
        """Return the entities in view that a stack contains; empty when this picture has no such stack."""
        return self.picture.folds.get(fold, ())


def scene(store: Store, address: Address, cache: PictureCache) -> Scene:
    """Return the scene of an address. Raises EntityNotFound, StoreUnavailable."""

    def made() -> Scene:
        with gc_paused(thaw=False):  # the records and cards of a picture stay
            return _scene(store, address, cache)

    return cache.scenes.recall((store.edition, address), made)


def kept_scene(edition: str, address: Address, cache: PictureCache) -> Scene | None:
    """Return the scene of an address that a store drew in an edition; None if the cache has it no longer."""
    kept: Scene | None = cache.scenes.held((edition, address))
    return kept


def between(store: Store, address: Address, cache: PictureCache) -> Between:
    """Return the paths of an address in the mode PATHS. Raises EntityNotFound, StoreUnavailable."""
    ends = address.focus, address.other
    return cache.paths.recall((store.edition, *ends), lambda: paths_between(store, *ends))


def days_of(subgraph: Subgraph, more: Iterable[datetime] = ()) -> Days | None:
    """Return the first and the last creation day of a subgraph and of `more` times; None with fewer than two days."""
    times = (*(entity.created for entity in subgraph.entities if entity.created), *more)
    days = {time.astimezone(UTC).date() for time in times}
    on_slider = {min(max(day, _FIRST_DAY), _LAST_DAY) for day in days}
    return (min(on_slider), max(on_slider)) if len(on_slider) > 1 else None


def _scene(store: Store, address: Address, cache: PictureCache) -> Scene:
    lineage = traced(store, address, cache)
    scope = _scope(address, lineage)
    own = _own(store, address, lineage)
    whole = _of_that_day(store, address, own, taken_back(store, address, lineage.whole))
    part = scoped(whole, scope)
    part = replace(part, collapsed=part.collapsed + len(lineage.whole.entities) - len(whole.entities))
    view = narrow(part.whole, address.filter)
    if address.mode is Mode.OVERVIEW:
        view = _counted(view, store.schema())
    picture = drawn(view.shown, lineage.folding, address.closed, view.passes)
    if address.badges:
        picture = badged(picture, lineage.badges)
    picture = replace(picture, dated=_dated(lineage.whole, part.whole))
    positions = _positions(picture, lineage)
    appearance = _appearance(store, address, lineage, picture, positions, cache)
    appearance = replace(appearance, shading=shading_of(store, address, view), bright=address.bright)
    words = own.words_of({entity.arn for entity in view.shown.entities})
    changes = change_words(address, lineage, picture, part, words)
    within = _within(address, whole, own)
    status = summary(view, within, lineage.whole, changes, store.gaps, store.caveat, early=part.early)
    more = f"Load {DEFAULT_CAP} more" if lineage.whole.truncated and address.mode is Mode.LINEAGE else None
    buttons = {"more": more, "overview": "Overview of all types" if more else None}
    payload = (
        render(view, picture, lineage.deck.cards, positions, appearance)
        | {"status": status + own.hint}
        | buttons
    )
    if address.mode is Mode.OVERVIEW:
        status = " · ".join(filter(None, (overview_words(store.schema()), filtered_out(view))))
        payload |= {"status": status, "types": [], "schema": True, "name": f"Overview: {status}"}
    return Scene(
        view, picture, positions, lineage.deck, appearance, payload, status, changes, lineage.whole, own
    )


def shading_of(store: Store, address: Address, view: View) -> Shading | None:
    """Return the colours of the lens of an address; None if they are those of the types."""
    if address.mode is Mode.OVERVIEW and address.shown_lens is Lens.STATUS:
        return overview_shading(store.fact_counts().states_of_types)
    return shading(address.shown_lens, view)


def _own(store: Store, address: Address, lineage: Traced) -> OwnLineage:
    """Return the part of the lineage that belongs to the focus, in the words of the day of the address."""
    if not lineage.own.served or not address.as_of:
        return lineage.own
    return own_lineage(store, address.focus, address.deployment, address.scope.as_of)


def _within(address: Address, whole: Subgraph, own: OwnLineage) -> str:
    """Return the depths and the deployment that limit the picture, in words."""
    others = own.served.left_out - whole.hops.keys() if own.served else ()
    within = " of ".join(filter(None, (address.within(), "this deployment" if others else "")))
    if others and (degrees := whole.degrees.get(address.focus)):
        up, down = degrees
        whole = replace(whole, degrees={**whole.degrees, address.focus: (up - len(others), down)})
    return f"{within}; more beyond" if address.within() and goes_on(whole) else within


def _positions(picture: Drawn, lineage: Traced) -> Mapping[str, Position]:
    """Return the positions of all cards. The only member of a stack stands in the place of the stack."""
    if not picture.alone:
        return lineage.positions
    return {**lineage.positions, **{arn: lineage.positions[id_] for arn, id_ in picture.alone.items()}}


def _of_that_day(store: Store, address: Address, own: OwnLineage, whole: Subgraph) -> Subgraph:
    """Return a traced lineage with the facts and the numbers of neighbours of its day, in place of today's."""
    whole = replace(whole, entities=as_shown(store, address, own, whole.entities))
    if not address.as_of or not whole.degrees:
        return whole
    then = Filter(as_of=address.scope.as_of)
    there = [entity.arn for entity in whole.entities if then.passes(entity)]
    return replace(whole, degrees=store.degrees(there, filter_=then))


def _dated(traced: Subgraph, shown: Subgraph) -> frozenset[str]:
    """Return the entities that are shown with other facts than those of now."""
    now = {entity.arn: entity for entity in traced.entities}
    return frozenset(entity.arn for entity in shown.entities if now.get(entity.arn) is not entity)


def _scope(address: Address, lineage: Traced) -> Scope:
    """Return the scope of an address. A removed stack stands for all its members."""
    folds = lineage.folding.folds
    members = {arn for id_ in address.removed if id_ in folds for arn in folds[id_].members}
    scope = address.scope
    return replace(scope, removed=scope.removed | members) if members else scope


def _appearance(
    store: Store,
    address: Address,
    lineage: Traced,
    picture: Drawn,
    positions: Mapping[str, Position],
    cache: PictureCache,
) -> Appearance:
    timed = address.arrangement is Arrangement.TIME
    paths = between(store, address, cache).paths if address.mode is Mode.PATHS else ()
    frames = tuple(Frame.around(opened, positions) for opened in picture.opened)
    return Appearance(
        arrangement=address.arrangement,
        frames=frames,
        axis=axis(picture.subgraph, positions, [frame.box for frame in frames]) if timed else (),
        gutters=lineage.gutters,
        path=paths[address.path - 1] if 0 < address.path <= len(paths) else (),
        start=address.start,
    )


def _counted(view: View, schema: Schema) -> View:
    """Return the overview with the number of associations of each type, not the number of lines."""
    counts: Counter[str] = Counter()
    for (_, type_, _), number in schema.associations.items():
        counts[type_] += number
    found = tuple(replace(facet, count=counts[facet.value]) for facet in view.facets.associations)
    return replace(view, facets=replace(view.facets, associations=found))
