"""The time before an export's first call is mostly imports, so it imports only what it needs."""

import subprocess
import sys

SLOW = {"boto3", "gremlin_python", "networkx", "numpy", "pandas", "rich", "s3transfer", "streamlit"}


def test_an_export_imports_no_slow_library_that_it_does_not_need() -> None:
    program = "import sys, lineage_viz.cli, lineage_viz.cli.commands; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "botocore.client" in done.stdout.split()
    assert not SLOW & set(done.stdout.split())
