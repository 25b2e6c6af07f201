"""One entity, with the lineage that answers about it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from lineage_viz.evidence.brief import brief
from lineage_viz.evidence.columns import names_of
from lineage_viz.evidence.fact import Fact, facts_of
from lineage_viz.evidence.state import state_of
from lineage_viz.evidence.words import warning
from lineage_viz.facts import Fact as ShownFact
from lineage_viz.facts import sections
from lineage_viz.model import Entity, Properties
from lineage_viz.notebook.markup import page_of
from lineage_viz.store.base import DEFAULT_CAP, UNLIMITED
from lineage_viz.title import title
from lineage_viz.words import plain, type_words

if TYPE_CHECKING:
    from lineage_viz.notebook.drawing import LineageDrawn
    from lineage_viz.notebook.part import Part


class Item:
    """One entity. Two items are equal when they are the same entity.

    >>> import lineage_viz as lv
    >>> m = lv.demo().find("ticket-routing-models/10")
    >>> m.state, m.facts["approval"].state.value
    ('Approved', 'known')
    """

    def __init__(self, drawn: "LineageDrawn", entity: Entity) -> None:
        self.entity = entity
        self._drawn = drawn

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
        """Everything that SageMaker recorded, by its name in lower case."""
        return self.entity.properties

    @property
    def facts(self) -> Mapping[str, Fact]:
        """What is known of it by name: each fact has a value, a state (known, not recorded, not read) and a source."""
        return facts_of(self.entity, names_of(self.entity))

    def upstream(
        self, type: str | Sequence[str] = (), *, steps: int = UNLIMITED, most: int = DEFAULT_CAP
    ) -> "Part":
        """Return what the entity was made from, nearest first, of these types only if any are named.

        Of an endpoint: what its present version was made from. At most `most` entities are traced, before the types
        are chosen; `extent` says if that cut the answer. Raises LineageVizError for a type that does not exist.
        """
        return self._drawn.side(self.arn, type, up=steps, down=0, most=most)

    def downstream(
        self, type: str | Sequence[str] = (), *, steps: int = UNLIMITED, most: int = DEFAULT_CAP
    ) -> "Part":
        """Return what depends on the entity, as `upstream`."""
        return self._drawn.side(self.arn, type, up=0, down=steps, most=most)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Item) and other.arn == self.arn

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
