import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from lineage_viz.arn import end_without_row
from lineage_viz.layout import Arrangement, Box, Position, Tick, layout
from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.questions.overview import schema_subgraph
from lineage_viz.store.local import LocalStore
from lineage_viz.takeaway import Drawing, TakeAway
from lineage_viz.takeaway.drawing.fitting import name_fitted, width, wrapped
from lineage_viz.takeaway.svg import svg
from tests.sample import SAMPLE
from tests.takeaway.conftest import CAPTION, made, taken

NS = "{http://www.w3.org/2000/svg}"


def cards(root: "ET.Element[str]") -> list["ET.Element[str]"]:
    return [group for group in root.iter(f"{NS}g") if group.get("class") == "card"]


def drawn(taken: TakeAway) -> "ET.Element[str]":
    return ET.fromstring(made("svg", taken))


def test_there_is_one_card_for_each_entity_with_its_whole_arn(sample: TakeAway) -> None:
    found = [card.findtext(f"{NS}title", "").splitlines()[-1] for card in cards(drawn(sample))]
    assert found == [entity.arn for entity in sample.shown.entities]


def test_every_association_is_a_line(sample: TakeAway) -> None:
    layer = next(g for g in drawn(sample).iter(f"{NS}g") if g.get("class") == "associations")
    assert len(list(layer.iter(f"{NS}path"))) == len(sample.shown.associations)


def test_the_whole_view_is_inside_and_the_caption_below(sample: TakeAway) -> None:
    root = drawn(sample)
    left, top, wide, high = map(float, str(root.get("viewBox")).split())
    for at in sample.drawing.positions.values():
        assert left < at.x - 100 < at.x + 100 < left + wide
        assert top < at.y - 23 < at.y + 23 < top + high
    below = max(at.y for at in sample.drawing.positions.values()) + 23
    (legend,) = [group for group in root.findall(f"{NS}g") if group.get("transform")]
    assert float(str(legend.get("transform")).split()[1].rstrip(")")) > below
    assert CAPTION.complete in "".join(legend.itertext())


def test_focus_failed_and_unresolved_are_marked() -> None:
    entities = (
        Entity("a", "action", {"status": "Failed"}),
        Entity("b", "artifact", {"unresolved": True}),
        end_without_row("c"),
    )
    subgraph = Subgraph(entities, focus=("a",))
    first, second, third = cards(ET.fromstring(svg(Drawing(subgraph, layout(subgraph)), CAPTION)))
    assert first.find(f"{NS}circle") is not None
    assert first.find(f"{NS}rect").get("stroke-width") == "2.5"  # type: ignore[union-attr]
    assert second.find(f"{NS}rect").get("stroke-dasharray")  # type: ignore[union-attr]
    assert "outside this account" in "".join(second.itertext())
    assert "Vertex · no row in this folder" in "".join(third.itertext())


def test_a_long_type_has_the_line_for_itself_and_a_short_one_its_day_behind_it() -> None:
    day = datetime(2026, 3, 12, tzinfo=UTC)
    types = ("FeatureEngineeringPipelineVersion", "FeatureGroup")
    entities = tuple(Entity(type_, "context", {"type": type_, "creationtime": day}) for type_ in types)
    subgraph = Subgraph(entities, focus=(types[0],))
    found = cards(ET.fromstring(svg(Drawing(subgraph, layout(subgraph)), CAPTION)))
    long, short = ([text.text for text in card.iter(f"{NS}text")][1] for card in found)
    assert (long, short) == ("Feature engineering pipeline…", "Feature group · 12 Mar 2026")


def test_hostile_text_stays_text_and_the_file_runs_and_fetches_nothing(hostile: TakeAway) -> None:
    root = drawn(hostile)
    assert len(cards(root)) == len(hostile.shown.entities)
    assert {element.tag.removeprefix(NS) for element in root.iter()} <= {
        "svg", "title", "desc", "rect", "g", "defs", "marker", "path", "use", "circle", "text",
    }  # fmt: skip
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert "href" not in name or value.startswith("#lineage-")
    assert "<script>window.hacked=1</script>" in "".join(root.itertext())


def test_an_empty_view_is_still_a_picture() -> None:
    assert "Lineage of abalone/1" in svg(Drawing(Subgraph(), {}), CAPTION)


ENTITIES = (
    Entity("a", "artifact", {"type": "DataSet", "name": "37 <b>data sets</b>"}),
    Entity("b", "trial_component", {"name": "train"}),
    Entity("c", "artifact", {"type": "Model", "name": "model"}),
)
LINKS = (Association("a", "ContributedTo", "b"), Association("b", "Produced", "c"))
CHAIN = Subgraph(ENTITIES, LINKS, ("b",))
PLACES = layout(CHAIN)


def part(drawing: Drawing, name: str) -> list["ET.Element[str]"]:
    root = ET.fromstring(svg(drawing, CAPTION))
    return [group for group in root.iter(f"{NS}g") if group.get("class") == name]


def test_a_fold_is_a_stack_with_the_number_of_its_entities() -> None:
    drawing = Drawing(CHAIN, PLACES, folds={"a": 37})
    stack, card, _ = part(drawing, "card")
    assert len(stack.findall(f"{NS}rect")) == len(card.findall(f"{NS}rect")) + 2
    assert [text.text for text in stack.findall(f"{NS}text")] == ["37 <b>data sets</b>", "Data set"]
    assert "37 entities" in stack.findtext(f"{NS}title", "")
    assert "Data set  37" in svg(drawing, CAPTION)


def test_a_frame_lies_behind_the_cards_with_its_label_and_inside_the_picture() -> None:
    drawing = Drawing(CHAIN, PLACES, frames=[("<i>opened</i>", Box(5_000, 0, 300, 200))])
    root = ET.fromstring(svg(drawing, CAPTION))
    classes = [group.get("class") for group in root.iter(f"{NS}g")]
    assert classes.index("frame") < classes.index("associations") < classes.index("card")
    (frame,) = part(drawing, "frame")
    assert frame.findtext(f"{NS}text") == "<i>opened</i>"
    left, _, wide, _ = map(float, str(root.get("viewBox")).split())
    assert left + wide > 5_150


def test_a_path_through_filtered_out_entities_is_a_dotted_line_with_their_number() -> None:
    (passes,) = part(Drawing(CHAIN, PLACES, passes=[("a", "c", 1_200)]), "passes")
    assert [line.findtext(f"{NS}title") for line in passes.iter(f"{NS}path")] == [
        "through 1,200 filtered out"
    ]
    assert [group.get("stroke-dasharray") for group in passes] == ["1 6"]
    assert passes.get("stroke-linecap") == "round"


def test_a_path_is_highlighted_in_both_directions() -> None:
    (path,) = part(Drawing(CHAIN, PLACES, path=["b", "a"]), "path")
    assert len(list(path.iter(f"{NS}path"))) == 1
    accent = path.get("stroke")
    marked = [
        card.find(f"{NS}rect").get("stroke") == accent
        for card in part(Drawing(CHAIN, PLACES, path=["b", "a"]), "card")
    ]  # type: ignore[union-attr]
    assert marked == [True, True, False]


def test_the_time_axis_stands_above_all_cards_and_each_label_begins_at_its_line() -> None:
    ticks = [
        Tick(PLACES[arn].x - 116, label, "")
        for arn, label in zip("abc", ("12 Mar", "<b>", "Apr 2025"), strict=True)
    ]
    drawing = Drawing(CHAIN, PLACES, Arrangement.TIME, axis=ticks)
    (axis,) = part(drawing, "axis")
    labels = axis.findall(f"{NS}text")
    assert [label.text for label in labels] == ["12 Mar", "<b>", "Apr 2025 UTC"]
    assert [float(str(label.get("x"))) for label in labels] == [tick.x for tick in ticks]
    assert [label.get("text-anchor") for label in (axis, *labels)] == [None] * 4
    top = min(at.y for at in PLACES.values()) - 23
    _, edge, _, _ = map(float, str(ET.fromstring(svg(drawing, CAPTION)).get("viewBox")).split())
    assert all(edge + 10 < float(str(label.get("y"))) < top for label in labels)


def ends(drawing: Drawing) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the start and the end of the first association."""
    (layer,) = part(drawing, "associations")
    numbers = [
        float(number) for number in re.findall(r"-?[\d.]+", str(next(layer.iter(f"{NS}path")).get("d")))
    ]
    return (numbers[0], numbers[1]), (numbers[-2], numbers[-1])


def test_associations_leave_a_card_on_its_downstream_side() -> None:
    pair = Subgraph(ENTITIES[:2], LINKS[:1])
    right = {"a": Position(0, 0), "b": Position(400, 50)}
    down = {"a": Position(0, 0), "b": Position(40, 200)}
    assert ends(Drawing(pair, right)) == ((98, 0), (295, 50))
    assert ends(Drawing(pair, down, Arrangement.DOWN)) == ((0, 37), (40, 156))


def test_associations_to_an_earlier_card_leave_backwards_and_never_cross_their_own_cards() -> None:
    pair = Subgraph(ENTITIES[:2], LINKS[:1])
    assert ends(Drawing(pair, {"a": Position(400, 0), "b": Position(0, 50)})) == ((302, 8), (105, 58))
    assert ends(Drawing(pair, {"a": Position(0, 0), "b": Position(0, 200)})) == ((98, 0), (105, 200))


@pytest.mark.parametrize("size", [11, 13])
def test_a_name_that_is_too_long_fits_and_keeps_whole_words_of_both_ends(size: int) -> None:
    name = "quarterly-customer-churn-retraining-with-holdout-evaluation"
    short = name_fitted(name, "", 150, size, bold=True)
    start, _, end = short.partition("…")
    assert 90 < width(short, size, bold=True) <= 150
    assert name.startswith(f"{start}-")
    assert name.endswith(f"-{end}")


def test_a_name_loses_its_random_parts_before_any_word() -> None:
    name = "pipelines-d84ewltjmxhe-AbaloneTrain-A0QiDGuY6z"
    assert name_fitted(name, "…AbaloneTrain…", 500, 13) == name
    assert name_fitted(name, "…AbaloneTrain…", 150, 13) == "…AbaloneTrain…"


def test_long_lines_are_wrapped_without_loss() -> None:
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
    drawn = svg(Drawing(Subgraph(entities, links), positions), CAPTION)
    assert drawn.count("<title>") >= len(entities)


def test_a_warning_of_a_hostile_name_reads_in_the_order_of_its_characters() -> None:
    package = Entity(
        "arn:p",
        "artifact",
        {
            "type": "Model",
            "sourceuri": "arn:aws:sagemaker:eu-west-1:123456789012:model-package/fraud/1",
            "servedby": "evil\u202e\x9b2J",
            "factsources": "{}",
        },
    )
    subgraph = Subgraph((package,), focus=("arn:p",))
    (card,) = cards(ET.fromstring(svg(Drawing(subgraph, layout(subgraph)), CAPTION)))
    title = card.findtext(f"{NS}title", "")
    assert "Live without approval: evil" in title
    assert title.replace("\n", "").isprintable()


def test_the_legend_of_an_overview_counts_no_cards_as_entities() -> None:
    overview = schema_subgraph(LocalStore([SAMPLE]).schema())
    words = [text.text for text in drawn(taken(overview)).iter(f"{NS}text")]
    assert "5 Data sets" in words
    assert "contributed to" in " ".join(filter(None, words))
    assert not [text for text in words if text and text.endswith("  1")]
