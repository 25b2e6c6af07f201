"""The deployments of an endpoint, and the one that served at a time: the picture of an endpoint shows its lineage.

An endpoint is downstream of all its deployments, so its whole upstream lineage mixes every version that it ever
served. The facts tell the version that it serves now; without them the last completed deployment does.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from lineage_viz.evidence.deployments import COMPLETED, DEPLOYED_TYPE, NOT_KNOWN, Deployment, versions_of
from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.evidence.serving import DEPLOYMENT, MIXED, names_in, serves_nothing
from lineage_viz.model import Entity, EntityLabel, Subgraph
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.store.filter import Filter
from lineage_viz.words import count, day, inside, plain, status_words

ALL = "all"
"""The choice of all deployments at once."""

MODEL_TYPES = frozenset({"Model", DEPLOYED_TYPE, "Approval"})
"""The types next to a model or an endpoint that decide its picture."""

_SHORT = 26
"""Letters of a version in a menu: its end, which has the number, stays."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """One deployment of an endpoint. `versions` are the titles of the deployed packages, or of what it deployed."""

    arn: str
    versions: str
    at: datetime | None
    status: str
    until: datetime | None = None
    """The time of the next completed deployment; None for the last one, or one that did not complete."""

    @property
    def completed(self) -> bool:
        """True when the endpoint has served these versions."""
        return self.status == COMPLETED

    def may_follow(self, other: "Deployed") -> bool:
        """True when this deployment may have served after another, completed one, as a status or time is absent."""
        is_later = self.at is None or other.at is None or self.at >= other.at
        has_no_end = self.status in NOT_KNOWN and is_later
        return has_no_end or (self.completed and None in (self.at, other.at))

    def is_named(self, text: str) -> bool:
        """True when a text names one of the versions: `ticket-routing-models/9`, or `9`."""
        return any(text in (name, name.rpartition("/")[2]) for name in names_in(self.versions))

    @property
    def choice(self) -> str:
        """`6 Feb 2026 · ticket-routing-models/9`, short enough for a menu, with the date first."""
        return f"{day(self.at) if self.at else 'No date'} · {plain(self.versions, _SHORT)}{self._state}"

    @property
    def words(self) -> str:
        """`ticket-routing-models/9, 6 Feb 2026 to 10 Mar 2026`."""
        return f"{plain(self.versions, 80)}, {self.period}"

    @property
    def period(self) -> str:
        """`6 Feb 2026 to 10 Mar 2026`."""
        when = day(self.at) if self.at else "no date"
        until = f" to {day(self.until)}" if self.until else ""
        return f"{when}{until}{self._state}"

    @property
    def _state(self) -> str:
        return "" if self.completed else f", {inside(status_words(self.status)) or 'status not recorded'}"


@dataclass(frozen=True, slots=True)
class Served:
    """The deployments of an endpoint, newest first, and the choice among them.

    `drawn` is the ARN of the deployment whose lineage is shown, or ALL. `beside` are those that are shown with it: an
    endpoint may serve versions of several deployments at once, one in each variant. `now` is the ARN of the newest one
    in force now; empty when none has completed. `words` say which one is shown and why, and the number of the others.
    `doubtful` are those that may have been in force instead: the lineage does not tell how or when they ended.
    """

    deployments: tuple[Deployed, ...]
    drawn: str
    now: str
    words: str
    beside: frozenset[str] = frozenset()
    doubtful: tuple[Deployed, ...] = ()

    @property
    def left_out(self) -> frozenset[str]:
        """The ARNs of the deployments that are not shown."""
        if self.drawn == ALL:
            return frozenset()
        return frozenset(each.arn for each in self.deployments) - {self.drawn, *self.beside}

    @property
    def past(self) -> Deployed | None:
        """The shown deployment, if a later one has replaced it."""
        return next((each for each in self.deployments if each.arn == self.drawn and each.until), None)

    def nothing_then(self, as_of: datetime) -> str:
        """The reason why no deployment is known to be in force at a time; empty if one is."""
        found, why = _then(self.deployments, as_of)
        return "" if found else why

    def by(self, as_of: datetime | None) -> tuple[Deployed, ...]:
        """The deployments at a time, without the end of one that came later; None is now."""
        made = _made_by(self.deployments, as_of)
        return tuple(
            replace(each, until=None) if as_of and each.until and each.until > as_of else each
            for each in made
        )

    def made(self, as_of: datetime | None) -> int:
        """The number of deployments at a time; None is now."""
        return len(_made_by(self.deployments, as_of))


def near(store: Store, arn: str) -> Subgraph:
    """Return an entity with the models, deployments and approvals next to it. Raises EntityNotFound.

    One question to the store tells whether the entity is a model or an endpoint, and all that its picture depends on.
    """
    return store.trace([arn], up=2, down=0, filter_=Filter(types=MODEL_TYPES), cap=UNLIMITED)


def served(found: Subgraph, choice: str = "", as_of: datetime | None = None) -> Served | None:
    """Return the deployments of the endpoint that is the focus of `near`; None for another entity or without any.

    `choice` is the ARN of a deployment, ALL, or empty for the one in force at `as_of` (None: now). A choice that is no
    deployment of this endpoint counts as empty.
    """
    endpoint = found.entities[0]
    deployments = _deployments(endpoint, found) if is_endpoint(endpoint) else ()
    if not deployments:
        return None
    in_force, why, is_told = _now(endpoint, deployments)
    now = in_force[0] if in_force else ""
    if choice == ALL:
        number = count(len(_made_by(deployments, as_of)), "deployment")
        return Served(deployments, ALL, now, f"all {number} of this endpoint")
    by_arn = {each.arn: each for each in deployments}
    drawn = by_arn.get(choice)
    if drawn:
        why, is_told = ("the chosen deployment", True) if choice != now else (why, is_told)
    elif as_of:
        drawn, why = _then(deployments, as_of)
        why = why if drawn else f"{why}; the one in force now"
        is_told = is_told and drawn is None
    if drawn is None and len(in_force) > 1:
        return _several([by_arn[arn] for arn in in_force], deployments, why)
    drawn = drawn or by_arn.get(now)
    if drawn is None:
        return Served(deployments, ALL, "", f"{why}: {_all_of(deployments)} shown")
    made = () if is_told else _made_by(deployments, as_of)
    doubtful = tuple(each for each in made if each is not drawn and each.may_follow(drawn))
    words = f"{why}: {drawn.words}{_others(drawn, deployments)}{_doubt(drawn, doubtful)}"
    return Served(deployments, drawn.arn, now, words, doubtful=doubtful)


def _several(together: list[Deployed], deployments: tuple[Deployed, ...], why: str) -> Served:
    """Return the deployments that are in force together, newest first."""
    others = len(deployments) - len(together)
    noun = "other deployment is" if others == 1 else "other deployments are"
    words = f"{why}: {' and '.join(each.words for each in together)}"
    beside = frozenset(each.arn for each in together[1:])
    return Served(
        deployments,
        together[0].arn,
        together[0].arn,
        f"{words}; {others:,} {noun} not shown" if others else words,
        beside,
    )


def is_endpoint(entity: Entity) -> bool:
    """Return True for the context of an endpoint."""
    return entity.label == EntityLabel.CONTEXT and entity.type == "Endpoint"


def _deployments(endpoint: Entity, found: Subgraph) -> tuple[Deployed, ...]:
    """Return all deployments of the endpoint, newest first."""
    entities = {each.arn: each for each in found.entities}
    before: defaultdict[str, list[Entity]] = defaultdict(list)
    for link in found.associations:
        before[link.destination].append(entities[link.source])
    actions = {each.arn: each for each in before[endpoint.arn] if each.type == DEPLOYED_TYPE}
    made = sorted(actions.values(), key=lambda each: (_made(each), each.arn), reverse=True)
    rows: list[Deployed] = []
    until: datetime | None = None
    for action in made:
        names = action.text("deploys") or versions_of(Deployment(action, tuple(before[action.arn])))
        is_completed = action.status == COMPLETED
        rows.append(Deployed(action.arn, names or "nothing that is recorded", action.created, action.status,
                             until if is_completed else None))  # fmt: skip
        until = action.created if is_completed else until
    return tuple(rows)


def _made(action: Entity) -> datetime:
    return action.created or datetime.min.replace(tzinfo=UTC)


def _doubt(drawn: Deployed, doubtful: Sequence[Deployed]) -> str:
    """Return the sentence about deployments that may have been in force instead; empty without any."""
    if not doubtful:
        return ""
    names = ", ".join(plain(each.versions, 80) for each in doubtful)
    is_undated = drawn.at is None or any(each.completed for each in doubtful)
    absent = "time" if is_undated else "status"
    return f". It may have been {names} instead: the {absent} of a deployment is not recorded"


def _now(endpoint: Entity, deployments: tuple[Deployed, ...]) -> tuple[tuple[str, ...], str, bool]:
    """Return the deployments in force now, newest first, the reason why they are, in words, and if a record says so."""
    completed = [each for each in deployments if each.completed]
    facts = facts_of(endpoint, ("serves", "endpointstatus"))
    serves, status = facts["serves"], facts["endpointstatus"]
    state = f" ({inside(str(status.value))})" if status.value else ""
    if not completed:
        return (), f"no completed deployment is recorded{state}", False
    last = completed[0]
    if serves_nothing(status.value):
        return (last.arn,), f"it serves nothing now{state}; its last completed deployment", False
    if serves.value is None:
        why = (
            "configuration was not read"
            if serves.state is FactState.NOT_READ
            else "version now is not recorded"
        )
        return (last.arn,), f"the last completed deployment in the lineage, as its {why}", False
    wanted = names_in(str(serves.value))
    mix = status.value == MIXED
    why = "what it may serve, as its update and the rollback failed" if mix else "what it serves now"
    if in_force := _of_all(wanted, completed):
        return tuple(each.arn for each in in_force), why, not serves.source.startswith(DEPLOYMENT)
    name = plain(str(serves.value), 80)
    return (last.arn,), f"it serves {name} now, which no deployment has; its last completed deployment", False


def _of_all(wanted: Collection[str], completed: Sequence[Deployed]) -> Sequence[Deployed]:
    """Return the deployment of all these models, or else the newest ones of each; empty if a model has none."""
    if alone := next((each for each in completed if names_in(each.versions) == wanted), None):
        return [alone]
    left, found = set(wanted), []
    for each in completed:
        named = names_in(each.versions)
        if named <= set(wanted) and named & left:
            left -= named
            found.append(each)
    return [] if left else found


def _then(deployments: tuple[Deployed, ...], as_of: datetime) -> tuple[Deployed | None, str]:
    """Return the last deployment that had completed at a time, with words; None when none had yet."""
    made = _made_by(deployments, as_of)
    there = [each for each in made if each.completed]
    if there:
        return there[0], f"what it served on {day(as_of)}"
    if any(each.status in NOT_KNOWN for each in made):
        return None, f"it is not recorded what it served on {day(as_of)}"
    return None, f"it served nothing yet on {day(as_of)}"


def _made_by(deployments: tuple[Deployed, ...], as_of: datetime | None) -> list[Deployed]:
    return [each for each in deployments if as_of is None or each.at is None or each.at <= as_of]


def _all_of(deployments: tuple[Deployed, ...]) -> str:
    return "its only deployment is" if len(deployments) == 1 else f"all {len(deployments):,} deployments are"


def _others(drawn: Deployed, deployments: tuple[Deployed, ...]) -> str:
    """Return the numbers of the other deployments, and the way to see them."""
    place = deployments.index(drawn)
    later, earlier = place, len(deployments) - place - 1
    counted = [f"{number:,} {words}" for number, words in ((earlier, "earlier"), (later, "later")) if number]
    if not counted:
        return ""
    noun = "deployment is" if later + earlier == 1 else "deployments are"
    return f"; {' and '.join(counted)} {noun} not shown"
