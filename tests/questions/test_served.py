"""The picture of an endpoint is about what it serves, and says which deployment that is, and how many others."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lineage_viz.demo import Account
from lineage_viz.demo.source import DemoSource
from lineage_viz.errors import SettingsError
from lineage_viz.evidence.fact import NOT_RECORDED as EMPTY
from lineage_viz.evidence.fact import as_properties, known, not_read
from lineage_viz.questions.own_lineage import chosen, own_lineage, traced_own
from lineage_viz.questions.served import ALL, Served, near, served
from lineage_viz.store.base import UNLIMITED
from lineage_viz.store.local import LocalStore
from tests import demo_once
from tests.deployments import ENDPOINT, SERVED, arn, day_of, lineage
from tests.sample import Listed


@pytest.fixture(scope="module")
def account() -> Account:
    return demo_once.account()


def found(source: Listed, choice: str = "", day: int = 0) -> Served:
    """The served deployments; `day` counts from the first deployment."""
    then = day_of(1) + timedelta(days=day) if day else None
    answer = served(near(LocalStore([source]), ENDPOINT), choice, then)
    assert answer
    return answer


def test_without_records_it_is_the_last_completed_deployment_in_the_lineage() -> None:
    now = found(lineage("Completed", "Completed", "Failed"))
    assert (now.drawn, now.now) == (arn("deployment", 2), arn("deployment", 2))
    assert now.words == (
        "the last completed deployment in the lineage, as its configuration was not read: "
        "routing/2, 10 Feb 2026; 1 earlier and 1 later deployments are not shown"
    )
    assert now.left_out == {arn("deployment", 1), arn("deployment", 3)}


def facts(serves: object, status: str = "InService") -> dict[str, str]:
    value = known(str(serves), "the endpoint's configuration") if isinstance(serves, str) else serves
    return as_properties({"serves": value, "endpointstatus": known(status, "the endpoint")})  # type: ignore[dict-item, return-value]


@pytest.mark.parametrize(
    ("facts_", "drawn", "words"),
    [
        (facts("routing/3"), 3, "what it serves now: routing/3, 10 Mar 2026; 2 earlier deployments are not shown"),
        (
            facts("routing/2"), 2,
            "what it serves now: routing/2, 10 Feb 2026 to 10 Mar 2026; "
            "1 earlier and 1 later deployments are not shown",
        ),
        (
            facts("routing/9"), 3,
            "it serves routing/9 now, which no deployment has; its last completed deployment: routing/3, 10 Mar 2026; "
            "2 earlier deployments are not shown",
        ),
        (
            facts(EMPTY, "Deleted"), 3,
            "it serves nothing now (deleted); its last completed deployment: routing/3, 10 Mar 2026; "
            "2 earlier deployments are not shown",
        ),
        (
            facts(not_read("the role may not")), 3,
            "the last completed deployment in the lineage, as its configuration was not read: routing/3, 10 Mar 2026; "
            "2 earlier deployments are not shown",
        ),
    ],
)  # fmt: skip
def test_the_records_tell_what_it_serves_now(facts_: dict[str, str], drawn: int, words: str) -> None:
    now = found(lineage("Completed", "Completed", "Completed", **facts_))
    assert (now.drawn, now.words) == (arn("deployment", drawn), words)


@pytest.mark.parametrize(
    ("serves", "status", "words"),
    [
        ("routing/1, routing/3", "InService", "what it serves now"),
        ("routing/1, routing/3 (shadow)", "InService", "what it serves now"),
        (
            "routing/1, routing/3",
            "UpdateRollbackFailed",
            "what it may serve, as its update and the rollback failed",
        ),
    ],
)
def test_an_endpoint_of_several_variants_shows_the_deployment_of_each(
    serves: str, status: str, words: str
) -> None:
    source = lineage("Completed", "Completed", "Completed", **facts(serves, status))
    now = found(source)
    assert now.words == (
        f"{words}: routing/3, 10 Mar 2026 and routing/1, 10 Jan 2026 to 10 Feb 2026; 1 other deployment is not shown"
    )
    assert (now.drawn, now.left_out) == (arn("deployment", 3), {arn("deployment", 2)})
    assert found(source, arn("deployment", 1)).left_out == {arn("deployment", 2), arn("deployment", 3)}
    assert found(source, day=40).left_out == {arn("deployment", 1), arn("deployment", 3)}, (
        "what it served then"
    )


@pytest.mark.parametrize(
    ("last", "is_doubtful"), [("", True), ("Unknown", True), ("Failed", False), ("InProgress", False)]
)
def test_a_deployment_without_a_status_may_be_the_last_one(last: str, is_doubtful: bool) -> None:
    gone = found(lineage("Completed", "", "Completed", last, **facts(EMPTY, "Deleted")))
    assert [each.versions for each in gone.doubtful] == ["routing/4"] * is_doubtful
    doubt = ". It may have been routing/4 instead: the status of a deployment is not recorded"
    assert gone.words.endswith(doubt) is is_doubtful
    told = found(lineage("Completed", last, **facts("routing/1")))
    chosen = found(lineage("Completed", last), arn("deployment", 1))
    assert not told.doubtful, "its configuration says what it serves"
    assert not chosen.doubtful or chosen.now == arn("deployment", 1)


def test_a_completed_deployment_without_a_time_may_be_the_last_one() -> None:
    source = lineage("Completed", "Completed", **facts(EMPTY, "Deleted"))
    undated = [
        replace(each, properties={k: v for k, v in each.properties.items() if k != "creationtime"})
        if each.arn == arn("deployment", 2) else each
        for each in source.entities()
    ]  # fmt: skip
    now = found(Listed(tuple(undated), tuple(source.associations()), source.info))
    assert now.words.endswith("It may have been routing/2 instead: the time of a deployment is not recorded")
    assert [each.arn for each in now.doubtful] == [arn("deployment", 2)]


def test_an_endpoint_that_never_served_shows_its_whole_lineage_and_says_why() -> None:
    now = found(lineage("Failed"))
    assert (now.drawn, now.now, now.left_out) == (ALL, "", frozenset())
    assert now.words == "no completed deployment is recorded: its only deployment is shown"
    assert found(lineage("Failed", "Stopped")).words.endswith(": all 2 deployments are shown")


def test_an_earlier_deployment_and_all_of_them_can_be_chosen() -> None:
    chosen = found(SERVED, arn("deployment", 1))
    assert chosen.drawn == arn("deployment", 1)
    assert chosen.words == (
        "the chosen deployment: routing/1, 10 Jan 2026 to 10 Feb 2026; 2 later deployments are not shown"
    )
    every = found(SERVED, ALL)
    assert (every.left_out, every.words) == (frozenset(), "all 3 deployments of this endpoint")
    assert found(SERVED, "arn:gone") == found(SERVED)
    failed = found(lineage("Completed", "Failed"), arn("deployment", 2))
    assert failed.words.startswith("the chosen deployment: routing/2, 10 Feb 2026, failed; 1 earlier")


def test_as_of_a_day_it_is_what_it_served_then() -> None:
    assert found(SERVED, day=31).drawn == arn("deployment", 2)
    assert found(SERVED, day=30).words == (
        "what it served on 9 Feb 2026: routing/1, 10 Jan 2026 to 10 Feb 2026; 2 later deployments are not shown"
    )
    before = found(SERVED, day=-1)
    assert before.drawn == arn("deployment", 3)
    assert before.words.startswith("it served nothing yet on 9 Jan 2026; the one in force now: routing/3")


def test_a_day_before_all_completed_deployments_is_refused_with_the_reason() -> None:
    before = (lineage("Completed"), "2026-01-09"), (lineage("Failed", "Completed"), "2026-01-20")
    for source, on in before:
        with pytest.raises(
            SettingsError, match=r"It served nothing yet on .* 2026[.] Choose one by its version or"
        ):
            chosen(LocalStore([source]), ENDPOINT, on)
    with pytest.raises(
        SettingsError, match=r"It is not recorded what it served on 20 Jan 2026[.] Choose one"
    ):
        chosen(LocalStore([lineage("", "Completed")]), ENDPOINT, "2026-01-20")


def test_another_entity_has_no_deployments() -> None:
    store = LocalStore([SERVED])
    assert served(near(store, arn("package", 1))) is None
    alone = lineage()
    assert served(near(LocalStore([alone]), ENDPOINT)) is None


def test_the_picture_of_each_endpoint_of_the_demo_holds_the_deployment_of_the_version_in_the_configuration(
    account: Account,
) -> None:
    store = LocalStore([DemoSource(account)])
    sources = {each["Source"]["SourceUri"]: each["ArtifactArn"] for each in account.artifacts}
    configs = {each["EndpointConfigName"]: each for each in account.endpoint_configs}
    models = {each["Model"]["ModelName"]: each["Model"] for each in account.records["Model"]}
    contexts = {each["Source"]["SourceUri"]: each["ContextArn"] for each in account.contexts}
    checked = 0
    for endpoint in account.records["Endpoint"]:
        config = configs[endpoint["EndpointConfigName"]]
        model = models[config["ProductionVariants"][0]["ModelName"]]
        container = (model.get("Containers") or [model["PrimaryContainer"]])[0]
        if endpoint["EndpointStatus"] != "InService" or "ModelPackageName" not in container:
            continue
        context = contexts[endpoint["EndpointArn"]]
        own = own_lineage(store, context)
        picture = traced_own(store, context, own, up=UNLIMITED, down=3, cap=500)
        packages = {each.arn for each in picture.entities if ":model-package/" in each.source} - {
            each.arn for each in picture.entities if each.label == "action"
        }
        assert packages == {sources[container["ModelPackageName"]]}, endpoint["EndpointName"]
        assert own.served
        assert own.served.words.startswith("what it serves now")
        checked += 1
    assert checked > 15


def test_the_ticket_routing_endpoint_no_longer_mixes_its_six_deployments(account: Account) -> None:
    store = LocalStore([DemoSource(account)])
    (endpoint,) = [each for each in account.contexts if each["ContextName"].startswith("ticket-routing-prod")]
    arn_ = endpoint["ContextArn"]
    own = own_lineage(store, arn_)
    picture = traced_own(store, arn_, own, up=UNLIMITED, down=0, cap=500)
    assert sum(each.type == "ModelDeployment" for each in picture.entities) == 1
    assert len(picture.entities) < 20 < len(store.trace([arn_], down=0).entities)
    assert own.served
    assert own.served.words.endswith(
        "ticket-routing-models/10, 10 Mar 2026; 5 earlier deployments are not shown"
    )
