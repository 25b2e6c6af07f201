"""The contexts of endpoints, and the one that the record of an endpoint belongs to.

An endpoint that was deleted and made again under its name has the same ARN, and a context of its own: SageMaker makes
the context with the first deployment of the endpoint.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import chain

from lineage_viz.arn import Arn
from lineage_viz.evidence.record import record_of, time
from lineage_viz.model import Entity, EntityLabel

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_TOLERANCE = timedelta(minutes=15)
"""The time that a context may be older than the endpoint that it describes."""


class Place(StrEnum):
    """The endpoint that a context describes, among the endpoints that have had its ARN."""

    NOW = "the one of now"
    EARLIER = "an earlier one, which was deleted"
    REPLACED = "an earlier one, and lineage has no context of the one of now"
    """The record is that of an endpoint without a context."""
    LATER = "a later one than the record"


@dataclass(frozen=True, slots=True)
class EndpointContext:
    """The context of an endpoint, and its place among the contexts of the same ARN."""

    entity: Entity
    place: Place

    @property
    def has_record(self) -> bool:
        """True when the record of the endpoint is about this context, or about none that the lineage has."""
        return self.place in (Place.NOW, Place.REPLACED)


def endpoint_contexts(entities: Iterable[Entity]) -> list[EndpointContext]:
    """The contexts of endpoints among these entities, each with its place."""
    by_source: defaultdict[str, list[Entity]] = defaultdict(list)
    for each in entities:
        if each.label == EntityLabel.CONTEXT and each.type == "Endpoint":
            by_source[each.source.casefold() or each.arn].append(each)
    return list(chain.from_iterable(map(_placed, by_source.values())))


def other_account(context: Entity) -> str:
    """The reason why the records of an account do not have the endpoint: it is in another; empty if it is not."""
    own, endpoint = Arn.parse(context.arn), Arn.parse(context.source)
    places = ((each.account, each.region) for each in (own, endpoint))
    if not endpoint.account or len(set(places)) == 1:
        return ""
    return f"the endpoint is in account {endpoint.account}, region {endpoint.region}, which was not asked"


def _placed(contexts: Sequence[Entity]) -> list[EndpointContext]:
    made = max(filter(None, map(_made, contexts)), default=None)
    newest = max(contexts, key=_created)
    own = min(contexts, key=lambda each: abs(_created(each) - made)) if made else newest
    if made and own.created and own.created < made - _TOLERANCE:
        return [
            EndpointContext(each, Place.REPLACED if each is newest else Place.EARLIER) for each in contexts
        ]
    return [EndpointContext(each, _place(each, own)) for each in contexts]


def _place(context: Entity, own: Entity) -> Place:
    if context is own:
        return Place.NOW
    return Place.LATER if _created(context) > _created(own) else Place.EARLIER


def _created(context: Entity) -> datetime:
    return context.created or _EARLIEST


def _made(context: Entity) -> datetime | None:
    return time(record_of(context), "Endpoint", "CreationTime")
