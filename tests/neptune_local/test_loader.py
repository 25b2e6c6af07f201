"""The loader answers a real boto3 client, and changes the graph as Neptune's guide says."""

import gzip
from datetime import datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.neptune_local import GremlinServer, NeptuneLocal
from tests.neptune_local.conftest import BUCKET, Load, Put, boto_error, finished, started
from tests.neptune_local.gremlin_client import gremlin_client

VERTICES = (
    "~id,~label,name:String(single),tag:String,size:Long(single)",
    "a,artifact,one,x,5000000000",
    "b,action,two,y,",
)
EDGES = ("~id,~from,~to,~label,n:Int", "e1,a,b,ContributedTo,7")


def test_vertices_load_before_edges_with_any_file_names(
    put: Put, load: Load, gremlin_server: GremlinServer
) -> None:
    put("1-edges.csv", *EDGES)
    payload = load(put("2-vertices.csv", *VERTICES))
    assert payload["overallStatus"]["status"] == "LOAD_COMPLETED"
    assert payload["feedCount"] == [{"LOAD_COMPLETED": 2}]
    assert payload["overallStatus"]["totalRecords"] == 9
    assert "failedFeeds" not in payload
    assert gremlin_server.run("g.V('a').elementMap()") == [
        {"id": "a", "label": "artifact", "name": "one", "tag": "x", "size": 5000000000}
    ]
    assert gremlin_server.run(
        "g.E('e1').project('l','n','o','i').by(label).by('n').by(outV().id()).by(inV().id())"
    ) == [{"l": "ContributedTo", "n": 7, "o": "a", "i": "b"}]


def test_values_have_the_type_of_their_column(put: Put, load: Load, gremlin_server: GremlinServer) -> None:
    names = "b:Bool,i:Int,l:Long,f:Double,g:Float,d:Date,s:String,a:Int[]"
    load(put("v.csv", f"~id,{names}", 'a,TRUE,7,-9000000000,0.1,Infinity,2026-01-02T03:04:05Z,"é ""q""",1;2'))
    client = gremlin_client(gremlin_server.url)
    (values,) = (
        client.submit("g.V('a').valueMap()", request_options={"language": "gremlin-lang"}).all().result()
    )
    client.close()
    assert values == {
        "b": [True], "i": [7], "l": [-9000000000], "f": [0.1], "g": [float("inf")],
        "d": [datetime(2026, 1, 2, 3, 4, 5)], "s": ['é "q"'], "a": [1, 2],
    }  # fmt: skip


def test_a_second_load_of_the_same_files_counts_only_duplicates(put: Put, load: Load) -> None:
    put("edges.csv", *EDGES)
    source = put("vertices.csv", *VERTICES)
    first, second = load(source, mode="NEW"), load(source, mode="NEW")
    assert second["overallStatus"]["status"] == "LOAD_COMPLETED"
    assert second["overallStatus"]["totalDuplicates"] == first["overallStatus"]["totalRecords"]
    assert (first["overallStatus"]["runNumber"], second["overallStatus"]["runNumber"]) == (1, 2)


@pytest.mark.parametrize("mode", ["AUTO", "RESUME"])
def test_a_loaded_file_is_not_loaded_again(
    put: Put, load: Load, gremlin_server: GremlinServer, mode: str
) -> None:
    load(put("vertices.csv", *VERTICES))
    again = load(put("vertices.csv", "~id,~label", "c,artifact"), mode=mode)
    assert again["overallStatus"]["status"] == "LOAD_COMPLETED"
    assert gremlin_server.run("g.V('c')") == []


def test_resume_without_an_earlier_load_stops(put: Put, load: Load) -> None:
    assert load(put("v.csv", *VERTICES), mode="RESUME")["overallStatus"]["status"] != "LOAD_COMPLETED"


def test_resume_loads_the_file_that_s3_failed_to_read(
    put: Put, load: Load, neptune: NeptuneLocal, gremlin_server: GremlinServer
) -> None:
    put("v2.csv", "~id,~label", "c,artifact")
    source = put("v1.csv", *VERTICES)
    neptune.faults.s3_read = 1
    failed = load(source, failOnError=False)
    assert failed["overallStatus"]["status"] == "LOAD_FAILED"
    assert failed["failedFeeds"][0]["status"] == "LOAD_S3_READ_ERROR"
    assert gremlin_server.run("g.V().id()") == ["c"]
    assert load(source, mode="RESUME")["overallStatus"]["status"] == "LOAD_COMPLETED"
    assert sorted(gremlin_server.run("g.V().id()")) == ["a", "b", "c"]


def test_the_source_is_a_prefix_and_not_a_folder(put: Put, load: Load, gremlin_server: GremlinServer) -> None:
    put("v.csv", "~id", "other", prefix="snapshot-2/")
    source = put("v.csv", "~id", "own").removesuffix("/")
    assert load(source)["overallStatus"]["status"] == "LOAD_COMPLETED"
    assert sorted(gremlin_server.run("g.V().id()")) == ["other", "own"]


def test_the_ending_of_a_file_shows_that_it_is_gzip(
    s3: Any, put: Put, load: Load, gremlin_server: GremlinServer
) -> None:
    s3.put_object(Bucket=BUCKET, Key="snapshot/v.csv.gz", Body=gzip.compress("\n".join(VERTICES).encode()))
    assert load(f"s3://{BUCKET}/snapshot/")["overallStatus"]["status"] == "LOAD_COMPLETED"
    put("plain.csv.gz", *VERTICES)
    assert load(f"s3://{BUCKET}/snapshot/", mode="NEW")["overallStatus"]["parsingErrors"] == 1
    assert gremlin_server.run("g.V().count()") == [2]


def test_a_manifest_below_the_prefix_is_read_as_csv(put: Put, load: Load) -> None:
    put("v.csv", *VERTICES)
    payload = load(put("manifest.json", "{", '"version": 1', "}"), failOnError=False)
    assert [feed["fullUri"] for feed in payload["failedFeeds"]] == [f"s3://{BUCKET}/snapshot/manifest.json"]


def test_set_properties_collect_values_and_single_properties_refuse_a_second_one(
    put: Put, load: Load, gremlin_server: GremlinServer
) -> None:
    load(put("v.csv", *VERTICES))
    payload = load(put("v.csv", VERTICES[0], "a,artifact,other,z,"), mode="NEW")
    (error,) = payload["errors"]["errorLogs"]
    assert error["errorCode"] == "SINGLE_CARDINALITY_VIOLATION"
    assert error["fileName"] == f"s3://{BUCKET}/snapshot/v.csv"
    assert (payload["overallStatus"]["status"], payload["overallStatus"]["insertErrors"]) == (
        "LOAD_FAILED",
        1,
    )
    assert gremlin_server.run("g.V('a').valueMap('name','tag')") == [{"name": ["one"], "tag": ["x", "z"]}]


def test_single_properties_are_replaced_on_request(
    put: Put, load: Load, gremlin_server: GremlinServer
) -> None:
    load(put("v.csv", *VERTICES))
    payload = load(
        put("v.csv", VERTICES[0], "a,artifact,other,,"), mode="NEW", updateSingleCardinalityProperties=True
    )
    assert payload["overallStatus"]["status"] == "LOAD_COMPLETED"
    assert gremlin_server.run("g.V('a').values('name')") == ["other"]


BAD = (
    "~id,~label,n:Int(single),d:Date(single)",
    "a,x,1,2026-01-01T00:00:00Z",
    "b,x,many,",
    "c,x,3,2026-01-01T00:00:00.5Z",
    "d,x,4",
    "e,x,5,2026-01-01",
)


def test_the_first_bad_row_stops_the_load_and_loaded_rows_stay(
    put: Put, load: Load, gremlin_server: GremlinServer
) -> None:
    put("w.csv", "~id", "w")
    payload = load(put("v.csv", *BAD))
    assert payload["overallStatus"]["status"] == "LOAD_FAILED"
    assert payload["feedCount"] == [{"LOAD_FAILED": 1}, {"LOAD_NOT_STARTED": 1}]
    assert gremlin_server.run("g.V().id()") == ["a"]


def test_each_bad_row_is_listed_when_the_load_continues(
    put: Put, api: Any, gremlin_server: GremlinServer
) -> None:
    load_id = started(api, put("v.csv", *BAD), failOnError=False)
    payload = finished(api, load_id)
    overall = payload["overallStatus"]
    assert (overall["parsingErrors"], overall["datatypeMismatchErrors"]) == (1, 2)
    assert [error["recordNum"] for error in payload["errors"]["errorLogs"]] == [2, 3, 4]
    assert sorted(gremlin_server.run("g.V().id()")) == ["a", "e"]
    pages = [
        api.get_loader_job_status(loadId=load_id, errors=True, page=page, errorsPerPage=2)["payload"][
            "errors"
        ]
        for page in (1, 2, 3)
    ]
    assert [(page["startIndex"], page["endIndex"]) for page in pages] == [(1, 2), (3, 3), (0, 0)]


def test_rows_are_read_by_neptunes_rules(put: Put, load: Load, gremlin_server: GremlinServer) -> None:
    put("e.csv", "~id,~from,~to,n:Int(single)", 'e1,"", b ,7')
    payload = load(put("v.csv", "~id,~label,n:Int,n:String", 'b , Data\\;Set;Curated ,7," 8 "', '"",,,""'))
    assert payload["overallStatus"]["status"] == "LOAD_COMPLETED"
    assert gremlin_server.run("g.V('b').valueMap()") == [{"n": [7, " 8 "]}]
    assert sorted(gremlin_server.run("g.V().label()")) == ["Data;Set::Curated", "vertex"]
    assert gremlin_server.run("g.V('').outE().values('n')") == [7]


def test_a_quote_in_a_bare_field_ends_its_file(put: Put, load: Load, gremlin_server: GremlinServer) -> None:
    put("w.csv", "~id,name:String", "d,four")
    source = put("v.csv", "~id,name:String", "a,one", 'b,say "two"', "c,three")
    payload = load(source, failOnError=False)
    (error,) = payload["errors"]["errorLogs"]
    assert (error["errorCode"], error["recordNum"]) == ("PARSING_ERROR", 2)
    assert payload["feedCount"] == [{"LOAD_FAILED": 1}, {"LOAD_COMPLETED": 1}]
    assert sorted(gremlin_server.run("g.V().id()")) == ["a", "d"]


def test_two_columns_of_a_single_property_are_refused_unless_updates_are_allowed(
    put: Put, load: Load, gremlin_server: GremlinServer
) -> None:
    source = put("v.csv", "~id,n:Int(single),n:Int(single)", "a,7,8")
    (error,) = load(source)["errors"]["errorLogs"]
    assert error["errorCode"] == "SINGLE_CARDINALITY_VIOLATION"
    payload = load(source, mode="NEW", updateSingleCardinalityProperties=True)
    assert payload["overallStatus"]["status"] == "LOAD_COMPLETED"
    assert len(gremlin_server.run("g.V('a').values('n')")) == 1


def test_edges_without_ends_and_repeated_edge_ids_are_refused(
    put: Put, load: Load, gremlin_server: GremlinServer
) -> None:
    put("v.csv", *VERTICES)
    payload = load(put("e.csv", *EDGES, "e2,a,nowhere,Produced,", "e1,b,a,ContributedTo,"), failOnError=False)
    codes = [error["errorCode"] for error in payload["errors"]["errorLogs"]]
    assert codes == ["FROM_OR_TO_VERTEX_ARE_MISSING", "ID_ASSIGNED_TO_MULTIPLE_EDGES"]
    assert gremlin_server.run("g.E().id()") == ["e1"]


def test_only_one_load_runs_and_others_can_wait_in_a_queue(put: Put, api: Any, neptune: NeptuneLocal) -> None:
    source = put("v.csv", *VERTICES)
    neptune.loads.hold()
    first = started(api, source)
    neptune.loads.wait_for_someone()
    with pytest.raises(ClientError) as error:
        started(api, source)
    assert boto_error(error) == ("BadRequestException", "Max concurrent load limit breached. Limit is 1")
    second = started(api, source, queueRequest=True, dependencies=[first])
    assert _status(api, first) == "LOAD_IN_PROGRESS"
    assert _status(api, second) == "LOAD_IN_QUEUE"
    assert api.list_loader_jobs()["payload"]["loadIds"] == [second, first]
    assert api.list_loader_jobs(includeQueuedLoads=False)["payload"]["loadIds"] == [first]
    neptune.loads.release()
    assert finished(api, second)["overallStatus"]["status"] == "LOAD_COMPLETED"


def test_a_load_does_not_run_after_its_dependency_failed(put: Put, api: Any, neptune: NeptuneLocal) -> None:
    neptune.faults.load_fails = 1
    first = started(api, put("v.csv", *VERTICES))
    second = started(api, put("v.csv", *VERTICES), queueRequest=True, dependencies=[first])
    assert finished(api, second)["overallStatus"]["status"] == "LOAD_FAILED_BECAUSE_DEPENDENCY_NOT_SATISFIED"


def test_a_cancelled_load_keeps_its_loaded_rows(
    put: Put, api: Any, neptune: NeptuneLocal, gremlin_server: GremlinServer
) -> None:
    source = put("v.csv", "~id", *(f"v{number}" for number in range(1200)))
    neptune.loads.hold(after=500)
    load_id = started(api, source)
    neptune.loads.wait_for_someone()
    api.cancel_loader_job(loadId=load_id)
    assert finished(api, load_id)["overallStatus"]["status"] == "LOAD_CANCELLED_BY_USER"
    assert gremlin_server.run("g.V().count()") == [500]
    with pytest.raises(ClientError) as error:
        api.cancel_loader_job(loadId=load_id)
    assert boto_error(error)[0] == "BulkLoadIdNotFoundException"


def test_a_load_can_fail_half_done(
    put: Put, load: Load, neptune: NeptuneLocal, gremlin_server: GremlinServer
) -> None:
    neptune.faults.load_fails, neptune.faults.load_fails_after = 1, 500
    source = put("v.csv", "~id", *(f"v{number}" for number in range(1200)))
    assert load(source)["overallStatus"]["status"] == "LOAD_FAILED"
    assert gremlin_server.run("g.V().count()") == [500]
    assert load(source)["overallStatus"]["status"] == "LOAD_COMPLETED"
    assert gremlin_server.run("g.V().count()") == [1200]


def test_a_missing_bucket_is_reported_at_once(api: Any) -> None:
    with pytest.raises(ClientError) as error:
        started(api, "s3://nowhere/snapshot/")
    assert boto_error(error)[0] == "S3Exception"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"s3BucketRegion": "us-east-1"}, "InvalidParameterException"),
        ({"format": "turtle"}, "BadRequestException"),
        ({"iamRoleArn": ""}, "MissingParameterException"),
        ({"mode": "OLD"}, "InvalidParameterException"),
        ({"dependencies": ["x"]}, "BadRequestException"),
        ({"dependencies": ["x"], "queueRequest": True}, "BulkLoadIdNotFoundException"),
    ],
)
def test_a_wrong_request_is_refused(put: Put, api: Any, wrong: dict[str, Any], code: str) -> None:
    source = put("v.csv", *VERTICES)
    with pytest.raises(ClientError) as error:
        started(api, source, **wrong)
    assert boto_error(error)[0] == code


def test_an_unknown_load_is_not_found(api: Any) -> None:
    with pytest.raises(ClientError) as error:
        api.get_loader_job_status(loadId="nothing")
    assert boto_error(error)[0] == "BulkLoadIdNotFoundException"


def _status(api: Any, load_id: str) -> str:
    return str(api.get_loader_job_status(loadId=load_id)["payload"]["overallStatus"]["status"])
