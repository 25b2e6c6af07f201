import json
from typing import Any

from lineage_viz.layout import Position, layout
from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.picture.render import Payload, accessible_name, cards, render
from lineage_viz.store.local import LocalStore
from lineage_viz.view.drawn import drawn
from lineage_viz.view.filters import ViewFilter
from lineage_viz.view.folding import NO_FOLDS, folded
from lineage_viz.view.narrowing import View, narrow
from tests.sample import SAMPLE, B, K

TYPES = ["ContributedTo", "DerivedFrom", "SameAs"]
WHOLE = LocalStore([SAMPLE]).trace([K])
ONE, TWO = Entity("arn:1", "artifact", {"type": "DataSet", "name": "one"}), Entity("arn:2", "airport")


def payload(subgraph: Subgraph) -> Any:
    """Return the payload that the browser receives."""
    return json.loads(json.dumps(picture(narrow(subgraph))))


def picture(view: View) -> Payload:
    places = layout(view.whole)
    made = cards(view.whole.entities, places)
    return render(view, drawn(view.shown, NO_FOLDS, passes=view.passes), made, places)


def test_every_entity_and_association_is_in_the_payload() -> None:
    shown = payload(WHOLE)
    arns = [node["arn"] for node in shown["nodes"]]
    assert arns == [entity.arn for entity in WHOLE.entities]
    ends = {(arns[edge["from"]], arns[edge["to"]]) for edge in shown["edges"]}
    assert ends == {(a.source, a.destination) for a in WHOLE.associations}
    assert shown["focus"] == [K]
    assert shown["associations"] == len(WHOLE.associations)


def test_a_card_has_the_kind_the_type_and_the_status() -> None:
    whole = LocalStore([SAMPLE]).trace([B])
    card = next(node for node in payload(whole)["nodes"] if node["arn"] == B)
    assert (card["group"], card["words"], card["status"], card["failed"]) == (
        "transform", "Transform job", "Failed", True,
    )  # fmt: skip
    assert card["shape"] == "custom"
    assert card["when"] == 1657728660


def test_physics_is_off_and_the_options_have_no_url() -> None:
    shown = payload(WHOLE)
    assert shown["options"]["physics"] == {"enabled": False}
    assert "http" not in json.dumps(shown["options"])


def test_parallel_associations_merge_into_one_edge_and_solid_wins() -> None:
    links = tuple(Association("arn:1", type_, "arn:2") for type_ in reversed(TYPES))
    shown = payload(Subgraph((ONE, TWO), links, ("arn:1",)))
    (edge,) = shown["edges"]
    look = shown["merged"][edge["line"]]
    assert look == {"words": "contributed to, derived from, same as", "dashes": [], "types": TYPES}
    assert shown["associations"] == 3
    assert [line["words"] for line in shown["lines"]] == ["contributed to", "derived from", "same as"]


def test_the_legend_counts_hidden_types_too() -> None:
    shown = picture(narrow(WHOLE, ViewFilter(types=frozenset({("artifact", "Image")}))))
    types: Any = shown["types"]
    image = next(type_ for type_ in types if type_["type"] == "Image")
    assert (image["count"], image["hidden"], image["kind"]) == (2, True, "image")


def test_the_picture_has_a_name_for_screen_readers() -> None:
    up, name = sum(hop < 0 for hop in WHOLE.hops.values()), accessible_name(narrow(WHOLE))
    assert name.startswith("Lineage of abalonemodelpackagegroupname/1: ")
    assert name.endswith(f"associations, {up} upstream, {len(WHOLE.hops) - up - 1} downstream")


def test_hostile_text_is_one_plain_line_of_bounded_length() -> None:
    name = "<img src=x onerror=alert(1)>\n\u202e" + "x" * 10_000
    hostile = Entity("arn:3", "artifact", {"type": name, "name": name, "sourceuri": name, "status": name})
    shown = payload(Subgraph((hostile,), (Association("arn:3", name, "arn:3"),), ("arn:3",)))
    (card,) = shown["nodes"]
    assert card["label"].startswith("<img src=x onerror=alert(1)> \ufffdx")
    shown = json.dumps(
        [
            card["label"],
            card["words"],
            card["source"],
            card["status"],
            [line["words"] for line in shown["lines"]],
        ]
    )
    assert len(shown) < 1_000
    assert "\\u202e" not in shown


def test_ten_thousand_entities_are_rendered_whole() -> None:
    entities = tuple(
        Entity(f"arn:{n}", "artifact", {"type": "DataSet", "name": f"n{n}"}) for n in range(10_000)
    )
    links = tuple(Association(f"arn:{n // 2}", "Produced", f"arn:{n}") for n in range(1, 10_000))
    subgraph = Subgraph(entities, links, ("arn:0",))
    positions = {entity.arn: Position(0, 0) for entity in entities}
    made = cards(entities, positions)
    payload_ = render(narrow(subgraph), drawn(subgraph, NO_FOLDS), made, positions)
    assert len(payload_["edges"]) == 9_999  # type: ignore[arg-type]


def test_equal_names_in_one_picture_show_the_part_that_differs() -> None:
    run, other = "pipelines-d84ewltjmxhe-Train-3kyzvpyx11", "pipelines-akrb6xifgpjh-Train-a0qidguy6z"
    names = {"arn:1": run, "arn:2": other, "arn:3": "pipelines-akrb6xifgpjh-Evaluate-b0qidguy6z"}
    jobs = tuple(Entity(arn, "trial_component", {"type": "Job", "name": name}) for arn, name in names.items())
    paths = ("s3://b/2026-03/train.csv", "s3://b/2026-04/train.csv")
    data = tuple(Entity(path, "artifact", {"type": "DataSet", "sourceuri": path}) for path in paths)
    shown = payload(Subgraph((*jobs, *data), (), ("arn:1",)))
    cards_ = [(node["label"], node.get("short", "")) for node in shown["nodes"]]
    assert cards_ == [
        (run, "…Train-3kyzvpyx11"),
        (other, "…Train-a0qidguy6z"),
        (names["arn:3"], "…Evaluate…"),
        ("2026-03/train.csv", ""),
        ("2026-04/train.csv", ""),
    ]
    alone = payload(Subgraph((jobs[0], data[0]), (), ("arn:1",)))["nodes"]
    assert [(node["label"], node.get("short", "")) for node in alone] == [(run, "…Train…"), ("train.csv", "")]


def test_the_card_of_a_run_has_the_id_of_the_run() -> None:
    jobs = tuple(Entity(f"arn:{n}", "trial_component", {"type": "Job", "name": f"j{n}"}) for n in range(3))
    links = tuple(Association("arn:0", "ContributedTo", job.arn) for job in jobs[1:])
    whole = Subgraph(jobs, links, ("arn:0",), {"arn:0": 0, "arn:1": 1, "arn:2": 1})
    grouped = drawn(whole, folded(whole, dict.fromkeys(("arn:1", "arn:2"), "pipelines-d84ewltjmxhe")))
    places = layout(grouped.subgraph)
    shown: Any = render(narrow(whole), grouped, cards(whole.entities, places), places)
    (group,) = [node for node in shown["nodes"] if "fold" in node]
    assert (group["label"], "short" in group) == ("pipelines-d84ewltjmxhe", False)


def test_a_stack_counts_and_names_its_members() -> None:
    jobs = tuple(Entity(f"arn:{n}", "trial_component", {"type": "Job", "name": f"j{n}"}) for n in range(12))
    links = tuple(Association("arn:0", "ContributedTo", job.arn) for job in jobs[1:])
    whole = Subgraph(jobs, links, ("arn:0",), dict.fromkeys((job.arn for job in jobs), 1) | {"arn:0": 0})
    view = narrow(whole)
    stacked = drawn(whole, folded(whole, {}))
    places = layout(stacked.subgraph)
    shown: Any = render(view, stacked, cards(whole.entities, places), places)
    stack = next(node for node in shown["nodes"] if "fold" in node)
    assert (stack["label"], stack["fold"], len(stack["inside"])) == ("11 Jobs", 11, 11)
    assert (shown["entities"], len(shown["nodes"]), shown["associations"]) == (12, 2, 11)
    assert not {"moreUp", "moreDown"} & stack.keys()


def test_a_stack_at_the_edge_of_the_picture_has_more_where_its_members_have_more() -> None:
    jobs = tuple(Entity(f"arn:{n}", "trial_component", {"type": "Job", "name": f"j{n}"}) for n in range(12))
    links = tuple(Association("arn:0", "ContributedTo", job.arn) for job in jobs[1:])
    degrees = {job.arn: (1, 2) for job in jobs[1:]} | {"arn:0": (0, 11)}
    whole = Subgraph(jobs, links, ("arn:0",), {job.arn: int(job.arn != "arn:0") for job in jobs}, degrees)
    stacked = drawn(whole, folded(whole, {}))
    places = layout(stacked.subgraph)
    shown: Any = render(narrow(whole), stacked, cards(whole.entities, places), places)
    stack = next(node for node in shown["nodes"] if "fold" in node)
    assert (stack["moreUp"], stack["moreDown"]) == (0, 22)


def test_a_path_through_filtered_out_entities_is_an_edge_of_its_own() -> None:
    view = narrow(WHOLE, ViewFilter(labels=frozenset({"trial_component"}), skip=True))
    shown: Any = picture(view)
    ways = [edge for edge in shown["edges"] if shown["merged"][edge["line"]].get("pass")]
    assert len(ways) == len(view.passes) > 0
    assert shown["merged"][ways[0]["line"]]["words"] == "through 1 filtered out"
