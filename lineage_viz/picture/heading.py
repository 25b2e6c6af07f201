"""The titles of the explorer's page and of its files."""

from lineage_viz.errors import EntityNotFound
from lineage_viz.picture.address import Address, Mode
from lineage_viz.store.base import Store
from lineage_viz.title import title_of_model
from lineage_viz.words import plain, plain_id


def heading(store: Store, address: Address, of: str = "") -> str:
    """Return the title of a view. `of` precedes the name of a single entity."""
    match address.mode:
        case Mode.OVERVIEW:
            return "Everything, by type"
        case Mode.PATHS:
            return f"Paths: {name(store, address.focus)} and {name(store, address.other)}"
        case Mode.COMMON:
            return f"In common: {name(store, address.focus)} and {name(store, address.other)}"
    if address.mode is Mode.TOGETHER:
        of = ""
    more = f" and {len(address.beside):,} more" if address.beside else ""
    return of + name(store, address.focus) + more


def name(store: Store, arn: str) -> str:
    """Return the title of an entity; its ARN if the store has no such entity."""
    try:
        return plain(title_of_model(store.get(arn)), 80)
    except EntityNotFound:
        return plain_id(arn, 80)
