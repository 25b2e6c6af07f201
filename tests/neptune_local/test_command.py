"""`python -m tests.neptune_local` leaves no process behind when it or its starter ends."""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE

pytestmark = pytest.mark.xdist_group("gremlin")

ROOT = Path(__file__).parents[2]

LOAD = """
import boto3
s3, neptune = boto3.client("s3"), boto3.client("neptunedata")
s3.put_object(Bucket="mine", Key="snapshot/v.csv", Body=b"~id,~label\\na,artifact\\n")
role = "arn:aws:iam::123456789012:role/neptune-load"
given = dict(source="s3://mine/snapshot/", format="csv", s3BucketRegion="eu-west-1", iamRoleArn=role)
load_id = neptune.start_loader_job(**given)["payload"]["loadId"]
while "IN_" in neptune.get_loader_job_status(loadId=load_id)["payload"]["overallStatus"]["status"]:
    pass
print(neptune.execute_gremlin_query(gremlinQuery="g.V().count()")["result"]["data"]["@value"])
"""

OPEN = """
import os
from lineage_viz.settings import Settings
from lineage_viz.store.factory import open_store
print(open_store(Settings.from_environment()).counts().entities)
print(os.environ["LINEAGE_VIZ_BUCKET"], os.environ["LINEAGE_VIZ_LOAD_ROLE"])
"""

ASK = """
from lineage_viz.console import Console
console = Console(Settings.from_environment())
run = console.start("g.V().count()")
run.wait()
print(repr(console.closed()), run.rows)
"""

START = """
import os
from tests.neptune_local import GremlinServer
server = GremlinServer()
server.start()
print(server._process.pid, flush=True)
input()
os._exit(1)
"""


def run_below(script: str, *options: str) -> list[str]:
    """Run a script with the variables of a cluster of its own. Return the lines of both."""
    command = [sys.executable, "-m", "tests.neptune_local", "--port=0", "--bucket=mine", *options, "--"]
    ran = subprocess.run(
        [*command, sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "export LINEAGE_VIZ_NEPTUNE=ws://127.0.0.1:" in ran.stdout
    return ran.stdout.splitlines()


OPENED = ["0", "s3://mine/snapshots/ arn:aws:iam::123456789012:role/neptune-load"]


def test_the_apps_variables_lead_the_app_to_it() -> None:
    assert run_below(OPEN)[-2:] == OPENED


def test_with_iam_the_variables_lead_the_app_and_awss_own_clients_to_it() -> None:
    """One cluster for both, because its start takes longer than the rest."""
    lines = run_below(OPEN + LOAD + ASK, "--iam")
    assert lines[-4:] == [*OPENED, "[{'@type': 'g:Int64', '@value': 1}]", "'' [1]"]


def test_the_server_ends_with_its_starter() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", START], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as starter:
        assert starter.stdin
        assert starter.stdout
        server = os.pidfd_open(int(starter.stdout.readline()))
        starter.stdin.write(b"\n")
        starter.stdin.flush()
        assert select.select([server], [], [], PATIENCE)[0], "the Gremlin Server still runs"
        os.close(server)
