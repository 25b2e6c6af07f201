"""The portfolio: every model package and every endpoint that is or may be live, judged by the checks of one review."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from lineage_viz.approval import is_package
from lineage_viz.audit.check import Result
from lineage_viz.audit.finder import Indexed
from lineage_viz.audit.neighbourhoods import Neighbourhoods
from lineage_viz.audit.outcome import Severity
from lineage_viz.audit.pack import DEFAULT_PACK, Pack
from lineage_viz.audit.reading import Reader
from lineage_viz.audit.report import results
from lineage_viz.audit.review import Review
from lineage_viz.audit.row import NAMING, Row
from lineage_viz.audit.verdict import evidence_known, findings, worst_severity
from lineage_viz.audit.waived_models import concerned
from lineage_viz.errors import NotAssessable
from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.evidence.serving import IN_SERVICE, serves_nothing
from lineage_viz.model import Entity, SnapshotInfo
from lineage_viz.progress import Progress, ProgressListener, silent
from lineage_viz.store.base import Store
from lineage_viz.store.filter import is_live
from lineage_viz.system.gc_pause import gc_paused
from lineage_viz.title import title

_STEP, _OFTEN = "Reviewing all models", 50
"""The step of the progress, and the number of rows after which a listener hears of it."""


def portfolio(
    store: Store,
    snapshots: Iterable[SnapshotInfo],
    pack: Pack = DEFAULT_PACK,
    before: Iterable[Row] = (),
    listener: ProgressListener = silent,
) -> tuple[Row, ...]:
    """Audit every model package and every endpoint that may be live; the worst come first. Raises StoreUnavailable.

    `snapshots` are those of the store. An endpoint has the outcomes of the model that it serves. `before` are the rows
    of the same pack without waivers: a model that no waiver concerns keeps its row.
    """
    rows = tuple(before)
    with gc_paused(thaw=False):
        near = Neighbourhoods(store, tuple(snapshots))
        anew = concerned(near, near.every(), rows, pack.rules.waivers) if rows else ()
        found = list(_told(_Portfolio(near, pack, _by_model(rows, anew)), listener))
    severities = {each.id: each.severity for each in pack.checks}
    return tuple(sorted(found, key=lambda row: _order(row, severities)))


def _told(made: "_Portfolio", listener: ProgressListener) -> Iterator[Row]:
    """Yield the rows, and tell how many are made."""
    total = len(made.subjects)
    for number, row in enumerate(made.rows()):
        if number % _OFTEN == 0:
            listener(Progress(_STEP, number, total, "models and endpoints"))
        yield row


def _by_model(rows: Iterable[Row], anew: Collection[str]) -> dict[str, Row]:
    """The rows of models, but of those that are audited anew."""
    return {
        each.model.arn: replace(each, subject=each.model)
        for each in rows
        if each.model and each.model.arn not in anew
    }


class _Portfolio:
    def __init__(self, near: Neighbourhoods, pack: Pack, rows: dict[str, Row]) -> None:
        self._near, self._pack = near, pack
        self._entities = list(near.every())
        self._reader = Reader(near, Indexed(self._entities), rules=pack.rules)
        self._rows = rows
        packages = [each for each in self._entities if is_package(each) and not each.unresolved]
        endpoints = [
            each
            for each in self._entities
            if each.type == "Endpoint" and not serves_nothing(each.text("endpointstatus"))
        ]
        self.subjects = [*packages, *endpoints]

    def rows(self) -> Iterator[Row]:
        for each in self.subjects:
            yield self._of_endpoint(each) if each.type == "Endpoint" else self._of_model(each, each)

    def _of_endpoint(self, endpoint: Entity) -> Row:
        try:
            model, _ = self._reader.deployed.served(endpoint)
        except NotAssessable as error:
            return Row(_named(endpoint), live=_state_absent(endpoint), reason=str(error))
        return replace(self._of_model(endpoint, model), live="")

    def _of_model(self, subject: Entity, model: Entity) -> Row:
        known = self._rows.get(model.arn)
        if known is None:
            try:
                known = self._rows[model.arn] = self._judged(model)
            except NotAssessable as error:
                return Row(_named(subject), reason=str(error))
        return known if model is subject else replace(known, subject=_named(subject))

    def _judged(self, model: Entity) -> Row:
        review = self._reader.review(model)
        live = [each for each in review.live if not serves_nothing(each.text("endpointstatus"))]
        return replace(
            _row(review.model, live, results(review, self._pack)), live="" if live else _live_absent(review)
        )


def _live_absent(review: Review) -> str:
    """The state of the fact about the endpoints that serve the model, where it has a reason for its absence."""
    fact = review.fact(review.model, "servedby")
    return str(fact.state) if fact.source and fact.state is not FactState.KNOWN else ""


def _state_absent(endpoint: Entity) -> str:
    """The state of the fact about the status of an endpoint, where neither it nor a deployment tells if it is live."""
    if endpoint.text("endpointstatus") in IN_SERVICE or is_live(endpoint):
        return ""
    state = facts_of(endpoint, ("endpointstatus",))["endpointstatus"].state
    return str(FactState.NOT_RECORDED if state is FactState.KNOWN else state)  # a status that we do not know


def _row(model: Entity, live: Iterable[Entity], judged: tuple[Result, ...]) -> Row:
    known, applying = evidence_known(judged)
    named = _named(model)
    return Row(
        subject=named,
        model=named,
        endpoints=tuple(map(_named, live)),
        outcomes={each.check.id: each.outcome for each in judged},
        found=frozenset(each.check.id for each in findings(judged)),
        waived=frozenset(each.check.id for each in judged if each.is_waived),
        unclear=frozenset(each.check.id for each in judged if each.is_unclear),
        worst=worst_severity(judged),
        known=known,
        applying=applying,
    )


def _named(entity: Entity) -> Entity:
    """The entity with its name alone, which may leave: the properties of the others are the store's."""
    kept = {name: text for name in NAMING if (text := entity.text(name))}
    return Entity(entity.arn, entity.label, kept)


def _order(row: Row, severities: Mapping[str, Severity]) -> tuple[int, bool, tuple[int, ...], str, str]:
    """The worst first; what could not be audited comes before what is clear; live ones first.

    Among equals the number of critical findings counts, then that of high ones, and so on.
    """
    rank = row.worst.rank if row.worst else len(Severity) + (not row.reason)
    numbers = Counter(severities[each] for each in row.found)
    heaviest = tuple(-numbers[each] for each in Severity)
    return rank, not row.endpoints, heaviest, title(row.subject), row.subject.arn
