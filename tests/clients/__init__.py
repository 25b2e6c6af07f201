"""Clients of other people, in an environment of their own: aws-cli and the SageMaker Python SDK."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.patience import PATIENCE

CLIENTS_PYTHON = Path(sys.prefix) / "clients" / "bin" / "python"
"""The Python of that environment. `make tests-ready` installs it."""


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
