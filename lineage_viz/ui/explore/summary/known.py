"""The answers of the store that a summary needs."""

from dataclasses import dataclass
from datetime import datetime

from lineage_viz.facts.metrics import metrics
from lineage_viz.facts.parameters import parameters
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.questions.around import Around, around
from lineage_viz.questions.series import Series, series
from lineage_viz.store.base import Store


@dataclass(frozen=True, slots=True)
class Known:
    """The versions or runs of an entity, and the entities around it. None is an answer that did not come."""

    series: Series | None = None
    around: Around | None = None
    as_of: datetime | None = None

    @property
    def before(self) -> Entity | None:
        """The version or run before; None without one."""
        return self.series.before if self.series else None

    @property
    def noun(self) -> str:
        """`version` or `run`; empty for an entity that is neither."""
        return self.series.key.noun if self.series else ""

    def job(self, entity: Entity) -> Entity | None:
        """Return the job with metrics and parameters: a job itself, or the newest that made a file of a package."""
        if entity.label == EntityLabel.TRIAL_COMPONENT:
            return entity
        made = self.around.made_by.get(entity.arn, ()) if self.around else ()
        return next((each for each in made if metrics(each) or parameters(each)), next(iter(made), None))


NOTHING_KNOWN = Known()


def known(store: Store, entity: Entity, as_of: datetime | None = None) -> Known:
    """Ask for the series and the neighbours of an entity: two questions, and one more each for long ones.

    Raises EntityNotFound, StoreUnavailable.
    """
    found = series(store, entity, as_of)
    return Known(found, around(store, entity, found.before if found else None, as_of), as_of)
