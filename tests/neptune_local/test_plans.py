"""explain and profile: text in the form of Neptune's reports. Only profile runs the query."""

import re

import pytest
import requests

from tests.neptune_local import GremlinServer, NeptuneLocal
from tests.patience import PATIENCE

QUERY = "g.V().has('code', 'ANC').in().values('code').fold().unfold()"


def plan(neptune: NeptuneLocal, name: str, query: str, **options: str | int) -> str:
    body = {"gremlin": query, **{f"profile.{option}": value for option, value in options.items()}}
    answer = requests.post(f"{neptune.url}/gremlin/{name}", json=body, timeout=PATIENCE)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")
    return answer.text


def sections(report: str) -> dict[str, str]:
    """The parts of a report below their underlined titles."""
    parts = re.split(r"\n([^\n]+)\n=+\n", report)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.fixture
def airports(neptune: NeptuneLocal, gremlin_server: GremlinServer) -> NeptuneLocal:
    gremlin_server.run(
        "g.addV('airport').property(id, 'a').property('code', 'ANC').as('a')"
        ".addV('airport').property(id, 'b').property('code', 'AUS').addE('route').to('a').iterate()"
    )
    return neptune


def test_explain_shows_the_steps_and_what_is_not_native(airports: NeptuneLocal) -> None:
    report = plan(airports, "explain", QUERY)
    assert "Neptune Gremlin Explain" in report
    found = sections(report)
    assert list(found) == [
        "Query String", "Original Traversal", "Converted Traversal", "Optimized Traversal", "Predicates"
    ]  # fmt: skip
    assert found["Query String"].strip() == QUERY
    assert found["Original Traversal"].startswith("[GraphStep(vertex,[]), HasStep([code.eq(ANC)])")
    assert "PatternNode[(?1, <code>, eq(ANC), ?) . project ask .]" in found["Converted Traversal"]
    assert "+ not converted into Neptune steps: [FoldStep, UnfoldStep]" in found["Converted Traversal"]
    assert "WARNING: >> FoldStep << is not supported natively yet" in report
    assert found["Predicates"].startswith("# of predicates: 2")
    assert "WARNING: reverse traversal with no edge label(s)" in found["Predicates"]


@pytest.mark.parametrize(
    "query",
    ["g.V().drop()", "g.addV('x').next()", "g.addV('x').next(); g.V()", "g.inject(1).repeat(identity())"],
)
def test_explain_never_runs_the_query(
    airports: NeptuneLocal, gremlin_server: GremlinServer, query: str
) -> None:
    assert query in plan(airports, "explain", query)
    assert gremlin_server.run("g.V().id().order()") == ["a", "b"]


def test_profile_runs_the_query_and_measures_it(airports: NeptuneLocal) -> None:
    found = sections(plan(airports, "profile", "g.V().has('code', 'ANC').in().id()"))
    assert list(found) == [
        "Query String", "Original Traversal", "Optimized Traversal", "Runtime (ms)", "Traversal Metrics", "Predicates",
        "Results", "Index Operations",
    ]  # fmt: skip
    assert re.match(r"Query Execution: +[0-9.]+\n", found["Runtime (ms)"])
    assert re.search(r"VertexStep\(IN,vertex\) +1 +1 +[0-9.]+ ", found["Traversal Metrics"])
    assert found["Results"].startswith("Count: 1\nOutput: [b]\n")


def test_profile_changes_the_graph(airports: NeptuneLocal, gremlin_server: GremlinServer) -> None:
    plan(airports, "profile", "g.addV('x').property(id, 'c')")
    assert gremlin_server.run("g.V().id().order()") == ["a", "b", "c"]


def test_the_options_of_profile(airports: NeptuneLocal) -> None:
    query = "g.V().id().order()"
    assert "Output: [a...\n" in plan(airports, "profile", query, chop=2)
    assert "Output: [a, b]\n" in plan(airports, "profile", query, chop=0)
    assert "Output" not in plan(airports, "profile", query, results=False)
    serialized = plan(airports, "profile", query, serializer="GRAPHSON_V3_UNTYPED", indexOps="true")
    assert "Response serializer: application/vnd.gremlin-v3.0+json;types=false\n" in serialized
    for wrong in ({"chop": "x"}, {"results": "maybe"}, {"serializer": "GRYO"}, {"indexOps": 2}):
        body = {"gremlin": query, **{f"profile.{name}": value for name, value in wrong.items()}}
        answer = requests.post(f"{airports.url}/gremlin/profile", json=body, timeout=PATIENCE)
        assert answer.json()["code"] == "InvalidParameterException"


@pytest.mark.parametrize("name", ["explain", "profile"])
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "MissingParameterException"),
        ("g.V(", "MalformedQueryException"),
        ("System.exit(1)", "MalformedQueryException"),
        ("g.V().map{it}", "MalformedQueryException"),
        ("g.io('x').read()", "UnsupportedOperationException"),
        ("''", "UnsupportedOperationException"),
    ],
)
def test_a_wrong_query_has_no_plan(neptune: NeptuneLocal, name: str, query: str, code: str) -> None:
    answer = requests.post(f"{neptune.url}/gremlin/{name}", json={"gremlin": query}, timeout=PATIENCE)
    assert answer.json()["code"] == code


def test_profile_ends_at_the_limit_of_its_query(neptune: NeptuneLocal) -> None:
    endless = "g.with('evaluationTimeout', 50).inject(1).repeat(identity()).until(is(2))"
    answer = requests.post(f"{neptune.url}/gremlin/profile", json={"gremlin": endless}, timeout=PATIENCE)
    assert answer.json()["code"] == "TimeLimitExceededException"
