"""The Neptune cluster: its engine, its two endpoints, its contents and its loader."""

import re
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta

from lineage_viz.health.finding import Finding, failing, ok, unknown, warning
from lineage_viz.health.freshness import loaded_age, not_loaded
from lineage_viz.home.missing import missing_names
from lineage_viz.neptune_admin.accounting import MEND, unaccounted
from lineage_viz.neptune_admin.engine_status import EngineStatus
from lineage_viz.neptune_admin.leased import lease_left_words, lease_of, lease_words, live_lease
from lineage_viz.neptune_admin.load_status import S3_DENIED
from lineage_viz.neptune_admin.loaded_on_cluster import unread_words
from lineage_viz.neptune_admin.target import Target, open_target
from lineage_viz.settings import LOAD_ROLE, Neptune, Settings
from lineage_viz.sources import Source
from lineage_viz.store.neptune import steps
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.marker import Marker
from lineage_viz.store.neptune.runner import Runner
from lineage_viz.system.opened_once import OpenedOnce
from lineage_viz.words import OR_A_REPLACE, count

ENGINE, READER, WRITER = "Neptune engine", "Neptune reader", "Neptune writer"
LOADED, LOADING, ROLE = "Neptune contents", "Neptune loader", "Neptune loader role"

OLDEST, OLDEST_GREMLIN = (1, 3, 2), (3, 7)
"""The oldest supported engine, and its TinkerPop: the first with TinkerPop 3.7."""

_TIMEOUT = 15_000
_LEADING = re.compile(r"\d+(?:\.\d+)*")


def engine(settings: Settings) -> Finding:
    """Check that the engine is healthy, a writer, and new enough. Raises StoreUnavailable."""
    with open_target(settings, brief=True) as target:
        return judged(target.cluster.status())


def judged(status: EngineStatus) -> Finding:
    """Judge the status that an engine reports."""
    sentence = f"Engine {status.version}, TinkerPop {status.gremlin}, {status.role}: {status.state}."
    if not status.is_healthy:
        return failing(
            ENGINE, sentence, "Wait a few minutes. If it does not recover, see the cluster's events."
        )
    if status.role == "reader":
        return failing(ENGINE, sentence, "LINEAGE_VIZ_NEPTUNE must name the cluster's writer endpoint.")
    version, gremlin = _numbers(status.version), _numbers(status.gremlin)
    if not version or not gremlin:
        return unknown(ENGINE, f"{sentence} Support for this version is not known.")
    if version < OLDEST or gremlin < OLDEST_GREMLIN:
        return failing(ENGINE, sentence, "Upgrade the engine to 1.3.2.0 or later, which has TinkerPop 3.7.")
    return ok(ENGINE, sentence).with_({"engine": status.version, "gremlin": status.gremlin})


def writer(neptune: Neptune) -> Finding:
    """Check that the writer endpoint answers Gremlin; nothing is written. Raises StoreUnavailable."""
    return _answers(WRITER, neptune.writer, iam=neptune.iam)


def reader(neptune: Neptune) -> Finding:
    """Check that the reader endpoint answers Gremlin. Raises StoreUnavailable."""
    return _answers(READER, neptune.reader, iam=neptune.iam)


def loaded(settings: Settings) -> Finding:
    """List the loaded snapshots, and find a load that did not finish. Raises StoreUnavailable."""
    with open_target(settings, brief=True) as target:
        markers = target.markers()
        if not markers:
            return _unmarked(target, settings)
        if unreadable := next((each for each in markers if each.unreadable), None):
            sentence = f"{unread_words(unreadable)} So it is not known which snapshots are whole."
            return failing(LOADED, sentence, f"Take the mark away: {MEND}")
        names = ", ".join(each.info.path for each in markers if not each.incoming) or "no complete snapshot"
        incoming = ", ".join(each.info.path for each in markers if each.incoming)
        if not incoming:
            left = f" {lease_left_words(lease)}" if (lease := lease_of(target)) else ""
            return _accounted(f"Loaded: {names}.{left}", unaccounted(markers, target.counts()))
        lease = live_lease(target)
        is_part = any(each.incoming and each.may_be_there for each in markers)
        state = "Only partly loaded" if is_part else "Not loaded again"
        # An app that loads nothing needs no permission to list loads.
        runs = lease or (settings.bulk_load and target.cluster.running_load())
    if runs:
        by = f", by {lease_words(lease)}" if lease else ""
        return failing(
            LOADED,
            f"Loaded: {names}. Loading now: {incoming}{by}. Until the load has ended, the graph is a mix of its old "
            "and its new contents.",
            "Wait until the load has ended.",
        )
    return failing(
        LOADED,
        f"Loaded: {names}. {state}: {incoming}. The load was broken off, so the graph may be a mix.",
        f"Reload, or restore a snapshot: this completes the load. To go back to the last good snapshots: {MEND}",
    )


def _accounted(words: str, differences: Sequence[str]) -> Finding:
    if not differences:
        return ok(LOADED, words)
    return failing(
        LOADED,
        f"{words} The graph does not hold exactly that: {'; '.join(differences[:3])}.",
        f"Something else has written to the cluster. Reload, or run: {MEND}",
    )


def age(settings: Settings, target: timedelta | None) -> Finding:
    """Judge the age of the loaded snapshots. Raises StoreUnavailable."""
    with open_target(settings, brief=True) as cluster:
        return loaded_age([each.info for each in cluster.markers() if not each.incoming], target)


def source_age(settings: Settings, source: Source, loaded: OpenedOnce[Sequence[Marker]]) -> Finding:
    """Judge the age of the loaded snapshot of a source, by the markers. Raises StoreUnavailable."""
    infos = [each.info for each in loaded.get() if not each.incoming and each.info.origin == source.origin]
    return loaded_age(infos, settings.fresh) if infos else not_loaded(source)


def markers(settings: Settings) -> Sequence[Marker]:
    """The markers of the cluster. Raises StoreUnavailable."""
    with open_target(settings, brief=True) as target:
        return target.markers()


def loading(settings: Settings) -> Finding:
    """Check that the loader answers, and report its running load. Raises StoreUnavailable."""
    with open_target(settings, brief=True) as target:
        running = target.cluster.running_load()
    if running is None:
        return ok(LOADING, "The loader answers. No load is running.")
    return ok(
        LOADING,
        f"The loader reads {running.source}: {count(running.records, 'record')} so far (load {running.id}).",
    )


def role(settings: Settings) -> Finding:
    """Check that the loader's role can read the bucket, by the results of recent loads. Raises StoreUnavailable."""
    with open_target(settings, brief=True) as target:
        for load_id in target.cluster.load_ids():
            load = target.cluster.load_status(load_id)
            if load is None:
                continue
            if load.is_complete:
                return ok(ROLE, f"The role read {load.source} for the load {load.id}.")
            if S3_DENIED in {load.status, *(feed.status for feed in load.failed_feeds)}:
                return failing(
                    ROLE,
                    f"The role may not read {load.source} (load {load.id}).",
                    f"Check that {LOAD_ROLE} is attached to the cluster and allows s3:Get* and s3:List* there.",
                )
    return unknown(ROLE, "There is no recent load to tell; only a load tries this role.")


def _answers(name: str, url: str, *, iam: bool) -> Finding:
    endpoint = Endpoint(url, iam, brief=True)
    with closing(Runner(endpoint)) as runner:
        runner.ask(steps.source(_TIMEOUT).V().limit(1).id_())
    return ok(name, f"{endpoint.host} answers Gremlin.")


def _unmarked(target: Target, settings: Settings) -> Finding:
    missing = missing_names(settings, target)
    if missing:
        return failing(
            LOADED,
            "The cluster holds no snapshot: a replace has deleted everything, and has not loaded it again.",
            f"Wait until the replace has ended. If none runs, bring the snapshots back with: {MEND}",
        )
    if target.is_empty():
        if missing is None:
            return warning(
                LOADED,
                f"The cluster is empty: nothing is loaded, {OR_A_REPLACE}.",
                "If it is still empty in some minutes, reload, or restore a kept snapshot.",
            )
        return warning(LOADED, "The cluster is empty.", "Reload, or restore a kept snapshot.")
    return warning(
        LOADED,
        "The cluster holds data that was not loaded by lineage_viz.",
        "Reset the cluster, which deletes this data, and reload; or use another cluster.",
    )


def _numbers(version: str) -> tuple[int, ...]:
    match = _LEADING.match(version)
    return tuple(map(int, match[0].split("."))) if match else ()
