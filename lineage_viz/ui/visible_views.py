"""The saved views that a visitor may open: the own ones, and those that other people share."""

from lineage_viz.saved_views import SavedView, SavedViews
from lineage_viz.settings import Settings
from lineage_viz.ui.session import viewer


def visible_views() -> tuple[SavedView, ...]:
    """Return the own views, then the shared ones of others; each by name. Raises LineageVizError."""
    settings, me = Settings.from_environment(), viewer()
    shared = SavedViews(settings.shared_views).of_everybody()
    return *SavedViews(settings.saved_views).views(me), *(view for view in shared if view.owner != me)
