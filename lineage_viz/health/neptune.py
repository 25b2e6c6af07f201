"""The Neptune cluster: its engine, both ways in, what it holds and what its loader does."""

import re
from contextlib import closing
from datetime import timedelta

from lineage_viz.health.finding import Finding, failing, ok, unknown, warning
from lineage_viz.health.freshness import loaded_age
from lineage_viz.neptune_admin.engine_status import EngineStatus
from lineage_viz.neptune_admin.load_status import S3_DENIED
from lineage_viz.neptune_admin.target import Target, open_target
from lineage_viz.settings import LOAD_ROLE, Neptune, Settings
from lineage_viz.store.neptune import steps
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner

ENGINE, READER, WRITER = "Neptune engine", "Neptune reader", "Neptune writer"
LOADED, LOADING, ROLE = "Neptune contents", "Neptune loader", "Neptune loader role"

OLDEST, OLDEST_GREMLIN = (1, 3, 2), (3, 7)
"""The first engine that has TinkerPop 3.7."""

_TIMEOUT = 15_000
_LEADING = re.compile(r"\d+(?:\.\d+)*")


def engine(settings: Settings) -> Finding:
    """Whether it is healthy, a writer, and new enough. Raises StoreUnavailable."""
    with open_target(settings) as target:
        return judged(target.cluster.status())


def judged(status: EngineStatus) -> Finding:
    """What an engine's own words mean."""
    said = f"Engine {status.version}, TinkerPop {status.gremlin}, {status.role}: {status.state}."
    if not status.is_healthy:
        return failing(ENGINE, said, "Wait a few minutes; if it stays, look at the cluster's events.")
    if status.role == "reader":
        return failing(ENGINE, said, "LINEAGE_VIZ_NEPTUNE must name the cluster's writer endpoint.")
    version, gremlin = _numbers(status.version), _numbers(status.gremlin)
    if not version or not gremlin:
        return unknown(ENGINE, f"{said} Whether that is supported is not known.")
    if version < OLDEST or gremlin < OLDEST_GREMLIN:
        return failing(ENGINE, said, "Upgrade it to 1.3.2.0 or later, which has TinkerPop 3.7.")
    return ok(ENGINE, said).with_({"engine": status.version, "gremlin": status.gremlin})


def writer(neptune: Neptune) -> Finding:
    """Whether the endpoint that writes answers Gremlin; nothing is written. Raises StoreUnavailable."""
    return _answers(WRITER, neptune.writer, iam=neptune.iam)


def reader(neptune: Neptune) -> Finding:
    """Whether the endpoint that reads answers Gremlin. Raises StoreUnavailable."""
    return _answers(READER, neptune.reader, iam=neptune.iam)


def loaded(settings: Settings) -> Finding:
    """What the graph says it holds, and whether a load was left half done. Raises StoreUnavailable."""
    with open_target(settings) as target:
        markers = target.markers()
        if not markers:
            return _unmarked(target)
        names = ", ".join(each.info.path for each in markers if not each.incoming) or "nothing whole"
        incoming = ", ".join(each.info.path for each in markers if each.incoming)
        if not incoming:
            return ok(LOADED, f"Loaded: {names}.")
        # Who only shows what is loaded need not have the right to ask for loads.
        if settings.bulk_load and target.cluster.running_load():
            return ok(LOADED, f"Loaded: {names}. Being loaded: {incoming}.")
    return warning(
        LOADED,
        f"Loaded: {names}. Begun and not ended: {incoming}.",
        "Reload, or restore a snapshot: that goes on from there.",
    )


def age(settings: Settings, target: timedelta | None) -> Finding:
    """How old what is loaded is. Raises StoreUnavailable."""
    with open_target(settings) as cluster:
        return loaded_age([each.info for each in cluster.markers() if not each.incoming], target)


def loading(settings: Settings) -> Finding:
    """What the loader does now. Raises StoreUnavailable."""
    with open_target(settings) as target:
        running = target.cluster.running_load()
    if running is None:
        return ok(LOADING, "It answers, and no load is running.")
    return ok(LOADING, f"It loads {running.source}: {running.records:,} records so far (load {running.id}).")


def role(settings: Settings) -> Finding:
    """Whether the loader's role can read the bucket, as far as recent loads tell. Raises StoreUnavailable."""
    with open_target(settings) as target:
        for load_id in target.cluster.load_ids():
            load = target.cluster.load_status(load_id)
            if load is None:
                continue
            if load.is_complete:
                return ok(ROLE, f"It read {load.source} for the load {load.id}.")
            if S3_DENIED in {load.status, *(feed.status for feed in load.failed_feeds)}:
                return failing(
                    ROLE,
                    f"It may not read {load.source} (load {load.id}).",
                    f"Check that {LOAD_ROLE} is attached to the cluster and may s3:Get* and s3:List* there.",
                )
    return unknown(ROLE, "No recent load tells; only loading would.")


def _answers(name: str, url: str, *, iam: bool) -> Finding:
    endpoint = Endpoint(url, iam)
    with closing(Runner(endpoint)) as runner:
        runner.ask(steps.source(_TIMEOUT).V().limit(1).id_())
    return ok(name, f"{endpoint.host} answers Gremlin.")


def _unmarked(target: Target) -> Finding:
    if target.is_empty():
        return warning(LOADED, "It is empty.", "Reload, or restore a snapshot that is kept.")
    return warning(
        LOADED,
        "It holds something that was not loaded by lineage_viz.",
        "Reset it, which deletes that, and reload; or name another cluster.",
    )


def _numbers(version: str) -> tuple[int, ...]:
    found = _LEADING.match(version)
    return tuple(map(int, found[0].split("."))) if found else ()
