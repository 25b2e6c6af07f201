"""The lineage that a notebook asks: what the app shows, a snapshot, a Neptune cluster, or the demo account."""

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from lineage_viz.errors import BadRow, LineageVizError
from lineage_viz.missing_package import missing_package
from lineage_viz.notebook.lineage import Lineage
from lineage_viz.settings import NEPTUNE, NEPTUNE_READER, SNAPSHOT, Settings, check_cluster
from lineage_viz.store.base import Store
from lineage_viz.store.factory import local_store, open_store

Place = str | os.PathLike[str]
"""A folder, or the address of a Neptune cluster: `wss://HOST:8182/gremlin`."""

_SCHEMES = ("ws://", "wss://")


def open(place: Place | Iterable[Place] | None = None) -> Lineage:
    """Open lineage. It never changes what it opens.

    Without a place it opens what the app shows: by the settings of the environment, else what was reloaded last, else
    the demo account. A place is a snapshot or another folder of Neptune CSV, several of them, or a Neptune cluster,
    whose requests are signed unless LINEAGE_VIZ_NEPTUNE_IAM is off.
    Raises SettingsError, SnapshotError, BadRow. Each question to a cluster may raise StoreUnavailable.
    """
    settings = _settings(place)
    try:
        return Lineage(open_store(settings))
    except BadRow as error:
        error.folder = error.folder.parent  # several may be open: the sentence names the folder, too
        raise
    except ModuleNotFoundError as error:
        raise LineageVizError(missing_package(error.name or "")) from error


def demo() -> Lineage:
    """Open the demo account: the same in every run, without AWS and without a file.

    >>> import lineage_viz as lv
    >>> lv.demo().find("ticket-routing-prod").type
    'Endpoint'
    """
    return Lineage(_demo())


@cache
def _demo() -> Store:
    """Return the demo account, which takes seconds to make. Nobody can change it, so each notebook has the same one."""
    return local_store(())


def _settings(place: Place | Iterable[Place] | None) -> Settings:
    if place is None:
        return Settings.from_environment()
    if isinstance(place, str) and place.lower().startswith(_SCHEMES):
        check_cluster("The place to open", place)
        return Settings.from_environment({**os.environ, NEPTUNE: place, NEPTUNE_READER: "", SNAPSHOT: ""})
    is_one = isinstance(place, str | os.PathLike) or not isinstance(place, Iterable)
    folders = [_folder(each) for each in ([place] if is_one else place)]  # type: ignore[union-attr]
    if not folders:
        raise LineageVizError(
            "The list of places to open is empty. Name a snapshot, or leave it out for what the app shows."
        )
    return Settings(tuple(folders))


def _folder(place: object) -> Path:
    """Return the folder that a person named. Raises LineageVizError for anything else."""
    if not isinstance(place, str | os.PathLike) or not str(place).strip():
        raise LineageVizError(
            f"{place!r} is no place. Name a folder, or leave it out for what the app shows."
        )
    if "://" in str(place):
        raise LineageVizError(
            f"{place} cannot be opened. A place is a folder, or one Neptune cluster: wss://HOST:8182/gremlin"
        )
    folder = Path(place).expanduser()
    if folder.is_file():
        raise LineageVizError(f"{place} is a file. Open the folder that it is in.")
    return folder
