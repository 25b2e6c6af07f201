"""Fast reset, status and summary, through a real boto3 client."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator
from gremlin_python.driver.protocol import GremlinServerError

from tests.neptune_local import GremlinServer, NeptuneLocal
from tests.neptune_local.conftest import Load, Put, boto_error, client, started
from tests.neptune_local.gremlin_client import gremlin_client

HOUR = 60 * 60


def token(api: Any) -> str:
    return str(api.execute_fast_reset(action="initiateDatabaseReset")["payload"]["token"])


def perform(api: Any, given: str) -> None:
    api.execute_fast_reset(action="performDatabaseReset", token=given)


def test_a_reset_empties_the_graph_and_restarts_the_engine(
    api: Any, neptune: NeptuneLocal, put: Put, load: Load, gremlin_server: GremlinServer
) -> None:
    load(put("v.csv", "~id", "a"))
    neptune.engine.restart_refuses = 2
    perform(api, token(api))
    for _ in range(2):
        with pytest.raises(ClientError) as error:
            api.get_engine_status()
        assert boto_error(error)[0] == "ServerShutdownException"
    assert api.get_engine_status()["status"] == "healthy"
    assert gremlin_server.run("g.V().count()") == [0]
    assert api.list_loader_jobs()["payload"]["loadIds"] == []


def test_a_restart_needs_time(api: Any, neptune: NeptuneLocal) -> None:
    neptune.engine.restart_refuses, neptune.engine.restart_seconds = 0, 300
    perform(api, token(api))
    with pytest.raises(ClientError):
        api.get_engine_status()
    neptune.clock.advance(301)
    assert api.get_engine_status()["status"] == "healthy"


def test_a_restart_ends_every_connection_and_every_load(api: Any, neptune: NeptuneLocal, put: Put) -> None:
    connected = gremlin_client(neptune.gremlin_url)
    assert connected.submit("g.inject(1)").all().result() == [1]
    neptune.loads.hold()
    started(api, put("v.csv", "~id", "a"))
    neptune.loads.wait_for_someone()
    neptune.engine.restart_refuses = 0
    perform(api, token(api))
    with pytest.raises((GremlinServerError, RuntimeError, ConnectionError)):
        connected.submit("g.inject(1)").all().result()
    connected.close()
    assert api.list_loader_jobs()["payload"]["loadIds"] == []


def spent(api: Any, _: NeptuneLocal) -> str:
    given = token(api)
    perform(api, given)
    return given


def old(api: Any, neptune: NeptuneLocal) -> str:
    given = token(api)
    neptune.clock.advance(HOUR + 1)
    return given


def replaced(api: Any, _: NeptuneLocal) -> str:
    given = token(api)
    token(api)
    return given


def wrong(_: Any, __: NeptuneLocal) -> str:
    return "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("made", [spent, old, replaced, wrong], ids=lambda made: made.__name__)
def test_only_the_newest_unused_token_of_the_last_hour_is_valid(
    api: Any, neptune: NeptuneLocal, gremlin_server: GremlinServer, made: Callable[..., str]
) -> None:
    neptune.engine.restart_refuses = 0
    given = made(api, neptune)
    gremlin_server.run("g.addV('a')")
    with pytest.raises(ClientError) as error:
        perform(api, given)
    message = f"System command parameter 'token' : '{given}' does not match database reset token"
    assert boto_error(error) == ("InvalidParameterException", message)
    assert gremlin_server.run("g.V().count()") == [1]


def test_a_reset_without_a_token_is_refused(api: Any) -> None:
    with pytest.raises(ClientError) as error:
        api.execute_fast_reset(action="performDatabaseReset")
    assert boto_error(error)[0] == "MissingParameterException"


def test_the_reader_refuses_loads_and_resets(neptune: NeptuneLocal, put: Put) -> None:
    reader = client("neptunedata", f"http://{neptune.reader_endpoint}")
    assert reader.get_engine_status()["role"] == "reader"
    for call in (lambda: token(reader), lambda: started(reader, put("v.csv", "~id", "a"))):
        with pytest.raises(ClientError) as error:
            call()
        assert boto_error(error)[0] == "ReadOnlyViolationException"
    reader.close()


def test_the_summary_counts_the_graph(api: Any, put: Put, load: Load) -> None:
    put("e.csv", "~id,~from,~to,~label,when:Date", "e,a,b,Produced,2026-01-01")
    load(put("v.csv", "~id,~label,name:String", "a,artifact,one", "b,action,"))
    summary = api.get_propertygraph_summary()["payload"]["graphSummary"]
    assert (summary["numNodes"], summary["numEdges"]) == (2, 1)
    assert summary["nodeLabels"] == ["action", "artifact"]
    assert summary["nodeProperties"] == [{"name": 1}]
    assert summary["edgeProperties"] == [{"when": 1}]


def test_every_answer_matches_botocores_model(api: Any, put: Put, load: Load) -> None:
    load(put("v.csv", "~id,~label", "a,artifact"), failOnError=False)
    load_id = api.list_loader_jobs(limit=1)["payload"]["loadIds"][0]
    answers = {
        "ListLoaderJobs": api.list_loader_jobs(),
        "GetLoaderJobStatus": api.get_loader_job_status(loadId=load_id, details=True, errors=True),
        "GetEngineStatus": api.get_engine_status(),
        "ListGremlinQueries": api.list_gremlin_queries(includeWaiting=True),
        "GetPropertygraphSummary": api.get_propertygraph_summary(mode="basic"),
        "ExecuteGremlinQuery": api.execute_gremlin_query(gremlinQuery="g.V().count()"),
        "ExecuteFastReset": api.execute_fast_reset(action="initiateDatabaseReset"),
    }
    for operation, answer in answers.items():
        metadata = answer.pop("ResponseMetadata")
        assert metadata["HTTPHeaders"]["content-type"].startswith("application/")
        shape = api.meta.service_model.operation_model(operation).output_shape
        report = ParamValidator().validate(answer, shape)
        assert not report.has_errors(), (operation, report.generate_report())
        assert set(answer) >= set(shape.required_members), operation
        assert answer, operation
