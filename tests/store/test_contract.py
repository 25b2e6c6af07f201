"""The answers that every store gives, on lineages small enough to work them out by hand."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lineage_viz.arn import end_without_row
from lineage_viz.errors import EntityNotFound
from lineage_viz.evidence.fact import NOT_RECORDED, SOURCES, as_properties, not_read, not_recorded
from lineage_viz.model import Association, Direction, Entity, SnapshotInfo, Truncation
from lineage_viz.store.base import (
    DEFAULT_CAP,
    Counts,
    FactCounts,
    LineageSource,
    Neighbor,
    Schema,
    Store,
    cut_at,
)
from lineage_viz.store.facet import facet_of
from lineage_viz.store.filter import Filter
from lineage_viz.store.order import NUMBERS, TIMES, Order, SortBy
from tests.sample import D1, D2, D3, D4, D5, I1, I2, SAMPLE, START, A, B, E, G, K, Listed, M, P, T, X

Load = Callable[..., Store]
NOWHERE = "arn:aws:sagemaker:eu-west-1:123456789012:artifact/none"


@pytest.fixture
def store(load: Load) -> Store:
    return load(SAMPLE)


def small(*edges: str, created: dict[str, datetime] | None = None) -> LineageSource:
    """Entities with one-letter ARNs and the associations among them: "ab" is a → b."""
    times = created or {}
    letters = sorted(set("".join(edges)) | set(times))
    return Listed(
        tuple(Entity(a, "artifact", {"creationtime": times[a]} if a in times else {}) for a in letters),
        tuple(Association(source, "ContributedTo", end) for source, end in map(tuple, edges)),
    )


def ends(store: Store, *focus: str, **options: object) -> list[str]:
    """The associations of a trace, each as its two one-letter ARNs."""
    return [each.source + each.destination for each in store.trace(focus, **options).associations]  # type: ignore[arg-type]


def hops(store: Store, *focus: str, **options: object) -> dict[str, int]:
    return dict(store.trace(focus, **options).hops)  # type: ignore[arg-type]


REJECTED = "fraud-9-Rejected-1770595865-aws-model-package"
TOLD = {SOURCES: "{}"}
FACTS = Listed(
    (
        Entity(
            "arn:p", "artifact",
            {
                "type": "Model", "sourceuri": "arn:aws:sagemaker:eu-west-1:1:model-package/fraud/10",
                "approval": "Approved", "decidedby": "sofia", "owner": "grace", "servedby": "a-prod",
                "decidedat": datetime(2026, 3, 1, tzinfo=UTC), **TOLD,
            },
        ),
        Entity(
            "arn:u", "artifact",
            {
                "type": "Model", "sourceuri": "arn:aws:sagemaker:eu-west-1:1:model-package/fraud/11",
                "approval": "Pending approval", "servedby": "c-prod",
                "decidedat": datetime(2026, 2, 1, tzinfo=UTC), **TOLD,
            },
        ),
        Entity("arn:a", "action", {"type": "Approval", "status": "Completed", "name": REJECTED}),
        Entity("arn:e", "context", {"type": "Endpoint", "endpointstatus": "InService", "serves": "Fraud/9", **TOLD}),
        Entity("arn:t", "trial_component", {"status": "Completed", "owner": "grace",
               "name": "pipelines-1-TrainTicketRouting", "displayname": "XGBoostV2",
               "keymetric": "accuracy 0.9", "metricname": "accuracy", "metricvalue": 0.9, **TOLD}),
        Entity("arn:d", "artifact", {"type": "DataSet", "sourceuri": "s3://b/x"}),
    ),
    (Association("arn:t", "Produced", "arn:p"), Association("arn:t", "Produced", "arn:d")),
)  # fmt: skip
"""One entity of each kind that has facts."""


class TestCounts:
    def test_it_counts_by_label_type_and_association_type(self, store: Store) -> None:
        counts = store.counts()
        assert (counts.entities, counts.associations, counts.unresolved) == (16, 19, 0)
        assert counts.labels == {"artifact": 9, "trial_component": 3, "action": 2, "context": 2}
        assert counts.association_types == {"ContributedTo": 14, "Produced": 3, "AssociatedWith": 2}
        assert counts.types["artifact", "DataSet"] == 5
        assert counts.types["trial_component", "SageMakerTrainingJob"] == 1
        assert sum(counts.types.values()) == 16

    def test_what_is_unresolved_is_counted_under_no_type(self, load: Load) -> None:
        counts = load(Listed((Entity("a", "artifact", {"unresolved": True}),))).counts()
        assert counts == Counts(1, 0, {"artifact": 1}, {("artifact", ""): 1}, {}, unresolved=1)

    def test_it_says_what_is_loaded(self, store: Store) -> None:
        assert store.snapshots == (SAMPLE.info,)


class TestSchema:
    DATA, IMAGE, MODEL = (("artifact", type_) for type_ in ("DataSet", "Image", "Model"))
    PROCESSING, TRAINING, TRANSFORM = (
        ("trial_component", f"SageMaker{job}Job") for job in ("Processing", "Training", "Transform")
    )
    APPROVAL, DEPLOYMENT = (("action", type_) for type_ in ("Approval", "ModelDeployment"))
    GROUP, ENDPOINT = (("context", type_) for type_ in ("ModelGroup", "Endpoint"))

    def test_it_counts_entities_by_type_and_associations_by_the_types_they_link(self, store: Store) -> None:
        once = dict.fromkeys([self.PROCESSING, self.TRAINING, self.TRANSFORM, self.APPROVAL], 1)
        once |= dict.fromkeys([self.DEPLOYMENT, self.GROUP, self.ENDPOINT], 1)
        assert store.schema() == Schema(
            {self.DATA: 5, self.IMAGE: 2, self.MODEL: 2, **once},
            {
                (self.DATA, "ContributedTo", self.PROCESSING): 2,
                (self.IMAGE, "ContributedTo", self.PROCESSING): 1,
                (self.PROCESSING, "Produced", self.DATA): 1,
                (self.DATA, "ContributedTo", self.TRAINING): 1,
                (self.IMAGE, "ContributedTo", self.TRAINING): 1,
                (self.TRAINING, "Produced", self.MODEL): 1,
                (self.MODEL, "ContributedTo", self.MODEL): 1,
                (self.IMAGE, "ContributedTo", self.MODEL): 1,
                (self.APPROVAL, "ContributedTo", self.MODEL): 1,
                (self.MODEL, "AssociatedWith", self.GROUP): 1,
                (self.MODEL, "ContributedTo", self.DEPLOYMENT): 2,
                (self.IMAGE, "ContributedTo", self.DEPLOYMENT): 1,
                (self.DEPLOYMENT, "AssociatedWith", self.ENDPOINT): 1,
                (self.MODEL, "ContributedTo", self.TRANSFORM): 1,
                (self.IMAGE, "ContributedTo", self.TRANSFORM): 1,
                (self.DATA, "ContributedTo", self.TRANSFORM): 1,
                (self.TRANSFORM, "Produced", self.DATA): 1,
            },
        )

    def test_what_is_unresolved_or_associated_twice_or_with_itself_counts(self, load: Load) -> None:
        away = Entity("z", "context", {"unresolved": True})
        links = [("a", "SameAs", "z"), ("a", "DerivedFrom", "z"), ("a", "SameAs", "a"), ("z", "SameAs", "a")]
        source = Listed((Entity("a", "artifact"), away), tuple(Association(*link) for link in links))
        here, there = ("artifact", ""), ("context", "")
        assert load(source).schema() == Schema(
            {here: 1, there: 1},
            {
                (here, "SameAs", there): 1,
                (here, "DerivedFrom", there): 1,
                (here, "SameAs", here): 1,
                (there, "SameAs", here): 1,
            },
        )

    def test_types_are_those_of_the_counts(self, store: Store) -> None:
        assert store.schema().types == store.counts().types


class TestEmpty:
    def test_a_store_with_nothing_answers_nothing(self, load: Load) -> None:
        store = load()
        assert store.snapshots == ()
        assert store.counts() == Counts()
        assert store.schema() == Schema()
        assert store.search().entities == ()
        assert store.search("any thing").total == 0
        assert store.trace([]).entities == ()


class TestGet:
    def test_an_entity_comes_back_as_it_was_recorded(self, store: Store) -> None:
        assert [store.get(entity.arn) for entity in SAMPLE.holds] == list(SAMPLE.holds)

    def test_an_unknown_arn_is_named_in_every_refusal(self, store: Store) -> None:
        for ask in (
            lambda: store.get(NOWHERE),
            lambda: store.neighbors(NOWHERE),
            lambda: store.trace([M, NOWHERE]),
            lambda: store.paths(NOWHERE, M),
            lambda: store.paths(M, NOWHERE),
        ):
            with pytest.raises(EntityNotFound, match="artifact/none"):
                ask()


class TestSearch:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("abalone-endpoint", [E, X]),  # the endpoint before its deployment
            ("ABALONE-Endpoint", [E, X]),
            ("model.tar.gz", [M]),
            ("xgboost", [I2]),
            ("image", [I2, I1]),  # by type
            ("train", [D3, T, M]),  # the whole title, a word in it, elsewhere
            ("pipelines", [B, T, P, M]),  # at the start of a title before elsewhere
            ("ml-bucket csv", [D1]),  # every word, wherever it is
            ("  csv \n ml-bucket ", [D1]),
            ("aws-training-job", [T]),
            (T, [T]),
            (M.upper(), [M]),
            ("preprocess", [D2, P]),
            ("csv no-such-word", []),
            ("ml-bucketabalone", []),
            ("raw.csv" * 500, []),
        ],
    )
    def test_it_finds_every_word_and_ranks(self, store: Store, text: str, found: list[str]) -> None:
        page = store.search(text)
        assert [entity.arn for entity in page.entities] == found
        assert page.total == len(found)

    def test_no_text_lists_everything_newest_first_then_by_arn(self, store: Store) -> None:
        arns = [entity.arn for entity in store.search().entities]
        assert arns == [D5, D4, B, E, X, *sorted([A, G, K]), M, T, I2, D3, P, I1, D2, D1]

    def test_what_has_no_time_is_listed_last(self, load: Load) -> None:
        old = datetime(1969, 7, 20, tzinfo=UTC)
        store = load(small("bc", created={"a": old, "d": START}))
        assert [entity.arn for entity in store.search().entities] == ["d", "a", "b", "c"]

    def test_pages_are_slices_of_one_ranked_list(self, store: Store) -> None:
        whole = store.search("abalone").entities
        pages = [store.search("abalone", limit=3, offset=offset) for offset in range(0, len(whole) + 3, 3)]
        assert tuple(entity for page in pages for entity in page.entities) == whole
        assert {page.total for page in pages} == {len(whole)}

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (Filter(labels=frozenset({"action"})), [X, A]),
            (Filter(types=frozenset({"Image", "Endpoint"})), [E, I2, I1]),
            (Filter(labels=frozenset({"context"}), types=frozenset({"Image"})), []),
            (Filter(created_after=START + timedelta(minutes=12)), [D5, D4]),
            (Filter(created_before=START + timedelta(minutes=1)), [D2, D1]),
            (Filter(associations=frozenset({"Produced"}), types=frozenset({"Model"})), [*sorted([K]), M]),
        ],
    )
    def test_a_filter_narrows_hits_and_total(self, store: Store, wanted: Filter, found: list[str]) -> None:
        page = store.search(filter_=wanted, limit=3)
        assert ([entity.arn for entity in page.entities], page.total) == (found, len(found))

    def test_text_and_filter_narrow_together(self, store: Store) -> None:
        page = store.search("abalone", filter_=Filter(types=frozenset({"DataSet"})))
        assert [entity.arn for entity in page.entities] == [D5, D4, D3, D1]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("failed", [B]),
            ("FAILED transform", [B]),
            ("pendingmanual", [A]),
            ("completed", [T, P]),
            ("completed image", []),
        ],
    )
    def test_a_status_is_found(self, store: Store, text: str, found: list[str]) -> None:
        assert [entity.arn for entity in store.search(text).entities] == found

    def test_an_unresolved_entity_is_found_by_its_status_on_screen(self, load: Load) -> None:
        store = load(Listed((Entity("a", "artifact", {"unresolved": True}), Entity("b", "artifact"))))
        assert [entity.arn for entity in store.search("outside account").entities] == ["a"]

    def test_an_address_finds_the_entity_that_has_it_before_the_actions_on_it(self, load: Load) -> None:
        source, day = "arn:aws:sagemaker:eu-west-1:1:endpoint/Churn", timedelta(days=1)
        held = {
            "one": ("context", source, 0),
            "two": ("action", source, 1),
            "three": ("action", source + "-b", 2),
        }
        entities = [
            Entity(arn, label, {"sourceuri": uri, "creationtime": START + days * day})
            for arn, (label, uri, days) in held.items()
        ]
        job = Entity("four", "trial_component", {"sourcearn": source.lower(), "creationtime": START - day})
        title = Entity("five", "artifact", {"name": "endpoint/churn", "creationtime": START - day})
        store = load(Listed((*entities, job, title)))
        for text in (source, source.upper(), f" {source}\n"):
            assert [entity.arn for entity in store.search(text).entities] == ["one", "four", "two", "three"]
        assert store.search("endpoint/churn").entities[0].arn == "five"

    def test_of_equal_names_models_and_endpoints_come_first_and_actions_last(self, load: Load) -> None:
        kinds = [
            ("old-model", "artifact", "Model"),
            ("model", "artifact", "Model"),
            ("endpoint", "context", "Endpoint"),
            ("group", "context", "ModelGroup"),
            ("data", "artifact", "DataSet"),
            ("job", "trial_component", "SageMakerTrainingJob"),
            ("no-type", "artifact", ""),
            ("approval", "action", "Approval"),
            ("deployment", "action", "ModelDeployment"),
            ("action-model", "action", "Model"),
            ("longer", "artifact", "Model"),
        ]
        entities = [
            Entity(
                arn,
                label,
                {
                    "name": "Churn-B" if arn == "longer" else "Churn",
                    "creationtime": START + timedelta(days=number),
                    **({"type": type_} if type_ else {}),
                },
            )
            for number, (arn, label, type_) in enumerate(kinds)
        ]
        store = load(Listed(tuple(entities)))
        found = [entity.arn for entity in store.search(" churn").entities]
        assert found[:3] == ["endpoint", "model", "old-model"]
        assert found[3:7] == ["no-type", "job", "data", "group"]
        assert found[7:] == ["action-model", "deployment", "approval", "longer"]
        pages = [store.search("churn", limit=2, offset=offset).entities for offset in range(0, 12, 2)]
        assert [entity.arn for page in pages for entity in page] == found

    def test_the_end_of_an_address_finds_the_entity_that_has_it_before_the_actions_on_it(
        self, load: Load
    ) -> None:
        package, day = "arn:aws:sagemaker:eu-west-1:1:model-package/Fraud/1", timedelta(days=1)
        held = {
            "arn:aws:sagemaker:eu-west-1:1:artifact/one": ("artifact", package, 0),
            "arn:aws:sagemaker:eu-west-1:1:action/two": ("action", package, 1),
            "arn:aws:sagemaker:eu-west-1:1:artifact/three": ("artifact", package + "1", 2),
            "arn:aws:sagemaker:eu-west-1:1:artifact/four": ("artifact", "s3://b/my-model-package/fraud/1", 3),
            "arn:aws:sagemaker:eu-west-1:1:artifact/model-package/fraud/1": ("artifact", "s3://b/x", 4),
        }
        entities = [
            Entity(arn, label, {"sourceuri": uri, "creationtime": START + days * day})
            for arn, (label, uri, days) in held.items()
        ]
        store = load(Listed(tuple(entities), ()))
        for text in ("model-package/fraud/1", ":Model-Package/Fraud/1", "1:model-package/fraud/1"):
            found = [entity.arn.rpartition(":")[2] for entity in store.search(text).entities]
            own = ["artifact/model-package/fraud/1"] if text[0] == "m" else []
            assert found[: len(own) + 2] == [*own, "artifact/one", "action/two"]
        assert store.search("artifact/four").entities[0].source == "s3://b/my-model-package/fraud/1"

    @pytest.mark.parametrize(
        ("by", "found"),
        [
            (SortBy.NAME, ["b", "d", "a", "f", "c", "e"]),
            (SortBy.TYPE, ["a", "c", "d", "b", "f", "e"]),
            (SortBy.STATUS, ["c", "d", "e", "a", "b", "f"]),
            (SortBy.CREATED, ["d", "f", "b", "c", "a", "e"]),
            (SortBy.SOURCE, ["d", "b", "c", "a", "f", "e"]),
            (SortBy.ARN, ["a", "b", "c", "d", "e", "f"]),
        ],
    )
    def test_a_column_sorts_all_hits_and_absent_values_come_last(
        self, load: Load, by: SortBy, found: list[str]
    ) -> None:
        def made(arn: str, name: str, type_: str, day: int | None, **more: str | bool) -> Entity:
            at = {} if day is None else {"creationtime": START + timedelta(days=day)}
            return Entity(arn, "action", {"displayname": name, "type": type_, **at, **more})

        store = load(
            Listed(
                (
                    made("a", "Beta", "SageMakerX", 5, status="Stopped"),
                    made("b", "ALPHA", "Z", 3, sourceuri="s3://a/2"),
                    made("c", "delta", "SageMakerX", 4, status="Completed", sourceuri="s3://b"),
                    made("d", "alpha", "Model", 1, status="Failed", sourcearn="arn:1"),
                    made("e", "模型", "", None, unresolved=True),
                    made("f", "beta 2", "unknown", 2),
                )
            )
        )
        types = tuple(("action", type_) for type_ in ("SageMakerX", "Model", "Z"))
        order = Order(by, types=types if by is SortBy.TYPE else ())
        whole = store.search(order=order)
        assert [entity.arn for entity in whole.entities] == found
        pages = [store.search(order=order, limit=2, offset=offset).entities for offset in (0, 2, 4)]
        assert sum(pages, ()) == whole.entities
        hits = store.search("alpha", order=order)
        assert [entity.arn for entity in hits.entities] == [arn for arn in found if arn in "bd"]
        present = [arn for arn in found if by is not SortBy.TYPE or arn in "abcd"]
        present = [arn for arn in present if by is not SortBy.STATUS or arn not in "bf"]
        present = [arn for arn in present if by is not SortBy.CREATED or arn != "e"]
        present = [arn for arn in present if by is not SortBy.SOURCE or arn in "bcd"]
        downwards = [entity.arn for entity in store.search(order=replace(order, descending=True)).entities]
        assert set(downwards[: len(present)]) == set(present)
        assert downwards[len(present) :] == found[len(present) :]
        if by not in (SortBy.NAME, SortBy.TYPE):  # these have equal values
            assert downwards[: len(present)] == present[::-1]

    @pytest.mark.parametrize(("by", "name"), NUMBERS.items())
    def test_numbers_are_sorted_as_numbers_and_absent_ones_come_last(
        self, load: Load, by: SortBy, name: str
    ) -> None:
        is_whole = by is SortBy.VERSION
        values = (
            {"a": 10, "b": 9, "c": None, "d": 100} if is_whole else {"a": 0.9, "b": -1.5, "c": None, "d": 1e9}
        )
        told = {"keymetric": "auc 7", **as_properties({name: not_read("denied")})}
        made = tuple(
            Entity(arn, "artifact", told if value is None else {name: value}) for arn, value in values.items()
        )
        store = load(Listed(made, ()))
        for descending, found in ((False, "badc"), (True, "dabc")):
            order = Order(by, descending=descending)
            assert "".join(each.arn for each in store.search(order=order).entities) == found

    @pytest.mark.parametrize(("by", "name"), TIMES.items())
    def test_times_are_sorted_and_absent_ones_come_last(self, load: Load, by: SortBy, name: str) -> None:
        days = {"a": 2, "b": 1, "c": None, "d": 3}
        made = tuple(
            Entity(arn, "context", {} if day is None else {name: START + timedelta(days=day)})
            for arn, day in days.items()
        )
        store = load(Listed(made, ()))
        assert "".join(each.arn for each in store.search(order=Order(by)).entities) == "badc"
        assert [each.arn for each in store.search(order=Order(by, descending=True), limit=2).entities] == [
            "d",
            "a",
        ]

    def test_the_hits_of_a_search_are_tallied_by_the_values_of_filters(self, load: Load) -> None:
        store = load(FACTS)
        for text in ("", "fraud", "grace", "no such"):
            for filter_ in (Filter(), Filter(live=True), Filter(people=frozenset({"grace"}))):
                hits = store.search(text, filter_=filter_).entities
                assert store.tally(text, filter_=filter_) == Counter(map(facet_of, hits))
        known = {facet.state: facet.people for facet in store.tally("arn:p")}
        assert known == {"Approved": {"sofia", "grace"}}

    def test_accounts_are_filtered_as_recorded(self, load: Load) -> None:
        made = tuple(
            Entity(arn, "artifact", {"account": account} if account else {})
            for arn, account in ("a1", "b2", ("c", ""))
        )
        store = load(Listed(made, ()))
        assert [
            each.arn for each in store.search(filter_=Filter(accounts=frozenset({"2", "3"}))).entities
        ] == ["b"]
        assert {facet.account for facet in store.tally()} == {"1", "2", ""}

    def test_a_live_version_whose_approval_is_not_confirmed_counts_as_one_without_approval(
        self, load: Load
    ) -> None:
        facts = {"type": "Model", "approval": "Approved", "servedby": "prod"}
        doubted = Entity("a", "artifact", {**facts, "unapproved": "m/1 (approval not confirmed)"})
        perhaps = {**facts, "servedby": "", "unapproved": "perhaps: prod may serve it (Rejected)"}
        others = (
            Entity("b", "artifact", facts),
            Entity("c", "artifact", perhaps),
            Entity("d", "context", perhaps),
        )
        store = load(Listed((doubted, *others), ()))
        assert [each.arn for each in store.search(filter_=Filter(unapproved=True)).entities] == ["a", "c"]
        assert store.fact_counts().unapproved == 2

    def test_the_endpoints_that_serve_a_version_without_approval_are_found(self, load: Load) -> None:
        served = {"unapproved": "m/1 (Rejected)"}
        made = (
            Entity("a", "artifact", {"type": "Model", **served}),
            Entity("b", "context", {"type": "Endpoint", **served}),
            Entity(
                "c", "context", {"type": "Endpoint", "unapproved": "perhaps: it may serve m/1 (Rejected)"}
            ),
            Entity("d", "context", {"type": "Endpoint", "serves": "m/2"}),
        )
        store = load(Listed(made, ()))
        found = store.search(filter_=Filter(serves_unapproved=True))
        assert [each.arn for each in found.entities] == ["b", "c"]
        assert store.tally() == Counter(map(facet_of, made))

    def test_an_unread_state_and_live_state_are_counted_and_filtered(self, load: Load) -> None:
        denied = as_properties({"serves": not_read("denied"), "endpointstatus": not_read("denied")})
        read = as_properties({"serves": NOT_RECORDED, "endpointstatus": not_recorded("no record")})
        found = [
            Entity(arn, "context", {"type": "Endpoint", **each}) for arn, each in (("a", denied), ("b", read))
        ]
        store = load(Listed((*found, Entity("c", "context", {"type": "Endpoint"})), ()))
        counts = store.fact_counts()
        assert counts.states == {"Not read": 2, "Not recorded": 1}
        assert (counts.live, counts.live_unread) == (0, 1)
        for filter_, arns in (
            (Filter(live_unread=True), ["a"]),
            (Filter(states=frozenset({"Not read"})), ["a", "c"]),
            (Filter(states=frozenset({"Not recorded"})), ["b"]),
        ):
            assert [each.arn for each in store.search(filter_=filter_).entities] == arns

    def test_facts_are_found_sorted_and_filtered(self, load: Load) -> None:
        store = load(FACTS)

        def found(text: str = "", **how: Any) -> str:
            order = how.pop("order", Order(SortBy.ARN))
            filter_ = Filter(
                **{name: value if value is True else frozenset(value) for name, value in how.items()}
            )
            return "".join(each.arn[-1] for each in store.search(text, order=order, filter_=filter_).entities)

        assert found("sofia") == "p"
        assert found("Sofia APPROVED v10") == "p"
        assert found("completed") == "t", "an approval is found by its decision alone"
        assert (found("rejected"), found("in service"), found("accuracy 0.9")) == ("a", "e", "t")
        assert (found("ticket-routing"), found("train ticket"), found("xg-boost-v2")) == ("t", "t", "t")
        assert (found("without approval"), found("live"), found("serves nothing")) == ("u", "epu", "")
        assert found(states={"Approved"}) == "p"
        assert found(unapproved=True) == found(unapproved=True, live=True) == "u"
        assert found(states={"Rejected", "In service"}) == "ae"
        assert found(states={""}) == "d"
        assert found(people={"grace"}) == "pt"
        assert found(people={"sofia", "nobody"}) == "p"
        assert (found(live=True), found(live=True, labels={"context"})) == ("epu", "e")
        assert found(order=Order(SortBy.STATUS)) == "pteuad"
        assert found(order=Order(SortBy.DECIDED))[:2] == "up"
        assert found(order=Order(SortBy.DECIDED, descending=True))[:2] == "pu"
        assert found(order=Order(SortBy.OWNER, descending=True))[:2] in ("pt", "tp")
        assert found(order=Order(SortBy.DECIDED_BY))[0] == "p"
        assert found(order=Order(SortBy.METRIC))[0] == "t"
        assert found(order=Order(SortBy.LIVE))[:2] == "ep"
        assert store.fact_counts() == FactCounts(
            {"Approved": 1, "Rejected": 1, "In service": 1, "Completed": 1, "Pending approval": 1},
            {"grace": 2, "sofia": 1}, 3, 1, 0, {"accuracy": 1},
            {
                (("artifact", "Model"), "Approved"): 1, (("artifact", "Model"), "Pending approval"): 1,
                (("action", "Approval"), "Rejected"): 1, (("context", "Endpoint"), "In service"): 1,
                (("trial_component", ""), "Completed"): 1, (("artifact", "DataSet"), ""): 1,
            },
        )  # fmt: skip
        for passing in (
            Filter(metrics=frozenset({"accuracy", "auc"})),
            Filter(metric_from=0.9, metric_to=0.9),
        ):
            assert [each.arn[-1] for each in store.search(filter_=passing).entities] == ["t"]
        for failing in (Filter(metrics=frozenset({"auc"})), Filter(metric_from=0.91), Filter(metric_to=0.89)):
            assert store.search(filter_=failing).total == 0
        assert store.search(filter_=Filter(without=(Filter(metric_from=0.0),))).total == 5
        approved, live = Filter(states=frozenset({"Approved"})), Filter(live=True)
        assert [each.arn[-1] for each in store.search(filter_=Filter(also=(approved, live))).entities] == [
            "p"
        ]
        unapproved = Filter(also=(live,), without=(approved, Filter(labels=frozenset({"context"}))))
        assert [each.arn[-1] for each in store.search("fraud", filter_=unapproved).entities] == ["u"]
        among = [frozenset[str](), frozenset({"arn:p", "arn:none"})]
        assert [store.search(filter_=Filter(arns=each)).total for each in among] == [0, 1]
        but_one = Filter(without=(Filter(arns=among[1]),))
        assert store.search(filter_=but_one).total == store.counts().entities - 1
        traced = store.trace(["arn:t"], filter_=Filter(states=frozenset({"Approved"})))
        assert [each.arn for each in traced.entities] == ["arn:t", "arn:p"]
        traced = store.trace(["arn:t"], filter_=Filter(without=(approved,)))
        assert [each.arn for each in traced.entities] == ["arn:t", "arn:d"]

    def test_decisions_are_filtered_by_their_person_and_their_time(self, load: Load) -> None:
        store = load(FACTS)

        def found(**how: Any) -> str:
            return "".join(sorted(each.arn[-1] for each in store.search(filter_=Filter(**how)).entities))

        first, last = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
        assert [found(deciders=frozenset({each})) for each in ("sofia", "grace", "nobody")] == ["p", "", ""]
        assert [found(decided_after=each) for each in (first, last)] == ["pu", "p"]
        assert [found(decided_before=each) for each in (first, last)] == ["u", "pu"]
        assert found(decided_after=last + timedelta(microseconds=1)) == ""
        assert found(decided_after=first, decided_before=last, deciders=frozenset({"sofia"})) == "p"
        assert found(without=(Filter(decided_after=first),)) == "adet"

    def test_an_unresolved_entity_is_sorted_and_found_by_its_reason(self, load: Load) -> None:
        last = Entity("c", "artifact", {"status": "Pending"})
        store = load(Listed((Entity("a", "artifact", {"unresolved": True}), end_without_row("b"), last)))
        found = store.search(order=Order(SortBy.STATUS))
        assert [entity.arn for entity in found.entities] == ["b", "a", "c"]
        assert [entity.arn for entity in store.search("no row").entities] == ["b"]

    def test_case_is_folded_as_unicode_has_it(self, load: Load) -> None:
        store = load(Listed((Entity("a", "context", {"name": "Straße ΌΣΟΣ 模型 😀"}),)))
        for text in ("STRASSE", "όσος", "模", "😀", "strasse όσος"):
            assert store.search(text).total == 1, text

    def test_a_line_break_in_a_field_ends_no_word(self, load: Load) -> None:
        store = load(Listed((Entity("a", "context", {"name": "one\ntwo", "sourceuri": "s3://x\ny"}),)))
        assert store.search("one two").total == store.search("s3://x y").total == 1
        assert store.search("onetwo").total == 0


class TestNeighbors:
    def test_upstream_comes_first_each_side_by_arn(self, store: Store) -> None:
        found = store.neighbors(K)
        assert [(each.entity.arn, each.direction) for each in found] == [
            (A, Direction.UPSTREAM),
            (I2, Direction.UPSTREAM),
            (M, Direction.UPSTREAM),
            (X, Direction.DOWNSTREAM),
            (G, Direction.DOWNSTREAM),
        ]
        assert found[-1] == Neighbor(
            store.get(G),
            Association(K, "AssociatedWith", G, {"creationtime": START + timedelta(hours=1)}),
            Direction.DOWNSTREAM,
        )

    @pytest.mark.parametrize(
        ("direction", "found"), [(Direction.UPSTREAM, [A, I2, M]), (Direction.DOWNSTREAM, [X, G])]
    )
    def test_one_side_alone(self, store: Store, direction: Direction, found: list[str]) -> None:
        assert [each.entity.arn for each in store.neighbors(K, direction)] == found

    def test_a_filter_bounds_entities_and_associations(self, store: Store) -> None:
        models = Filter(types=frozenset({"Model"}))
        assert [each.entity.arn for each in store.neighbors(K, filter_=models)] == [M]
        with_group = Filter(associations=frozenset({"AssociatedWith"}))
        assert [each.entity.arn for each in store.neighbors(K, filter_=with_group)] == [G]

    def test_a_self_loop_is_met_on_both_sides(self, load: Load) -> None:
        found = load(small("aa")).neighbors("a")
        assert [(each.entity.arn, each.direction) for each in found] == [
            ("a", Direction.UPSTREAM),
            ("a", Direction.DOWNSTREAM),
        ]


class TestTrace:
    def test_a_model_upstream_to_the_raw_data_and_downstream_to_the_endpoint(self, store: Store) -> None:
        found = store.trace([M])
        assert found.hops == {
            T: -1,
            D3: -2,
            I2: -2,
            P: -3,
            D1: -4,
            D2: -4,
            I1: -4,
            M: 0,
            B: 1,
            K: 1,
            X: 1,
            D5: 2,
            E: 2,
            G: 2,
        }
        assert {A, D4}.isdisjoint(found.hops), "what is upstream of what is downstream is another question"
        assert found.focus == (M,)
        assert found.truncated is None

    def test_entities_come_nearest_first_upstream_first_then_by_arn(self, store: Store) -> None:
        found = store.trace([M], up=2, down=1)
        assert [entity.arn for entity in found.entities] == [M, T, *sorted([B, K, X]), *sorted([D3, I2])]
        assert list(found.hops) == [entity.arn for entity in found.entities]

    def test_all_associations_between_what_is_kept_are_there(self, store: Store) -> None:
        found = store.trace([M], up=2, down=1)
        kept = {entity.arn for entity in found.entities}
        expected = [each for each in SAMPLE.links if {each.source, each.destination} <= kept]
        assert list(found.associations) == sorted(expected, key=lambda each: (each.source, each.destination))
        assert Association(I2, "ContributedTo", X) in [
            Association(each.source, each.type, each.destination) for each in found.associations
        ], "also those that the walk did not need"

    @pytest.mark.parametrize(
        ("up", "down", "found"),
        [(0, 0, {M}), (1, 0, {M, T}), (0, 1, {M, B, K, X}), (2, 0, {M, T, D3, I2})],
    )
    def test_each_direction_has_its_own_depth(
        self, store: Store, up: int, down: int, found: set[str]
    ) -> None:
        assert set(hops(store, M, up=up, down=down)) == found

    def test_the_cap_keeps_the_nearest_and_counts_the_rest(self, store: Store) -> None:
        found = store.trace([M], cap=6)
        assert [entity.arn for entity in found.entities] == [M, T, *sorted([B, K, X]), min(D3, I2)]
        assert found.truncated == Truncation("cut at 6 entities", 8)

    def test_the_focus_is_kept_whatever_the_cap(self, load: Load) -> None:
        found = load(small("ab", "cd", "be")).trace(["d", "a", "d"], cap=1)
        assert [entity.arn for entity in found.entities] == ["a", "d"]
        assert found.focus == ("d", "a")
        assert found.truncated is not None
        assert found.truncated.left_out == 3

    def test_several_foci_share_one_answer(self, load: Load) -> None:
        assert hops(load(small("ab", "bc", "cd", "de")), "b", "d") == {
            "a": -1,
            "b": 0,
            "c": -1,
            "d": 0,
            "e": 1,
        }

    @pytest.mark.parametrize(
        ("edges", "found"),
        [
            (["aa"], {"a": 0}),
            (["ab", "ba"], {"a": 0, "b": -1}),
            (["ab", "bc", "ca"], {"a": 0, "b": 1, "c": -1}),
            (["ab", "bc", "cd", "da", "bx"], {"a": 0, "b": 1, "c": -2, "d": -1, "x": 2}),
        ],
    )
    def test_a_cycle_is_walked_once_and_what_is_reached_both_ways_is_where_it_is_nearer(
        self, load: Load, edges: list[str], found: dict[str, int]
    ) -> None:
        store = load(small(*edges))
        assert hops(store, "a") == found
        assert ends(store, "a") == sorted(edges)

    def test_upstream_does_not_turn_round(self, load: Load) -> None:
        assert hops(load(small("ab", "ac", "db")), "b") == {"a": -1, "b": 0, "d": -1}

    def test_what_a_filter_stops_is_neither_kept_nor_passed_through(self, store: Store) -> None:
        without_jobs = Filter(labels=frozenset({"artifact"}))
        assert set(hops(store, M, filter_=without_jobs)) == {M, K}

    def test_a_filter_never_stops_the_focus(self, store: Store) -> None:
        assert hops(store, M, filter_=Filter(labels=frozenset({"trial_component"}))) == {M: 0, T: -1, B: 1}

    def test_a_filter_by_association_bounds_the_walk_and_the_answer(self, store: Store) -> None:
        found = store.trace([K], filter_=Filter(associations=frozenset({"ContributedTo"})))
        assert set(found.hops) == {K, A, I2, M, X}
        assert {each.type for each in found.associations} == {"ContributedTo"}

    def test_a_filter_by_time_is_inclusive(self, store: Store) -> None:
        since = Filter(created_after=START + timedelta(minutes=4))
        assert set(hops(store, M, down=0, filter_=since)) == {M, T, D3, I2}

    def test_an_unresolved_end_is_an_entity_like_any_other(self, load: Load) -> None:
        away = Entity("z", "artifact", {"unresolved": True})
        store = load(Listed((Entity("a", "artifact"), away), (Association("z", "SameAs", "a"),)))
        assert store.trace(["a"]).entities[1] == away

    def test_nothing_asked_nothing_answered(self, store: Store) -> None:
        assert store.trace([]).entities == ()


class TestPaths:
    def test_shortest_first_then_by_arn(self, store: Store) -> None:
        found = store.paths(I2, E)
        assert found.paths == (
            (I2, X, E),
            *sorted([(I2, K, X, E)]),
            *sorted([(I2, T, M, X, E)]),
            (I2, T, M, K, X, E),
        )
        assert found.truncated is None

    def test_equally_long_paths_come_by_arn(self, load: Load) -> None:
        found = load(small("ac", "ab", "bd", "cd", "ad")).paths("a", "d").paths
        assert found == (("a", "d"), ("a", "b", "d"), ("a", "c", "d"))

    def test_there_may_be_none(self, store: Store) -> None:
        assert store.paths(E, I2).paths == ()
        assert store.paths(D4, M).paths == ()

    def test_from_an_entity_to_itself_there_is_nothing_to_pass(self, load: Load) -> None:
        assert load(small("ab", "ba", "aa")).paths("a", "a").paths == (("a",),)

    def test_cycles_are_not_gone_round(self, load: Load) -> None:
        found = load(small("ab", "ba", "bc", "cb", "bb", "cd", "da")).paths("a", "d").paths
        assert found == (("a", "b", "c", "d"),)

    def test_the_limit_is_said(self, store: Store) -> None:
        found = store.paths(I2, E, limit=2)
        assert found.paths == store.paths(I2, E).paths[:2]
        assert found.truncated == Truncation("cut at 2 paths")
        assert store.paths(I2, E, limit=4).truncated is None

    def test_no_path_is_longer_than_asked(self, store: Store) -> None:
        assert store.paths(I2, E, max_hops=3).paths == ((I2, X, E), (I2, K, X, E))
        assert store.paths(I2, E, max_hops=1).paths == ()

    def test_parallel_associations_make_one_path(self, load: Load) -> None:
        links = (Association("a", "SameAs", "b"), Association("a", "DerivedFrom", "b"))
        store = load(Listed((Entity("a", "artifact"), Entity("b", "artifact")), links))
        assert store.paths("a", "b").paths == (("a", "b"),)


class TestSeveralSnapshots:
    OLD = SnapshotInfo("old", taken=datetime(2024, 1, 1, tzinfo=UTC))
    NEW = SnapshotInfo("new", taken=datetime(2025, 1, 1, tzinfo=UTC))

    def one(self, info: SnapshotInfo, **properties: str | bool) -> Listed:
        return Listed((Entity("a", "artifact", properties),), info=info)

    def test_the_later_one_is_believed_in_whatever_order_they_come(self, load: Load) -> None:
        undated = SnapshotInfo("undated")
        sources = [
            self.one(self.NEW, type="new"),
            self.one(undated, type="undated"),
            self.one(self.OLD, type="old"),
        ]
        store = load(*sources)
        assert store.get("a").type == "new"
        assert store.snapshots == (undated, self.OLD, self.NEW)
        assert store.counts().entities == 1

    @pytest.mark.parametrize("known", ["OLD", "NEW"])
    def test_what_is_known_in_one_is_resolved_in_all(self, load: Load, known: str) -> None:
        other = self.NEW if known == "OLD" else self.OLD
        store = load(self.one(getattr(self, known), type="Model"), self.one(other, unresolved=True))
        assert store.get("a") == Entity("a", "artifact", {"type": "Model"})
        assert store.counts().unresolved == 0

    def test_the_same_association_twice_is_one(self, load: Load) -> None:
        store = load(SAMPLE, SAMPLE)
        assert store.counts() == load(SAMPLE).counts()
        assert store.trace([M]) == load(SAMPLE).trace([M])

    def test_an_association_may_join_snapshots(self, load: Load) -> None:
        near = Listed(
            (Entity("a", "artifact"), Entity("b", "artifact", {"unresolved": True})),
            (Association("a", "SameAs", "b"),),
            self.OLD,
        )
        far = Listed(
            (Entity("b", "artifact"), Entity("c", "action")), (Association("b", "Produced", "c"),), self.NEW
        )
        assert hops(load(near, far), "a") == {"a": 0, "b": 1, "c": 2}


def test_answers_cannot_change_what_is_loaded(store: Store) -> None:
    answer = store.get(M)
    properties = answer.properties
    if isinstance(properties, dict):
        properties["type"] = "changed"
    assert store.get(M).type == "Model"
    assert store.search(M).entities[0].type == "Model"


def test_ends_of_the_sample_are_what_the_tests_think(store: Store) -> None:
    assert {each.source for each in store.trace([P], down=0).associations} == {D1, D2, I1}
    assert set(hops(store, B, up=1, down=1)) == {M, I2, D4, B, D5}
    assert set(hops(store, G)) >= {T, D3, K, A}


def test_expanding_adds_what_is_one_hop_further_in_order(load: Load) -> None:
    store = load(SAMPLE)
    small = store.trace([K], up=1, down=0)
    assert T not in {entity.arn for entity in small.entities}
    grown = store.trace([K], up=1, down=0, expand=[(Direction.UPSTREAM, M), (Direction.UPSTREAM, T)])
    added = [entity.arn for entity in grown.entities][len(small.entities) :]
    assert added == [T, *sorted([D3])]
    assert (grown.hops[T], grown.hops[D3]) == (small.hops[M] - 1, small.hops[M] - 2)
    assert store.trace([K], up=1, down=0, expand=[(Direction.UPSTREAM, T)]) == small


def test_a_walk_passes_by_what_it_is_to_leave_out_and_a_person_can_still_expand_it(load: Load) -> None:
    store = load(SAMPLE)
    without = store.trace([K], up=9, down=0, without=[T, "arn:gone"])
    assert {entity.arn for entity in without.entities} == {K, M, I2, A}
    grown = store.trace([K], up=9, down=0, without=[T], expand=[(Direction.UPSTREAM, M)])
    assert [entity.arn for entity in grown.entities][-1] == T
    assert grown.hops[T] == without.hops[M] - 1
    assert store.trace([K], without=[K]) == store.trace([K])


def test_entities_beside_the_walk_come_with_all_their_associations(load: Load) -> None:
    store = load(SAMPLE)
    walked = store.trace([K], up=2, down=0)
    both = [(Direction.UPSTREAM, B), (Direction.DOWNSTREAM, B)]
    found = store.trace([K], up=2, down=0, beside={B: 2, M: 5, "arn:gone": 7}, expand=both)
    added = [entity.arn for entity in found.entities][len(walked.entities) :]
    assert [(arn, found.hops[arn]) for arn in added] == [(B, 2), (D4, -3), (D5, 3)]
    assert {(each.source, each.destination) for each in found.associations} >= {(M, B), (D4, B), (B, D5)}
    assert found.truncated is None
    cut = store.trace([K], up=9, down=0, cap=2, beside={B: 2})
    assert cut.truncated == Truncation("cut at 3 entities", len(store.trace([K], down=0).entities) - 2)
    only_data = Filter(types=frozenset({"DataSet"}))
    assert store.trace([K], filter_=only_data, beside={B: 2}) == store.trace([K], filter_=only_data)


@pytest.mark.parametrize("cap", [1, 2, 3, 5])
def test_one_that_the_walk_left_out_counts_once_when_it_comes_in_otherwise(load: Load, cap: int) -> None:
    store = load(SAMPLE)
    sides = {"beside": {T: -2, B: 2}, "expand": [(Direction.UPSTREAM, T), (Direction.UPSTREAM, M)]}
    whole, cut = (store.trace([K], up=9, down=0, cap=each, **sides) for each in (500, cap))  # type: ignore[arg-type]
    left_out = {each.arn for each in whole.entities} - {each.arn for each in cut.entities}
    assert whole.truncated is None
    assert cut.truncated == cut_at(len(cut.entities), len(left_out))


def test_expanding_the_same_side_again_adds_the_next_ones(load: Load) -> None:
    many = [f"n{number:04}" for number in range(DEFAULT_CAP + 7)]
    links = tuple(Association("a", "Produced", arn) for arn in many)
    store = load(Listed(tuple(Entity(arn, "artifact") for arn in ("a", *many)), links))
    side = (Direction.DOWNSTREAM, "a")
    once = store.trace(["a"], up=0, down=0, expand=[side])
    assert (len(once.entities), once.truncated) == (
        DEFAULT_CAP + 1,
        Truncation(f"cut at {DEFAULT_CAP + 1} entities", 7),
    )
    twice = store.trace(["a"], up=0, down=0, expand=[side, side])
    assert [entity.arn for entity in twice.entities] == ["a", *many]
    assert twice.truncated is None


def test_degrees_count_the_neighbors_on_either_side(store: Store) -> None:
    everything = [entity.arn for entity in store.search(limit=1000).entities]
    degrees = store.degrees(everything)
    assert set(degrees) == set(everything)
    for arn in everything:
        up = {n.entity.arn for n in store.neighbors(arn, Direction.UPSTREAM)}
        down = {n.entity.arn for n in store.neighbors(arn, Direction.DOWNSTREAM)}
        assert degrees[arn] == (len(up), len(down))


def test_degrees_of_what_is_not_there_are_left_out(store: Store) -> None:
    assert set(store.degrees([M, "no such", "half \ud800", M])) == {M}
    assert store.degrees([]) == {}


class TestAsOfADay:
    """c was made on day 3, and a → d was associated on day 3; nothing else has a time after day 1."""

    DAYS = tuple(START + timedelta(days=day) for day in range(4))

    @pytest.fixture
    def store(self, load: Load) -> Store:
        source = small("ab", "bc", "de", created={"b": self.DAYS[1], "c": self.DAYS[3]})
        late = Association("a", "ContributedTo", "d", {"creationtime": self.DAYS[3]})
        return load(Listed(tuple(source.entities()), (*source.associations(), late)))

    def test_a_trace_follows_only_what_existed(self, store: Store) -> None:
        assert hops(store, "a", filter_=Filter(as_of=self.DAYS[2])) == {"a": 0, "b": 1}
        assert hops(store, "a", filter_=Filter(as_of=self.DAYS[3])) == {
            "a": 0,
            "b": 1,
            "d": 1,
            "c": 2,
            "e": 2,
        }
        assert ends(store, "a", "d", filter_=Filter(as_of=self.DAYS[2])) == ["ab", "de"]

    def test_an_expansion_adds_only_what_existed(self, store: Store) -> None:
        sides = [(Direction.DOWNSTREAM, "a"), (Direction.DOWNSTREAM, "b")]
        then = Filter(as_of=self.DAYS[2])
        assert hops(store, "a", up=0, down=0, expand=sides, filter_=then) == {"a": 0, "b": 1}

    def test_degrees_and_neighbors_count_only_what_existed(self, store: Store) -> None:
        then, now = Filter(as_of=self.DAYS[2]), Filter(as_of=self.DAYS[3])
        assert store.degrees("abd", filter_=then) == {"a": (0, 1), "b": (1, 0), "d": (0, 1)}
        assert (
            store.degrees("abd", filter_=now)
            == store.degrees("abd")
            == {"a": (0, 2), "b": (1, 1), "d": (1, 1)}
        )
        assert [each.entity.arn for each in store.neighbors("a", filter_=then)] == ["b"]

    def test_a_focus_that_did_not_exist_stays(self, store: Store) -> None:
        assert hops(store, "c", filter_=Filter(as_of=self.DAYS[0])) == {"c": 0}

    def test_a_search_finds_only_what_existed(self, store: Store) -> None:
        found = store.search(filter_=Filter(as_of=self.DAYS[0])).entities
        assert {entity.arn for entity in found} == {"a", "d", "e"}


def test_an_entity_of_several_labels_is_found_by_the_label_that_lists_show(load: Load) -> None:
    labels = {"a": "artifact", "b": "artifact::x", "c": "x::y"}
    store = load(Listed(tuple(Entity(arn, label, {"type": "Model"}) for arn, label in labels.items()), ()))
    for arn, label in labels.items():
        found = store.search(filter_=Filter(labels=frozenset({label})))
        assert [each.arn for each in found.entities] == [arn]
    types = tuple((label, "Model") for label in reversed(labels.values()))
    assert [each.arn for each in store.search(order=Order(SortBy.TYPE, types=types)).entities] == [
        "c",
        "b",
        "a",
    ]
