from xml.etree import ElementTree as ET

import pytest

from lineage_viz.layout import Position, layout
from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.takeaway import TakeAway
from lineage_viz.takeaway.drawing.fitting import middle_elided, width, wrapped
from lineage_viz.takeaway.svg import svg
from tests.takeaway.conftest import CAPTION, made

NS = "{http://www.w3.org/2000/svg}"


def cards(root: "ET.Element[str]") -> list["ET.Element[str]"]:
    return [group for group in root.iter(f"{NS}g") if group.get("class") == "card"]


def drawn(taken: TakeAway) -> "ET.Element[str]":
    return ET.fromstring(made("svg", taken))


def test_there_is_one_card_for_each_entity_with_its_whole_arn(sample: TakeAway) -> None:
    found = [card.findtext(f"{NS}title", "").splitlines()[-1] for card in cards(drawn(sample))]
    assert found == [entity.arn for entity in sample.view.shown.entities]


def test_every_association_is_a_line(sample: TakeAway) -> None:
    layer = next(g for g in drawn(sample).iter(f"{NS}g") if g.get("class") == "associations")
    assert len(list(layer.iter(f"{NS}path"))) == len(sample.view.shown.associations)


def test_the_whole_view_is_inside_and_the_caption_below(sample: TakeAway) -> None:
    root = drawn(sample)
    left, top, wide, high = map(float, str(root.get("viewBox")).split())
    for at in sample.positions.values():
        assert left < at.x - 100 < at.x + 100 < left + wide
        assert top < at.y - 23 < at.y + 23 < top + high
    text = " ".join(root.itertext())
    for _, value in CAPTION.lines():
        assert value in text


def test_focus_failed_and_unresolved_are_marked() -> None:
    entities = (Entity("a", "action", {"status": "Failed"}), Entity("b", "artifact", {"unresolved": True}))
    subgraph = Subgraph(entities, focus=("a",))
    first, second = cards(ET.fromstring(svg(subgraph, layout(subgraph), CAPTION)))
    assert first.find(f"{NS}circle") is not None
    assert first.find(f"{NS}rect").get("stroke-width") == "2.5"  # type: ignore[union-attr]
    assert second.find(f"{NS}rect").get("stroke-dasharray")  # type: ignore[union-attr]
    assert "outside this account" in "".join(second.itertext())


def test_hostile_text_is_text_and_nothing_runs_or_is_fetched(hostile: TakeAway) -> None:
    root = drawn(hostile)
    assert len(cards(root)) == len(hostile.view.shown.entities)
    assert {element.tag.removeprefix(NS) for element in root.iter()} <= {
        "svg", "title", "desc", "rect", "g", "defs", "marker", "path", "use", "circle", "text",
    }  # fmt: skip
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert "href" not in name or value.startswith("#lineage-")
    assert "<script>window.hacked=1</script>" in "".join(root.itertext())


def test_an_empty_view_is_still_a_picture() -> None:
    assert "Lineage of abalone/1" in svg(Subgraph(), {}, CAPTION)


@pytest.mark.parametrize("size", [11, 13])
def test_what_is_elided_fits_and_keeps_both_ends(size: int) -> None:
    name = "pipelines-d84ewltjmxhe-AbaloneTrain-A0QiDGuY6z-output"
    short = middle_elided(name, 150, size, bold=True)
    assert 120 < width(short, size, bold=True) <= 150
    assert short[:4] == name[:4]
    assert short[-4:] == name[-4:]


def test_long_lines_are_wrapped_and_lose_nothing() -> None:
    text = "one two " + "y" * 300
    lines = wrapped(text, 200, 12)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line, 12) <= 200 for line in lines)


def test_ten_thousand_entities_are_all_drawn() -> None:
    entities = tuple(
        Entity(f"arn:{n}", "artifact", {"type": "DataSet", "name": f"set-{n}"}) for n in range(10_000)
    )
    links = tuple(Association(f"arn:{n}", "ContributedTo", f"arn:{n * 7 % 10_000}") for n in range(10_000))
    positions = {entity.arn: Position(n % 100 * 222, n // 100 * 70) for n, entity in enumerate(entities)}
    drawn = svg(Subgraph(entities, links), positions, CAPTION)
    assert drawn.count("<title>") >= len(entities)
