"""The cluster under test: the local Neptune, called without AWS credentials."""

from collections.abc import Callable, Iterator

import pytest

from lineage_viz.neptune_admin.cluster import Cluster
from lineage_viz.settings import Neptune
from tests.neptune_local import NeptuneLocal
from tests.neptune_local.conftest import api, put, s3

__all__ = ["api", "put", "s3"]


class Pauses:
    """A replacement for waiting: each pause calls the next of the given actions."""

    def __init__(self, *acts: Callable[[], object]) -> None:
        self._acts = list(acts)
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        if self._acts:
            self._acts.pop(0)()


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def cluster_of(neptune: NeptuneLocal, *, iam: bool = False, reader: bool = False) -> Cluster:
    url = neptune.reader_url if reader else neptune.gremlin_url
    return Cluster(Neptune(writer=url, reader=neptune.reader_url, iam=iam))


@pytest.fixture
def cluster(neptune: NeptuneLocal) -> Iterator[Cluster]:
    with cluster_of(neptune) as cluster:
        yield cluster
