"""A cluster's HTTP API: its engine, its bulk loader, its fast reset."""

from collections.abc import Iterator
from itertools import count
from typing import Any, Literal, Self
from urllib.parse import urlsplit

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from lineage_viz.errors import LoadFailed, ResetRefused, StoreUnavailable
from lineage_viz.neptune_admin.engine_status import EngineStatus
from lineage_viz.neptune_admin.failures import member, message, translated
from lineage_viz.neptune_admin.load_error import LoadError
from lineage_viz.neptune_admin.load_status import LoadStatus
from lineage_viz.settings import Neptune
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.signing import region_of

PARALLELISM = "HIGH"
"""All of the writer's vCPUs: it is loaded while nobody else writes, and readers have their own instances."""

Mode = Literal["NEW", "RESUME"]

ERRORS_KEPT = 10_000
"""Neptune keeps no more of one load."""

ERRORS_PER_PAGE = 500

RECENT = 10
"""Loads looked at. Those that are not over are the newest."""

_SOURCE_REFUSED = ("LoadUrlAccessDeniedException", "S3Exception")


class Cluster:
    """The writer's endpoint. Each call asks once and raises NoAnswer or StoreUnavailable; see each for more.

    `with Cluster(…) as cluster:` ends its connections.
    """

    def __init__(self, neptune: Neptune) -> None:
        self._endpoint = Endpoint(neptune.writer, neptune.iam)
        with translated(self._endpoint, "", StoreUnavailable):
            self._client: Any = _client(self._endpoint)

    @property
    def host(self) -> str:
        """As messages name it."""
        return self._endpoint.host

    def status(self) -> EngineStatus:
        """How the engine is."""
        with translated(self._endpoint, "neptune-db:GetEngineStatus", StoreUnavailable):
            answer = self._client.get_engine_status()
            member(answer, "status")
            return EngineStatus.of(answer)

    def start_load(self, source: str, role: str, region: str, mode: Mode) -> str:
        """The load's id. NEW loads all files, RESUME only those never completed from this source. Raises LoadFailed.

        It stops at the first error, and puts new values in the place of old ones. It waits for no other load:
        whoever started that one should say what is to be done.
        """
        with translated(self._endpoint, "neptune-db:StartLoaderJob", LoadFailed):
            try:
                answer = self._client.start_loader_job(
                    source=source,
                    format="csv",
                    s3BucketRegion=region,
                    iamRoleArn=role,
                    mode=mode,
                    failOnError=True,
                    parallelism=PARALLELISM,
                    updateSingleCardinalityProperties=True,
                    queueRequest=False,
                )
            except ClientError as error:
                if error.response["Error"]["Code"] not in _SOURCE_REFUSED:
                    raise
                raise LoadFailed(
                    f"Neptune at {self.host} cannot read {source} ({message(error)}). {may_read(role)}"
                ) from error
            return str(member(answer, "payload", "loadId"))

    def load_status(self, load_id: str) -> LoadStatus | None:
        """None: the cluster knows no load of that id, as after a restart."""
        with translated(self._endpoint, "neptune-db:GetLoaderJobStatus", StoreUnavailable):
            try:
                answer = self._client.get_loader_job_status(loadId=load_id, details=True)
            except self._client.exceptions.BulkLoadIdNotFoundException:
                return None
            return LoadStatus.of(load_id, member(answer, "payload"))

    def load_errors(self, load_id: str) -> Iterator[LoadError]:
        """What the loader found wrong, in its order, asked for page by page."""
        for page in count(1):
            logs = self._error_page(load_id, page)
            yield from map(LoadError.of, logs)
            if not logs or page * ERRORS_PER_PAGE >= ERRORS_KEPT:
                return

    def load_ids(self) -> tuple[str, ...]:
        """Of the newest loads, the newest first, those over included."""
        with translated(self._endpoint, "neptune-db:ListLoaderJobs", StoreUnavailable):
            return tuple(member(self._client.list_loader_jobs(limit=RECENT), "payload", "loadIds"))

    def running_load(self) -> LoadStatus | None:
        """One that is not over."""
        found = (self.load_status(load_id) for load_id in self.load_ids())
        return next((load for load in found if load and not load.is_over), None)

    def cancel_load(self, load_id: str) -> None:
        """What it has loaded stays. One that is over already stays as it is. Raises LoadFailed."""
        with translated(self._endpoint, "neptune-db:CancelLoaderJob", LoadFailed):
            try:
                self._client.cancel_loader_job(loadId=load_id)
            except self._client.exceptions.BulkLoadIdNotFoundException:
                return

    def initiate_reset(self) -> str:
        """A token that is good for one reset, for an hour. Raises ResetRefused."""
        with translated(self._endpoint, "neptune-db:ResetDatabase", ResetRefused):
            answer = self._client.execute_fast_reset(action="initiateDatabaseReset")
            return str(member(answer, "payload", "token"))

    def perform_reset(self, token: str) -> None:
        """Begins to delete all there is, and to restart. Raises ResetRefused."""
        with translated(self._endpoint, "neptune-db:ResetDatabase", ResetRefused):
            try:
                self._client.execute_fast_reset(action="performDatabaseReset", token=token)
            except self._client.exceptions.InvalidParameterException as error:
                raise ResetRefused(
                    f"Neptune at {self.host} does not know this token, and nothing was deleted. It was used, a newer "
                    "one was given, an hour has passed, or the cluster has restarted. Ask for a new one."
                ) from error

    def close(self) -> None:
        """Ends its connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _error_page(self, load_id: str, page: int) -> list[Any]:
        with translated(self._endpoint, "neptune-db:GetLoaderJobStatus", StoreUnavailable):
            try:
                answer = self._client.get_loader_job_status(
                    loadId=load_id, errors=True, page=page, errorsPerPage=ERRORS_PER_PAGE
                )
            except self._client.exceptions.BulkLoadIdNotFoundException:
                return []
            return list(member(answer, "payload").get("errors", {}).get("errorLogs", ()))


def may_read(role: str) -> str:
    """What to check when a cluster does not read from S3."""
    return (
        f"Check the address, that the role {role} is attached to the cluster and may s3:Get* and s3:List* there, "
        "and that the cluster's network has an S3 gateway endpoint."
    )


def _client(endpoint: Endpoint) -> Any:
    session = boto3.Session()
    parts = urlsplit(endpoint.url)
    config = Config(
        # botocore would start a load again whose answer was lost; who asks knows better what to do.
        retries={"total_max_attempts": 1},
        connect_timeout=5,
        read_timeout=30,
        # Gremlin's WebSocket goes straight to the cluster, inside its network, and so does this.
        proxies={},
    )
    if not endpoint.iam:
        config = config.merge(Config(signature_version=UNSIGNED))
    return session.client(
        "neptunedata",
        endpoint_url=f"{'https' if parts.scheme == 'wss' else 'http'}://{parts.netloc}",
        # botocore wants some region, also where nothing is signed for one.
        region_name=region_of(endpoint, session) if endpoint.iam else "us-east-1",
        config=config,
    )
