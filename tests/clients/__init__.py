"""Clients of other people, in an environment of their own: aws-cli and the SageMaker Python SDK."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.patience import PATIENCE

CLIENTS_PYTHON = Path(sys.prefix) / "clients" / "bin" / "python"
"""The Python of that environment. `make tests-ready` installs it."""

AWS = Path(__file__).with_name("aws.py")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One command of aws-cli: its exit code, and what it printed."""

    code: int
    out: str
    err: str


def run_client(
    python: Path, arguments: Sequence[str], home: Path, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run that Python with made-up credentials. `home` keeps the person's own AWS settings and caches out of it."""
    environment = {
        "HOME": str(home),
        "AWS_ACCESS_KEY_ID": "AKIDCLIENT",
        "AWS_SECRET_ACCESS_KEY": "client-secret",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        **settings,
    }
    return subprocess.run(
        [python, *arguments], env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def run_aws(python: Path, home: Path, *commands: Sequence[str], **settings: str) -> list[Outcome]:
    """Run commands of aws-cli, one after the other in one process: a process for each would cost a second each."""
    done = run_client(python, [str(AWS), json.dumps(commands)], home, **settings)
    assert done.returncode == 0, done.stderr
    return [Outcome(**outcome) for outcome in json.loads(done.stdout)]
