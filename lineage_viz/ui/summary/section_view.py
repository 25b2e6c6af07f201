"""The lists of the Summary page as parts of a report: first rows, the link to all, and what was not read."""

from collections.abc import Sequence
from urllib.parse import urlencode

from lineage_viz.approval import is_package
from lineage_viz.component.report import Block
from lineage_viz.evidence.words import has_facts, perhaps, why_unread
from lineage_viz.model import Entity
from lineage_viz.questions.served_versions import Served, endpoint_key, served_versions
from lineage_viz.search.asked import asked
from lineage_viz.search.vocabulary import Vocabulary, vocabulary
from lineage_viz.store.base import Page, Store
from lineage_viz.store.filter import Filter
from lineage_viz.title import title_in_folder
from lineage_viz.ui.fact_cells import lacks_approval
from lineage_viz.ui.page_address import address_of, focus_address
from lineage_viz.ui.summary.section import CELLS, SECTIONS, Section
from lineage_viz.words import count, plain

HERE = "summary"
ROWS = 6
_LOOKED_AT = 50
"""Entities that are looked at for what was not read: the newest tell how the snapshot was read."""

_NO_FACTS = "this snapshot was exported without the records of SageMaker's resources"


def summary_blocks(store: Store, live: Sequence[Entity]) -> list[Block]:
    """Return the parts of all lists; `live` are the live models. Raises StoreUnavailable."""
    known, served = vocabulary(store), served_versions(live)
    return [block for section in SECTIONS for block in _blocks(section, store, known, served)]


def _blocks(section: Section, store: Store, known: Vocabulary, served: Served) -> list[Block]:
    search = asked(section.search, lambda: known)
    page = search.answer(store, limit=ROWS)
    number = f" ({page.total:,})" if page.total else ""
    top = {"heading": f"{section.heading}{number}"}
    unread = _unread(section, store)
    lines = [*([] if page.total else [section.nothing]), *([unread] if unread else [])]
    blocks: list[Block] = [{"is": "words", **top, "lines": lines}] if lines else []
    if page.total:
        blocks.append({"is": "table", **({} if lines else top), **_table(section, page, served)})
    return blocks


def _table(section: Section, page: Page, served: Served) -> Block:
    """Return the rows with the columns that any of them fills."""

    def cell(entity: Entity, column: str) -> str:
        of = served.get(endpoint_key(entity), ()) if column in section.of_served else (entity,)
        return ", ".join(dict.fromkeys(filter(None, map(CELLS[column], of))))

    cells = [{name: cell(each, name) for name in section.columns} for each in page.entities]
    columns = [name for name in section.columns if any(row[name] for row in cells)]
    more = page.total > len(page.entities)
    url = f"{address_of('entities', here=HERE)}?{urlencode({'q': section.search})}"
    return {
        "words": section.heading,
        "head": [{"words": name} for name in ("Name", *columns)],
        "rows": [
            [name_cell(each), *({"words": row[name]} for name in columns)]
            for each, row in zip(page.entities, cells, strict=True)
        ],
        **({"link": {"words": f"Show all {page.total:,} in Entities", "url": url}} if more else {}),
    }


def name_cell(entity: Entity) -> Block:
    """Return the name as a link; one that is or may be live without approval has a mark, and says so."""
    name: dict[str, object] = {
        "words": plain(title_in_folder(entity), 80),
        "url": focus_address(entity.arn, here=HERE),
    }
    if words := lacks_approval(entity):
        tone = "warn" if perhaps(entity) else "bad"
        name |= {"mark": tone, "tone": tone, "more": words}
    return name


def _unread(section: Section, store: Store) -> str:
    """Return the sentence about subjects whose fact was not read: the list may lack them; empty when all were read."""
    if not section.fact:
        return ""
    found = store.search(filter_=Filter(types=frozenset({section.subjects})), limit=_LOOKED_AT).entities
    looked_at = [each for each in found if section.subjects != "Model" or is_package(each)]
    why = [_why(each, section.fact) for each in looked_at]
    reasons = list(dict.fromkeys(filter(None, why)))
    if not reasons:
        return ""
    missing = sum(map(bool, why))
    extent = f"of {missing} of the {count(len(looked_at), 'newest one', 'newest ones')}"
    return f"Not read {extent}, so this list may lack some: {plain(reasons[0], 300)}."


def _why(entity: Entity, fact: str) -> str:
    return why_unread(entity, fact).rstrip(".") if has_facts(entity) else _NO_FACTS
