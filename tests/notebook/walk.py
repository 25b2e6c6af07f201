"""The notebooks of docs/notebooks, run on stand-ins for AWS: `python -m tests.notebook.walk` runs them again and keeps
the answers in the files."""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import boto3
import nbformat
from moto.server import ThreadedMotoServer
from nbclient import NotebookClient

from tests.caller import CALLER
from tests.demo_once import account
from tests.fake_sagemaker import FakeSageMaker
from tests.neptune_local import GremlinServer, NeptuneLocal
from tests.neptune_local.__main__ import environment
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "docs" / "notebooks"
SAMPLE = NOTEBOOKS / "sample_notebook.ipynb"
GRAPH_LEARNING = NOTEBOOKS / "graph_learning.ipynb"
_BUCKET = "lineage-notebook"


@contextmanager
def stand_ins(gremlin: GremlinServer, s3: str) -> Iterator[dict[str, str]]:
    """The demo account behind a fake SageMaker, and an empty cluster. Yields the settings for both."""
    gremlin.clear()
    with FakeSageMaker(account()) as fake, NeptuneLocal(gremlin, s3=s3) as neptune:
        boto3.client("s3", endpoint_url=s3, region_name="eu-west-1", **_KEYS).create_bucket(
            Bucket=_BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        services = ("SAGEMAKER", "ECR", "CLOUDTRAIL")
        yield {
            **{f"AWS_ENDPOINT_URL_{service}": fake.url for service in services},
            "AWS_ENDPOINT_URL_STS": s3,
            **CALLER,
            **environment(neptune, s3, _BUCKET, iam=False),
        }


_KEYS = {"aws_access_key_id": "any", "aws_secret_access_key": "any"}


def executed(notebook: Path, folder: Path, settings: Mapping[str, str]) -> nbformat.NotebookNode:
    """Run all cells of a notebook in a folder. Returns it with its answers; raises at the first cell that fails."""
    found = nbformat.read(notebook, as_version=4)
    own = {"PYTHONPATH": str(ROOT), "LINEAGE_VIZ_DATA": str(folder / "data"), "HOME": str(folder)}
    client = NotebookClient(
        found, timeout=int(PATIENCE), record_timing=False, resources={"metadata": {"path": str(folder)}}
    )
    client.execute(env={**os.environ, **settings, **own, "PATH": _path()})
    return found


def _path() -> str:
    return os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))


def main() -> None:
    _renew(GRAPH_LEARNING, {})
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with GremlinServer() as gremlin, stand_ins(gremlin, f"http://{host}:{port}") as settings:
        _renew(SAMPLE, settings)
    server.stop()


def _renew(notebook: Path, settings: Mapping[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        nbformat.write(executed(notebook, Path(folder), settings), notebook)
    print(f"{notebook.name} was run.")


if __name__ == "__main__":
    main()
