"""The stores that must all answer alike."""

from collections.abc import Callable

import pytest

from lineage_viz.store.base import LineageSource, Store
from lineage_viz.store.local import LocalStore

Load = Callable[..., Store]
"""Loads lineage sources into a fresh store."""


def local(*sources: LineageSource) -> Store:
    return LocalStore(sources)


@pytest.fixture(params=[local], ids=lambda load: load.__name__)
def load(request: pytest.FixtureRequest) -> Load:
    made: Load = request.param
    return made
