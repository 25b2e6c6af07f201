"""The lineage that a picture shows: of an endpoint that of one deployment, of a model with its evaluations."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from lineage_viz.errors import SettingsError
from lineage_viz.model import Direction, Subgraph
from lineage_viz.questions.evaluations import NO_EVALUATIONS, Evaluations, evaluations, of_shown, together
from lineage_viz.questions.later_day import later_words
from lineage_viz.questions.served import ALL, Deployed, Served, near, served
from lineage_viz.store.base import Store
from lineage_viz.typed_day import day_of
from lineage_viz.words import day, plain

Side = tuple[Direction, str]
"""One side of an entity: the direction and the ARN."""


@dataclass(frozen=True, slots=True)
class OwnLineage:
    """The part of a lineage that belongs to its focus."""

    served: Served | None = None
    """The deployments, for an endpoint that has any."""
    evaluations: Evaluations = NO_EVALUATIONS

    @property
    def words(self) -> str:
        """The part in words; empty when it is the whole lineage."""
        return self.served.words if self.served else self.evaluations.words

    def words_of(self, shown: Container[str]) -> str:
        """Return the words for a picture that shows these entities of the part."""
        return self.served.words if self.served else of_shown(self.evaluations, shown).words

    @property
    def hint(self) -> str:
        """The way to the other deployments, for the line below a picture."""
        return (
            " · another deployment: View, Deployment"
            if self.served and len(self.served.deployments) > 1
            else ""
        )

    @property
    def is_part(self) -> bool:
        """True when the trace leaves out other deployments."""
        return bool(self.served and self.served.left_out)


WHOLE = OwnLineage()
"""The whole lineage, of any other entity."""


def own_lineage(store: Store, arn: str, choice: str = "", as_of: datetime | None = None) -> OwnLineage:
    """Return the part for the chosen deployment, or the one in force at a time; see `served`. Raises EntityNotFound."""
    found = near(store, arn)
    return OwnLineage(served(found, choice, as_of), evaluations(store, found))


def chosen(store: Store, arn: str, text: str, by: datetime | None = None) -> OwnLineage:
    """Return the part for a deployment that a person names: by its version, its ARN, a day, or `all`.

    A day, such as 2026-03-10, means what the endpoint served at its end. Without a text it is what is served now.
    `by` is the time of the lineage that is asked: later deployments are none of it; None is now.
    Raises EntityNotFound; SettingsError, also for a day on which it served nothing yet, and one after `by`.
    """
    if not text:
        return own_lineage(store, arn)
    if (on := day_of(text)) is not None:
        if later := later_words(store.snapshots, on, arn):
            raise SettingsError(later)
        end = datetime.combine(on, time.max, UTC)
        if by and end > by:
            raise SettingsError(
                f"{day(on)} is after {day(by)}, the day of this lineage. Choose an earlier day, or `as_of` a later one."
            )
        own = own_lineage(store, arn, as_of=end)
        if own.served:
            if why := own.served.nothing_then(end):
                raise SettingsError(f"{why[:1].upper()}{why[1:]}. {_known(own.served.by(by))}")
            return own
    now = own_lineage(store, arn)
    deployments = now.served.by(by) if now.served else ()
    named = [each.arn for each in deployments if text == each.arn or each.is_named(text)]
    if deployments and (named or text == ALL):
        return own_lineage(store, arn, named[0] if named else ALL)
    raise SettingsError(f"{plain(text)!r} names no deployment of this entity. {_known(deployments)}")


def _known(deployments: Iterable[Deployed]) -> str:
    lines = [f"\n  {each.words}" for each in deployments]
    return (
        f"Choose one by its version or a day, or all:{''.join(lines)}" if lines else "It has no deployments."
    )


def own_of_several(store: Store, arns: Iterable[str]) -> OwnLineage:
    """Return the evaluations of all models among these. Of an endpoint the whole lineage is shown beside others."""
    return OwnLineage(evaluations=together(own_lineage(store, arn).evaluations for arn in arns))


def traced_own(
    store: Store,
    focus: str | Sequence[str],
    own: OwnLineage,
    *,
    up: int,
    down: int,
    cap: int,
    expand: Iterable[Side] = (),
) -> Subgraph:
    """Trace a focus without other deployments, and with the evaluations, their inputs and outputs."""
    jobs = own.evaluations.steps if up else {}
    sides = [(side, job) for job in jobs for side in (Direction.UPSTREAM, Direction.DOWNSTREAM)]
    without = own.served.left_out if own.served else ()
    return store.trace(
        [focus] if isinstance(focus, str) else focus,
        up=up,
        down=down,
        cap=cap,
        expand=[*sides, *expand],
        without=without,
        beside=jobs,
    )
