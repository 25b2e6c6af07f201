"""The canvas in the browser and the SVG draw the same picture: both are painted by Chromium and compared."""

import re
import string
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page

from lineage_viz.layout import Arrangement, Box, Position
from lineage_viz.lens import Lens, Shade, Shading
from lineage_viz.lens.colours import ABSENT, ASIDE, LEAF, ORANGE, RED
from lineage_viz.lens.shade import DOUBT, HALVES
from lineage_viz.model import Association, Entity, Subgraph, Value
from lineage_viz.picture.badge_words import badges_on
from lineage_viz.picture.names import short_names
from lineage_viz.picture.render import Appearance, Frame, cards, render
from lineage_viz.style import GROUP_LABEL
from lineage_viz.takeaway import Drawing
from lineage_viz.takeaway.drawing.element import FONT
from lineage_viz.takeaway.drawing.fitting import width
from lineage_viz.takeaway.page import page as offline_page
from lineage_viz.takeaway.svg import svg
from lineage_viz.view.drawn import Badge, Drawn
from lineage_viz.view.filters import ViewFilter
from lineage_viz.view.narrowing import narrow
from lineage_viz.view.passing import Pass
from tests.takeaway.conftest import CAPTION

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NS = "{http://www.w3.org/2000/svg}"
ET.register_namespace("", NS.strip("{}"))
ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")

REGION = Box(400, 120, 1_240, 560)

JOB = "pipelines-d84ewltjmxhe-TrainRouting-3KYZVpyX11"
GROUP = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/fraud-models"
PACKAGE: dict[str, Value] = {
    "type": "Model",
    "decidedby": "helen",
    "decidedat": datetime(2026, 3, 8, tzinfo=UTC),
    "servedby": "shop",
    "factsources": "{}",
}
# Every kind, the focus, names that are too long for a card, what failed and what is not held, a stack; short, long and
# backward lines, lines around, a loop, every dash.
ENTITIES = (
    Entity("data", "artifact", {"type": "DataSet", "name": "data"}),
    Entity("job", "trial_component", {"type": "SageMakerTrainingJob", "name": JOB, "status": "Failed"}),
    Entity("model", "artifact", {"type": "Model", "name": "customer-churn-prediction-retraining-weekly"}),
    Entity("image", "artifact", {"type": "Image", "name": "image", "unresolved": True}),
    Entity("action", "action", {"type": "Approval", "name": "action"}),
    Entity("context", "context", {"type": "Endpoint", "name": "context"}),
    Entity("other", "artifact", {"type": "FeatureEngineeringPipelineVersion-merchant", "name": "x" * 40}),
    Entity("rejected", "artifact", PACKAGE | {"sourceuri": f"{GROUP}/3", "approval": "Rejected"}),
    Entity("approved", "artifact", PACKAGE | {"sourceuri": f"{GROUP}/4", "approval": "Approved"}),
    Entity("stack", GROUP_LABEL, {"name": "2 Endpoints", "note": "side by side"}),
)
LINKS = (
    Association("data", "ContributedTo", "job"),
    Association("image", "AssociatedWith", "job"),
    Association("data", "DerivedFrom", "image"),
    Association("job", "Produced", "model"),
    Association("model", "AssociatedWith", "context"),
    Association("data", "DerivedFrom", "action"),
    Association("action", "ContributedTo", "data"),
    Association("model", "Produced", "other"),
    Association("model", "SameAs", "model"),
)
INSIDE = (Entity("x", "context", {"type": "Endpoint"}), Entity("y", "context", {"type": "Endpoint"}))
PASSES = (("image", "other", 2), ("context", "action", 1))
ALL = Subgraph(ENTITIES, LINKS, ("model",))
RIGHT = {
    "data": Position(0, 0),
    "image": Position(20, 140),
    "job": Position(240, 60),
    "model": Position(520, 10),
    "other": Position(520, 230),
    "action": Position(800, 90),
    "context": Position(800, 300),
    "rejected": Position(240, 290),
    "approved": Position(240, 380),
    "stack": Position(0, 330),
}
DOWN = {
    "data": Position(0, 0),
    "image": Position(240, 10),
    "job": Position(120, 90),
    "model": Position(260, 180),
    "other": Position(500, 190),
    "action": Position(520, 330),
    "context": Position(760, 300),
    "rejected": Position(240, 290),
    "approved": Position(240, 380),
    "stack": Position(0, 330),
}
PLACES = {Arrangement.RIGHT: RIGHT, Arrangement.DOWN: DOWN}
FRAME = Box(930, -90, 90, 60)
"""A narrow frame: the canvas leaves out its label, which would keep its size at every scale."""

PAINTED = """async ({ svg, font, widths, left, top, width, height }) => {
    const ROUNDING = 2; // the SVG's shades are whole numbers
    const { picture } = document.querySelector('.frame');
    const sheet = () => new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    const [canvas, image, dot] = [sheet(), sheet(), sheet()];
    const shown = new Image();
    shown.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await shown.decode();
    image.drawImage(shown, 0, 0);

    picture.frame.style.setProperty('--st-font', font);
    picture.recolour();
    picture.camera.look({ x: left + width / 2, y: top + height / 2 }, 1);
    canvas.fillStyle = picture.theme.card;
    canvas.fillRect(0, 0, width, height);
    canvas.translate(-left, -top);
    const texts = [];
    canvas.fillText = (text, x, y) => {
        dot.fillStyle = canvas.fillStyle;
        dot.fillRect(0, 0, 1, 1);
        const colour = [...dot.getImageData(0, 0, 1, 1).data].slice(0, 3);
        const [, size] = /([\\d.]+)px/.exec(canvas.font);
        texts.push({ text, x, y, size: Math.round(1000 * size) / 1000, bold: canvas.font.startsWith('600'), colour });
    };
    canvas.measureText = (text) => { // the SVG's widths, so that both have the same room in every font
        const [, size] = /([\\d.]+)px/.exec(canvas.font), bold = Number(canvas.font.startsWith('600'));
        return { width: [...text].reduce((sum, mark) => sum + widths[mark][bold] * size, 0) };
    };
    for (const card of picture.cards.values()) card.fits.clear();
    picture.drawAll(canvas);

    const [one, other] = [canvas, image].map((sheet) => sheet.getImageData(0, 0, width, height).data);
    const apart = [];
    for (let at = 0; at < one.length; at += 4) {
        const [here, there] = [one, other].map((data) => [...data.slice(at, at + 3)]);
        const most = Math.max(...here.map((value, channel) => Math.abs(value - there[channel])));
        const [x, y] = [left + at / 4 % width, top + Math.floor(at / 4 / width)];
        if (most > ROUNDING) apart.push({ x, y, canvas: here, svg: there });
    }
    return { apart, texts };
}"""


IMAGE = Entity(
    "i", "artifact", {"type": "Image", "sourceuri": "1.dkr.ecr/sagemaker-scikit-learn:1.2-1-cpu-py3"}
)
APPROVALS = tuple(Entity(arn, "action", {"type": "Approval"}) for arn in "yz")
OF_IMAGE = Badge(("artifact", "Image"), (IMAGE,))
BADGED = Drawn(
    ALL, badges={"job": (OF_IMAGE,), "approved": (Badge(("action", "Approval"), APPROVALS), OF_IMAGE)}
)
"""Badges with all their words, and as a glyph alone."""


SHADING = Shading(
    Lens.DECISION,
    "Decision",
    (
        Shade("Live without approval", RED),
        Shade("Approved", LEAF),
        Shade("Approved, not confirmed", LEAF, gaps=DOUBT),
        Shade("Pending approval", ORANGE),
        Shade("Not read", ABSENT, gaps=HALVES),
        Shade("No model or approval", ASIDE),
    ),
    {**dict.fromkeys(["data", "job", "image", "other", "i"], 5), "model": 4, "action": 3, "context": 2}
    | {"rejected": 0, "approved": 1, "x": 2, "y": 3, "z": 1},
)
"""Each kind of colour: plain, with stripes, with dark and light letters, that of the theme; shares; mixed badges."""


def drawing(arrangement: Arrangement, shading: Shading | None = None) -> Drawing:
    folds = {"stack": len(INSIDE)}
    return Drawing(
        ALL,
        PLACES[arrangement],
        arrangement,
        folds=folds,
        frames=[("", FRAME)],
        passes=PASSES,
        badges={entity.arn: badges_on(entity, BADGED) for entity in ENTITIES},
        short=short_names(ENTITIES),
        shading=shading,
        members={"stack": tuple(each.arn for each in INSIDE)},
    )


def payload(drawn: Drawing) -> dict[str, Any]:
    view = narrow(ALL, ViewFilter())
    made = cards(ALL.entities, drawn.positions)
    appearance = Appearance(
        drawn.arrangement, frames=tuple(Frame("", "", box) for _, box in drawn.frames), shading=drawn.shading
    )
    picture = Drawn(
        ALL, {"stack": INSIDE}, passes=tuple(Pass(*each) for each in PASSES), badges=BADGED.badges
    )
    return render(view, picture, made, drawn.positions, appearance)


def opened(browser: Browser, folder: Path, drawn: Drawing, *, dark: bool) -> Page:
    file = folder / "picture.html"
    file.write_text(offline_page(payload(drawn), CAPTION, []), encoding="utf-8")
    page = browser.new_page(
        viewport={"width": 1_800, "height": 1_000}, color_scheme="dark" if dark else "light"
    )
    page.goto(file.as_uri())
    page.wait_for_selector(f'.stage[data-cards="{len(ALL.entities)}"]')
    return page


def painted(page: Page, source: str) -> dict[str, Any]:
    """Paint both pictures at scale 1 without texts. Return the different pixels, and the texts of the canvas."""
    left, top = REGION.x - REGION.width / 2, REGION.y - REGION.height / 2
    size = {"width": REGION.width, "height": REGION.height}
    root = ET.fromstring(source)
    for name, value in {**size, "viewBox": f"{left:g} {top:g} {REGION.width:g} {REGION.height:g}"}.items():
        root.set(name, f"{value}")
    _, legend = root.findall(f"{NS}g")
    root.remove(legend)
    for parent in [*root.iter()]:
        for text in parent.findall(f"{NS}text"):
            parent.remove(text)
    found: dict[str, Any] = page.evaluate(
        PAINTED,
        {
            "svg": ET.tostring(root, encoding="unicode"),
            "font": FONT,
            "widths": {mark: [width(mark, 1), width(mark, 1, bold=True)] for mark in string.printable + "…·"},
            "left": left,
            "top": top,
            **size,
        },
    )
    return found


def placed(card: ET.Element) -> Iterator[tuple[float, float, ET.Element]]:
    """Yield the texts of a card and of its badges, with the place that they are drawn from."""
    left, top = map(float, re.findall(r"-?[\d.]+", card.attrib["transform"]))
    yield from ((left, top, text) for text in card.findall(f"{NS}text"))
    for badge in card.findall(f"{NS}g"):
        across, down = map(float, re.findall(r"-?[\d.]+", badge.attrib["transform"]))
        yield from ((left + across, top + down, text) for text in badge.findall(f"{NS}text"))


def texts(source: str) -> list[dict[str, Any]]:
    """Return the texts on the cards of the SVG, in the form of the canvas's texts."""
    found = []
    for card in ET.fromstring(source).iter(f"{NS}g"):
        if card.get("class") != "card":
            continue
        found += [
            {
                "text": text.text,
                "x": left + float(text.attrib["x"]),
                "y": top + float(text.attrib["y"]),
                "size": round(float(text.attrib["font-size"]), 3),
                "bold": text.get("font-weight") == "600",
                "colour": [*bytes.fromhex(text.attrib["fill"].removeprefix("#"))],
            }
            for left, top, text in placed(card)
        ]
    return found


def near(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Compare two texts. A rounded colour may differ a little."""
    colours = zip(one["colour"], other["colour"], strict=True)
    return one | {"colour": 0} == other | {"colour": 0} and all(abs(a - b) <= 2 for a, b in colours)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("arrangement", "shading"),
    [(Arrangement.RIGHT, None), (Arrangement.DOWN, None), (Arrangement.RIGHT, SHADING)],
    ids=["right", "down", "lens"],
)
def test_both_renderers_draw_the_same_cards_and_lines(
    browser: Browser, tmp_path: Path, arrangement: Arrangement, shading: Shading | None, dark: bool
) -> None:
    drawn = drawing(arrangement, shading)
    source = svg(drawn, CAPTION, dark=dark)
    page = opened(browser, tmp_path, drawn, dark=dark)
    canvas = painted(page, source)
    page.close()
    apart = canvas["apart"]
    assert not apart, f"{len(apart)} pixels differ: {apart[:: max(1, len(apart) // 20)]}"
    pairs = [*zip(canvas["texts"], texts(source), strict=True)]
    assert [pair for pair in pairs if not near(*pair)] == []
    shown = [text["text"] for text in canvas["texts"]]
    assert {"Live without approval: rejected", "Approved by helen · 8 Mar 2026", "fraud v4"} <= {*shown}
    assert {"scikit-learn 1.2-1", "live", "2 decisions"} <= {*shown}
    assert {"…TrainRouting…", "customer-churn…weekly", "Feature engineering pipeline…"} <= {*shown}
