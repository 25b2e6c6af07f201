import csv
import io
import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from lineage_viz.errors import EntityNotFound
from lineage_viz.evidence.fact import as_properties, known
from lineage_viz.model import Association, Direction, Entity, Truncation
from lineage_viz.questions.impact import EndpointState, Impact, impact, impact_of_several
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from lineage_viz.takeaway.tables import impact_csv
from lineage_viz.takeaway.view_caption import impact_caption
from lineage_viz.title import title
from tests import demo_once
from tests.sample import D1, D5, SAMPLE, START, B, E, G, K, Listed, M, X
from tests.takeaway.conftest import CAPTION, HOSTILE

LIVE, OTHER, FAILED, GONE, UNKNOWN, _ = EndpointState
MODELS = Filter(types=frozenset({"Model"}))


@pytest.fixture(scope="module")
def demo() -> LocalStore:
    return demo_once.store()


def deployed(*deployments: tuple[str, str, int], **properties: str) -> Impact:
    """Return the impact of the model "m" with one endpoint. A deployment is (model, status, hour)."""
    actions = [
        Entity(
            f"{number}{model}", "action",
            {"type": "ModelDeployment", "creationtime": START + timedelta(hours=hour), "status": status},
        )
        for number, (model, status, hour) in enumerate(deployments)
    ]  # fmt: skip
    endpoint = Entity("e", "context", {"type": "Endpoint", **properties})
    models = [Entity(arn, "artifact", {"type": "Model"}) for arn in ("m", "other")]
    approval = Entity("z", "action", {"type": "Approval", "status": "Completed"})
    links = [Association(action.arn[1:], "ContributedTo", action.arn) for action in actions]
    links += [Association(action.arn, "AssociatedWith", "e") for action in [*actions, approval]]
    links.append(Association("m", "ContributedTo", "e"))
    return impact(LocalStore([Listed((*actions, endpoint, *models, approval), tuple(links))]), "m")


def test_everything_downstream_by_hops() -> None:
    found = impact(LocalStore([SAMPLE]), M)
    assert [(row.hops, row.entity.arn) for row in found.rows] == [
        *((1, arn) for arn in sorted([B, K, X])),
        *((2, arn) for arn in sorted([D5, E, G])),
    ]
    assert found.types["context", "Endpoint"] == 1
    assert sum(found.types.values()) == len(found.rows)


def test_the_impact_of_several_has_them_at_no_hop_and_everything_downstream_of_any() -> None:
    store = LocalStore([SAMPLE])
    several = impact_of_several(store, [M, D5])
    both = {row.entity.arn for arn in (M, D5) for row in impact(store, arn).rows}
    assert {row.entity.arn for row in several.rows} == both | {M, D5}
    assert [row.entity.arn for row in several.rows if row.hops == 0] == sorted([M, D5])
    assert several.endpoints == impact(store, M).endpoints
    caption = impact_caption(store, several, "https://app")
    assert caption.title == "Impact of 2 entities"
    assert caption.entity == f"{M}, {D5}"
    assert f"with={D5}" in caption.link


def test_a_list_has_live_endpoints_and_models_first_then_the_nearest_and_of_these_the_newest(
    demo: LocalStore,
) -> None:
    found = impact(demo, demo_once.account().findings["shared-with-partner"])
    rows = found.by_use
    assert Counter(row.entity.arn for row in rows) == Counter(row.entity.arn for row in found.rows)
    live = [each.entity.arn for each in rows if found.endpoints.get(each.entity.arn) is LIVE]
    models = [each.entity.arn for each in rows if each.entity.text("servedby")]
    assert {each.entity.arn for each in rows[: len(live) + len(models)]} == {*live, *models}
    rest = rows[len(live) + len(models) :]
    assert [each.hops for each in rest] == sorted(each.hops for each in rest)
    near = [each.entity.created for each in rest if each.hops == rest[0].hops and each.entity.created]
    assert near == sorted(near, reverse=True)


def test_the_sentence_begins_with_the_types_that_a_review_needs_first() -> None:
    assert impact(LocalStore([SAMPLE]), D1).sentence == (
        "Downstream of raw.csv: 2 models, 1 endpoint (not recorded), 1 transform job, 2 data sets, "
        "1 model deployment, 1 model group, 1 processing job, 1 training job."
    )
    assert impact(LocalStore([SAMPLE]), E).sentence == "Nothing is downstream of abalone-endpoint."


def test_nothing_downstream_in_a_snapshot_with_gaps_may_be_a_gap() -> None:
    lacking = replace(SAMPLE, info=replace(SAMPLE.info, incomplete=("The associations were not read",)))
    words = "Nothing is downstream of abalone-endpoint, but the snapshot has gaps."
    assert impact(LocalStore([lacking]), E).sentence == words


def test_the_states_of_several_endpoints_are_counted(demo: LocalStore) -> None:
    found = impact(demo, demo_once.account().findings["shared-with-partner"])
    assert Counter(found.endpoints.values()) == {LIVE: 2, GONE: 1}
    assert " 3 endpoints (2 live, 1 deleted)," in found.sentence
    states = dict(zip(found.endpoints, [FAILED, *[LIVE] * 1_200], strict=False)) | {"x": LIVE}
    live = len(states) - 1
    assert f"endpoints ({live} live, 1 failed)," in replace(found, endpoints=states).sentence


def test_the_sentence_counts_entities_beyond_the_cap() -> None:
    found = impact(LocalStore([SAMPLE]), M, cap=4)
    assert len(found.rows) == 4
    assert found.truncated == Truncation("cut at 4 entities", 2)
    assert found.sentence.endswith("; cut at 4 entities, 2 more are left out.")


def test_in_a_cycle_an_entity_is_not_downstream_of_itself() -> None:
    links = (Association("a", "ContributedTo", "b"), Association("b", "Produced", "a"))
    store = LocalStore([Listed((Entity("a", "artifact"), Entity("b", "artifact")), links)])
    assert [row.entity.arn for row in impact(store, "a").rows] == ["b"]


@pytest.mark.parametrize(
    ("deployments", "state"),
    [
        ([("m", "Completed", 1)], LIVE),
        ([("m", "Failed", 1)], FAILED),
        ([("m", "Stopped", 1)], FAILED),
        ([("m", "InProgress", 1)], UNKNOWN),
        ([("m", "", 1)], UNKNOWN),
        ([], UNKNOWN),
        ([("m", "Completed", 2), ("other", "Completed", 1)], LIVE),
        ([("m", "Completed", 1), ("other", "Completed", 2)], OTHER),
        ([("m", "Completed", 1), ("other", "Failed", 2)], LIVE),  # SageMaker rolls back
        ([("other", "Completed", 1), ("m", "Failed", 2)], OTHER),
        ([("m", "InProgress", 1), ("m", "Failed", 2)], FAILED),
    ],
)
def test_the_state_of_an_endpoint_follows_from_its_deployments(
    deployments: list[tuple[str, str, int]], state: EndpointState
) -> None:
    assert deployed(*deployments).endpoints == {"e": state}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("Failed", FAILED),
        ("OutOfService", FAILED),
        ("InService", LIVE),
        ("Deleting", UNKNOWN),
        ("any", LIVE),
        (["Failed"], LIVE),
    ],
)
def test_an_endpoints_own_status_decides_its_state(status: object, state: EndpointState) -> None:
    found = deployed(("m", "Completed", 1), properties=json.dumps({"Status": status}))
    assert found.endpoints == {"e": state}


def test_an_endpoints_own_status_does_not_tell_which_model_it_serves() -> None:
    details = {"properties": json.dumps({"Status": "InService"})}
    assert deployed(("m", "Completed", 1), ("other", "Completed", 2), **details).endpoints == {"e": OTHER}
    assert deployed(**details).endpoints == {"e": LIVE}


@pytest.mark.parametrize("properties", ["[1]", "null", "{", "[" * 100_000, "no json"])
def test_properties_that_are_no_json_object_are_ignored(properties: str) -> None:
    assert deployed(("m", "Failed", 1), properties=properties).endpoints == {"e": FAILED}


def test_the_demo_has_endpoints_in_several_states(demo: LocalStore) -> None:
    findings = demo_once.account().findings
    assert list(impact(demo, findings["failed-deployment"]).endpoints.values()) == [FAILED]
    assert list(impact(demo, findings["complete"]).endpoints.values()) == [LIVE]
    customers = impact(demo, findings["shared-with-partner"])
    assert set(customers.endpoints.values()) >= {LIVE}
    oldest = min(
        (each for each in demo.search("ModelDeployment fraud-transactions-prod").entities),
        key=lambda each: str(each.created),
    )
    assert list(impact(demo, oldest.arn).endpoints.values()) == [OTHER]


def test_the_error_names_an_unknown_entity() -> None:
    with pytest.raises(EntityNotFound, match="none"):
        impact(LocalStore([SAMPLE]), "none")


def table(found: Impact) -> list[dict[str, str]]:
    text = impact_csv(found, CAPTION)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_table_has_hops_and_the_state_of_endpoints() -> None:
    found = impact(LocalStore([SAMPLE]), M)
    rows = table(found)
    assert [(row["hops"], row["arn"]) for row in rows] == [(str(r.hops), r.entity.arn) for r in found.rows]
    assert {row["arn"]: row["endpoint state"] for row in rows if row["endpoint state"]} == {E: "not recorded"}
    assert {row["lineage extent"] for row in rows} == {CAPTION.complete}


def test_no_cell_of_a_hostile_lineage_is_a_formula() -> None:
    first = HOSTILE.entities[0].arn
    links = tuple(
        Association(first, "ContributedTo", each.arn) for each in HOSTILE.entities if each.arn != first
    )
    named = [
        replace(each, properties={**each.properties, "endpoint state": "=1"}) for each in HOSTILE.entities
    ]
    rows = table(impact(LocalStore([Listed(tuple(named), links)]), first))
    assert len(rows) == len(links)
    for row in rows:
        assert not [text for text in (*row, *row.values()) if text.lstrip("\t\r")[:1] in set("=+@")]
        assert row["endpoint state"] == ""
        assert row["endpoint state (property)"] == "'=1"


def test_the_impact_as_of_a_time_has_what_existed_then_and_the_deployment_of_then() -> None:
    hours = [START + timedelta(hours=hour) for hour in range(4)]
    deployments = [
        Entity(
            f"d{n}", "action", {"type": "ModelDeployment", "status": "Completed", "creationtime": hours[n]}
        )
        for n in (1, 3)
    ]
    gone = json.dumps({"Status": "OutOfService"})
    endpoint = Entity("e", "context", {"type": "Endpoint", "creationtime": hours[0], "properties": gone})
    models = [Entity(arn, "artifact", {"type": "Model"}) for arn in ("m", "newer")]
    links = [Association("m", "ContributedTo", "d1"), Association("newer", "ContributedTo", "d3")]
    links += [Association(each.arn, "AssociatedWith", "e") for each in deployments]
    links.append(Association("m", "ContributedTo", "d3", {"creationtime": hours[3]}))
    store = LocalStore([Listed((*deployments, endpoint, *models), tuple(links))])
    then = impact(store, "m", as_of=hours[2])
    assert {row.entity.arn for row in then.rows} == {"d1", "e"}
    assert then.endpoints == {"e": LIVE}
    assert then.sentence.startswith("Downstream of m as of 13 Jul 2022: 1 endpoint (live)")
    now = impact(store, "m")
    assert ({row.entity.arn for row in now.rows}, now.endpoints) == ({"d1", "d3", "e"}, {"e": FAILED})
    early = impact(store, "m", as_of=hours[0] - timedelta(hours=1))
    assert early.sentence == "Nothing is downstream of m as of 13 Jul 2022."
    unborn = impact(store, "e", as_of=hours[0] - timedelta(days=9))
    assert unborn.sentence == "e did not exist on 4 Jul 2022, so nothing was downstream of it."


class TestFacts:
    """The records of an endpoint and of a decision count before the lineage."""

    @pytest.mark.parametrize(
        ("serves", "status", "state"),
        [
            ("m/1", "InService", LIVE),
            ("m/2", "InService", OTHER),
            ("m/1", "Deleted", GONE),
            ("m/1", "Failed", FAILED),
        ],
    )
    def test_an_endpoint_is_live_by_the_version_in_its_configuration(
        self, serves: str, status: str, state: EndpointState
    ) -> None:
        actions = [
            Entity(
                f"d{version}", "action",
                {
                    "type": "ModelDeployment", "status": "Completed", "deploys": f"m/{version}",
                    "creationtime": START + timedelta(hours=version),
                },
            )
            for version in (1, 2)
        ]  # fmt: skip
        facts = as_properties({"serves": known(serves, "x"), "endpointstatus": known(status, "x")})
        endpoint = Entity("e", "context", {"type": "Endpoint", **facts})
        models = [Entity(f"m{version}", "artifact", {"type": "Model"}) for version in (1, 2)]
        links = [Association(f"m{version}", "ContributedTo", f"d{version}") for version in (1, 2)]
        links += [Association(f"d{version}", "AssociatedWith", "e") for version in (1, 2)]
        store = LocalStore([Listed((*actions, endpoint, *models), tuple(links))])
        assert impact(store, "m1").endpoints == {"e": state}

    def test_the_one_that_was_rolled_back_and_the_deleted_one_of_the_demo(self, demo: LocalStore) -> None:
        packages = {title(each): each.arn for each in demo.search(filter_=MODELS, limit=1000).entities}
        assert set(impact(demo, packages["search-ranking-models/10"]).endpoints.values()) == {LIVE}
        assert set(impact(demo, packages["search-ranking-models/11"]).endpoints.values()) == {OTHER}
        assert set(impact(demo, packages["account-takeover-models/6"]).endpoints.values()) == {GONE}

    def test_a_live_version_without_an_approval_is_a_warning(self, demo: LocalStore) -> None:
        findings = demo_once.account().findings
        found = impact(demo, findings["deployed-though-rejected"])
        assert found.warnings == (
            "promo-uplift-models/1: Live without approval: promo-uplift-prod serves it. Rejected.",
            "promo-uplift-prod: Live without approval: it serves promo-uplift-models/1 (Rejected).",
        )
        assert replace(found, as_of=START).warnings == ()
        for key, end in (
            ("status-differs", "Rejected"), ("deployed-while-pending", "Pending approval"),
            ("approval-withdrawn", "Rejected"),
        ):  # fmt: skip
            assert [end in words for words in impact(demo, findings[key]).warnings] == [True, True], key
        undecided, _ = impact(demo, findings["deployed-without-approval"]).warnings
        assert undecided.startswith(
            "credit-limit-models/1: Live without approval: credit-limit-prod serves it."
        )
        assert impact(demo, findings["complete"]).warnings == ()
        (file,) = [
            each.entity.arn
            for each in demo.neighbors(findings["deployed-though-rejected"], Direction.UPSTREAM)
            if each.entity.type == "Model"
        ]
        assert impact(demo, file).warnings == found.warnings
