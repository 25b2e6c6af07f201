"""One navigation for every way into the app."""

from streamlit.runtime.pages_manager import PagesManager


def one_navigation() -> None:
    """Run each page by `navigation.py`, also before the first visitor of the app.

    Streamlit takes a folder `pages` for its older kind of app, and until `st.navigation` has run once in the process, a
    direct link to a page would run that file alone, without the navigation (streamlit/runtime/pages_manager.py).
    """
    PagesManager.uses_pages_directory = False
