"""The commands as users type them."""

import csv
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from lineage_viz.cli import main
from lineage_viz.cli.port import check_port
from lineage_viz.cli.progress_line import in_words
from lineage_viz.cli.run import in_a_url
from lineage_viz.errors import SettingsError
from lineage_viz.export import ExportProgress
from lineage_viz.snapshot import open_folder
from lineage_viz.title import title
from tests import demo_once
from tests.patience import PATIENCE
from tests.running_app import free_port, wait_until_healthy

COMMANDS = (
    "ask",
    "audit",
    "export",
    "verify",
    "show",
    "search",
    "demo",
    "load",
    "reset",
    "jobs",
    "log",
    "run",
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("snapshots")
    done = subprocess.run(
        [sys.executable, "-m", "lineage_viz", "demo", "--out", str(out)],
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(done.stdout.strip())


@pytest.mark.parametrize("command", COMMANDS)
def test_help_ends_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"example: python -m lineage_viz {command}" in capsys.readouterr().out


def test_the_demo_is_written_as_a_complete_snapshot(
    snapshot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(snapshot)]) == 0
    assert "is a complete snapshot" in capsys.readouterr().out
    manifest = open_folder(snapshot).manifest
    assert manifest is not None
    assert manifest.mode == "demo"
    assert sum(manifest.association_types.values()) == len(demo_once.account().associations)


def test_verify_names_the_problem(snapshot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in snapshot.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "edges.csv.gz").unlink()
    assert main(["verify", str(tmp_path)]) == 1
    assert "edges.csv.gz" in capsys.readouterr().err
    assert main(["verify", str(tmp_path / "nowhere")]) == 1
    assert "There is no folder" in capsys.readouterr().err


def test_verify_says_that_the_manifest_of_an_old_version_is_not_protected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Old versions wrote no digest of the manifest."""
    old = demo_once.snapshot(tmp_path)
    assert main(["verify", str(old)]) == 0
    assert "not protected" not in capsys.readouterr().err
    (old / "manifest.json.sha256").unlink()
    assert main(["verify", str(old)]) == 0
    printed = capsys.readouterr()
    assert "The manifest itself is not protected" in printed.err
    assert "is a complete snapshot" in printed.out


def test_show_prints_a_models_upstream_as_a_tree(snapshot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = next(
        e for e in open_folder(snapshot).entities() if e.type == "Model" and ":model-package/" in e.source
    )
    assert main(["show", package.arn, "--snapshot", str(snapshot)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert package.source.rpartition("model-package/")[2] in lines[0]
    assert any("SageMakerTrainingJob" in line for line in lines[1:])
    assert len(lines) > 3


def test_show_takes_a_deployment_of_an_endpoint(snapshot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    endpoint = next(e for e in open_folder(snapshot).entities() if e.type == "Endpoint")
    assert main(["show", endpoint.arn, "--deployment", "all", "--snapshot", str(snapshot)]) == 0
    assert "of this endpoint)" in capsys.readouterr().out.splitlines()[-1]
    for name in (title(endpoint), endpoint.source.rpartition(":")[2]):
        assert main(["show", name, "--snapshot", str(snapshot)]) == 0
        assert capsys.readouterr().out.startswith(f"{title(endpoint)} [Endpoint, ")
    assert main(["show", endpoint.arn, "--deployment", "none such", "--snapshot", str(snapshot)]) == 1
    assert "Choose one by its version or a day, or all" in capsys.readouterr().err


def test_show_asks_for_an_arn_when_a_name_is_ambiguous(
    snapshot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "arn:aws", "--snapshot", str(snapshot)]) == 1
    assert "has no entity arn:aws" in capsys.readouterr().err
    assert main(["show", "s3", "--snapshot", str(snapshot)]) == 1
    message = capsys.readouterr().err
    assert "Choose one by its ARN" in message
    assert len(message.strip().splitlines()) == 11
    assert "these are the first 10:" in message
    assert all("s3://" in line or ", arn:" in line for line in message.splitlines()[1:11])
    assert main(["show", "no such thing", "--snapshot", str(snapshot)]) == 1
    assert "Nothing matches" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [["impact", "ticket-routing-models/10"], ["audit", "ticket-routing-models/10"]]
)
def test_nothing_is_written_into_a_snapshot(
    command: list[str], snapshot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(snapshot.iterdir())
    out = snapshot / ("x.zip" if command[0] == "audit" else "")
    assert main([*command, "--snapshot", str(snapshot), "--out", str(out)]) != 0
    assert "is a snapshot, and a snapshot is never edited. Choose another folder." in capsys.readouterr().err
    assert sorted(snapshot.iterdir()) == before


def test_a_search_of_a_folder_with_gaps_is_never_called_complete(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "n.csv").write_text("~id,~label,name\na,x,prod\n")
    (tmp_path / "other.txt").write_text("junk")
    for form in ("table", "csv", "json"):
        assert main(["search", "prod", "--snapshot", str(tmp_path), "--format", form]) == 0
        out, err = capsys.readouterr()
        assert "1 entity found: every row, but the snapshot has gaps" in err
        assert "complete" not in f"{out}{err}".replace("completeness", "")
        assert form == "table" or "other.txt" in out


def test_search_prints_a_table_csv_and_json(snapshot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ["search", "type:models live:yes -decision:approved", "--snapshot", str(snapshot)]
    assert main([*wanted, "--limit", "3"]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 3
    assert all(line.startswith("Model  ") and " arn:aws:sagemaker" in line for line in out.splitlines())
    assert err == "6 entities found: cut at 3. More with --limit.\n"

    assert main(["search", "-live:yes type:endpoint", "--limit", "1", "--snapshot", str(snapshot)]) == 0
    assert main(["search", "--limit", "1", "-type:model", "--snapshot", str(snapshot)]) == 0
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 2
    assert out.startswith("Endpoint  ")

    assert main([*wanted, "--format", "json"]) == 0
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert err == "6 entities found: complete.\n"
    assert found["total"] == len(found["entities"]) == 6
    assert {each["type"] for each in found["entities"]} == {"Model"}
    assert all(each["facts"]["servedby"]["value"] for each in found["entities"])

    assert main([*wanted, "--format", "csv"]) == 0
    rows = list(csv.reader(capsys.readouterr().out.splitlines()))
    assert [row[0] for row in rows if row and row[0].startswith("arn:")] == [
        each["arn"] for each in found["entities"]
    ]
    assert main(["search", "nobody-has-this", "--snapshot", str(snapshot), "--format", "csv"]) == 1
    assert list(csv.DictReader(capsys.readouterr().out.splitlines())) == []


def test_ask_lists_the_questions_and_answers_one_as_table_csv_and_json(
    snapshot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask"]) == 0
    assert "  jobs-behind ENTITY [now|ever]" in capsys.readouterr().out
    wanted = ["ask", "data-sets-of", "ticket-routing-models/10", "--snapshot", str(snapshot)]
    assert main(wanted) == 0
    printed = capsys.readouterr()
    head, *lines = printed.out.splitlines()
    assert head.split() == ["ARN", "Type", "Title", "Steps", "Role", "Went", "into", "Created"]
    assert printed.err == "Data sets that went into ticket-routing-models/10: 4 entities: complete.\n"
    arns = [line.split()[0] for line in lines]
    assert main([*wanted, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.lstrip("\ufeff"))))
    assert [row["arn"] for row in rows] == arns
    assert all(f"  {row['Role']}  " in line for row, line in zip(rows, lines, strict=True))
    assert all(line.endswith((" 2026", " 2025")) for line in lines)
    assert main(["ask", "what", "data", "went", "into", "ticket-routing-models/10"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[1:]] == arns
    assert main([*wanted, "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [row["arn"] for row in answer["rows"]] == arns
    assert (answer["complete"], answer["values"]["when"]) == (True, "now")
    # Jobs have the same address among their inputs: the one whose own it is, is meant.
    assert main(["ask", "jobs-after", "s3://acme-fraud-prod/transactions/2026-03/train.parquet"]) == 0
    assert "TrainFraudTransactions" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (["jobs-behin"], "There is no question 'jobs-behin'. Did you mean jobs-behind?"),
        (["jobs-behind"], "The question needs anything: a model"),
        (["models-without", "approval", "more"], "'more' is one value too many: ask models-without"),
        (
            ["models-trained-on", "ticket-routing-models/10"],
            "ticket-routing-models/10 is of the type model. The question needs a data set.",
        ),
        (["jobs-behind", "tiket-routing-prod"], "'tiket-routing-prod'. Did you mean ticket-routing-prod?"),
        (["models", "trained", "on", "train.jsonl"], "The question needs a data set, by its ARN."),
        (["jobs-behind", "ticket-routing-prod", "soon"], "“soon” is no choice for when. Choose now or ever."),
    ],
)
def test_ask_explains_a_wrong_question(
    snapshot: Path, capsys: pytest.CaptureFixture[str], texts: list[str], sentence: str
) -> None:
    assert main(["ask", *texts, "--snapshot", str(snapshot)]) == 1
    assert sentence in capsys.readouterr().err


def test_search_explains_a_term_and_says_that_nothing_is_found(
    snapshot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "type:modle", "--snapshot", str(snapshot)]) == 1
    assert "There is no type “modle” here. Did you mean Model?" in capsys.readouterr().err
    assert main(["search", "no-such-thing", "--snapshot", str(snapshot)]) == 1
    assert capsys.readouterr() == ("", "Nothing found. Try fewer words or terms.\n")
    assert main(["search", "training jobs that failed in the last month", "--snapshot", str(snapshot)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(
        "Understood as created:30d type:training-jobs status:failed. No failed training job was created from "
    )
    assert "Without the time: " in err
    assert "0 entities found: complete" in err
    assert "Nothing found" not in err
    assert main(["search", "who approved ticket-routing-models/10", "--snapshot", str(snapshot)]) == 0
    assert "Approved by helen-strand on " in capsys.readouterr().out


def test_show_takes_the_id_of_a_foreign_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list of candidates names ids, so one of them must do, also when it is a part of others or a title."""
    (tmp_path / "airports.csv").write_text("~id,~label,name\n1,airport,ATL\n11,airport,BOS\n111,airport,1\n")
    for id_, name in (("1", "ATL"), ("11", "BOS"), ("111", "1")):
        assert main(["show", id_, "--snapshot", str(tmp_path)]) == 0
        assert capsys.readouterr().out.startswith(f"{name} [airport")


def test_run_reports_a_bad_snapshot_before_it_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--snapshot", str(tmp_path)]) == 1
    assert "contains no Neptune CSV: it is empty" in capsys.readouterr().err


@pytest.mark.parametrize("given", [["--address", "0.0.0.0"], []])
def test_run_requires_sign_in_for_an_address_that_others_can_reach(given: list[str], tmp_path: Path) -> None:
    asked = {"STREAMLIT_SECRETS_FILES": str(tmp_path / "none.toml"), "STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}
    done = subprocess.run(
        [sys.executable, "-m", "lineage_viz", "run", *given],
        capture_output=True,
        text=True,
        env={**os.environ, **asked},
        timeout=PATIENCE,
    )
    assert done.returncode == 1
    assert "open to everyone at 0.0.0.0: sign-in is not configured" in done.stderr


def test_an_address_of_ipv6_is_shown_in_brackets() -> None:
    assert [in_a_url(each) for each in ("::1", "127.0.0.1", "host")] == ["[::1]", "127.0.0.1", "host"]


def test_run_names_the_option_for_a_port_in_use_and_for_a_foreign_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["run", "--port", str(port)]) == 1
    message = capsys.readouterr().err
    assert f"Port {port} is in use" in message
    assert "--port " in message.partition("in use")[2]
    with pytest.raises(SettingsError, match="Correct --address"):
        check_port("192.0.2.1", free_port())


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("moment", ["before it serves", "while it serves"])
def test_an_interrupt_ends_the_app_quietly(moment: str) -> None:
    port = free_port()
    command = [sys.executable, "-m", "lineage_viz", "run", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as app:
        try:
            if moment == "while it serves":
                wait_until_healthy(app, f"http://127.0.0.1:{port}/_stcore/health")
            else:
                wait_until_it_is_streamlit(app.pid)
            app.send_signal(signal.SIGINT)
            _, said = app.communicate(timeout=PATIENCE)
        finally:
            app.kill()
    assert app.returncode == 130
    assert "Abort" not in said
    assert "Traceback" not in said


def wait_until_it_is_streamlit(pid: int) -> None:
    """Wait until the command has become the server."""
    until = time.monotonic() + PATIENCE
    while "lineage_viz.ui.server.serve" not in psutil.Process(pid).cmdline():
        assert time.monotonic() < until


def test_progress_is_one_line_with_counts_calls_rate_throttles_and_time_left() -> None:
    line = in_words(
        ExportProgress("listings", {"artifact": 1200, "action": 1, "context": 0}, 130, 2, 10.0, 90.0)
    )
    assert line == "1,200 artifacts, 1 action; 130 calls (13/s), 2 throttled, about 2 min left"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("show ticket-routing-models/10 | head -1", ""),
        (
            "show ticket-routing-models/10 > /dev/full",
            "lineage_viz: The output cannot be written: No space left on device.\n",
        ),
        ("show --help > /dev/full", "lineage_viz: The output cannot be written: No space left on device.\n"),
    ],
)
def test_a_closed_pipe_and_a_full_disk_give_no_stack_trace(snapshot: Path, typed: str, message: str) -> None:
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        f"{sys.executable} -m lineage_viz {typed}",
        shell=True,
        capture_output=True,
        text=True,
        env=buffered | {"LINEAGE_VIZ_SNAPSHOT": str(snapshot)},
    )
    assert (done.stderr, done.returncode) == (message, 1 if message else 0)


def test_each_candidate_has_its_own_line(snapshot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "fraud", "--snapshot", str(snapshot)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 11


def test_run_refuses_a_path_that_the_setting_would_divide(snapshot: Path, tmp_path: Path) -> None:
    shutil.copytree(snapshot, there := tmp_path / "c:d")
    done = subprocess.run(
        [sys.executable, "-m", "lineage_viz", "run", "--snapshot", str(there)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 1
    assert f"{there} cannot be shown, because its path has a :" in done.stderr


def test_a_path_that_is_not_utf_8_is_printed_as_it_is(snapshot: Path, tmp_path: Path) -> None:
    shutil.copytree(snapshot, there := tmp_path / "caf\udce9")
    done = subprocess.run(
        [sys.executable, "-m", "lineage_viz", "verify", str(there)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stdout.split(b" is ")[0]) == (0, os.fsencode(there))


class Terminal(io.TextIOWrapper):
    """The stdout of a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stdout", "encoding", "joint"),
    [
        (io.TextIOWrapper, "ascii", "├── ".encode()),
        (io.TextIOWrapper, "latin-1", "├── ".encode()),
        (Terminal, "ascii", b"\\u251c\\u2500\\u2500 "),
        (Terminal, "utf-8", "├── ".encode()),
    ],
)
def test_a_tree_is_printed_in_each_locale(
    stdout: type[io.TextIOWrapper], encoding: str, joint: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", stdout(raw, encoding=encoding))
    assert main(["show", "ticket-routing-models/10"]) == 0
    assert raw.getvalue().splitlines()[1].startswith(joint)


@pytest.mark.parametrize("arguments", [["show", ""], ["verify", ""], ["run", "--port", "70000"]])
def test_an_empty_or_invalid_argument_is_wrong_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "_" not in capsys.readouterr().err.replace("lineage_viz", "").splitlines()[-1]


def test_two_snapshots_of_one_account_are_not_opened_together(
    snapshot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "x", "--snapshot", str(snapshot), "--snapshot", str(snapshot)]) == 1
    assert "Open only one of them" in capsys.readouterr().err


def test_json_of_another_tools_folder_controls_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arn, package = (
        f"arn:aws:sagemaker:eu-west-1:123456789012:{end}" for end in ("artifact/a", "model-package/fraud/1")
    )
    hostile = "evil\u202e\x9b2J\x85\x7f"
    (tmp_path / "nodes.csv").write_text(
        "~id,~label,type,sourceuri,name,record,factsources\n"
        f'"{arn}",artifact,Model,"{package}","{hostile}","{hostile}",{{}}\n',
        "utf-8",
    )
    for command, codes in (("show", {0}), ("audit", {0, 1, 2})):
        assert main([command, arn, "--snapshot", str(tmp_path), "--format", "json"]) in codes
        said = capsys.readouterr().out
        assert "evil" in said
        assert said.replace("\n", "").isprintable()
        assert said.isascii()
    assert main(["adopt", str(tmp_path), "--out", str(tmp_path.parent / "snapshots")]) == 0
    assert list((tmp_path.parent / "snapshots").glob(".audit-*.json")), "the outcomes of its audit are kept"
