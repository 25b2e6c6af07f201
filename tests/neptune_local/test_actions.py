"""IAM by action: each call needs its action, and a query needs those of all its steps, before any of it runs."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError
from gremlin_python.driver.client import Client
from gremlin_python.driver.protocol import GremlinServerError
from gremlin_python.process.anonymous_traversal import traversal
from gremlin_python.process.graph_traversal import __
from gremlin_python.process.strategies import ReadOnlyStrategy
from gremlin_python.process.traversal import T
from gremlin_python.structure.graph import Graph

from tests.neptune_local import CONSOLE, GremlinServer, Identity, NeptuneLocal
from tests.neptune_local.actions import EVERY
from tests.neptune_local.conftest import ROLE, boto_error, client, gremlin_error
from tests.neptune_local.gremlin_client import gremlin_client
from tests.neptune_local.test_signature import headers
from tests.patience import PATIENCE

SECRET = "kept"
READ, WRITE, DELETE = "ReadDataViaQuery", "WriteDataViaQuery", "DeleteDataViaQuery"
ROLES = {
    "AKIDADMIN": EVERY,
    "AKIDCONSOLE": CONSOLE,
    "AKIDREADWRITE": frozenset({READ, WRITE}),
    "AKIDREADDELETE": frozenset({READ, DELETE}),
    "AKIDWRITEDELETE": frozenset({WRITE, DELETE}),
    "AKIDNOBODY": frozenset(),
}

NEEDS = {
    "g.V('a').out().count()": {READ},
    "g.inject(1)": {READ},
    "g.addV('x')": {READ, WRITE},
    "g.V('a').as('a').addE('to').to('a')": {READ, WRITE},
    "g.io('https://example.com/graph.json').read()": {READ, WRITE},
    "g.V('a').drop()": {READ, DELETE},
    "g.V('a').properties('n').drop()": {READ, DELETE},
    "g.V('a').property(single, 'n', 2)": {READ, WRITE, DELETE},
    "g.addV('x').property('n', 2)": {READ, WRITE, DELETE},
    "g.mergeV([(T.id): 'b'])": {READ, WRITE, DELETE},
    "g.V('a').where(__.sideEffect(__.drop()))": {READ, DELETE},
    "g.V('a').choose(__.out(), __.drop(), __.addE('to').to(__.V('a')))": {READ, WRITE, DELETE},
    "g.V('a').match(__.as('x').map(__.addV('y')).as('z'))": {READ, WRITE},
    "g.V('none').drop()": {READ, DELETE},
    "g.V('a').count(); g.V('a').drop()": {READ, DELETE},
    "g.V('a').count()\ng.V('a').drop()": {READ, DELETE},
    "g.addV('x').next(); g.V('a').drop().iterate()": {READ, WRITE, DELETE},
    "g.withStrategies(new SubgraphStrategy(vertices: __.addV('x'))).V()": {READ, WRITE},
}  # fmt: skip


@pytest.fixture
def guarded(gremlin_server: GremlinServer, s3_server: str) -> Iterator[NeptuneLocal]:
    gremlin_server.clear()
    gremlin_server.run("g.addV('artifact').property(id, 'a').property('n', 1)")
    known = [Identity(key, SECRET, actions=actions) for key, actions in ROLES.items()]
    with NeptuneLocal(gremlin_server, s3=s3_server, identities=known) as neptune:
        yield neptune


def graph(server: GremlinServer) -> list[Any]:
    return server.run("g.V().elementMap()") + server.run("g.E().elementMap()")


def missing(call: Callable[[], object]) -> str:
    """The action that the refusal of a call names; "" for another answer."""
    try:
        call()
    except ClientError as error:
        code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
    except GremlinServerError as error:
        fields = json.loads(str(error).partition(": ")[2])
        code, message = fields["code"], fields["detailedMessage"]
    else:
        return ""
    return message.split("neptune-db:")[1].split()[0] if code == "AccessDeniedException" else ""


def answers(socket: Client, query: str) -> list[Any]:
    found: list[Any] = socket.submit(query).all().result()
    return found


@pytest.mark.parametrize("query", NEEDS)
def test_a_query_needs_the_actions_of_all_its_steps_before_it_runs(
    guarded: NeptuneLocal, gremlin_server: GremlinServer, query: str
) -> None:
    before = graph(gremlin_server)
    for key, actions in ROLES.items():
        lacking = NEEDS[query] - actions
        if not lacking:
            continue
        api: Any = client("neptunedata", guarded.url, key, SECRET)
        socket = gremlin_client(guarded.gremlin_url, headers=headers(guarded.gremlin_url, key, SECRET))
        for call in (
            partial(api.execute_gremlin_query, gremlinQuery=query),
            partial(api.execute_gremlin_explain_query, gremlinQuery=query),
            partial(api.execute_gremlin_profile_query, gremlinQuery=query),
            partial(answers, socket, query),
        ):
            assert missing(call) in lacking, key
        socket.close()
        api.close()
    assert graph(gremlin_server) == before


def test_a_query_runs_for_a_caller_with_its_actions(
    guarded: NeptuneLocal, gremlin_server: GremlinServer
) -> None:
    for key, query in {
        "AKIDCONSOLE": "g.V('a').values('n')",
        "AKIDREADWRITE": "g.addV('x')",
        "AKIDREADDELETE": "g.V('a').drop()",
        "AKIDADMIN": "g.mergeV([(T.id): 'b'])",
    }.items():
        api: Any = client("neptunedata", guarded.url, key, SECRET)
        assert api.execute_gremlin_query(gremlinQuery=query)["status"]["code"] in (200, 204)
        api.close()
    assert len(graph(gremlin_server)) == 2


BYTECODE: dict[str, Callable[[Any], Any]] = {
    "drop": lambda g: g.V("a").drop(),
    "nested": lambda g: g.V("a").where(__.side_effect(__.drop())),
    "merged": lambda g: g.merge_v({T.id: "b"}),
    "without strategies": lambda g: g.without_strategies(ReadOnlyStrategy).V("a").drop(),
    "a file": lambda g: g.io("https://example.com/graph.json").read(),
}


@pytest.mark.parametrize("case", BYTECODE)
@pytest.mark.parametrize("source", ["g", "mayReadWriteDelete"])
def test_bytecode_of_a_role_that_may_only_read_changes_nothing(
    guarded: NeptuneLocal, gremlin_server: GremlinServer, case: str, source: str
) -> None:
    before = graph(gremlin_server)
    bytecode = BYTECODE[case](traversal().with_graph(Graph())).bytecode
    signed = headers(guarded.gremlin_url, "AKIDCONSOLE", SECRET)
    socket = gremlin_client(guarded.gremlin_url, source, headers=signed)
    with pytest.raises(GremlinServerError) as error:
        socket.submit(bytecode).all().result()
    assert gremlin_error(error)[0] == "AccessDeniedException"
    socket.close()
    assert graph(gremlin_server) == before


CALLS: dict[str, Callable[[Any], object]] = {
    "GetEngineStatus": lambda api: api.get_engine_status(),
    "GetGraphSummary": lambda api: api.get_propertygraph_summary(),
    "GetStatisticsStatus": lambda api: api.get_propertygraph_statistics(),
    "ManageStatistics": lambda api: api.manage_propertygraph_statistics(mode="refresh"),
    "DeleteStatistics": lambda api: api.delete_propertygraph_statistics(),
    "GetQueryStatus": lambda api: api.list_gremlin_queries(),
    "CancelQuery": lambda api: api.cancel_gremlin_query(queryId="none"),
    "StartLoaderJob": lambda api: api.start_loader_job(
        source="s3://none", format="csv", s3BucketRegion="eu-west-1", iamRoleArn=ROLE
    ),
    "GetLoaderJobStatus": lambda api: api.get_loader_job_status(loadId="none"),
    "ListLoaderJobs": lambda api: api.list_loader_jobs(),
    "CancelLoaderJob": lambda api: api.cancel_loader_job(loadId="none"),
    "ResetDatabase": lambda api: api.execute_fast_reset(action="initiateDatabaseReset"),
    READ: lambda api: api.execute_gremlin_query(gremlinQuery="g.V()"),
    WRITE: lambda api: api.execute_gremlin_query(gremlinQuery="g.addV()"),
    DELETE: lambda api: api.execute_gremlin_query(gremlinQuery="g.V('none').drop()"),
}


def test_each_call_needs_its_action(guarded: NeptuneLocal) -> None:
    assert set(CALLS) == EVERY
    for key in ("AKIDADMIN", "AKIDCONSOLE"):
        api: Any = client("neptunedata", guarded.url, key, SECRET)
        refused = {action for action, call in CALLS.items() if missing(partial(call, api)) == action}
        assert refused == EVERY - ROLES[key]
        api.close()


def test_a_replica_refuses_every_change_and_a_single_instance_none(
    gremlin_server: GremlinServer, s3_server: str
) -> None:
    for single in (False, True):
        gremlin_server.clear()
        with NeptuneLocal(gremlin_server, s3=s3_server, single_instance=single) as neptune:
            url = f"http://{neptune.reader_endpoint}"
            role = requests.get(f"{url}/status", timeout=PATIENCE).json()["role"]
            answers = [
                requests.post(url + path, json={"gremlin": "g.addV('x')"}, timeout=PATIENCE)
                for path in ("/gremlin", "/gremlin/profile")
            ]
        if single:
            assert (role, [answer.status_code for answer in answers]) == ("writer", [200, 200])
            assert gremlin_server.run("g.V().count()") == [2]
        else:
            assert role == "reader"
            assert {answer.json()["code"] for answer in answers} == {"ReadOnlyViolationException"}
            assert gremlin_server.run("g.V().count()") == [0]


def test_a_file_is_never_fetched(api: Any) -> None:
    with pytest.raises(ClientError) as error:
        api.execute_gremlin_query(gremlinQuery="g.io('https://example.com/graph.json').read()")
    assert boto_error(error)[0] == "UnsupportedOperationException"
