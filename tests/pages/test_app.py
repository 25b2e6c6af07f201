from streamlit import get_option

from lineage_viz.store.local import LocalStore
from tests.pages.conftest import OpenPage, data_of
from tests.sample import SAMPLE, K


def test_the_app_opens_on_the_explorer_and_has_every_page(open_page: OpenPage) -> None:
    app = open_page("navigation.py", LocalStore([SAMPLE]))
    assert not app.exception
    assert data_of(app, "graph")["focus"] == [K]
    app.switch_page("pages/entities.py").run()
    assert not app.exception
    assert app.title[0].value == "Entities"


def test_after_a_click_python_itself_decides_when_to_collect_garbage() -> None:
    assert get_option("runner.postScriptGC") is False


def test_the_browser_keeps_large_messages_over_quick_clicks() -> None:
    assert get_option("global.maxCachedMessageAge") >= 50
