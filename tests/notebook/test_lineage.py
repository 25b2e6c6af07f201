"""The lineage in a notebook: its answers equal those of the store and the commands, and say how complete they are."""

import doctest
import importlib
import inspect
import os
import pkgutil
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

import lineage_viz as lv
from lineage_viz import notebook
from lineage_viz.errors import LineageVizError
from lineage_viz.json_text import json_of
from lineage_viz.learning.building import tables_of
from lineage_viz.notebook.lineage import Lineage
from lineage_viz.questions import prepared
from lineage_viz.store.local import LocalStore
from tests import demo_once
from tests.command import run_here
from tests.sample import Listed

MODEL = "ticket-routing-models/10"
ENDPOINT = "ticket-routing-prod"


@pytest.fixture(scope="module")
def g() -> Lineage:
    return Lineage(demo_once.store())


def test_every_public_name_is_exported_and_documented() -> None:
    assert set(notebook.__all__) <= set(dir(lv)) == {*lv.__all__, "open"}
    for name in notebook.__all__:
        found = getattr(lv, name)
        assert inspect.getdoc(found), name
        members = vars(found).items() if inspect.isclass(found) else ()
        for member, value in members:
            if not member.startswith("_"):
                assert inspect.getdoc(value), f"{name}.{member}"


def test_the_examples_in_the_documentation_run() -> None:
    names = [each.name for each in pkgutil.iter_modules(notebook.__path__, f"{notebook.__name__}.")]
    tried = [doctest.testmod(importlib.import_module(name)) for name in names]
    assert sum(each.failed for each in tried) == 0
    assert sum(each.attempted for each in tried) >= 10


def test_an_entity_is_found_by_name_arn_or_address(g: Lineage) -> None:
    m = g.find(MODEL)
    assert (m.title, m.type, m.state) == (MODEL, "Model", "Approved")
    assert m == g.find(m.arn) == g.find(m.entity.source) == g.find(m)
    assert m.facts["approval"].value == "Approved"
    assert str(m.facts["imagemoved"].state) == "not read"


def test_one_side_has_the_named_types_only_and_the_trace_is_that_of_the_app(g: Lineage) -> None:
    m = g.find(MODEL)
    sides = m.upstream(), m.upstream(type="DataSet"), m.upstream(type=["data sets", "Image"])
    arns = [{each.arn for each in side} for side in sides]
    assert {each.arn for each in sides[0] if each.type == "DataSet"} == arns[1] < arns[2] < arns[0]
    assert m.arn not in arns[0]
    assert "complete" in sides[1].extent
    assert g.trace(m).subgraph.focus == (m.arn,)
    assert {each.arn for each in m.downstream()} >= {g.find(ENDPOINT).arn}


def test_a_cut_is_said_and_a_limit_of_steps_is_no_cut(g: Lineage) -> None:
    assert g.trace(MODEL, up=1, down=0).is_complete
    served = g.find(ENDPOINT).upstream()
    assert "earlier deployments" in served.extent
    assert len(g.find(ENDPOINT).upstream(deployment="all")) > len(served)
    assert max(served.subgraph.hops.values()) == 0
    cut = g.find(ENDPOINT).upstream(most=3)
    assert len(cut) == 2
    assert cut.to_pandas().attrs["extent"] == cut.extent
    assert not cut.is_complete
    assert "cut at 3 entities" in cut.extent
    assert "cut at 3 entities" in repr(cut)


def test_a_day_is_given_as_text_or_as_a_date(g: Lineage) -> None:
    endpoint = g.find(ENDPOINT)
    days = ("2026-01-15", "15 Jan 2026", date(2026, 1, 15), datetime(2026, 1, 15, 9))
    assert {endpoint.upstream(deployment=each).extent for each in days} == {
        endpoint.upstream(deployment="ticket-routing-models/7").extent
    }
    cuts = ("2026-01-01", date(2026, 1, 1))
    assert len({str(tables_of(g.store, cut=each).cuts) for each in cuts}) == 1
    assert [each.title for each in g.trace(MODEL, up=0, down=0)] == [MODEL]


def test_the_number_that_a_trace_left_out_is_true_also_beside_evaluations(g: Lineage) -> None:
    whole = len(g.trace(MODEL))
    for most in (1, 7, 14, 15):
        cut = g.trace(MODEL, most=most)
        left_out = whole - len(cut)
        assert (f"{left_out} more" if left_out else "complete") in cut.extent, most
        assert cut.is_complete == (not left_out)


def test_the_steps_of_a_frame_are_those_of_ancestors_and_descendants_alone(g: Lineage) -> None:
    m, whole = g.find(MODEL), g.to_networkx()
    frame = g.trace(m).to_pandas()
    steps = frame.set_index("arn").steps.dropna()
    up, down = nx.ancestors(whole, m.arn), nx.descendants(whole, m.arn)
    assert set(steps[steps < 0].index) <= up
    assert set(steps[steps > 0].index) <= down
    assert set(frame.arn) - set(steps.index) == set(frame.arn) - up - down - {m.arn} != set()
    assert steps.to_dict() == {
        arn: -nx.shortest_path_length(whole, arn, m.arn)
        if step < 0
        else nx.shortest_path_length(whole, m.arn, arn)
        for arn, step in steps.items()
    }
    assert str(frame.steps.dtype) == "Int64"


def test_the_extent_of_a_store_says_what_is_missing(tmp_path: Path) -> None:
    for name, title in (("one", "first"), ("two", "second")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "vertices.csv").write_text(f"~id,~label,title\na,artifact,{title}\n", "utf-8")
    both = lv.open([tmp_path / "one", tmp_path / "two"])
    assert (
        "1 entity with other values in several of the folders: the later folder counts, two before all"
        in both.extent
    )
    assert "shows nothing about its completeness" in lv.open(tmp_path / "one").extent


def test_a_name_that_nobody_has_is_said_wherever_the_answer_is(g: Lineage) -> None:
    answer = g.ask.made_by("grace")
    words = "Nobody here has the name grace. The nearest one is grace-murphy."
    for told in (answer.extent, repr(answer), answer.to_pandas().attrs["extent"]):
        assert words in told
    assert answer._repr_html_().count(words) == 1


def test_the_columns_of_a_question_are_values_on_request(g: Lineage) -> None:
    answer = g.ask.data_sets_of(MODEL)
    frame = answer.to_pandas(values=True)
    assert frame.Steps.tolist() == [int(row.cells[0]) for row in answer.answer.rows]
    assert (str(frame.Steps.dtype), frame.attrs["extent"]) == ("Int64", answer.extent)
    decided = g.ask.decisions_of_group("ticket-routing-models").to_pandas(values=True)
    assert decided.Decided.tolist() == decided.decidedat.dt.normalize().tolist()
    roles = g.ask.data_sets_from(MODEL).to_pandas(values=True)
    assert "" not in roles.Role.tolist()
    assert len(g.ask.made_by("grace").to_pandas(values=True)) == 0


def test_an_empty_frame_has_its_columns_and_whole_numbers_stay_whole(g: Lineage) -> None:
    none, whole = g.search("type:endpoint created<2001").to_pandas(), g.to_pandas()
    assert (len(none), list(none.columns)) == (0, list(whole.columns[:7]))
    answer = g.ask.made_by("grace").to_pandas()
    assert set(g.ask.made_by("grace").answer.question.columns) <= set(answer.columns)
    assert str(whole.packageversion.dtype) == "Int64"
    assert whole.packageversion.dropna().tolist() == [
        each.properties["packageversion"]
        for each in g.search("", most=10_000)
        if "packageversion" in each.properties
    ]


def test_each_frame_has_its_extent(g: Lineage) -> None:
    part, audit = g.trace(MODEL), g.audit(MODEL)
    assert part.associations_to_pandas().attrs["extent"] == part.extent
    assert audit.to_pandas().attrs["extent"] == audit.extent == "complete"
    compared = g.compare("ticket-routing-models/9", MODEL)
    assert compared.extent == "complete"
    assert "complete" in repr(compared)


def test_a_gap_of_the_snapshot_is_said() -> None:
    demo = demo_once.source()
    info = replace(demo.info, incomplete=("Some artifacts were not read",))
    gaps = Lineage(LocalStore([Listed(tuple(demo.entities()), tuple(demo.associations()), info)]))
    assert "gaps" in gaps.extent
    assert not gaps.trace(MODEL).is_complete
    assert "gaps" in repr(gaps.find(MODEL).upstream())


def test_the_frames_have_every_entity_and_association(g: Lineage) -> None:
    part = g.trace(MODEL)
    frame = part.to_pandas()
    assert list(frame.arn) == [each.arn for each in part]
    assert list(frame.columns[:8]) == [
        "arn",
        "title",
        "type",
        "label",
        "state",
        "warning",
        "created",
        "steps",
    ]
    row = frame.set_index("title").loc[MODEL]
    assert (row.state, row.metricvalue, row.created) == ("Approved", 0.908, pd.Timestamp(part[0].created))
    assert "record" not in frame
    links = part.associations_to_pandas()
    assert len(links) == len(part.subgraph.associations)
    assert set(links.source) | set(links.destination) <= set(frame.arn)
    assert len(g.to_pandas()) == demo_once.store().counts().entities
    assert list(g.to_pandas("type:Endpoint").type.unique()) == ["Endpoint"]


def test_the_graphs_are_those_of_networkx(g: Lineage) -> None:
    m, whole = g.find(MODEL), g.to_networkx()
    assert {each.arn for each in m.upstream()} == nx.ancestors(whole, m.arn)
    assert {each.arn for each in m.downstream()} == nx.descendants(whole, m.arn)
    part = g.trace(m)
    graph = part.to_networkx()
    assert set(graph) == {each.arn for each in part}
    assert {(source, end, type_) for source, end, type_ in graph.edges(keys=True)} == {
        (each.source, each.destination, each.type) for each in part.subgraph.associations
    }
    assert sum(nx.pagerank(whole).values()) == pytest.approx(1)
    nx.set_node_attributes(whole, "Rejected", "approval")
    graph.clear()
    assert g.find(MODEL).state == "Approved"
    assert len(g.trace(m).to_networkx()) == len(part)
    assert part.to_networkx().graph["extent"] == part.extent


def test_the_whole_lineage_goes_to_graph_learning(g: Lineage, tmp_path: Path) -> None:
    made = g.to_learning(tmp_path / "learning", fold_rare=10)
    counts = g.store.counts()
    assert (made.entities, made.associations) == (counts.entities, counts.associations)
    assert (tmp_path / "learning" / "graph.json").exists()


def test_paths_are_found_in_either_direction(g: Lineage) -> None:
    there, back = g.paths(MODEL, ENDPOINT), g.paths(ENDPOINT, MODEL)
    assert {each.arn for each in there} == {each.arn for each in back}
    assert len(there) == 3
    assert there.extent.startswith("1 path: ")
    assert g.paths(MODEL, "store-traffic-models/6").extent.startswith(
        "no path between them, in either direction: "
    )


def test_a_search_says_how_many_there_are_and_how_it_was_read(g: Lineage) -> None:
    hits = g.search("type:model", most=50)
    assert f"the first 50 of {hits.total}" in repr(hits)
    assert list(hits[:2]) == [hits[0], hits[1]]
    assert hits.to_pandas().attrs["extent"] == hits.extent
    assert "showing routing" in repr(g.search("ticket-routng"))
    assert g.search("type:endpoint", most=1_000).extent.endswith("complete")


def test_a_part_and_an_answer_are_sequences(g: Lineage) -> None:
    for each in (g.trace(MODEL), g.ask.data_sets_of(MODEL)):
        assert isinstance(each, Sequence)
        assert each[:2] == [each[0], each[1]]
        assert each.index(each[1]) == 1


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("data_sets_of", (MODEL,)),
        ("data_sets_of", (ENDPOINT, "ever")),
        ("endpoints_of", (MODEL,)),
        ("models_without", ("evaluation",)),
        ("new_since", (date(2026, 3, 1),)),
        ("made_by", ("grace-murphy",)),
    ],
)
def test_a_question_has_the_answer_of_the_command(g: Lineage, name: str, values: tuple[object, ...]) -> None:
    answer = getattr(g.ask, name)(*values)
    asked = run_here(["ask", name.replace("_", "-"), *map(str, values), "--format", "json"], os.environ)
    data = json_of(asked.stdout, dict)
    assert [each.arn for each in answer] == [row["arn"] for row in data["rows"]]
    assert answer.extent == data["extent"]
    frame = answer.to_pandas()
    for column in answer.answer.question.columns:
        assert column in frame or column.casefold() in frame


def test_all_questions_are_listed_and_have_their_meaning(g: Lineage) -> None:
    assert len(dir(g.ask)) == len(prepared.QUESTIONS)
    for name in dir(g.ask):
        assert name in repr(g.ask)
        assert getattr(g.ask, name).__doc__
    assert str(inspect.signature(g.ask.data_sets_of)).startswith("(entity, when='now')")
    assert "one of now, ever" in g.ask.data_sets_of.__doc__


def test_an_audit_has_the_outcomes_of_the_command(g: Lineage, tmp_path: Path) -> None:
    audit = g.audit(MODEL, pack="bank")
    data = json_of(audit.save(tmp_path / "audit.json").read_text("utf-8"), dict)
    asked = run_here(["audit", MODEL, "--pack", "bank", "--format", "json"], os.environ)
    printed = json_of(asked.stdout, dict)
    default = json_of(run_here(["audit", MODEL, "--format", "json"], os.environ).stdout, dict)
    assert g.audit(MODEL).outcomes == {each["id"]: each["outcome"] for each in default["checks"]}
    assert data["checks"] == printed["checks"]
    assert audit.outcomes == {each["id"]: each["outcome"] for each in printed["checks"]}
    frame = audit.to_pandas()
    assert set(frame.check) <= set(audit.outcomes)
    assert "ticket-routing-models/9" in str(g.compare("ticket-routing-models/9", MODEL))
    assert g.compare("ticket-routing-models/9", MODEL).to_dict()


def test_a_part_is_saved_in_each_form(g: Lineage, tmp_path: Path) -> None:
    part = g.trace(MODEL)
    names = (
        "a.svg",
        "a.html",
        "a.pyvis.html",
        "a.csv",
        "a.associations.csv",
        "a.json",
        "a.graphml",
        "a.gexf",
    )
    saved = {name: part.save(tmp_path / name) for name in names}
    assert len(nx.read_graphml(saved["a.graphml"])) == len(part)
    assert len(nx.read_gexf(saved["a.gexf"])) == len(part)
    assert list(pd.read_csv(saved["a.csv"]).arn) == [each.arn for each in part]
    assert len(pd.read_csv(saved["a.associations.csv"])) == len(part.subgraph.associations)
    assert saved["a.svg"].read_text("utf-8").startswith("<svg")
    assert b"vis-network" in saved["a.pyvis.html"].read_bytes()
    answer = g.ask.data_sets_of(MODEL)
    assert list(pd.read_csv(answer.save(tmp_path / "b.csv")).arn) == [each.arn for each in answer]


def test_a_name_of_several_is_never_one_of_them(g: Lineage) -> None:
    assert g.find(ENDPOINT.upper()) == g.find(ENDPOINT)
    for word in ("xgboost", "TrainHomeRecommender", "cpu"):
        with pytest.raises(LineageVizError, match="Choose one by its ARN"):
            g.find(word)


MISTAKES: dict[str, tuple[Callable[[Lineage], object], str]] = {
    "a name of several": (lambda g: g.find("ticket"), "Choose one by its ARN"),
    "a name of none": (lambda g: g.find("tiket-routing-prd"), "Nothing matches"),
    "a type of none": (lambda g: g.find(MODEL).upstream(type="Modle"), "Did you mean 'Model'?"),
    "no entity": (lambda g: g.trace([]), "1 to 20 entities"),
    "an ending of none": (lambda g: g.trace(MODEL).save("a.pdf"), ".graphml"),
    "an answer's ending": (lambda g: g.ask.endpoints_of(MODEL).save("a.svg"), ".csv or .json"),
    "an audit's ending": (lambda g: g.audit(MODEL).save("a.csv"), ".sarif"),
    "a value too few": (lambda g: g.ask.data_sets_of(), "The question needs"),
    "a value too many": (lambda g: g.ask.endpoints_of(MODEL, "now", "x"), "one value too many"),
    "an unknown value": (lambda g: g.ask.endpoints_of(MODEL, colour="red"), "'colour' is one value too many"),
    "a pack of none": (lambda g: g.audit(MODEL, pack="banks"), "bank"),
    "a pack in other letters": (
        lambda g: g.audit(MODEL, pack="bnak"),
        "pack: there is no pack 'bnak'. Did you mean bank?",
    ),
    "a pack that is a number": (lambda g: g.audit(MODEL, pack=5), "pack is 5"),  # type: ignore[arg-type]
    "a wrong term": (lambda g: g.search("type:xyz"), "There is no type"),
    "no name": (lambda g: g.find(None), "names no entity"),  # type: ignore[arg-type]
    "no steps": (lambda g: g.find(MODEL).upstream(steps=0), "steps is 0"),
    "half a step": (lambda g: g.find(MODEL).upstream(steps=1.5), "steps is 1.5"),  # type: ignore[arg-type]
    "fewer than none": (lambda g: g.search("x", most=-1), "most is -1"),
    "no such deployment": (lambda g: g.find(ENDPOINT).upstream(deployment="77"), "names no deployment"),
    "a folder for a file": (
        lambda g: g.trace(MODEL).save("/no/such/folder/a.svg"),
        "/no/such/folder/a.svg cannot",
    ),
    "no places": (lambda _: lv.open([]), "The list of places to open is empty"),
    "steps of a trace": (lambda g: g.trace(MODEL, up=-1), "up is -1"),
    "a text for steps": (lambda g: g.trace(MODEL, down="2"), "down is '2'"),  # type: ignore[arg-type]
    "steps that are true": (lambda g: g.trace(MODEL, up=True), "up is True"),
    "steps of none": (lambda g: g.find(MODEL).downstream(steps=None), "steps is None"),  # type: ignore[arg-type]
    "a trace of none": (lambda g: g.trace(None), "None names no entity"),  # type: ignore[arg-type]
    "a question of none": (lambda g: g.ask.endpoints_of(None), "None names no entity"),
    "a number for a word": (lambda g: g.ask.made_by(5), "which is no text"),
    "an audit of none": (lambda g: g.audit(None), "None names no entity"),  # type: ignore[arg-type]
    "a search of none": (lambda g: g.search(None), "Give words and terms"),  # type: ignore[arg-type]
    "a number for a type": (lambda g: g.find(MODEL).upstream(type=5), "type is 5"),  # type: ignore[arg-type]
    "a number for a deployment": (
        lambda g: g.find(ENDPOINT).upstream(deployment=9),  # type: ignore[arg-type]
        "deployment is 9, which is no text. Give a version",
    ),
    "a day before all deployments": (
        lambda g: g.find(ENDPOINT).upstream(deployment="2025-06-27"),
        "It served nothing yet on 27 Jun 2025. Choose one by its version or a day",
    ),
    "a cut of none": (lambda g: g.to_learning("/no/such", cut="x"), "'x' is no day. Write it as"),
    "a cut that is a number": (lambda g: g.to_learning("/no/such", cut=9), "'9' is no day"),  # type: ignore[arg-type]
    "types below none": (lambda g: g.to_learning("/no/such", fold_rare=-1), "fold_rare is -1"),
    "half a type": (lambda g: g.to_learning("/no/such", fold_rare=1.5), "fold_rare is 1.5"),  # type: ignore[arg-type]
    "a number for a place": (lambda _: lv.open(5), "5 is no place. Name a folder"),  # type: ignore[arg-type]
    "an empty place": (lambda _: lv.open(""), "'' is no place"),
    "an address of S3": (lambda _: lv.open("s3://bucket/x"), "A place is a folder"),
    "a folder of none": (lambda _: lv.open("/no/such/folder"), "There is no folder /no/such/folder"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_sentence_with_the_next_step(g: Lineage, mistake: str) -> None:
    made, words = MISTAKES[mistake]
    with pytest.raises(LineageVizError, match=re.escape(words)):
        made(g)


def test_a_place_is_opened_as_the_commands_open_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, g: Lineage
) -> None:
    folder = demo_once.snapshot(tmp_path)
    monkeypatch.delenv("LINEAGE_VIZ_SNAPSHOT", raising=False)
    assert lv.open().find(MODEL) == g.find(MODEL)
    assert lv.open(folder).store.counts() == lv.open([str(folder)]).store.counts() == g.store.counts()
    monkeypatch.setenv("LINEAGE_VIZ_SNAPSHOT", str(folder))
    assert lv.open().store.snapshots[0].path == str(folder)


def test_the_error_of_a_mistake_is_named_in_the_library(g: Lineage) -> None:
    assert "LineageVizError" in dir(lv)
    with pytest.raises(lv.LineageVizError, match="no-such-model"):
        g.find("no-such-model")


def test_words_of_an_answer_count_all_that_there_is(g: Lineage) -> None:
    audit = g.audit(MODEL)
    known, of = audit.report.evidence_known
    others = len(audit.outcomes) - of
    assert others
    for told in (repr(audit), audit._repr_html_()):
        assert f"evidence for {known} of {of} checks; {others} more needs none" in told
    assert (
        "cut at 3 entities, itself among them, 9 more are left out" in g.find(MODEL).upstream(most=3).extent
    )
    with pytest.raises(LineageVizError, match="is an Endpoint"):
        g.ask.endpoints_of(g.find(ENDPOINT))


def test_a_place_that_is_wrong_is_named_itself(tmp_path: Path) -> None:
    words = "The place to open is 'ws://host.example'. It must have the form wss"
    with pytest.raises(LineageVizError, match=re.escape(words)):
        lv.open("ws://host.example")
    for name, row in (("good", "a,artifact"), ("bad", ",artifact")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "vertices.csv").write_text(f"~id,~label\n{row}\n", "utf-8")
    with pytest.raises(LineageVizError, match=r"^bad/vertices\.csv, line 2: the ~id is empty"):
        lv.open([tmp_path / "good", tmp_path / "bad"])


def test_the_demo_account_is_made_once() -> None:
    assert lv.demo().store is lv.demo().store


def test_the_legend_of_a_file_has_only_associations_that_are_in_it(g: Lineage, tmp_path: Path) -> None:
    m = g.find(MODEL)
    parts = (m.upstream(), m.upstream(type="DataSet"))
    whole, chosen = (part.save(tmp_path / "part.html").read_text("utf-8") for part in parts)
    line = '{"type":"ContributedTo","words":"contributed to"'
    assert line in whole
    assert line not in chosen
