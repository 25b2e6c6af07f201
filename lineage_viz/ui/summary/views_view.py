"""The saved views of the visitor and the shared ones, as a part of a report: name, scope, owner and date."""

from urllib.parse import parse_qs

from lineage_viz.component.report import Block
from lineage_viz.errors import EntityNotFound, SavedViewError
from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.link import depth_text, parse
from lineage_viz.saved_views import SavedView
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.ui.entities.link import COLUMNS, PAGE, ROWS, SORT
from lineage_viz.ui.page_address import address_of
from lineage_viz.ui.query.place import question_words
from lineage_viz.ui.visible_views import ENTITIES, EXPLORE, QUERY, place_of, visible_views
from lineage_viz.words import day, moment, plain

_MOST = 12
_LOOK = (COLUMNS, ROWS, SORT, PAGE)
"""Parameters of a list that choose no entities."""
_NAMES = {EXPLORE: "", ENTITIES: "entities", QUERY: "query"}
"""The last part of the URL of each page."""
_NOTHING = "Nothing saved yet. Explore keeps a view under a name in its menu “Saved”."


def views_blocks(store: Store) -> list[Block]:
    """Return the list of views; a sentence without any, or if they cannot be read. Raises StoreUnavailable."""
    heading = "Saved views"
    try:
        views = visible_views()
    except SavedViewError as error:
        return [{"is": "words", "heading": heading, "lines": [plain(str(error), 500)]}]
    if not views:
        return [{"is": "words", "heading": heading, "lines": [_NOTHING]}]
    newest = sorted(views, key=lambda view: view.saved, reverse=True)[:_MOST]
    named = any(view.owner for view in newest)
    head = ["Name", "Shows", *(["Owner"] if named else []), "Saved"]
    rows = [_row(view, store, named=named) for view in newest]
    more = f" ({len(views):,}, the newest {_MOST})" if len(views) > _MOST else ""
    return [
        {
            "is": "table",
            "words": heading,
            "heading": f"{heading}{more}",
            "head": [{"words": each} for each in head],
            "rows": rows,
        }
    ]


def _row(view: SavedView, store: Store, *, named: bool) -> list[Block]:
    page, query = place_of(view)
    url = f"{address_of(_NAMES[page], here='summary')}?{query}"
    owner = [{"words": plain(view.owner, 80)}] if named else []
    return [
        {"words": plain(view.name, 80), "url": url},
        {"words": _shows(page, query, store)},
        *owner,
        {"words": moment(view.saved)},
    ]


def _shows(page: str, query: str, store: Store) -> str:
    """Return the words about what a view shows."""
    if page == QUERY:
        return plain(question_words(store, query), 160)
    return scope_words(parse(parse_qs(query)), store) if page == EXPLORE else list_words(query)


def list_words(query: str) -> str:
    """Return the search and the filters of a saved list in words."""
    found = {name: values[-1] for name, values in parse_qs(query).items() if name not in _LOOK}
    told = ", ".join(f"{name} {value}" if name != "q" else f"“{value}”" for name, value in found.items())
    return plain(f"Entities: {told}" if told else "All entities", 160)


def scope_words(address: Address, store: Store) -> str:
    """Return the subject and the reach of a view in words."""
    if address.mode is Mode.OVERVIEW:
        return "All types"
    try:
        name = plain(title(store.get(address.focus)), 80) if address.focus else "the newest model"
    except EntityNotFound:
        name = "an entity that is not loaded now"
    if address.mode is Mode.TOGETHER:
        return f"{name} and {len(address.beside):,} more, with the ways between them"
    if address.mode is not Mode.LINEAGE:
        return f"{name} compared with another entity"
    then = f", as of {day(address.as_of)}" if address.as_of else ""
    return f"{name}: {depth_text(address.up)} upstream, {depth_text(address.down)} downstream{then}"
