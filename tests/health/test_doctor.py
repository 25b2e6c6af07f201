"""The command `doctor`, also with services that answer with secrets and control characters."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lineage_viz.cli import main
from lineage_viz.health import examine, examine_apart
from tests.fake_sagemaker import FakeSageMaker
from tests.health.conftest import KEY, SECRET, TOKEN


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path))


@pytest.fixture
def telltale() -> Iterator[str]:
    """A service that denies everything; its message repeats the request and has terminal control characters."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            sent = f"{self.headers['X-Amz-Security-Token']} {self.headers['Authorization']} {SECRET}"
            words = f"\x1b[2J\x1b]0;owned\x07\u202e<b>no</b>\n{sent} {'x' * 100_000}"
            body = json.dumps({"__type": "AccessDeniedException", "message": words}).encode()
            self.send_response(400)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_findings_without_a_failure_are_printed_with_marks_and_return_0(
    fake: FakeSageMaker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", fake.url)
    assert main(["doctor"]) == 0
    printed = capsys.readouterr().out
    assert "✓ ok       AWS identity" in printed
    assert "? unknown  AWS credentials" in printed
    assert printed.splitlines()[-1] == "1 unknown, 22 ok"


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_the_words_of_a_service_are_printed_as_plain_text_without_secrets(
    form: list[str], telltale: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", telltale)
    assert main(["doctor", *form]) == 1
    captured = capsys.readouterr()
    printed = captured.out + captured.err
    assert "(hidden)" in printed
    for secret in (KEY, SECRET, TOKEN[:20], TOKEN[-20:]):
        assert secret not in printed
    assert all(character.isprintable() or character == "\n" for character in printed)
    assert max(map(len, printed.splitlines())) < 600


def test_json_is_printed_for_a_monitor(
    fake: FakeSageMaker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", fake.url)
    assert main(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"name", "verdict", "sentence", "next_step", "details"} == set(found[0])
    assert {each["verdict"] for each in found} == {"ok", "unknown"}


def test_a_wrong_setting_is_one_finding_among_the_others(
    fake: FakeSageMaker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", fake.url)
    monkeypatch.setenv("LINEAGE_VIZ_FRESH", "soon")
    assert main(["doctor"]) == 1
    printed = capsys.readouterr().out
    assert "✗ failing  Settings" in printed
    assert "LINEAGE_VIZ_FRESH is 'soon'" in printed
    assert "✓ ok       AWS identity" in printed


def test_the_separate_process_of_the_app_returns_the_same_findings(
    fake: FakeSageMaker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", fake.url)
    monkeypatch.chdir(tmp_path)
    found = [(each.name, each.verdict) for each in examine()]
    assert [(each.name, each.verdict) for each in examine_apart()] == found
    assert len(found) == 23
