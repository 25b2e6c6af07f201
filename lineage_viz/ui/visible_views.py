"""The saved views that a visitor may open: the own ones, and those that other people share; and the page of each."""

from lineage_viz.saved_views import SavedView, SavedViews
from lineage_viz.settings import Settings
from lineage_viz.ui.session import viewer

EXPLORE, ENTITIES, QUERY = "pages/explore.py", "pages/entities.py", "pages/query.py"

_LIST, _QUESTION = "entities?", "query?"
"""The beginnings of the queries of a saved list of entities and of a saved question; that of a picture is the query
alone."""

_PAGES = {_LIST: ENTITIES, _QUESTION: QUERY}


def list_query(query: str) -> str:
    """Return the query under which a list of entities is saved."""
    return _LIST + query


def question_query(query: str) -> str:
    """Return the query under which a prepared question is saved."""
    return _QUESTION + query


def place_of(view: SavedView) -> tuple[str, str]:
    """Return the page of a saved view, and the query of its URL there."""
    for beginning, page in _PAGES.items():
        if view.query.startswith(beginning):
            return page, view.query.removeprefix(beginning)
    return EXPLORE, view.query


def visible_views() -> tuple[SavedView, ...]:
    """Return the own views, then the shared ones of others; each by name. Raises LineageVizError."""
    settings, me = Settings.from_environment(), viewer()
    shared = SavedViews(settings.shared_views).of_everybody()
    return *SavedViews(settings.saved_views).views(me), *(view for view in shared if view.owner != me)
