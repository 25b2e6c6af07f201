"""Real clients of other people on the local Neptune: aws-cli; requests in the form of graph-notebook; gremlinpython."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests
from gremlin_python.driver.protocol import GremlinServerError
from gremlin_python.driver.serializer import (
    GraphBinarySerializersV1,
    GraphSONSerializersV2d0,
    GraphSONSerializersV3d0,
)
from gremlin_python.process.anonymous_traversal import traversal
from gremlin_python.process.traversal import T

from tests.clients import Outcome, run_aws
from tests.neptune_local import GremlinServer, NeptuneLocal
from tests.neptune_local.conftest import ROLE, Put, finished, gremlin_error, started
from tests.neptune_local.gremlin_client import gremlin_client, gremlin_connection
from tests.patience import PATIENCE

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ENDLESS = "g.with('evaluationTimeout', 0).inject(1).repeat(identity()).until(is(2))"
UNTYPED = "application/vnd.gremlin-v3.0+json;types=false"

Aws = Callable[..., list[Outcome]]


@pytest.fixture
def aws(neptune: NeptuneLocal, clients_python: Path, tmp_path: Path) -> Aws:
    """A function that runs commands of `aws neptunedata`."""
    neptune.engine.restart_refuses = 0
    run = partial(run_aws, clients_python, tmp_path, AWS_ENDPOINT_URL_NEPTUNEDATA=neptune.url)
    return lambda *commands: run(*(["neptunedata", *command] for command in commands))


def payload(outcome: Outcome) -> Any:
    assert outcome.code == 0, outcome.err
    return json.loads(outcome.out)["payload"]


def test_aws_cli_loads_queries_and_resets(aws: Aws, api: Any, put: Put) -> None:
    source = put("v.csv", "~id,~label", "a,artifact")
    load = ["start-loader-job", "--source", source, "--format", "csv", "--s3-bucket-region", "eu-west-1"]
    status, begun = aws(["get-engine-status"], [*load, "--iam-role-arn", ROLE])
    assert json.loads(status.out)["status"] == "healthy"
    load_id = payload(begun)["loadId"]
    finished(api, load_id)
    query = ["execute-gremlin-query", "--serializer", "application/vnd.gremlin-v3.0+json;types=false"]
    ended, listed, counted, summary, statistics, reset = aws(
        ["get-loader-job-status", "--load-id", load_id, "--details"],
        ["list-loader-jobs"],
        [*query, "--gremlin-query", "g.V().id()"],
        ["get-propertygraph-summary"],
        ["get-propertygraph-statistics"],
        ["execute-fast-reset", "--action", "initiateDatabaseReset"],
    )
    assert payload(ended)["overallStatus"]["status"] == "LOAD_COMPLETED"
    assert payload(listed)["loadIds"] == [load_id]
    assert json.loads(counted.out)["result"]["data"] == ["a"]
    assert payload(summary)["graphSummary"]["numNodes"] == 1
    assert payload(statistics)["signatureInfo"]["instanceCount"] == 1
    perform = ["execute-fast-reset", "--action", "performDatabaseReset", "--token", payload(reset)["token"]]
    performed, emptied = aws(perform, [*query, "--gremlin-query", "g.V().id()"])
    assert performed.code == 0, performed.err
    assert json.loads(emptied.out)["result"]["data"] == []


REFUSED = {
    "MalformedQueryException": ["execute-gremlin-query", "--gremlin-query", "g.V("],
    "UnsupportedOperationException": ["execute-gremlin-query", "--gremlin-query", "g.V(1)"],
    "BulkLoadIdNotFoundException": ["get-loader-job-status", "--load-id", "none"],
    "InvalidParameterException": ["cancel-gremlin-query", "--query-id", "none"],
}


def test_aws_cli_reads_plans_ends_queries_and_prints_the_reason_of_every_refusal(
    aws: Aws, neptune: NeptuneLocal, tmp_path: Path
) -> None:
    """One test for all, because its processes take longer than the rest."""
    report, by_hand = tmp_path / "report", {"gremlin": ENDLESS, "queryId": "mine"}
    with ThreadPoolExecutor() as threads:
        endless = threads.submit(requests.post, f"{neptune.url}/gremlin", json=by_hand, timeout=PATIENCE)
        while (
            requests.get(f"{neptune.url}/gremlin/status", timeout=PATIENCE).json()["runningQueryCount"] == 0
        ):
            assert not endless.done()
        explained, profiled, listed, status, cancelled, *refused = aws(
            ["execute-gremlin-explain-query", "--gremlin-query", "g.V().drop()", f"{report}.1"],
            ["execute-gremlin-profile-query", "--gremlin-query", "g.inject(7)", "--chop", "9", f"{report}.2"],
            ["list-gremlin-queries", "--include-waiting"],
            ["get-gremlin-query-status", "--query-id", "mine"],
            ["cancel-gremlin-query", "--query-id", "mine"],
            *REFUSED.values(),
        )
        assert endless.result().json()["code"] == "CancelledByUserException"
    assert (explained.code, profiled.code) == (0, 0), (explained.err, profiled.err)
    assert "Neptune Gremlin Explain" in Path(f"{report}.1").read_text("utf-8")
    assert "Output: [7]" in Path(f"{report}.2").read_text("utf-8")
    (query,) = json.loads(listed.out)["queries"]
    assert (query["queryId"], query["queryString"]) == ("mine", ENDLESS)
    assert json.loads(status.out)["queryEvalStats"]["cancelled"] is False
    assert json.loads(cancelled.out) == {"status": "200 OK"}
    for code, outcome in zip(REFUSED, refused, strict=True):
        head, _, reason = outcome.err.strip().partition(" operation: ")
        assert code in head
        assert len(reason.split()) > 3, outcome.err


def test_graph_notebook_reads_and_ends_loads(api: Any, neptune: NeptuneLocal, put: Put) -> None:
    loader = f"{neptune.url}/loader"
    source = put("v.csv", "~id", "a")
    done = started(api, source)
    finished(api, done)
    neptune.loads.hold()
    held = started(api, source, mode="NEW")
    neptune.loads.wait_for_someone()
    status = requests.get(loader, params={"loadId": done, "details": "true"}, timeout=PATIENCE).json()
    assert status["payload"]["overallStatus"]["status"] == "LOAD_COMPLETED"
    assert requests.get(loader, timeout=PATIENCE).json()["payload"]["loadIds"] == [held, done]
    assert requests.delete(loader, params={"loadId": held}, timeout=PATIENCE).json() == {"status": "200 OK"}
    assert finished(api, held)["overallStatus"]["status"] == "LOAD_CANCELLED_BY_USER"
    for answer in (
        requests.delete(loader, timeout=PATIENCE),
        requests.get(f"{loader}/none", timeout=PATIENCE),
    ):
        assert answer.json()["message"] == answer.json()["detailedMessage"] != ""


def test_graph_notebook_resets_by_a_form(neptune: NeptuneLocal, gremlin_server: GremlinServer) -> None:
    gremlin_server.run("g.addV('x')")
    neptune.engine.restart_refuses = 0
    system = f"{neptune.url}/system"
    initiated = requests.post(system, data={"action": "initiateDatabaseReset"}, timeout=PATIENCE).json()
    form = {"action": "performDatabaseReset", "token": initiated["payload"]["token"]}
    assert requests.post(system, data=form, timeout=PATIENCE).json() == {"status": "200 OK"}
    assert gremlin_server.run("g.V().count()") == [0]
    for body in ("", "no form", "[1]"):
        assert requests.post(system, data=body, timeout=PATIENCE).status_code == 400


def test_queries_come_in_every_form_over_http(neptune: NeptuneLocal) -> None:
    url, query, untyped = f"{neptune.url}/gremlin", {"gremlin": "g.inject(7)"}, {"Accept": UNTYPED}
    for answer in (
        requests.get(url, params=query, headers=untyped, timeout=PATIENCE),
        requests.post(url, data=query, headers=untyped, timeout=PATIENCE),
        requests.post(url, json=query | {"queryId": "mine"}, headers=untyped, timeout=PATIENCE),
        requests.post(url, data=json.dumps(query), headers=untyped | FORM, timeout=PATIENCE),  # curl -d
    ):
        assert answer.json()["result"]["data"] == [7]
    for answer in (
        requests.get(url, timeout=PATIENCE),
        requests.post(url, json={"queryId": "a"}, timeout=PATIENCE),
    ):
        assert answer.json()["code"] == "MissingParameterException"


def test_graph_notebook_reads_the_state_of_queries_and_statistics(neptune: NeptuneLocal) -> None:
    queries = requests.post(f"{neptune.url}/gremlin/status", headers=FORM, timeout=PATIENCE).json()
    assert queries["runningQueryCount"] == 0
    unknown = requests.post(f"{neptune.url}/gremlin/status", data={"queryId": "none"}, timeout=PATIENCE)
    assert unknown.json()["code"] == "InvalidParameterException"
    statistics = f"{neptune.url}/pg/statistics"
    assert requests.get(statistics, timeout=PATIENCE).json()["payload"]["active"] is True
    assert requests.delete(statistics, timeout=PATIENCE).json()["payload"]["active"] is False
    assert requests.get(f"{statistics}/summary", timeout=PATIENCE).status_code == 400
    assert requests.post(statistics, json={"mode": "refresh"}, timeout=PATIENCE).status_code == 200
    summary = requests.get(f"{statistics}/summary?mode=basic", timeout=PATIENCE).json()
    assert summary["payload"]["graphSummary"]["numNodes"] == 0


def test_graph_notebook_reads_plans(neptune: NeptuneLocal, gremlin_server: GremlinServer) -> None:
    gremlin_server.run("g.addV('airport').property(id, 'a')")
    query = {"gremlin": "g.V().hasLabel('airport').limit(1)"}
    explain = requests.post(f"{neptune.url}/gremlin/explain", data=json.dumps(query), timeout=PATIENCE)
    assert "Neptune Gremlin Explain" in explain.text
    options = {
        "profile.results": True,
        "profile.chop": 250,
        "profile.serializer": "",
        "profile.indexOps": False,
    }
    body = json.dumps(query | options)
    profile = requests.post(f"{neptune.url}/gremlin/profile", data=body, timeout=PATIENCE).text
    read = {  # the expressions of graph-notebook's own reader of the report
        name: re.findall(expression, profile)
        for name, expression in {
            "time": r"Query Execution: (.*?)\n",
            "predicates": r"# of predicates: (.*?)\n",
            "results": r"Count: (.*?)\n",
            "index": r"# of statement index ops: (.*?)\n",
            "terms": r"# of terms materialized: (.*?)\n",
        }.items()
    }
    assert read["results"] == ["1"]
    assert all(len(found) == 1 and float(found[0]) >= 0 for found in read.values())


@pytest.mark.parametrize("path", ["/gremlin/plan", "/sparql", "/nowhere"])
def test_a_request_that_the_double_does_not_know_is_refused_by_name(neptune: NeptuneLocal, path: str) -> None:
    answer = requests.post(neptune.url + path, json={}, timeout=PATIENCE)
    assert answer.json()["code"] == "UnsupportedOperationException"
    assert path in answer.json()["message"]


@pytest.mark.parametrize(
    "serializer", [GraphBinarySerializersV1, GraphSONSerializersV2d0, GraphSONSerializersV3d0]
)
def test_gremlinpython_is_answered_in_each_of_its_formats(neptune: NeptuneLocal, serializer: type) -> None:
    connection = gremlin_connection(neptune.gremlin_url, message_serializer=serializer())
    g = traversal().with_remote(connection)
    g.add_v("artifact").property(T.id, "a").property("at", datetime(2026, 1, 2, tzinfo=UTC)).iterate()
    assert g.V().values("at").next().isoformat()[:10] == "2026-01-02"
    with pytest.raises(GremlinServerError) as error:
        g.add_v("artifact").property(T.id, "a").iterate()
    assert gremlin_error(error)[0] == "ConstraintViolationException"
    connection.close()
    client = gremlin_client(neptune.gremlin_url, message_serializer=serializer())
    assert client.submit("g.V().count()").all().result() == [1]
    client.close()


def test_a_query_without_any_parameter_lacks_its_text(neptune: NeptuneLocal) -> None:
    for body in ("{}", ""):
        answer = requests.post(f"{neptune.url}/gremlin", data=body, timeout=PATIENCE).json()
        assert answer["code"] == "MissingParameterException"
        assert "gremlin is missing" in answer["detailedMessage"]
