"""The checks of a deployment. Its settings decide which ones run."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from threading import Semaphore

from lineage_viz.errors import SettingsError, SnapshotError
from lineage_viz.evidence.services import Service
from lineage_viz.health import bucket, disk, freshness, kept, reloads
from lineage_viz.health.evidence import evidence_checks
from lineage_viz.health.finding import Finding, Verdict, failing
from lineage_viz.health.running import LIMIT, Check, run
from lineage_viz.health.source import CREDENTIALS, Client, of_a_check, source_checks
from lineage_viz.neptune_admin.bucket_trial import BucketTrial
from lineage_viz.settings import READ_ONLY, BulkLoad, KeptInS3, Neptune, S3Folder, Settings
from lineage_viz.sources import Source, Sources, sources_of
from lineage_viz.store.factory import reloaded
from lineage_viz.system.opened_once import OpenedOnce

_AT_ONCE = 6
"""Checks of one source that run at once: all sources together would open a hundred connections."""


def examine(
    environment: Mapping[str, str] = os.environ,
    limit: float = LIMIT,
    evidence: frozenset[Service] = frozenset(),
) -> tuple[Finding, ...]:
    """Run all checks. AWS settings come from this process. Errors of services become findings, not exceptions.

    `evidence`: services whose actions are tried, also if no export has asked for their evidence yet.
    """
    findings = run(_checks(environment, evidence), limit)
    return tuple(finding.shown(of_a_check) for finding in findings)


def _checks(environment: Mapping[str, str], evidence: frozenset[Service]) -> list[Check]:
    try:
        settings = Settings.from_environment(environment)
    except SettingsError as error:
        return [_wrong("Settings", error), *source_checks(Client())]
    try:
        sources = sources_of(settings)
    except SettingsError as error:
        first, sources = [_wrong("Sources", error)], None
    else:
        first = _aws_checks(settings, sources, evidence)
    return [
        *first,
        *(_bucket_checks(settings.bulk_load, settings.neptune) if settings.bulk_load else ()),
        *(_home_checks(settings, settings.in_s3) if settings.in_s3 else ()),
        *(_neptune_checks(settings, settings.neptune, sources) if settings.neptune else ()),
        *_folder_checks(settings, sources),
    ]


def _wrong(name: str, error: SettingsError) -> Check:
    wrong = failing(name, str(error))
    return Check(name, lambda: wrong)


def _aws_checks(settings: Settings, sources: Sources | None, evidence: frozenset[Service]) -> list[Check]:
    """The checks of each source, or of the account of the AWS settings."""
    if sources is None:
        client = Client()
        unneeded = partial(_without_an_account, settings)
        return _exporting(
            settings, [*source_checks(client, unneeded), *evidence_checks(settings, client, evidence)]
        )
    return [check for source in sources.each for check in _of_source(settings, source, evidence)]


def _of_source(settings: Settings, source: Source, evidence: frozenset[Service]) -> Iterator[Check]:
    client, turn = Client(source), Semaphore(_AT_ONCE)
    checks = [*source_checks(client), *evidence_checks(settings, client, evidence, source)]
    for check in _exporting(settings, checks):
        yield check.of_source(source, turn)


def _exporting(settings: Settings, checks: list[Check]) -> list[Check]:
    """The checks of what an export needs. An app that only shows what others keep in S3 needs the credentials alone."""
    if not (settings.read_only and settings.in_s3):
        return checks
    because = f"Not needed here, because {READ_ONLY} is on and S3 keeps the snapshots; an export needs it."
    return [each if each.name == CREDENTIALS else each.unneeded(because) for each in checks]


def _for_each(sources: Sources, name: str, ask: Callable[[Source], Finding]) -> list[Check]:
    """A check of each source that asks nobody outside."""
    turn = Semaphore(_AT_ONCE)
    return [Check(name, partial(ask, source)).of_source(source, turn) for source in sources.each]


def _without_an_account(settings: Settings) -> str:
    """Name what the app shows when it needs no AWS account for that; an empty text when it needs one."""
    if settings.neptune:
        return ""
    if settings.snapshots:
        return "The app shows a snapshot from its settings"
    with suppress(SnapshotError):  # another check reports this error
        return "" if reloaded(settings) else "The app shows the demo account"
    return ""


def _bucket_checks(
    folder: S3Folder,
    neptune: Neptune | None,
    use: bucket.Use = bucket.LOADING,
    reloads_here: Callable[[], bool] = lambda: False,
) -> list[Check]:
    """The checks of a folder in S3, as it is used."""
    trial, of = OpenedOnce(partial(BucketTrial, folder)), use.name
    return [
        Check(bucket.REACHED + of, partial(bucket.reached, folder, neptune, of), Verdict.FAILING),
        Check(bucket.ENCRYPTION + of, partial(bucket.encryption, trial, of)),
        *(
            Check(
                each.action + of,
                partial(bucket.try_permission, trial, each, folder.setting, use, reloads_here),
            )
            for each in use.permissions
        ),
    ]


def _home_checks(settings: Settings, folder: KeptInS3) -> list[Check]:
    use = bucket.SHOWING if settings.read_only else bucket.KEEPING
    return [
        *_bucket_checks(folder, None, use, partial(reloads.run_here, settings)),
        Check(kept.KEPT, partial(kept.kept, settings)),
        *(
            []
            if settings.neptune or settings.snapshots
            else [Check(kept.COPIES, partial(kept.copies, settings))]
        ),
    ]


def _neptune_checks(settings: Settings, named: Neptune, sources: Sources | None) -> list[Check]:
    from lineage_viz.health import (
        neptune,
        neptune_permissions,
    )  # only deployments with Neptune import gremlinpython
    from lineage_viz.health.console import console_checks

    return [
        Check(neptune.ENGINE, partial(neptune.engine, settings), Verdict.FAILING),
        Check(neptune.WRITER, partial(neptune.writer, named), Verdict.FAILING),
        Check(neptune.READER, partial(neptune.reader, named), Verdict.FAILING),
        *(
            Check(each.action, partial(neptune_permissions.try_permission, settings, each))
            for each in neptune_permissions.needed(settings)
        ),
        *console_checks(settings),
        Check(neptune.LOADED, partial(neptune.loaded, settings)),
        *_cluster_ages(settings, sources),
        *(_loader_checks(settings, settings.bulk_load) if settings.bulk_load else ()),
    ]


def _loader_checks(settings: Settings, folder: BulkLoad) -> list[Check]:
    from lineage_viz.health import loaded_in_bucket, neptune

    return [
        Check(neptune.LOADING, partial(neptune.loading, settings)),
        Check(neptune.ROLE, partial(neptune.role, settings)),
        Check(loaded_in_bucket.IN_BUCKET, partial(loaded_in_bucket.in_bucket, settings, folder)),
    ]


def _cluster_ages(settings: Settings, sources: Sources | None) -> list[Check]:
    from lineage_viz.health import neptune

    if sources is None:
        return [Check(freshness.NAME, partial(neptune.age, settings, settings.fresh))]
    loaded = OpenedOnce(partial(neptune.markers, settings))
    return _for_each(sources, freshness.NAME, lambda source: neptune.source_age(settings, source, loaded))


def _folder_checks(settings: Settings, sources: Sources | None) -> list[Check]:
    return [
        *([] if settings.neptune else _ages(settings, sources)),
        *(
            []
            if settings.neptune or settings.snapshots
            else [Check(kept.SHOWN, partial(kept.shown_whole, settings))]
        ),
        # A snapshot from the settings is shown whatever a reload brings.
        *([] if settings.snapshots else _last_reloads(settings, sources)),
        Check(disk.SPACE, partial(disk.space, settings)),
        *(Check(name, partial(disk.writable, name, path)) for name, path in disk.folders(settings)),
    ]


def _ages(settings: Settings, sources: Sources | None) -> list[Check]:
    if sources is None or settings.snapshots:
        return [Check(freshness.NAME, partial(freshness.shown_age, settings))]
    return _for_each(sources, freshness.NAME, partial(freshness.source_age, settings))


def _last_reloads(settings: Settings, sources: Sources | None) -> list[Check]:
    """The last reload of each source: a success of one does not hide a failure of another."""
    if sources is None:
        return [Check(reloads.NAME, partial(reloads.last_reload, settings))]
    return _for_each(sources, reloads.NAME, partial(reloads.last_reload, settings))
