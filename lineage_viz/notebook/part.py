"""One entity, and a part of the lineage: each answers with the other."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast, overload

from lineage_viz.errors import LineageVizError
from lineage_viz.evidence.as_of import without_future
from lineage_viz.evidence.brief import brief
from lineage_viz.evidence.columns import names_of
from lineage_viz.evidence.fact import Fact, facts_of
from lineage_viz.evidence.state import state_of
from lineage_viz.evidence.words import warning
from lineage_viz.facts import Fact as ShownFact
from lineage_viz.facts import sections
from lineage_viz.given_values import check_whole, given_day, given_text
from lineage_viz.model import Entity, Properties, Subgraph
from lineage_viz.notebook.markup import page_of
from lineage_viz.notebook.unchanging import ReadOnly, Unchanging, read_only, read_only_all, read_only_graph
from lineage_viz.notebook.written import written
from lineage_viz.picture.scene import Scene
from lineage_viz.questions.steps import steps_of
from lineage_viz.store.base import DEFAULT_CAP, UNLIMITED, Store
from lineage_viz.takeaway import FORMATS, Caption, Drawing, Format, TakeAway
from lineage_viz.takeaway.svg import svg
from lineage_viz.title import title
from lineage_viz.words import count, day, plain, type_words

if TYPE_CHECKING:
    import pandas as pd
    from pyvis.network import Network

    from lineage_viz.store.heterograph import Heterograph

_DRAWN = 150
"""Cards of the picture that a notebook shows by itself; more are too small to read."""
_ROWS = 10

_BY_ENDING = {
    ".csv": "entities",
    ".json": "json",
    ".svg": "svg",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".html": "html",
}
_LONGER = {".associations.csv": "associations", ".pyvis.html": "pyvis"}


class Draws(Protocol):
    """Answers about an entity with a part of the lineage."""

    store: Store

    @property
    def end(self) -> datetime | None:
        """The end of the day of the answers; None is now."""

    def side(
        self, arn: str, types: str | Sequence[str], deployment: str, *, up: int, down: int, most: int
    ) -> "Part":
        """Return one side of an entity."""

    def unstacked(self, part: "Part") -> Scene:
        """Return the picture of a part with a card for each entity."""


class LineageEntity(Unchanging):
    """One entity. Two of them are equal when they are the same entity.

    >>> import lineage_viz as lv
    >>> m = lv.demo().find("ticket-routing-models/10")
    >>> m.state, m.facts["approval"].state.value
    ('Approved', 'known')
    """

    _instead = "Keep its `arn`: `find` returns it again."

    def __init__(self, drawn: Draws, entity: Entity) -> None:
        self.entity = read_only(entity)
        self._drawn = drawn
        self._told = read_only(without_future(self.entity, drawn.end))

    @property
    def arn(self) -> str:
        """The ARN, or the id of an entity that another tool recorded."""
        return self.entity.arn

    @property
    def title(self) -> str:
        """The name that people see: the recorded one, or one derived from the source."""
        return title(self.entity)

    @property
    def type(self) -> str:
        """SageMaker's type, such as DataSet or SageMakerTrainingJob; the label if none is recorded."""
        return self.entity.type or self.entity.label

    @property
    def state(self) -> str:
        """The decision, what an endpoint does, or the status; "Not read" and "Not recorded" say why there is none."""
        return state_of(self.entity)

    @property
    def warning(self) -> str:
        """The reason for caution, such as a model that is live without approval; empty without one."""
        return warning(self.entity)

    @property
    def created(self) -> datetime | None:
        """The time of creation, in UTC; None when it is not recorded."""
        return self.entity.created

    @property
    def properties(self) -> Properties:
        """Everything that SageMaker recorded, by its name in lower case; read only."""
        return self._told.properties

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The facts by name: each has a value, a state (known, not recorded, not read) and a source."""
        return ReadOnly(facts_of(self._told, names_of(self._told)))

    def upstream(
        self,
        type: str | Sequence[str] = (),
        *,
        steps: int = UNLIMITED,
        most: int = DEFAULT_CAP,
        deployment: str | date = "",
    ) -> "Part":
        """Return what the entity was made from, nearest first, of these types only if any are named.

        These are its ancestors in the graph; `trace` also has the evaluations of a model. Of an endpoint they are those
        of what it serves now, and the extent says so: `deployment` chooses an earlier one by its version, a day such
        as "2026-01-15", or "all". At most `most` entities are traced, before the types are chosen; `extent` says if
        that cut the answer. Raises LineageVizError for a type or a deployment that does not exist, and for a day on
        which nothing was served yet.
        """
        check_whole(1, steps=steps, most=most)
        return self._drawn.side(self.arn, type, _deployment(deployment), up=steps, down=0, most=most)

    def downstream(
        self, type: str | Sequence[str] = (), *, steps: int = UNLIMITED, most: int = DEFAULT_CAP
    ) -> "Part":
        """Return what depends on the entity, as `upstream`."""
        check_whole(1, steps=steps, most=most)
        return self._drawn.side(self.arn, type, "", up=0, down=steps, most=most)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LineageEntity) and other.arn == self.arn

    def __hash__(self) -> int:
        return hash(self.arn)

    def __repr__(self) -> str:
        state = f", {plain(self.state, 40)}" if self.state else ""
        return f"<{plain(type_words(self.type), 40)} {plain(self.title, 80)}{state}>"

    def _repr_html_(self) -> str:
        facts = cast("list[ShownFact]", sections(self.entity)[0]["facts"])
        rows = [(each["name"], each["value"]) for each in facts]
        told = " · ".join(brief(self.entity)) or type_words(self.type)
        return page_of(f"{type_words(self.type)} {self.title}", told, ("", ""), [*rows, ("ARN", self.arn)])


class Entities(Unchanging, Sequence[LineageEntity]):
    """The entities of an answer, as a sequence."""

    def __init__(self, drawn: Draws, entities: Sequence[Entity]) -> None:
        self._drawn = drawn
        self._entities = read_only_all(entities)

    def __len__(self) -> int:
        return len(self._entities)

    @overload
    def __getitem__(self, number: int) -> LineageEntity: ...
    @overload
    def __getitem__(self, number: slice) -> list[LineageEntity]: ...
    def __getitem__(self, number: int | slice) -> LineageEntity | list[LineageEntity]:
        if isinstance(number, slice):
            return [LineageEntity(self._drawn, each) for each in self._entities[number]]
        return LineageEntity(self._drawn, self._entities[number])


class Part(Entities):
    """A part of the lineage: entities with the associations between them.

    It is a sequence of its entities, nearest first, and never changes.

    >>> import lineage_viz as lv
    >>> part = lv.demo().find("ticket-routing-models/10").upstream(type="DataSet", steps=3)
    >>> part[0].type, len(part) == len(list(part))
    ('DataSet', True)
    """

    def __init__(
        self, drawn: Draws, scene: Scene, caption: Caption, listed: tuple[Entity, ...] | None = None
    ) -> None:
        self.subgraph: Subgraph = read_only_graph(scene.view.shown)
        """The entities, the associations between them, and the distance of each: negative upstream."""
        super().__init__(drawn, self.subgraph.entities if listed is None else listed)
        self.caption = caption
        self._scene = scene

    @property
    def extent(self) -> str:
        """The numbers of entities and associations, and `complete`, or where the answer was cut, in words."""
        return self.caption.complete

    @property
    def is_complete(self) -> bool:
        """True when nothing was cut off and the loaded snapshots have no gap; a limit of steps is no cut."""
        store = self._drawn.store
        return not (self._scene.view.whole.truncated or store.gaps or store.caveat)

    def to_pandas(self) -> "pd.DataFrame":
        """Return a row for each entity; needs pandas.

        Columns: arn, title, type, label, state, warning, created (UTC), steps (from the entity that was asked about;
        negative upstream, and empty for one that is neither upstream nor downstream, such as the data of an
        evaluation), then what is known and recorded, by its name; a recorded property that is named like one of these
        is `title (property)`. A fact that is absent has no value in the table: `LineageEntity.facts` says if it
        was not recorded or not read.
        """
        from lineage_viz.notebook.frames import entity_frame

        return entity_frame(self._told(self._entities), self._steps(), self.extent)

    def associations_to_pandas(self) -> "pd.DataFrame":
        """Return a row for each association: source, type, destination, and its properties; needs pandas.

        A recorded property that is named like one of these is `source (property)`.
        """
        from lineage_viz.notebook.frames import association_frame

        return association_frame(self.subgraph.associations, self.extent)

    def _steps(self) -> Mapping[str, int]:
        """Return the signed steps of the entities upstream and downstream; those beside the walk have none."""
        return steps_of(self.subgraph) if self._scene.has_beside else self.subgraph.hops

    def to_networkx(self) -> "Heterograph":
        """Return a networkx MultiDiGraph of its own: nodes are ARNs, edges have the association type as their key."""
        from lineage_viz.store.heterograph import graph_of

        graph = graph_of(self._told_graph())
        graph.graph["extent"] = self.extent
        return graph

    def to_pyvis(self) -> "Network":
        """Return the picture as a pyvis Network that can be changed, and that shows itself without a request.

        It has a card for each entity, also where the picture of the app has a stack of them.
        """
        from lineage_viz.notebook.network import network

        return network(self._drawn.unstacked(self).payload, self.caption)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the part to a file and return its path. The ending of the name chooses the form.

        .svg, .html (interactive, opens offline), .pyvis.html, .csv (entities), .associations.csv, .json, .graphml,
        .gexf. The pictures have the stacks of the app, the other files have each entity. A file of this name is
        replaced. Raises LineageVizError for another ending, or a file that cannot be written.
        """
        whole = Path(path).expanduser()
        return written(whole, _format(whole.name).make(self._taken()))

    def _taken(self) -> TakeAway:
        scene = self._scene
        drawing = Drawing.of(scene)
        return TakeAway(self._told_graph(), drawing, scene.payload, self.caption, has_beside=scene.has_beside)

    def _told(self, entities: Iterable[Entity]) -> tuple[Entity, ...]:
        """Return entities as data tells them: of a day, nothing that came later."""
        return tuple(without_future(each, self._drawn.end) for each in entities)

    def _told_graph(self) -> Subgraph:
        return replace(self.subgraph, entities=self._told(self.subgraph.entities))

    def __repr__(self) -> str:
        return f"<{plain(self.caption.title, 120)}: {plain(self.extent, 200)}>"

    def _repr_html_(self) -> str:
        rows = [
            (
                title(each),
                type_words(each.type or each.label),
                state_of(each),
                _created(each),
                " · ".join(brief(each)),
            )
            for each in self._entities[:_ROWS]
        ]
        more = len(self._entities) - len(rows)
        below = f"and {count(more, 'more entity', 'more entities')}: to_pandas() has all" if more > 0 else ""
        cards = len(self._scene.picture.subgraph.entities)
        pictures = () if cards > _DRAWN else tuple(
            svg(Drawing.of(self._scene), self.caption, dark=dark) for dark in (False, True)
        )  # fmt: skip
        if not pictures:
            below = f"{below} {cards:,} cards are too many for a picture here: save('lineage.html') has it.".strip()
        heads = ("Name", "Type", "State", "Created", "Known")
        return page_of(self.caption.title, self.extent, heads, rows, below, pictures)


def _deployment(given: object) -> str:
    """Return a version, a day or `all` as text. Raises LineageVizError for any other value."""
    if isinstance(given, date):
        return given_day(given).isoformat()
    return given_text("deployment", given, 'Give a version, a day such as "2026-01-15", or "all".')


def _created(entity: Entity) -> str:
    return day(entity.created) if entity.created else ""


def _format(name: str) -> Format:
    """Return the format that the ending of a file name chooses. Raises LineageVizError."""
    folded = name.casefold()
    wanted = next((kind for ending, kind in _LONGER.items() if folded.endswith(ending)), None)
    wanted = wanted or _BY_ENDING.get(Path(folded).suffix)
    if wanted is None:
        endings = ", ".join((*_BY_ENDING, *_LONGER))
        raise LineageVizError(f"{name} has no ending that names a form. Use one of {endings}.")
    return next(each for each in FORMATS if each.name == wanted)
