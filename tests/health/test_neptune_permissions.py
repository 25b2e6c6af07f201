"""Findings about the permissions on a cluster, from calls that do not change its data."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lineage_viz.health import Finding, Verdict
from lineage_viz.health.neptune_permissions import PERMISSIONS, needed, try_permission
from lineage_viz.settings import BulkLoad, Neptune, Settings
from tests.health.conftest import KEY, SECRET, TOKEN
from tests.neptune_local import READING, GremlinServer, Identity, NeptuneLocal
from tests.neptune_local.actions import EVERY
from tests.neptune_local.conftest import BUCKET, ROLE

PAGE = Path(__file__).parents[2] / "docs" / "neptune.md"
ADMIN = Identity(KEY, SECRET, TOKEN)
READER = Identity(KEY, SECRET, TOKEN, actions=READING)
QUERIES = ("WriteDataViaQuery", "DeleteDataViaQuery")
UNTRIED = {"neptune-db:StartLoaderJob", "neptune-db:ResetDatabase"}


@pytest.fixture(params=[ADMIN], ids=["admin"])
def signed(
    request: pytest.FixtureRequest, gremlin_server: GremlinServer, s3_server: str
) -> Iterator[NeptuneLocal]:
    """A cluster with IAM authentication that accepts the credentials of the tests."""
    gremlin_server.clear()
    with NeptuneLocal(gremlin_server, s3=s3_server, identities=[request.param]) as neptune:
        yield neptune


def named(neptune: NeptuneLocal, *, loads: bool = True) -> Settings:
    there = Neptune(neptune.gremlin_url, neptune.reader_url)
    return Settings(neptune=there, bulk_load=BulkLoad(f"s3://{BUCKET}/", ROLE) if loads else None)


def tried(settings: Settings) -> dict[str, Finding]:
    return {each.action: try_permission(settings, each) for each in needed(settings)}


def test_all_permissions_are_found_and_no_data_changes(
    signed: NeptuneLocal, gremlin_server: GremlinServer
) -> None:
    gremlin_server.run("g.addV('other').property('name', 'kept').iterate()")
    findings = tried(named(signed))
    assert {name for name, each in findings.items() if each.verdict is Verdict.UNKNOWN} == UNTRIED
    assert {each.verdict for name, each in findings.items() if name not in UNTRIED} == {Verdict.OK}
    assert gremlin_server.run("g.V().values('name')") == ["kept"]


@pytest.mark.parametrize(
    ("signed", "action"),
    [(Identity(KEY, SECRET, TOKEN, actions=EVERY - {each}), each) for each in QUERIES],
    indirect=["signed"],
    ids=QUERIES,
)
def test_a_missing_query_action_is_the_only_finding(signed: NeptuneLocal, action: str) -> None:
    failing = [name for name, each in tried(named(signed)).items() if each.verdict is Verdict.FAILING]
    assert failing == [f"neptune-db:{action}"]


@pytest.mark.parametrize("signed", [READER], indirect=True, ids=["reader"])
def test_a_read_only_role_gets_a_finding_for_each_missing_action(signed: NeptuneLocal) -> None:
    missing = {name: each for name, each in tried(named(signed)).items() if each.verdict is Verdict.FAILING}
    assert set(missing) == {
        "neptune-db:WriteDataViaQuery", "neptune-db:DeleteDataViaQuery", "neptune-db:CancelLoaderJob"
    }  # fmt: skip
    assert all(name in each.next_step for name, each in missing.items())


@pytest.mark.parametrize("signed", [READER], indirect=True, ids=["reader"])
def test_an_app_that_never_loads_needs_only_the_read_actions(signed: NeptuneLocal) -> None:
    findings = tried(named(signed, loads=False))
    assert {name: each.verdict for name, each in findings.items()} == {
        "neptune-db:GetEngineStatus": Verdict.OK,
        "neptune-db:ReadDataViaQuery": Verdict.OK,
    }


def test_a_role_that_may_not_connect_lacks_every_action(signed: NeptuneLocal) -> None:
    signed.faults.denied = True
    findings = tried(named(signed))
    assert {each.verdict for name, each in findings.items() if name not in UNTRIED} == {Verdict.FAILING}


def test_permissions_are_unknown_when_the_cluster_does_not_answer(signed: NeptuneLocal) -> None:
    signed.faults.down = True
    assert {each.verdict for each in tried(named(signed)).values()} == {Verdict.UNKNOWN}


def test_without_iam_no_permissions_are_checked() -> None:
    assert (
        needed(Settings(neptune=Neptune("ws://localhost/gremlin", "ws://localhost/gremlin", iam=False))) == []
    )


def test_the_page_lists_the_actions_in_their_order() -> None:
    paragraph = next(part for part in PAGE.read_text("utf-8").split("\n\n") if "neptune-db:" in part)
    listed = re.findall(r"`(?:neptune-db:)?([A-Z]\w+)`", paragraph)
    assert [f"neptune-db:{name}" for name in listed] == [each.action for each in PERMISSIONS]
