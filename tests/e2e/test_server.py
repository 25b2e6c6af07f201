"""The server as monitors and strangers see it, over HTTP."""

import re
import time
from urllib.parse import urlsplit

import pytest
import requests

from lineage_viz.store.local import LocalStore
from lineage_viz.ui.page_names import PAGES
from tests.patience import PATIENCE
from tests.running_app import ROOT

pytestmark = pytest.mark.browser  # it shares the app of the browser's tests

PROXIED = {"X-Forwarded-For": "10.0.0.1", "X-Forwarded-Proto": "https"}
SAMPLE = re.compile(r'(lineage_viz_\w+)(?:\{((?:\w+="(?:[^"\\\n]|\\.)*",?)*)\})? (\S+)')


def get(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers=headers, timeout=PATIENCE)


@pytest.fixture(scope="module")
def url(demo_url: str) -> str:
    """The address of the app, when its store is open."""
    deadline = time.monotonic() + PATIENCE
    while (answer := get(f"{demo_url}/readyz")).status_code != 200:
        assert answer.json()["reason"].startswith("The store has not answered yet")
        assert time.monotonic() < deadline
    return demo_url


def test_the_server_tells_that_it_is_alive_and_ready(url: str) -> None:
    for name, told in (("healthz", {"alive": True}), ("readyz", {"ready": True})):
        answer = get(f"{url}/{name}", **PROXIED)
        assert (answer.status_code, answer.json()) == (200, told)
        assert requests.head(f"{url}/{name}", timeout=PATIENCE).status_code == 200
        assert requests.post(f"{url}/{name}", timeout=PATIENCE).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "healthz/x",
        "readyz/x",
        "metrics/x",
        "nowhere",
        "entities/x",
        "static/none.js",
        "favicon.ico",
        "_stcore/x",
        "_stcore/script-health-check",
        "media/x.csv",
        "component/x",
        "_stcore/agent/openapi.json",
        "_stcore/agent/mcp",
        "_stcore/agent/interact/",
    ],
)
def test_a_path_without_anything_is_not_found(url: str, path: str) -> None:
    """Streamlit alone answers nearly all of them with its page and 200."""
    assert get(f"{url}/{path}").status_code == 404
    if "agent" in path:
        assert requests.post(f"{url}/{path}", json={}, timeout=PATIENCE).status_code == 404


def test_no_small_answer_waits_in_the_kernel(url: str) -> None:
    """The kernel would hold each of these answers back for 40 ms, also on a machine with nothing else to do."""
    times = []
    with requests.Session() as session:
        for _ in range(20):
            begin = time.perf_counter()
            assert session.get(f"{url}/healthz", timeout=PATIENCE).json() == {"alive": True}
            times.append(time.perf_counter() - begin)
    assert min(times[1:]) < 0.035  # the first answer of a connection never waits


def test_each_page_is_found(url: str) -> None:
    assert {page.lower() for page in PAGES} == {path.stem for path in (ROOT / "pages").glob("*.py")}
    for path in ("", *(page.lower() for page in PAGES)):
        answer = get(f"{url}/{path}")
        assert answer.status_code == 200
        assert "<html" in answer.text


@pytest.mark.parametrize("proxied", [False, True])
def test_every_answer_has_the_security_headers(url: str, proxied: bool) -> None:
    script = re.search(r'src="\./(static/js/[^"]+)"', get(url).text)
    assert script
    paths = ("", "entities", script[1], "healthz", "metrics", "nowhere", "media/x", "_stcore/health")
    foreign = get(f"{url}/", Host="evil.example")
    assert foreign.status_code == 421
    sent = PROXIED if proxied else {}
    for answer in (*(get(f"{url}/{path}", **sent) for path in paths), *([] if proxied else [foreign])):
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "camera=()" in answer.headers["permissions-policy"]
        assert ("strict-transport-security" in answer.headers) is proxied


def test_the_metrics_tell_what_is_loaded(url: str, demo: LocalStore) -> None:
    answer = get(f"{url}/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    samples = [SAMPLE.fullmatch(line) for line in lines if not line.startswith("# ")]
    found = {(sample[1], sample[2] or ""): float(sample[3]) for sample in samples if sample}
    assert len(found) == len(samples)
    assert {line.split()[2] for line in lines if line.startswith("# TYPE ")} == {name for name, _ in found}
    (info,) = demo.snapshots
    assert info.taken
    named = f'account="{info.account}",region="{info.region}",folder=""'
    assert found["lineage_viz_snapshot_taken_timestamp_seconds", named] == info.taken.timestamp()
    assert found["lineage_viz_snapshot_age_seconds", named] > 0
    counts = demo.counts()
    for label, number in counts.labels.items():
        assert found["lineage_viz_entities", f'label="{label}"'] == number
    assert (
        sum(value for (name, _), value in found.items() if name == "lineage_viz_associations")
        == counts.associations
    )
    assert found["lineage_viz_readable", 'part="store"'] == 1


@pytest.mark.parametrize("path", ["metrics", "_stcore/metrics"])
def test_metrics_are_for_this_machine_only(url: str, path: str) -> None:
    assert get(f"{url}/{path}").status_code == 200
    host = f"192.168.1.4:{urlsplit(url).port}"  # a forwarded port
    for headers in (PROXIED, {"Host": host}):
        answer = get(f"{url}/{path}", **headers)
        assert answer.status_code == 403
        assert "LINEAGE_VIZ_METRICS_TOKEN" in answer.text


def test_each_browser_has_a_cookie_that_no_script_reads(url: str) -> None:
    first, second = (get(f"{url}/").headers["set-cookie"] for _ in range(2))
    assert first != second
    assert "HttpOnly; SameSite=Lax" in first
    assert "Secure" not in first
    assert "Secure" in get(f"{url}/", **PROXIED).headers["set-cookie"]
    assert "lineage_viz_browser" not in get(f"{url}/healthz").headers.get("set-cookie", "")


def test_the_settings_name_no_host_of_streamlit(url: str) -> None:
    assert get(f"{url}/_stcore/host-config").json()["allowedOrigins"] == []
