"""The same lineage in both stores: every question is answered alike, order included."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from lineage_viz.approval import is_package
from lineage_viz.audit.json_report import as_data
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import report
from lineage_viz.aws_evidence.addresses import files_of
from lineage_viz.aws_evidence.found import Found, with_evidence
from lineage_viz.evidence import with_facts
from lineage_viz.model import Association, Direction, Entity, SnapshotInfo
from lineage_viz.questions.own_lineage import own_lineage, traced_own
from lineage_viz.questions.served import ALL
from lineage_viz.recorded_text import Kind
from lineage_viz.search.asked import Answer, asked_of
from lineage_viz.store.base import LineageSource, Store
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from lineage_viz.store.order import Order, SortBy
from lineage_viz.store.recorded import Recorded
from lineage_viz.ui.explore.summary import known, summary
from tests import demo_once
from tests.hypothesis_profiles import examples
from tests.sample import Listed

Load = Callable[..., Store]
Both = tuple[Store, Store]

NAMES = "abcdef"
TYPES = ("ContributedTo", "Produced", "edge")
DAY = datetime(2024, 1, 1, tzinfo=UTC)

times = st.integers(0, 3).map(lambda days: DAY + timedelta(days=days))
letters = st.text("aAbBß模😀.-/'\"\\$ \t\n", max_size=5)
texts = letters.filter(bool)
properties = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("name", "displayname", "sourceuri", "sourcearn"), texts),
        "type": st.sampled_from(["Model", "DataSet", "模型"]),
        "creationtime": times,
        "unresolved": st.just(True),
        "status": st.sampled_from(["Failed", "模 ß", "\uff21", "😀"]),
        **dict.fromkeys(("owner", "decidedby"), st.sampled_from(["sofia", "模"])),
        **dict.fromkeys(
            ("servedby", "serves", "keymetric", "endpointstatus"), st.sampled_from(["InService", "b"])
        ),
        "metrics": st.sampled_from(
            [
                f'[{{"MetricName": "{name}", "Last": {last}}}]'
                for name in ("auc", "x=#y")
                for last in (-2.5, 0, 0.91)
            ]
        ),
        "parameters": st.sampled_from(
            [
                '{"eta": 0.1, "max_depth": "6", "mode": "Aß (.*) x"}',
                '{"eta": "1e-3", "mode": "aß"}',
                "[]",
                "{",
            ]
        ),
        "commitid": st.sampled_from(["0a1b", "§eta=9"]),
        "record": st.sampled_from(
            [
                '{"Job": {"Tags": [{"Key": "Team_1", "Value": "a|b"}, {"Key": "sagemaker:x", "Value": "y"}]}}',
                '{"Image": "repo/Train:1", "Tags": [{"Key": "team-1"}], "Text": "{\\"deep\\": \\"models\\"}"}',
            ]
        ),
        "metricname": st.sampled_from(["auc", "模"]),
        "metricvalue": st.sampled_from([-1.5, 0.0, 0.9, 1e300]),
        "duration": st.sampled_from([9.0, 10.0, 1e5]),
        "account": st.sampled_from(["1", "2"]),
        "packageversion": st.sampled_from([2, 10]),
        "approval": st.sampled_from(["Approved", "模 ß"]),
        **dict.fromkeys(("filechanged", "decidedat"), times),
    },
)
entities = st.tuples(*(properties for _ in NAMES))
numbers = st.none() | st.sampled_from([-2.5, 0.0, 0.1, 0.91, 6.0, 1e-3])
conditions = st.builds(
    Recorded,
    st.sampled_from(Kind),
    st.frozensets(st.sampled_from(["eta", "max-depth", "mode", "auc", "x=#y"]), max_size=2),
    st.frozensets(
        st.sampled_from(["6", "aß", "a|b", "team-1", "train:1", "0a", "b.", "in"]), min_size=1, max_size=2
    ),
    numbers,
    numbers,
)
named = st.builds(
    Recorded,
    st.sampled_from([Kind.PARAMETER, Kind.METRIC]),
    st.frozensets(st.sampled_from(["eta", "max-depth", "auc", "x=#y"]), min_size=1, max_size=2),
    least=numbers,
    most=numbers,
)
labels = st.tuples(*(st.sampled_from(["artifact", "action"]) for _ in NAMES))
links = st.sets(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(TYPES), st.sampled_from(NAMES)), max_size=14
)
some = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3)
several = st.lists(st.sampled_from((*NAMES, "nothing")), max_size=3)
plain_filters = st.builds(
    Filter,
    labels=st.frozensets(st.sampled_from(["artifact", "action"]), max_size=1),
    types=st.frozensets(st.sampled_from(["Model", "模型", ""]), max_size=2),
    associations=st.frozensets(st.sampled_from(TYPES), max_size=2),
    created_after=st.none() | times | times.map(lambda time: time + timedelta(microseconds=1)),
    created_before=st.none() | times,
    as_of=st.none() | times | times.map(lambda time: time - timedelta(microseconds=1)),
    states=st.just(frozenset())
    | st.frozensets(st.sampled_from(["Failed", "", "In service", "模 ß"]), max_size=2),
    accounts=st.just(frozenset()) | st.frozensets(st.sampled_from(["1", "2"]), max_size=1),
    people=st.just(frozenset()) | st.frozensets(st.sampled_from(["sofia", "模"]), max_size=2),
    deciders=st.just(frozenset()) | st.just(frozenset({"模"})),
    decided_after=st.none() | st.none() | times,
    decided_before=st.none() | st.none() | times,
    live=st.booleans() | st.just(False),
    metrics=st.just(frozenset()) | st.frozensets(st.sampled_from(["auc", "模"]), max_size=2),
    metric_from=st.none() | st.sampled_from([-1.5, 0.0, 0.9]),
    metric_to=st.none() | st.sampled_from([0.0, 0.9, 2.0]),
    recorded=st.none() | conditions | named,
    words=st.just(frozenset())
    | st.frozensets(st.sampled_from(["a", "0a", "aß", "train:1", "."]), max_size=2),
)
filters = st.builds(
    replace,
    plain_filters,
    also=st.lists(plain_filters, max_size=1).map(tuple),
    without=st.lists(plain_filters, max_size=2).map(tuple),
)
types = st.lists(
    st.tuples(st.sampled_from(["artifact", "action"]), st.sampled_from(["Model", "模型", ""])), unique=True
)
orders = st.builds(Order, st.sampled_from(SortBy), st.booleans(), types.map(tuple))
sides = st.sampled_from([Direction.UPSTREAM, Direction.DOWNSTREAM])
expansions = st.lists(st.tuples(sides, st.sampled_from(NAMES)), max_size=4)
depths = st.integers(0, 4)


@st.composite
def lineages(draw: st.DrawFn) -> Listed:
    held = zip(NAMES, draw(labels), draw(entities), strict=True)
    made = tuple(Entity(arn, label, {"arn": arn, **found}) for arn, label, found in held)
    at = {"creationtime": draw(times), "createdby": "a"}
    ends = (Association(*each, at if each[1] == "edge" else {}) for each in sorted(draw(links)))
    return Listed(made, tuple(ends), SnapshotInfo("random", "1", "eu", DAY, ("a 'listing'",)))


def same(stores: Both, ask: Callable[[Store], Any]) -> None:
    local, neptune = stores
    assert ask(neptune) == ask(local)


def same_whole(stores: Both) -> None:
    same(stores, lambda store: store.snapshots)
    same(stores, lambda store: store.counts())
    same(stores, lambda store: store.schema())
    same(stores, lambda store: store.fact_counts())
    same(stores, lambda store: store.recorded_names())


def same_trace(stores: Both, *focus: str, **how: Any) -> None:
    """Equal with equal order, also of the hops."""
    same(stores, lambda store: store.trace(focus, **how))
    same(stores, lambda store: list(store.trace(focus, **how).hops.items()))


found_in_records = ["aß", "max_depth", "train:1", "deep", "a|b models", "0.91", "6"]


@examples(40, allow=HealthCheck)
@given(lineage=lineages(), data=st.data())
def test_random_lineage(on_neptune: Load, lineage: Listed, data: st.DataObject) -> None:
    stores = LocalStore([lineage]), on_neptune(lineage)
    draw = data.draw
    same_whole(stores)
    same(stores, lambda store: store.degrees(NAMES))
    for arn in NAMES:
        same(stores, lambda store, arn=arn: store.get(arn))  # type: ignore[misc]
    for _ in range(3):
        filter_ = draw(filters)
        text, page = (
            draw(letters | st.sampled_from(found_in_records)),
            {"limit": draw(depths), "offset": draw(depths)},
        )
        order = draw(st.none() | orders)
        same(stores, lambda store: store.search(text, filter_=filter_, order=order, **page))  # noqa: B023
        same(stores, lambda store: store.tally(text, filter_=filter_))  # noqa: B023
        same(stores, lambda store: store.degrees(NAMES, filter_=filter_))  # noqa: B023
        arn, side = draw(st.sampled_from(NAMES)), draw(st.sampled_from(Direction))
        same(stores, lambda store: store.neighbors(arn, side, filter_=filter_))  # noqa: B023
        up, down, cap, expand = draw(depths), draw(depths), draw(depths), draw(expansions)
        same_trace(stores, *draw(some), up=up, down=down, filter_=filter_, cap=cap, expand=expand)
        same_trace(stores, *draw(some), filter_=filter_, expand=draw(expansions))
        without, beside = draw(several), dict.fromkeys(draw(several), draw(depths))
        same_trace(
            stores, *draw(some), up=up, down=down, cap=cap, filter_=filter_, expand=expand,
            without=without, beside=beside,
        )  # fmt: skip
        other, hops = draw(st.sampled_from(NAMES)), draw(depths)
        same(stores, lambda store: store.paths(arn, other, limit=cap, max_hops=hops))  # noqa: B023
        same(stores, lambda store: store.paths(arn, other))  # noqa: B023


@pytest.fixture(scope="module")
def demo(on_neptune: Load) -> Both:
    source: LineageSource = demo_once.source()
    return LocalStore([source]), on_neptune(source)


class TestDemoAccount:
    def sample(self, stores: Both) -> Iterable[str]:
        return [each.arn for each in stores[0].search(limit=10_000).entities[::97]]

    def test_the_whole(self, demo: Both) -> None:
        same_whole(demo)
        same(demo, lambda store: store.search(limit=10_000))

    def test_a_summary(self, demo: Both) -> None:
        models = [demo_once.account().findings[key] for key in ("complete", "rolled-back")]

        def summaries(store: Store) -> object:
            every = [store.get(arn) for arn in (*models, *self.sample(demo))]
            return [summary(each, known(store, each)) for each in every]

        same(demo, summaries)

    @pytest.mark.parametrize("key", ["complete", "rolled-back", "status-differs"])
    def test_an_audit(self, demo: Both, key: str) -> None:
        def audited(store: Store) -> object:
            review = read_review(store, store.get(demo_once.account().findings[key]))
            return as_data(report(review, store.snapshots))

        same(demo, audited)

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "model",
                "e",
                "ticket routing",
                "s3://acme",
                "MODEL.TAR.GZ",
                "aws-training-job",
                "no-such",
                "failed",
            ),
            "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/ticket-routing-prod",
            "model-package/card-testing-models/1",
            ":endpoint/ticket-routing-prod",
            "model-group/ticket",
        ],
    )
    def test_a_search(self, demo: Both, text: str) -> None:
        same(demo, lambda store: store.search(text, limit=25))
        same(demo, lambda store: store.search(text, limit=25, offset=5))
        same(demo, lambda store: store.tally(text))
        for by in SortBy:
            order = Order(by, descending=True, types=tuple(sorted(demo[0].counts().types)))
            same(demo, lambda store, order=order: store.search(text, order=order, limit=9, offset=40))  # type: ignore[misc]
        same(demo, lambda store: store.search(text, filter_=Filter(types=frozenset({"Model", ""}))))

    @pytest.mark.parametrize(
        "text",
        [
            "type:models live:yes -decision:approved",
            "fraud -type:model,approval created>2025-06",
            "status:failed created:400d",
            "by:grace -live:no",
            "metric.accuracy>0.8 type:model",
            "metric<0.7 -metric:auc",
            "metric.logloss>0.1 -type:model",
            "param.max_depth=4,6 -param.eta<0.1",
            "param.objective=BINARY:logistic",
            "tag:team=fraud image:xgboost",
            "serves:ticket-routing",
            "commit:028a",
            "ml.m5.2xlarge ines-carvalho",
            "failed training_jobs",
            "trainning rotuing",
            "what's in production on shelf images",
            "models with macro f1 above 0.85",
            "fraud-transaction-prod",
            "compare ticket-routing-models/9 and 10",
            "what depends on customer-master.parquet",
        ],
    )
    def test_terms_of_a_search(self, demo: Both, text: str) -> None:
        def found(store: Store) -> object:
            return asked_of(store, text).answer(store, limit=25)

        assert found(demo[0]) != Answer((), 0)
        same(demo, found)

    @pytest.mark.parametrize("word", ["chrun", "churnn", "hurn", "no", "a|bcd", "trainingjb", "qqqqqq"])
    def test_words_like_a_mistaken_one(self, demo: Both, word: str) -> None:
        same(demo, lambda store: store.words_like([word, "modell"]))
        same(demo, lambda store: store.numbers([word, "models", "ticket-routing", "zzqx"]))

    def test_what_is_told_of_an_entity(self, demo: Both) -> None:
        same(demo, lambda store: store.degrees(self.sample(demo)))
        for arn in self.sample(demo):
            same(demo, lambda store, arn=arn: store.get(arn))  # type: ignore[misc]
            same(demo, lambda store, arn=arn: store.neighbors(arn))  # type: ignore[misc]

    def test_a_trace(self, demo: Both) -> None:
        for arn in self.sample(demo):
            same_trace(demo, arn)
            same_trace(demo, arn, up=2, down=1, cap=20, expand=[(Direction.UPSTREAM, arn)])

    def test_a_picture_of_what_belongs_to_a_model_or_an_endpoint(self, demo: Both) -> None:
        local, _ = demo
        ends = local.search(filter_=Filter(types=frozenset({"Endpoint"})), limit=6).entities
        models = local.search("model-package", filter_=Filter(types=frozenset({"Model"})), limit=6).entities
        as_of = datetime(2026, 1, 15, tzinfo=UTC)
        for arn in [each.arn for each in (*ends, *models)]:
            for choice, then in (("", None), (ALL, None), ("", as_of)):
                found = [own_lineage(store, arn, choice, then) for store in demo]
                assert found[0] == found[1]
                same(
                    demo,
                    lambda store, arn=arn, own=found[0]: traced_own(store, arn, own, up=5, down=3, cap=500),  # type: ignore[misc]
                )

    def test_paths(self, demo: Both) -> None:
        local, _ = demo
        for arn in self.sample(demo):
            far = local.trace([arn], up=0).entities[-1].arn
            same(demo, lambda store, ends=(arn, far): store.paths(*ends))  # type: ignore[misc]
            same(demo, lambda store, ends=(arn, far): store.paths(*ends, limit=3, max_hops=4))  # type: ignore[misc]


def test_evidence_is_told_alike(on_neptune: Load) -> None:
    read = {"Uri": "", "ETag": "0a1b", "VersionId": "Zk2u", "LastModified": DAY, "ReadAt": DAY}
    chosen = [
        each for each in demo_once.source().entities() if is_package(each) or each.source.startswith("s3://")
    ]
    decided = {
        "ModelApprovalStatus": "Approved",
        "EventId": "1",
        "EventTime": DAY,
        "IamIdentity": {"Arn": "ä'"},
    }
    found = Found(
        files={uri: {**read, "Uri": uri} for each in chosen for uri in files_of(each)},
        decisions={each.source.casefold(): [decided] for each in chosen},
    )
    told, _ = with_facts(with_evidence(chosen[:120], found), (), {})
    lineage = Listed(tuple(told), (), SnapshotInfo("evidence", "1", "eu", DAY, ()))
    stores = LocalStore([lineage]), on_neptune(lineage)
    same(stores, lambda store: store.search("", limit=200))
    packages = [each for each in told if is_package(each)]
    assert all("Zk2u" in each.text("fileversion") for each in told)
    assert all("CloudTrail" in each.text("decisions") for each in packages)
    for each in told[::7]:
        same(stores, lambda store, arn=each.arn: store.get(arn))  # type: ignore[misc]
