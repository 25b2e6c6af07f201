"""Real clients of other people on the local Neptune: aws-cli, and gremlinpython in its own forms."""

import json
from pathlib import Path

from tests.clients import run_client
from tests.neptune_local import NeptuneLocal


def test_aws_cli_reads_the_status(neptune: NeptuneLocal, clients_python: Path, tmp_path: Path) -> None:
    url = neptune.url
    command = ["-m", "awscli", "neptunedata", "get-engine-status", "--endpoint-url", url]
    answer = run_client(clients_python, command, home=tmp_path)
    assert json.loads(answer.stdout)["status"] == "healthy", answer.stderr
