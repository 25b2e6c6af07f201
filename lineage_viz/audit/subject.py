"""The subject of a review: the model package, model file or endpoint that a text names."""

from collections.abc import Sequence

from lineage_viz.approval import is_package
from lineage_viz.errors import EntityNotFound, NotAssessable
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.plain_text import visible
from lineage_viz.search.named import nearest_name, not_by_type_alone
from lineage_viz.search.nearest_version import nearest_version
from lineage_viz.search.whole_name import ending_with, is_whole
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from lineage_viz.title import title
from lineage_viz.words import count, inside, plain, type_words

_CANDIDATES = 50
_LISTED = 10
SUBJECTS = Filter(
    labels=frozenset({EntityLabel.ARTIFACT, EntityLabel.CONTEXT}), types=frozenset({"Model", "Endpoint"})
)
"""The entities that can be reviewed, and containers that only have the type."""


def is_subject(entity: Entity) -> bool:
    """True for an entity that can be reviewed: a model package, a model file or an endpoint."""
    return is_package(entity) or SUBJECTS.passes(entity)


def find_subject(store: Store, text: str) -> Entity:
    """Return the model package, model file or endpoint that a text names.

    A text is an ARN, or a source ARN, URI or name: what equals it counts before what ends with it, and that before
    what contains it; what contains a whole name, with a version or a place, is another one. Raises NotAssessable when
    none or several match, StoreUnavailable.
    """
    try:
        return _reviewable(store.get(text))
    except EntityNotFound:
        pass
    found = store.search(text, filter_=SUBJECTS, limit=_CANDIDATES)
    wanted = text.casefold().rstrip("/")
    equal = [each for each in found.entities if wanted in (_source(each), title(each).casefold())]
    ending = ending_with(found.entities, text)
    containing = () if is_whole(text) else tuple(not_by_type_alone(found.entities, text))
    for choice in (equal, ending, containing):
        if len(choice) == 1:
            return choice[0]
        if choice:
            raise NotAssessable(
                _several(text, choice, found.total if choice == found.entities else len(choice)),
                [each.arn for each in choice],
            )
    hint = nearest_version(store, text) or nearest_name(store, text, SUBJECTS)
    hint = hint or "Give its ARN, its URI, or a name such as `fraud-models/3`."
    raise NotAssessable(f"No model package, model file or endpoint matches {plain(text)!r}. {hint}")


def _reviewable(entity: Entity) -> Entity:
    if is_subject(entity):
        return entity
    kind = inside(type_words(entity.type or entity.label))
    raise NotAssessable(
        f"{plain(title(entity), 80)} is no model or endpoint (its type: {kind}). Give the model package, the model "
        "file or the endpoint."
    )


def _several(text: str, choice: Sequence[Entity], total: int) -> str:
    lines = [
        f"  {plain(title(each), 80)} ({inside(type_words(each.type))})  {visible(each.arn)}"
        for each in choice[:_LISTED]
    ]
    if total > _LISTED:
        lines.append(f"  and {total - _LISTED:,} more")
    number = count(total, "model or endpoint matches", "models or endpoints match")
    return "\n".join([f"{number} {plain(text)!r}. Choose one by its ARN:", *lines])


def _source(entity: Entity) -> str:
    return entity.source.casefold().rstrip("/")
