"""The figures of jobs, the text that Prometheus reads, and the people who may read it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit import config

from lineage_viz.jobs import Job, JobKind, JobState, Order
from lineage_viz.ui.server.exposition import Metric, Sample, as_text
from lineage_viz.ui.server.may_read_metrics import refusal
from lineage_viz.ui.server.metrics import of_jobs

TOKEN = "fedcba9876543210fedcba9876543210"
ENDED = datetime(2026, 3, 12, 2, 30, tzinfo=UTC)


def job(number: int, kind: JobKind, state: JobState, target: str = "local", source: str = "") -> Job:
    order = Order(kind, target, {"source": source} if source else {}, "cron")
    return Job(number, order, state, ENDED, Path("log"), ended=ENDED)


def test_the_last_reload_of_each_source_counts_unless_it_was_cancelled() -> None:
    text = as_text(
        of_jobs(
            (
                job(5, JobKind.RELOAD, JobState.CANCELLED),
                job(4, JobKind.EXPORT, JobState.FAILED),
                job(3, JobKind.RELOAD, JobState.SUCCEEDED, "c.example", "prod"),
                job(2, JobKind.RELOAD, JobState.FAILED),
                job(1, JobKind.RELOAD, JobState.SUCCEEDED),
            )
        )
    )
    assert 'lineage_viz_last_reload_succeeded{target="local",source=""} 0\n' in text
    assert 'lineage_viz_last_reload_succeeded{target="c.example",source="prod"} 1\n' in text
    assert (
        f'lineage_viz_last_reload_ended_timestamp_seconds{{target="local",source=""}} {ENDED.timestamp():.0f}\n'
        in text
    )
    assert 'lineage_viz_jobs{kind="reload",state="succeeded"} 2\n' in text


def test_a_label_is_escaped_and_a_metric_without_a_sample_is_left_out() -> None:
    sample = Sample(0.5, {"folder": 'a"b\\c\nd'})
    assert as_text([Metric("age", "The age.", [sample]), Metric("none", "Nothing.", [])]) == (
        '# HELP lineage_viz_age The age.\n# TYPE lineage_viz_age gauge\nlineage_viz_age{folder="a\\"b\\\\c\\nd"} 0.5\n'
    )


@pytest.fixture(autouse=True)
def _address() -> Iterator[None]:
    before = config.get_option("server.address")
    config.set_option("server.address", "127.0.0.1")
    yield
    config.set_option("server.address", before)


def status(client: str = "127.0.0.1", **headers: str) -> int:
    """The status of the refusal; 200 for none."""
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    no = refusal({"type": "http", "headers": sent, "client": (client, 1), "path": "/metrics"})
    return no.status_code if no else 200


def test_without_a_token_only_a_visitor_of_this_machine_reads_metrics() -> None:
    assert status(host="localhost:8501") == 200
    assert status("10.0.0.1", host="localhost:8501") == 403
    assert status(host="evil.example") == 403
    assert status(host="localhost", x_forwarded_for="10.0.0.1") == 403
    config.set_option("server.address", "0.0.0.0")
    assert status(host="localhost:8501") == 403


def test_with_sign_in_a_local_request_may_be_a_plain_proxys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_SIGN_IN", f'[auth]\ncookie_secret = "{TOKEN}"\n')
    assert status(host="localhost:8501") == 403


def test_with_a_token_whoever_sends_it_reads_metrics(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_METRICS_TOKEN", TOKEN)
    assert status("10.0.0.1", host="x", authorization=f"Bearer {TOKEN}") == 200
    for wrong in ("", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer "):
        assert status(host="localhost", authorization=wrong) == 401
    monkeypatch.setenv("LINEAGE_VIZ_METRICS_TOKEN", "short")
    assert status(host="localhost", authorization="Bearer short") == 503
