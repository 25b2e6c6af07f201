"""A fake SageMaker to export from, and the two places that serve snapshots."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.demo import generate
from lineage_viz.reload import Checklist, Place, ReloadStep
from lineage_viz.reload.checklist import StepState
from lineage_viz.reload.local_place import LocalPlace
from lineage_viz.reload.neptune_place import NeptunePlace
from lineage_viz.settings import Settings
from lineage_viz.snapshot import Folder
from lineage_viz.store.factory import open_store
from lineage_viz.store.local import LocalStore
from lineage_viz.store.neptune.store import NeptuneStore
from tests.fake_sagemaker import FakeSageMaker
from tests.neptune_admin.graph import differing, graph_in, graph_of
from tests.neptune_admin.load.conftest import objects, opened, target, wire
from tests.neptune_local import NeptuneLocal

__all__ = ["objects", "target", "wire"]

ROOT = Path(__file__).parents[2]

OLD = generate(entities=60, seed=5, planted=False)
NEW = replace(
    OLD,
    artifacts=[
        {**each, "ArtifactName": f"new {n}"} if n < 3 else each for n, each in enumerate(OLD.artifacts)
    ][:-4],
    contexts=OLD.contexts[2:],
    associations=OLD.associations[3:],
)
"""`OLD` with changed and removed entities. An entity that only an association names is unresolved."""


@pytest.fixture
def fake(objects: Any, s3_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSageMaker]:
    del objects  # it sets the environment first
    with FakeSageMaker(OLD) as fake:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", fake.url)
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", s3_server)
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield fake


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def app(here: Settings) -> LocalPlace:
    return LocalPlace(here)


@pytest.fixture
def cluster(neptune: NeptuneLocal, here: Settings) -> Iterator[NeptunePlace]:
    with opened(neptune) as target:
        yield NeptunePlace(target, here)


def shows(settings: Settings, *folders: Folder) -> None:
    """Assert that the app shows exactly these snapshots."""
    store = open_store(settings)
    assert [info.path for info in store.snapshots] == [str(folder.path) for folder in folders]
    assert store.counts() == LocalStore(folders).counts()


def holds(place: NeptunePlace, *folders: Folder) -> None:
    """Assert that the cluster holds exactly these snapshots, element by element, and names them."""
    runner = place._target.runner
    assert not differing(graph_in(runner), graph_of(*folders))
    found = NeptuneStore(runner).snapshots
    assert [(info.path, info.incomplete) for info in found] == [
        (str(folder.path), folder.info.incomplete) for folder in folders
    ]


def serves(place: Place, *folders: Folder) -> None:
    """Assert that the place, app or cluster, serves exactly these snapshots."""
    if isinstance(place, NeptunePlace):
        holds(place, *folders)
    else:
        shows(place.settings, *folders)


def state_of(items: Checklist, step: ReloadStep) -> StepState | None:
    return next((item.state for item in items if item.step is step), None)


@dataclass
class At:
    """A listener that calls `act` when a step runs for the first time, and `also` when the roll-back starts."""

    step: ReloadStep
    act: Any
    also: Any = None
    heard: Checklist = ()
    done: bool = False

    def __call__(self, items: Checklist) -> None:
        self.heard = items
        running = [item.step for item in items if item.state is StepState.RUNNING]
        if self.step in running and not self.done:
            self.done = True
            self.act()
        if ReloadStep.ROLL_BACK in running and self.also:
            act, self.also = self.also, None
            act()
