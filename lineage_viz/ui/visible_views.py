"""The saved views that a visitor may open: the own ones, and those that other people share; and the page of each."""

from lineage_viz.saved_views import SavedView, SavedViews
from lineage_viz.settings import Settings
from lineage_viz.ui.session import viewer

EXPLORE, ENTITIES = "pages/explore.py", "pages/entities.py"

_LIST = "entities?"
"""The beginning of the query of a saved list of entities; that of a picture is the query alone."""


def list_query(query: str) -> str:
    """Return the query under which a list of entities is saved."""
    return _LIST + query


def place_of(view: SavedView) -> tuple[str, str]:
    """Return the page of a saved view, and the query of its URL there."""
    is_list = view.query.startswith(_LIST)
    return (ENTITIES, view.query.removeprefix(_LIST)) if is_list else (EXPLORE, view.query)


def visible_views() -> tuple[SavedView, ...]:
    """Return the own views, then the shared ones of others; each by name. Raises LineageVizError."""
    settings, me = Settings.from_environment(), viewer()
    shared = SavedViews(settings.shared_views).of_everybody()
    return *SavedViews(settings.saved_views).views(me), *(view for view in shared if view.owner != me)
