"""The run of a pipeline has a name on its card, and a line says the role of the data for the job."""

import re
from collections import defaultdict
from typing import Any

from lineage_viz.approval import is_package
from lineage_viz.layout import layout
from lineage_viz.picture.address import Address
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.card_facts import stack_fact
from lineage_viz.picture.lines import strokes
from lineage_viz.picture.render import cards
from lineage_viz.picture.scene import scene
from lineage_viz.view.drawn import drawn, stack
from lineage_viz.view.folding import folded
from lineage_viz.view.grouping import GroupBy, groups
from lineage_viz.words import day
from tests import demo_once
from tests.pictured import pictured

ROUTING = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/ticket-routing-models/10"


def focus() -> str:
    return next(each.arn for each in demo_once.source().entities() if each.source == ROUTING)


def test_each_run_has_the_name_of_its_pipeline_its_day_and_its_id() -> None:
    account, store = demo_once.account(), demo_once.store()
    tags = (tag["Value"] for job in account.trial_components for tag in job.get("Tags", ()))
    pipelines = {
        found[2]: found[1]
        for each in tags
        if (found := re.search("pipeline/(.+)-pipeline/execution/(.+)", each))
    }
    whole = pictured(store, focus(), up=8)
    folding = folded(whole, groups(whole, GroupBy.EXECUTION))
    by_arn = {each.arn: each for each in whole.entities}
    assert folding.folds
    for fold in folding.folds.values():
        run = fold.name.removeprefix("pipelines-")
        members = [by_arn[arn] for arn in fold.members]
        made = stack(fold, members)
        newest = day(max(each.created for each in members if each.created))
        assert made.name == f"{pipelines[run]} run"
        assert made.text("note").endswith(" entities")
        assert stack_fact(made).whole == f"{newest} · {run}"
    opened = drawn(whole, folding.opened(next(iter(folding.folds))))
    assert [each.words for each in opened.opened] == [f"{pipelines[run]} run {run}"]


def test_a_line_says_the_role_of_a_data_set_for_its_job() -> None:
    whole = pictured(demo_once.store(), focus(), up=8)
    by_arn = {each.arn: each for each in whole.entities}
    found = defaultdict(set)
    for (source, destination), stroke in strokes(whole).items():
        found[by_arn[source].type, by_arn[destination].type].add(stroke.words)
    data = found["DataSet", "SageMakerTrainingJob"]
    assert {words.rpartition(" as ")[2] for words in data} == {"train", "validation"}
    assert not any(" as SageMaker" in words for each in found.values() for words in each)


def test_the_card_of_a_package_has_its_key_metric_behind_its_type() -> None:
    whole = pictured(demo_once.store(), focus())
    made = cards(whole.entities, layout(whole))
    assert str(made[focus()]["after"]).startswith("accuracy 0.9")
    packages = {each.arn for each in whole.entities if is_package(each)}
    assert {arn for arn, card in made.items() if "after" in card} <= packages


def test_the_card_of_a_data_set_has_its_role() -> None:
    store = demo_once.store()
    found = scene(store, Address(focus()), PictureCache())
    nodes = {node["arn"]: node for node in found.payload["nodes"]}  # type: ignore[attr-defined]
    roles = {
        each.source.rpartition("/")[2]: nodes[each.arn].get("after")
        for each in found.view.shown.entities
        if each.type == "DataSet"
    }
    assert roles["train.jsonl"] == "train"
    assert roles["evaluate.py"] == "code"
    assert roles["evaluation.json"] is None, "no job reads it"
    packed: Any = found.deck.packed(found.payload)["nodes"]
    sent = [node for node in packed if isinstance(node, list) and len(node) == 5]
    assert sorted(node[4] for node in sent) == sorted(filter(None, roles.values()))


def test_the_card_of_a_run_says_what_is_in_it_and_keeps_the_name_of_its_pipeline_without_room() -> None:
    found = scene(demo_once.store(), Address(focus(), up=8, group=GroupBy.EXECUTION), PictureCache())
    runs = [node for node in found.payload["nodes"] if str(node["label"]).endswith(" run")]  # type: ignore[attr-defined]
    assert {node["label"]: node["short"] for node in runs}["ticket-routing run"] == "ticket-routing"
    assert any(re.fullmatch(r"1 training job · \d+ entities", node["words"]) for node in runs)
