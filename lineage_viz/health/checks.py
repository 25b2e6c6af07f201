"""The checks of a deployment. Its settings decide which ones run."""

import os
from collections.abc import Mapping
from contextlib import suppress
from functools import partial

from lineage_viz.errors import SettingsError, SnapshotError
from lineage_viz.evidence.services import Service
from lineage_viz.health import bucket, disk, freshness, reloads
from lineage_viz.health.evidence import evidence_checks
from lineage_viz.health.finding import Finding, Verdict, failing
from lineage_viz.health.running import LIMIT, Check, run
from lineage_viz.health.source import Source, of_a_check, source_checks
from lineage_viz.neptune_admin.bucket_trial import BucketTrial
from lineage_viz.settings import BulkLoad, Neptune, Settings
from lineage_viz.store.factory import reloaded
from lineage_viz.system.opened_once import OpenedOnce


def examine(
    environment: Mapping[str, str] = os.environ,
    limit: float = LIMIT,
    evidence: frozenset[Service] = frozenset(),
) -> tuple[Finding, ...]:
    """Run all checks. AWS settings come from this process. Errors of services become findings, not exceptions.

    `evidence`: services whose actions are tried, also if no export has asked for their evidence yet.
    """
    source = Source()
    findings = run(_checks(environment, source, evidence), limit)
    return tuple(finding.shown(of_a_check) for finding in findings)


def _checks(environment: Mapping[str, str], source: Source, evidence: frozenset[Service]) -> list[Check]:
    try:
        settings = Settings.from_environment(environment)
    except SettingsError as error:
        wrong = failing("Settings", str(error))
        return [Check("Settings", lambda: wrong), *source_checks(source)]
    return [
        *source_checks(source, _without_an_account(settings)),
        *evidence_checks(settings, source, evidence),
        *(_bucket_checks(settings.bulk_load, settings.neptune) if settings.bulk_load else ()),
        *(_neptune_checks(settings, settings.neptune) if settings.neptune else ()),
        *_folder_checks(settings),
    ]


def _without_an_account(settings: Settings) -> str:
    """Name what the app shows when it needs no AWS account for that; an empty text when it needs one."""
    if settings.neptune:
        return ""
    if settings.snapshots:
        return "The app shows a snapshot from its settings"
    with suppress(SnapshotError):  # another check reports this error
        return "" if reloaded(settings) else "The app shows the demo account"
    return ""


def _bucket_checks(settings: BulkLoad, neptune: Neptune | None) -> list[Check]:
    trial = OpenedOnce(partial(BucketTrial, settings))
    return [
        Check(bucket.REACHED, partial(bucket.reached, settings, neptune), Verdict.FAILING),
        Check(bucket.ENCRYPTION, partial(bucket.encryption, trial)),
        *(Check(each.action, partial(bucket.try_permission, trial, each)) for each in bucket.PERMISSIONS),
    ]


def _neptune_checks(settings: Settings, named: Neptune) -> list[Check]:
    from lineage_viz.health import (
        neptune,
        neptune_permissions,
    )  # only deployments with Neptune import gremlinpython

    return [
        Check(neptune.ENGINE, partial(neptune.engine, settings), Verdict.FAILING),
        Check(neptune.WRITER, partial(neptune.writer, named), Verdict.FAILING),
        Check(neptune.READER, partial(neptune.reader, named), Verdict.FAILING),
        *(
            Check(each.action, partial(neptune_permissions.try_permission, settings, each))
            for each in neptune_permissions.needed(settings)
        ),
        Check(neptune.LOADED, partial(neptune.loaded, settings)),
        Check(freshness.NAME, partial(neptune.age, settings, settings.fresh)),
        *(_loader_checks(settings) if settings.bulk_load else ()),
    ]


def _loader_checks(settings: Settings) -> list[Check]:
    from lineage_viz.health import neptune

    return [
        Check(neptune.LOADING, partial(neptune.loading, settings)),
        Check(neptune.ROLE, partial(neptune.role, settings)),
    ]


def _folder_checks(settings: Settings) -> list[Check]:
    return [
        *([] if settings.neptune else [Check(freshness.NAME, partial(freshness.shown_age, settings))]),
        # A snapshot from the settings is shown whatever a reload brings.
        *([] if settings.snapshots else [Check(reloads.NAME, partial(reloads.last_reload, settings))]),
        Check(disk.SPACE, partial(disk.space, settings)),
        *(Check(name, partial(disk.writable, name, path)) for name, path in disk.folders(settings)),
    ]
