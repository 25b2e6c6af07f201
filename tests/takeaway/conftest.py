"""A view to take away: the sample pipeline, and one whose every text is hostile."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import pytest

from lineage_viz.layout import layout
from lineage_viz.model import Association, Entity, Subgraph, TypeKey
from lineage_viz.picture.render import cards, render
from lineage_viz.store.local import LocalStore
from lineage_viz.takeaway import FORMATS, Caption, Drawing, TakeAway
from lineage_viz.view.drawn import Drawn
from lineage_viz.view.filters import ViewFilter
from lineage_viz.view.narrowing import narrow
from tests.sample import SAMPLE, K

CAPTION = Caption(
    "Lineage of abalone/1",
    "123456789012, eu-west-1, 15 Jul 2022, 00:00 UTC",
    "5 steps upstream and 3 downstream",
    "cut at 500 entities: 1,841 more are left out",
    "https://lineage.example/?focus=1",
)
NASTY = (
    "<script>window.hacked=1</script>", "javascript:alert(1)", "]]></script><img src=x onerror=alert(1)>",
    "\"quotes\" 'and' {{data}} \\", "nul\0 and \ud800 and \x1b[31m", "\u202eright to left\u2028", "x" * 10_000,
    "=cmd|' /C calc'!A0", "@SUM(1)", "a;=1+1", "<!-- comment", "\t=1",
    '<a href="javascript:alert(1)">link</a>',
)  # fmt: skip
HOSTILE = Subgraph(
    tuple(
        Entity(
            f"arn:{number}:{text}", "artifact",
            {"name": text, "type": text, "sourceuri": text, text: text, "status": "Failed", "id": number,
             "weight": -1.5, "mixed": number if number % 2 else text, "creationtime": datetime(2022, 1, 2, tzinfo=UTC)},
        )
        for number, text in enumerate(NASTY)
    ),
    tuple(
        Association(f"arn:{number}:{text}", text, f"arn:0:{NASTY[0]}", {"type": text, "start": 1})
        for number, text in enumerate(NASTY)
    ),
    (f"arn:0:{NASTY[0]}",),
)  # fmt: skip
Make = Callable[[str], bytes]


def taken(subgraph: Subgraph, caption: Caption = CAPTION, hidden: Iterable[TypeKey] = ()) -> TakeAway:
    view, positions = narrow(subgraph, ViewFilter(types=frozenset(hidden))), layout(subgraph)
    picture = Drawn(view.shown, passes=view.passes)
    payload = render(view, picture, cards(subgraph.entities, positions), positions)
    return TakeAway(view.shown, Drawing(view.shown, positions), payload, caption)


def made(name: str, view: TakeAway) -> bytes:
    return next(format_ for format_ in FORMATS if format_.name == name).make(view)


@pytest.fixture(scope="session")
def sample() -> TakeAway:
    return taken(LocalStore([SAMPLE]).trace([K]))


@pytest.fixture(scope="session")
def narrowed() -> TakeAway:
    """The sample without images."""
    return taken(LocalStore([SAMPLE]).trace([K]), hidden=[("artifact", "Image")])


@pytest.fixture(scope="session")
def hostile() -> TakeAway:
    caption = Caption(*(f"{text} {NASTY[0]}" for text in NASTY[:4]), "javascript:alert(1)")
    return taken(HOSTILE, caption)
