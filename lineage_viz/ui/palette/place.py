"""The places of the app: pages, lists and saved views, each with its name and its address."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.link import parameters
from lineage_viz.recorded_text import fold
from lineage_viz.saved_views import SavedView
from lineage_viz.ui.summary.section import SECTIONS
from lineage_viz.ui.visible_views import ENTITIES, EXPLORE, place_of
from lineage_viz.words import day, plain

ADMIN = "pages/admin.py"

PAGES = {
    EXPLORE: ("Explore", "pictures of lineage"),
    "pages/summary.py": ("Summary", "what is live, waits, failed, is new"),
    ENTITIES: ("Entities", "search, filter and sort all entities"),
    "pages/audit.py": ("Audit", "review a model, take evidence away, sign off"),
}

_OF_ADMIN = (
    ("Admin", "exports, loads, health"),
    ("Reload from SageMaker", "export and show the account as it is now"),
    ("Check the health", "credentials, permissions, Neptune, bucket"),
    ("Kept snapshots", "restore an earlier one"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its name, a few words about it, and its page with the query of its URL."""

    name: str
    about: str
    page: str
    query: str = ""

    @property
    def key(self) -> str:
        """The text that the browser returns for it."""
        return f"{self.page}?{self.query}"


def places(views: Sequence[SavedView], *, is_admin: bool) -> Iterator[Place]:
    """Yield all places of a visitor: pages, saved views, lists."""
    for page, (name, about) in PAGES.items():
        yield Place(name, f"Page · {about}", page)
    for name, about in _OF_ADMIN if is_admin else ():
        yield Place(name, f"Admin · {about}" if name != "Admin" else f"Page · {about}", ADMIN)
    for view in views:
        by = f" · {plain(view.owner, 80)}" if view.owner else ""
        yield Place(plain(view.name, 80), f"Saved view{by} · {day(view.saved)}", *place_of(view))
    for section in SECTIONS:
        yield Place(section.heading, "List", ENTITIES, urlencode({"q": section.search}))
    yield Place(
        "Overview of all types",
        "Picture",
        EXPLORE,
        urlencode(parameters(Address(mode=Mode.OVERVIEW)), doseq=True),
    )


def named(found: Iterable[Place], text: str) -> list[Place]:
    """Return the places with all words of a text: first those that have them in their name, then about them."""
    words = fold(text).split()

    def has_all(text: str) -> bool:
        return all(word in fold(text) for word in words)

    having = (each for each in found if has_all(f"{each.name} {each.about}"))
    return sorted(having, key=lambda each: not has_all(each.name))
