from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.layout import layout
from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.picture.lines import strokes
from lineage_viz.picture.names import short_names
from lineage_viz.picture.render import cards, render
from lineage_viz.questions.overview import schema_subgraph, stand_in, type_of
from lineage_viz.store.base import Schema
from lineage_viz.store.local import LocalStore
from lineage_viz.takeaway.tables import entities_csv
from lineage_viz.title import title
from lineage_viz.view.drawn import Drawn
from lineage_viz.view.narrowing import narrow
from tests.sample import SAMPLE, Listed
from tests.takeaway.conftest import CAPTION, HOSTILE

DATA, JOB = ("artifact", "DataSet"), ("trial_component", "SageMakerProcessingJob")


def overview(*sources: Listed) -> Subgraph:
    return schema_subgraph(LocalStore(sources).schema())


def test_one_stand_in_for_each_type_has_the_count() -> None:
    found = {title(entity): entity.properties["count"] for entity in overview(SAMPLE).entities}
    assert found["5 Data sets"] == 5
    assert found["1 Endpoint"] == 1
    assert len(found) == 10


def test_a_line_has_the_number_of_its_associations() -> None:
    found = strokes(overview(SAMPLE))
    assert found[stand_in(DATA), stand_in(JOB)].words == "contributed to (2)"
    real = Association("a", "Produced", "b", {"count": 7})
    assert strokes(Subgraph((), (real,)))["a", "b"].words == "produced"


def test_associations_are_counted_between_types() -> None:
    found = overview(SAMPLE)
    into_jobs = [a for a in found.associations if a.destination == stand_in(JOB)]
    assert [(a.source, a.type, a.properties["count"]) for a in into_jobs] == [
        (stand_in(DATA), "ContributedTo", 2),
        (stand_in(("artifact", "Image")), "ContributedTo", 1),
    ]
    assert sum(int(str(a.properties["count"])) for a in found.associations) == 19


def test_the_order_of_counting_in_a_store_changes_nothing() -> None:
    schema = LocalStore([SAMPLE]).schema()
    turned = Schema(dict(reversed(schema.types.items())), dict(reversed(schema.associations.items())))
    assert schema_subgraph(turned) == schema_subgraph(schema)


def test_the_overview_is_drawn_and_taken_away_like_any_lineage() -> None:
    for source in (SAMPLE, Listed(HOSTILE.entities, HOSTILE.associations), Listed()):
        found = overview(source)
        places = layout(found)
        payload = render(narrow(found), Drawn(found), cards(found.entities, places), places)
        assert len(payload["nodes"]) == len(found.entities)  # type: ignore[arg-type]
        assert entities_csv(found, CAPTION)


def test_the_short_name_of_a_type_keeps_the_part_that_no_other_type_has() -> None:
    version = "FeatureEngineeringPipelineVersion"
    types = [
        f"{version}-merchant-features",
        f"{version}-store-features",
        "FeatureEngineeringPipeline",
        "Model",
    ]
    found = overview(Listed(tuple(Entity(f"arn:{each}", "context", {"type": each}) for each in types)))
    short = {type_of(arn): words for arn, words in short_names(found.entities).items()}
    assert [short["context", each] for each in types] == [
        "1 …merchant-features", "1 …store-features", "1 Feature engineering pipeline", "1 Model"
    ]  # fmt: skip


def test_models_stand_after_the_jobs_that_made_them_and_before_their_readers() -> None:
    training, model, scoring = ("t", "Train"), ("a", "Model"), ("t", "Score")
    data = ("a", "Data")
    counts = {(data, training): 40, (training, model): 30, (model, training): 2, (model, scoring): 20,
              (scoring, data): 15, (data, scoring): 20, (model, model): 9}  # fmt: skip
    types = dict.fromkeys((data, model, scoring, training), 50)
    schema = Schema(types, {(a, "ContributedTo", b): number for (a, b), number in counts.items()})
    places = layout(schema_subgraph(schema))
    ordered = sorted(types, key=lambda key: places[stand_in(key)].x)
    assert ordered == [data, training, model, scoring]


def test_processing_jobs_stand_before_the_models_that_some_of_them_read() -> None:
    processing, training, model, data = ("t", "Process"), ("t", "Train"), ("a", "Model"), ("a", "Data")
    counts = {(data, processing): 737, (processing, data): 530, (data, training): 400, (training, model): 183,
              (model, processing): 128}  # fmt: skip
    types = dict.fromkeys((data, model, processing, training), 200)
    schema = Schema(types, {(a, "ContributedTo", b): number for (a, b), number in counts.items()})
    places = layout(schema_subgraph(schema))
    assert places[stand_in(data)].x < places[stand_in(processing)].x < places[stand_in(model)].x
    assert places[stand_in(training)].x < places[stand_in(model)].x


def test_a_real_arn_has_no_type() -> None:
    for arn in ("", "type", "type:", "type:artifact", "arn:aws:sagemaker:eu-west-1:123456789012:artifact/1"):
        assert type_of(arn) is None


@given(st.text(), st.text())
def test_the_id_of_a_stand_in_contains_its_type(label: str, type_: str) -> None:
    assert type_of(stand_in((label, type_))) == (label, type_)


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_no_two_types_share_a_stand_in(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert (stand_in(one) == stand_in(other)) == (one == other)
