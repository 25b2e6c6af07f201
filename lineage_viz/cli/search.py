"""The command that searches everything loaded, by words and terms."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence

from lineage_viz.cli.given_settings import settings_of
from lineage_viz.cli.in_columns import in_columns
from lineage_viz.errors import LineageVizError
from lineage_viz.evidence.brief import brief
from lineage_viz.evidence.describing import described
from lineage_viz.evidence.state import state_of
from lineage_viz.json_text import json_text
from lineage_viz.model import Entity
from lineage_viz.plain_text import plain_text, visible
from lineage_viz.search.asked import Answer, Asked, asked_of
from lineage_viz.search.matched import matched
from lineage_viz.store.base import Store
from lineage_viz.store.factory import open_store
from lineage_viz.store.filter import Filter
from lineage_viz.title import title
from lineage_viz.words import UNFINISHED, complete_words, count, day, plain, type_words

_WIDEST = 160
"""Letters of the facts in a line."""


def search(options: Namespace) -> int:
    """Print the entities that a text finds, best first. Returns 1 when there are none."""
    store = open_store(settings_of(options))
    wanted = asked_of(store, options.text)
    if wanted.refusals:
        raise LineageVizError(" ".join(wanted.refusals))
    found = wanted.answer(store, limit=options.limit)
    for line in _FORMS[options.format](store, wanted, found):
        print(line)
    told = [*wanted.hints, found.note, _extent(found, store)]
    print(plain_text("\n".join(filter(None, told))), file=sys.stderr)
    return 0 if found.total else 1


def _table(_: Store, __: Asked, found: Answer) -> Iterator[str]:
    """Yield a line for each entity: type, title, state, day, key facts and ARN, in columns."""
    yield from in_columns([_cells(each, found.filter_) for each in found.entities])


def _cells(entity: Entity, filter_: Filter) -> tuple[str, ...]:
    created = day(entity.created) if entity.created else ""
    state = plain(state_of(entity), 40)
    facts = _facts((*matched(entity, filter_), *brief(entity)))
    return (
        type_words(entity.type or entity.label),
        plain(title(entity), 80),
        state,
        created,
        facts,
        visible(entity.arn),
    )


def _facts(facts: Sequence[str]) -> str:
    """Return as many whole facts as a line has room for: a cut one may lose its day."""
    line = ""
    for each in facts:
        longer = f"{line} · {plain(each, 120)}" if line else plain(each, 120)
        if len(longer) > _WIDEST:
            return f"{line} · …"
        line = longer
    return line


def _csv(store: Store, wanted: Asked, found: Answer) -> Iterator[str]:
    from lineage_viz.takeaway.tables import listed_csv, rows_alone  # loads the picture
    from lineage_viz.takeaway.view_caption import list_caption

    filters = [f"the search “{wanted.text.strip()}”"]
    caption = list_caption(store, filters, len(found.entities), found.total, "")
    yield rows_alone(listed_csv(found.entities, caption), len(found.entities))


def _json(store: Store, wanted: Asked, found: Answer) -> Iterator[str]:
    """Yield one text: the search, the number of all hits, and everything known of each entity."""
    found_ = {"search": wanted.text, "total": found.total, "extent": _extent(found, store)}
    entities = [described(each) for each in found.entities]
    yield json_text({**found_, "gaps": list(store.gaps), "entities": entities}, indent=2)


def _extent(found: Answer, store: Store) -> str:
    """Return the number of hits in words, and the missing ones: hits, or parts of the snapshot."""
    if found.is_told:
        return f"0 entities found: {complete_words(store.gaps, caveat=store.caveat)}."
    if not found.total and store.loading:
        return f"Nothing found, but a load {UNFINISHED}. Search again when it has ended."
    if not found.total:
        return "Nothing found." if found.note else "Nothing found. Try fewer words or terms."
    extent = f"{count(found.total, 'entity', 'entities')} found"
    shown = len(found.entities)
    if shown < found.total:
        return f"{extent}: cut at {shown:,}. More with --limit."
    return f"{extent}: {complete_words(store.gaps, caveat=store.caveat)}."


_FORMS = {"table": _table, "csv": _csv, "json": _json}
