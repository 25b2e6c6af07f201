"""Open the place that the settings name, for one change."""

from collections.abc import Iterator
from contextlib import contextmanager

from lineage_viz.reload.local_place import LocalPlace
from lineage_viz.reload.place import Place
from lineage_viz.settings import Settings


@contextmanager
def open_place(settings: Settings, *, wait: bool = False) -> Iterator[Place]:
    """Open the cluster when one is configured, else this app. Raises SettingsError.

    With `wait`, a change begins as soon as that of another process has ended.
    """
    if settings.neptune is None:
        yield LocalPlace(settings, wait=wait)
        return
    # only deployments with Neptune import gremlinpython
    from lineage_viz.neptune_admin.target import open_target
    from lineage_viz.reload.neptune_place import NeptunePlace

    with open_target(settings) as target:
        yield NeptunePlace(target, settings, wait=wait)
