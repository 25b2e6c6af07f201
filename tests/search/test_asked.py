"""The language of a search, on the demo account: each answer equals a plain scan of all entities."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.evidence.state import state_of
from lineage_viz.model import Entity
from lineage_viz.search.asked import asked
from lineage_viz.search.fields import FIELDS
from lineage_viz.search.guide import GUIDE
from lineage_viz.search.period import period
from lineage_viz.search.term import Term, parts
from lineage_viz.search.vocabulary import Vocabulary, vocabulary
from lineage_viz.store.filter import NO_FILTER, Filter, is_live, is_unapproved
from tests import demo_once
from tests.hypothesis_profiles import examples

DEMO = demo_once.store()
KNOWN = vocabulary(DEMO)
EVERYTHING = DEMO.search(limit=10_000).entities
YEAR = 2026


def found(text: str, filter_: Filter = NO_FILTER) -> set[str]:
    search = asked(text, lambda: KNOWN, filter_)
    assert not search.refusals
    page = search.answer(DEMO, limit=10_000)
    assert page.total == len(page.entities)
    return {each.arn for each in page.entities}


def those(passes: Callable[[Entity], bool]) -> set[str]:
    return {each.arn for each in EVERYTHING if passes(each)}


def created(first: str, last: str) -> Callable[[Entity], bool]:
    """True for an entity from the first to the last day."""
    return lambda each: bool(each.created) and first <= f"{each.created:%Y-%m-%d}" <= last


def number(entity: Entity) -> float:
    """The number of the key metric on screen; of an entity without one, no number compares with it."""
    return float(entity.text("keymetric").rpartition(" ")[2] or "nan")


def is_model(entity: Entity) -> bool:
    return entity.type == "Model"


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("type:model", is_model),
        ("TYPE:Models", is_model),
        ("type=model,endpoint", lambda e: e.type in ("Model", "Endpoint")),
        ("type:training-job", lambda e: e.type == "SageMakerTrainingJob"),
        ('type:"training job"', lambda e: e.type == "SageMakerTrainingJob"),
        ("type:job", lambda e: e.type.endswith("Job")),
        ("-type:model -label:artifact", lambda e: e.label != "artifact"),
        ("status:failed", lambda e: state_of(e) == "Failed"),
        ("status:in-service,failed", lambda e: state_of(e) in ("In service", "Failed")),
        ("decision:approved", lambda e: is_model(e) and state_of(e) == "Approved"),
        ("decision:pending", lambda e: is_model(e) and state_of(e) == "Pending approval"),
        ("live:yes", is_live),
        ("live:no", lambda e: e.type in ("Model", "Endpoint") and not is_live(e)),
        ("live:unapproved", is_unapproved),
        ("live:yes -live:yes", lambda _: False),
        ("type:model live:yes -decision:approved", lambda e: is_model(e) and is_live(e) and state_of(e) != "Approved"),
        ("by:grace", lambda e: "grace" in e.text("owner") or "grace" in e.text("decidedby")),
        ("metric.accuracy>0.9", lambda e: "accuracy" in e.text("metricname") and number(e) > 0.9),
        ("metric.f1<=0.9 -type:model", lambda e: "f1" in e.text("metricname") and number(e) <= 0.9 and not is_model(e)),
        ("metric>=0.908 metric<0.91", lambda e: 0.908 <= number(e) < 0.91),
        ("metric.accuracy=0.908", lambda e: e.text("keymetric").endswith("accuracy 0.908")),
        ("metric:auc,f1", lambda e: "auc" in e.text("metricname") or "f1" in e.text("metricname")),
        ("type:model -metric>0", lambda e: is_model(e) and not e.text("keymetric")),
        ("created:2026-02", created("2026-02-01", "2026-02-28")),
        ("created=2026-3-3", created("2026-03-03", "2026-03-03")),
        ("created:2025", created("2025-01-01", "2025-12-31")),
        ("created>2026-02", created("2026-03-01", "9999")),
        ("created>=2026-02", created("2026-02-01", "9999")),
        ("created<2025-12", created("0", "2025-11-30")),
        ("created<=2025-12", created("0", "2025-12-31")),
        ("fraud type:model", lambda e: is_model(e) and e.arn in those_with("fraud")),
        ("type:model   fraud", lambda e: is_model(e) and e.arn in those_with("fraud")),
    ],
)  # fmt: skip
def test_each_term_narrows(text: str, passes: Callable[[Entity], bool]) -> None:
    assert found(text) == those(passes)


def those_with(word: str) -> set[str]:
    return {each.arn for each in DEMO.search(word, limit=10_000).entities}


def test_terms_narrow_the_filter_of_a_page() -> None:
    models = Filter(types=frozenset({"Model"}))
    assert found("live:yes", models) == those(lambda e: is_model(e) and is_live(e))


def test_the_last_days_end_with_the_snapshot() -> None:
    (info,) = DEMO.snapshots
    assert info.taken
    assert KNOWN.now == info.taken
    assert found("created:30d") == those(
        lambda e: bool(e.created) and (info.taken - e.created).total_seconds() <= 30 * 86_400  # type: ignore[operator]
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("type:modle", "There is no type “modle” here. Did you mean Model?"),
        ("type:zzz", "There is no type “zzz” here. There are: Data set,"),
        ("status:failled", "Did you mean Failed?"),
        ("-by:nobody", "There is no person “nobody” here."),
        ("live:maybe", "Write live:yes, live:no, live:unapproved or live:not-read, not “live:maybe”."),
        ("created:2026-13", "“created:2026-13” has no date. Write 2026, 2026-03, 2026-03-12, or 30d"),
        ("created:soon", "has no date"),
        ("created:2026,2025", "has no date"),
        ("created>30d", "Write created:30d for the last days"),
        ("metric.accuracy>high", "“metric.accuracy>high” has no number. Write it as in metric.accuracy>0.9."),
        ("metric>inf", "has no number"),
        ("metric>1,2", "has no number"),
        ("metric.acuracy>0.9", "There is no metric “acuracy” here. Did you mean"),
        ("type>model", "type has no order, so write type: in place of >."),
    ],
)
def test_a_term_that_means_nothing_is_explained_and_finds_nothing(text: str, sentence: str) -> None:
    search = asked(f"fraud {text}", lambda: KNOWN)
    assert sentence in search.refusals[0]
    page = search.answer(DEMO)
    assert page.total == 0
    assert search.note(page) == search.refusals[0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("stauts:failed", "There is no field stauts. Did you mean status:?"),
        ("live:", "such as live:yes. Values: yes, no, unapproved, not-read."),
        ("model type:", "such as type:model,endpoint. Values: Data set,"),
        ("created>", "such as created:2026-03."),
        ("metrics.auc>0.9", "There is no field metrics. Did you mean metric:?"),
        ("metric.auc>", "such as metric.accuracy>0.9. Values: "),
    ],
)
def test_an_unfinished_or_misspelt_term_is_hinted_at(text: str, sentence: str) -> None:
    search = asked(text, lambda: KNOWN)
    assert sentence in search.note(search.answer(DEMO))


def test_terms_without_a_hit_are_told_apart_from_words() -> None:
    search = asked("type:endpoint decision:approved", lambda: KNOWN)
    assert search.note(search.answer(DEMO)) == "Nothing has all of this. Leave out a term or a word."
    search = asked("no-such-word", lambda: KNOWN)
    assert search.note(search.answer(DEMO)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/typed",
        "s3://acme/train.csv",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/train:1.2",
        "types://bucket",
        "a<b",
        "type.model>1",
        "train.csv",
        "-fraud",
        ":",
        "-",
    ],
)
def test_an_address_and_other_words_are_no_terms(text: str) -> None:
    search = asked(text, lambda: pytest.fail("a search of words needs no vocabulary"))
    assert (search.words, search.filter_, search.notes) == (text, NO_FILTER, ())


def test_quotes_hold_blanks_and_commas_together() -> None:
    assert list(parts('"a b" by:"Grace, M",x -status:"in service')) == [
        " a b ",
        Term('by:"Grace, M",x', "by", ":", ("Grace, M", "x")),
        Term('-status:"in service', "status", ":", ("in service",), excluded=True),
    ]


def test_the_guide_has_every_field_and_no_other() -> None:
    assert GUIDE.keys() == FIELDS.keys()


@pytest.mark.parametrize("name", FIELDS)
def test_the_example_of_each_field_is_understood(name: str) -> None:
    known = Vocabulary(
        ["artifact"],
        {"Model": frozenset({"Model"}), "Endpoint": frozenset({"Endpoint"})},
        ["Failed"],
        ["grace-murphy"],
        ["validation:accuracy"],
        datetime(YEAR, 3, 12, tzinfo=UTC),
    )
    search = asked(GUIDE[name][1], lambda: known)
    assert search.notes == ()
    assert search.words == ""
    assert len(search.filter_.also) == 1


scraps = st.lists(
    st.sampled_from([*FIELDS, ":", "<", "-", '"', ",", "model", " ", "2026", "0d"]), max_size=12
)


@examples(300)
@given(st.text(max_size=30) | scraps.map("".join))
def test_any_text_has_an_answer(text: str) -> None:
    search = asked(text, lambda: KNOWN)
    assert search.answer(DEMO, limit=1).total >= 0
    assert all(note.isprintable() for note in search.notes)


@given(st.dates())
def test_a_day_a_month_and_a_year_are_whole(day: object) -> None:
    for text in (f"{day}", f"{day}"[:7], f"{day}"[:4]):
        found_ = period(text, KNOWN.now)
        if text.startswith("9999"):  # its end has no second after it
            continue
        assert found_ is not None
        assert f"{found_.first:%Y-%m-%d %H:%M:%S}".startswith(text) or found_.first.year < 1000
        assert (found_.last - found_.first).total_seconds() % 86_400 == 86_399
