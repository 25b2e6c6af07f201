"""The places of the app: pages, lists and saved views, each with its name and its address."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from lineage_viz.component.search_box import Suggestion
from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.link import parameters
from lineage_viz.questions.prepared import QUESTIONS
from lineage_viz.recorded_text import fold
from lineage_viz.saved_views import SavedView
from lineage_viz.search.sentence_words import DECISIONS, LIVE, QUESTION, STATES
from lineage_viz.search_text import search_words
from lineage_viz.ui.admin.sections import HEALTH, HISTORY, KEY, LOG, SNAPSHOTS, STEPS
from lineage_viz.ui.summary.section import SECTIONS
from lineage_viz.ui.visible_views import ENTITIES, EXPLORE, QUERY, place_of
from lineage_viz.words import day, plain, plain_id

ADMIN = "pages/admin.py"

PAGES = {
    EXPLORE: ("Explore", "pictures of lineage", "graph diagram dag"),
    "pages/summary.py": ("Summary", "what is live, waits, failed, is new", "home start dashboard status"),
    ENTITIES: ("Entities", "search, filter and sort all entities", "list table find csv"),
    QUERY: ("Query", "prepared questions with their Gremlin", "ask question console gremlin who what which"),
    "pages/audit.py": (
        "Audit",
        "review a model, take evidence away, sign off",
        "compliance bundle pdf waiver findings",
    ),
}
"""The name of each page, the words about it, and other words that people use."""

_OF_ADMIN = (
    ("Admin", "exports, loads, health", "settings", ""),
    (
        "Reload from SageMaker",
        "export and show the account as it is now",
        "refresh update sync import renew",
        "",
    ),
    ("Check the health", "credentials, permissions, Neptune, bucket", "doctor status diagnose", HEALTH),
    (SNAPSHOTS, "restore an earlier one", "backup roll back undo versions", SNAPSHOTS),
    ("History of jobs", "exports, loads and reloads, with their logs", "runs retry failures", HISTORY),
    (STEPS, "export, load or reset alone", "clear empty delete", STEPS),
    (LOG, "who changed the app's data, and when", "actions audit trail verify", LOG),
)
"""The name of each place on the Admin page, the words about it, other words, and its section."""

_PREPARED = "Question"

_SMALL = QUESTION | {
    "a", "all", "an", "for", "go", "in", "me", "my", "of", "on", "open", "show", "that", "the", "to",
}  # fmt: skip
_SAME = {
    **DECISIONS,
    **STATES,
    **dict.fromkeys(LIVE, "live"),
    **dict.fromkeys(("latest", "recent", "new"), "newest"),
    **dict.fromkeys(("month", "lately", "recently"), "30"),
    "wait": "pending",
    **dict.fromkeys(("approval", "review", "unapproved"), "decision"),
}
"""Words of one meaning."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its name, a few words about it, and its page with the query of its URL."""

    name: str
    about: str
    page: str
    query: str = ""
    other: str = ""
    """Further words that find it."""
    source: str = ""
    """The address of the entity that a question is about, where several have its name."""

    @property
    def key(self) -> str:
        """The text that the browser returns for it."""
        return f"{self.page}?{self.query}"


def places(views: Sequence[SavedView], *, is_admin: bool) -> Iterator[Place]:
    """Yield all places of a visitor: pages, saved views, lists."""
    for page, (name, about, other) in PAGES.items():
        yield Place(name, f"Page · {about}", page, other=other)
    for name, about, other, part in _OF_ADMIN if is_admin else ():
        on = "Page" if name == "Admin" else "Admin"
        yield Place(name, f"{on} · {about}", ADMIN, urlencode({KEY: part}) if part else "", other)
    for view in views:
        by = f" · {plain(view.owner, 80)}" if view.owner else ""
        yield Place(plain(view.name, 80), f"Saved view{by} · {day(view.saved)}", *place_of(view))
    for section in SECTIONS:
        other = "" if "," in section.search else _words_of(section.search)  # many values tell nothing
        yield Place(section.heading, "List", ENTITIES, urlencode({"q": section.search}), other)
    for question in QUESTIONS:
        yield Place(
            question.sentence({}), _PREPARED, QUERY, urlencode({"ask": question.name}), question.means
        )
    yield Place(
        "Overview of all types",
        "Picture",
        EXPLORE,
        urlencode(parameters(Address(mode=Mode.OVERVIEW)), doseq=True),
        "map schema statistics counts",
    )


def filled(sentence: str, question: str, values: Mapping[str, str], source: str = "") -> Place:
    """Return a prepared question with its values."""
    query = urlencode({"ask": question, **values})
    return Place(plain(sentence, 200), _PREPARED, QUERY, query, source=plain_id(source, 160))


def row_of(place: Place) -> Suggestion:
    """Return the row of a place in a search box."""
    row = {"arn": "", "go": place.key, "title": place.name, "words": place.about, "colour": "transparent"}
    return row | ({"source": place.source} if place.source else {})


def hits(text: str, number: int) -> Place:
    """Return the list of everything that a text finds."""
    text = plain(text, 400)
    return Place(f"All {number:,} on the Entities page", "List", ENTITIES, urlencode({"q": text}))


def asks_for_many(text: str, titles: Iterable[str], *, is_understood: bool) -> bool:
    """True for a text that describes entities, such as "failed training jobs": Enter opens their list, not one of them.

    `is_understood`: a search read it as terms. A part of the title of a hit names that one.
    """
    words = fold(text)
    return is_understood or (" " in words and not any(words in fold(each) for each in titles))


def named(found: Iterable[Place], text: str) -> list[Place]:
    """Return the places with all words of a text, or plain words of the same meaning: first those named so."""
    words = _telling(text)

    def has_all(text: str) -> bool:
        return _number(words, text) == len(words)

    having = (each for each in found if has_all(_texts(each)))
    return sorted(having, key=lambda each: not has_all(each.name))


def near(found: Iterable[Place], text: str) -> list[Place]:
    """Return the places with most words of a text, but not all: a list of failed jobs for "failed training jobs".

    A question shares words with many texts, and answers none without a value: it is not among them.
    """
    words = _telling(text)
    lists = (each for each in found if each.about != _PREPARED)
    return [each for each in lists if max(2, len(words) / 2) <= _number(words, _texts(each)) < len(words)]


def _texts(place: Place) -> str:
    return f"{place.name} {place.about} {place.other}"


def _telling(text: str) -> list[str]:
    """Return the words of a text that mean something; all of them, if none does."""
    words = list(search_words(fold(text)))
    return [each for each in words if each not in _SMALL] or words


def _number(words: Sequence[str], text: str) -> int:
    """Return the number of words that a text has."""
    folded = fold(text)
    same = {_SAME[each] for each in _words_of(folded).split() if each in _SAME}
    return sum(word in folded or _SAME.get(word, "-") in (*same, *folded.split()) for word in words)


def _words_of(text: str) -> str:
    """Return the words of a text without the signs between them: the values of its terms."""
    return " ".join(re.findall(r"\w+", text))
