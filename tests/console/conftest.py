"""A cluster with IAM authentication, and consoles with the roles of a team."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.console import Console
from lineage_viz.settings import Neptune, Settings
from tests.neptune_local import CONSOLE, GremlinServer, Identity, NeptuneLocal
from tests.neptune_local.actions import EVERY, READING

SECRET = "kept"
READ, WRITE, DELETE, STATUS, CANCEL = (
    "ReadDataViaQuery", "WriteDataViaQuery", "DeleteDataViaQuery", "GetQueryStatus", "CancelQuery",
)  # fmt: skip
ROLES = {
    "console": CONSOLE,
    "admin": EVERY,
    "viewer": READING,
    "writes": CONSOLE | {WRITE},
    "deletes": CONSOLE | {DELETE},
    "without-status": CONSOLE - {STATUS},
    "without-read": CONSOLE - {READ},
    "nobody": frozenset(),
}
"""Profiles and their actions; the profile's access key is `AKID` and its name in upper case."""


def key_of(profile: str) -> str:
    return f"AKID{profile.upper().replace('-', '')}"


@dataclass
class Clock:
    """Seconds that a test moves on."""

    now: float = field(default=0.0)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The roles as profiles of the AWS configuration."""
    lines = [
        f"[profile {name}]\naws_access_key_id = {key_of(name)}\naws_secret_access_key = {SECRET}\nregion = eu-west-1\n"
        for name in ROLES
    ]
    (tmp_path / "config").write_text("\n".join(lines), "utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")


Cluster = Callable[..., NeptuneLocal]


@pytest.fixture
def cluster(gremlin_server: GremlinServer, s3_server: str) -> Iterator[Cluster]:
    """A function that starts a cluster on the graph of the Gremlin Server."""
    started: list[NeptuneLocal] = []

    def start(**more: Any) -> NeptuneLocal:
        known = [Identity(key_of(name), SECRET, actions=actions) for name, actions in ROLES.items()]
        neptune = NeptuneLocal(gremlin_server, s3=s3_server, **{"identities": known} | more)
        started.append(neptune.__enter__())
        return neptune

    yield start
    for neptune in started:
        neptune.__exit__()


@pytest.fixture
def small(gremlin_server: GremlinServer) -> None:
    """A small graph: two data sets, a job and a model."""
    gremlin_server.clear()
    for id_, label, type_ in (
        ("arn:a", "artifact", "DataSet"), ("arn:b", "artifact", "DataSet"),
        ("arn:j", "trial_component", "SageMakerTrainingJob"), ("arn:m", "artifact", "Model"),
    ):  # fmt: skip
        gremlin_server.run(
            f"g.addV('{label}').property(id, '{id_}').property('type', '{type_}').property('arn', '{id_}')"
        )
    for source, type_, end in (
        ("a", "ContributedTo", "j"),
        ("b", "ContributedTo", "j"),
        ("j", "Produced", "m"),
    ):
        gremlin_server.run(
            f"g.V('arn:{source}').addE('{type_}').to(__.V('arn:{end}')).property('role', 'train')"
        )


def settings(neptune: NeptuneLocal, profile: str = "console", *, iam: bool = True) -> Settings:
    return Settings(neptune=Neptune(neptune.gremlin_url, neptune.reader_url, iam), console=profile)


def console(neptune: NeptuneLocal, profile: str = "console", **more: Any) -> Console:
    return Console(settings(neptune, profile), **more)
