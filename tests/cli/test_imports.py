"""The time before a command's first answer is mostly imports, so it imports only what it needs."""

import subprocess
import sys

SLOW = {"boto3", "gremlin_python", "networkx", "numpy", "pandas", "rich", "s3transfer", "streamlit"}


def imported(*modules: str) -> set[str]:
    program = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_an_export_imports_no_slow_library_that_it_does_not_need() -> None:
    found = imported("lineage_viz.cli", "lineage_viz.cli.commands")
    assert "botocore.client" in found
    assert not SLOW & found


def test_a_start_of_the_app_imports_no_slow_library_before_the_server_does() -> None:
    needless = {*SLOW, "botocore", "psutil", "lineage_viz.jobs", "lineage_viz.questions"}
    assert not needless & imported("lineage_viz.cli", "lineage_viz.cli.run")


def test_the_server_begins_without_the_code_of_reloads_and_audits() -> None:
    needless = {"boto3", "botocore", "gremlin_python", "networkx", "pandas", "psutil"}
    rooms = {
        f"lineage_viz.{room}" for room in ("audit", "export", "neptune_admin", "reload", "sagemaker_lineage")
    }
    assert not (needless | rooms) & imported("lineage_viz.ui.cluster_watch", "lineage_viz.ui.server.around")


def test_the_commands_that_ask_no_aws_need_no_package_of_it() -> None:
    parts = ("cli.folders", "cli.impact", "cli.learn", "demo.source", "snapshot.adopting", "audit.kept_rows")
    found = imported("lineage_viz.cli", *(f"lineage_viz.{each}" for each in parts))
    assert not {"boto3", "botocore", "gremlin_python", "pyarrow", "streamlit"} & found
