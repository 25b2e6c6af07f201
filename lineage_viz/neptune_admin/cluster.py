"""The HTTP API of a cluster: its engine, its bulk loader, its fast reset."""

from collections.abc import Iterator
from itertools import count
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from lineage_viz.aws.session import new_session
from lineage_viz.errors import LoadFailed, ResetRefused, StoreUnavailable
from lineage_viz.neptune_admin.engine_status import EngineStatus
from lineage_viz.neptune_admin.failures import member, message, translated
from lineage_viz.neptune_admin.load_error import LoadError
from lineage_viz.neptune_admin.load_status import LoadStatus
from lineage_viz.settings import LOAD_ROLE, Neptune
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.signing import region_of

PARALLELISM = "HIGH"
"""All vCPUs of the writer: nobody else writes during a load, and readers have their own instances."""

Mode = Literal["NEW", "RESUME"]

ERRORS_KEPT = 10_000
"""Neptune keeps no more errors of one load."""

ERRORS_PER_PAGE = 500

RECENT = 10
"""The number of loads to look at. A running load is always among the newest."""

_SOURCE_REFUSED = ("LoadUrlAccessDeniedException", "S3Exception")

_NO_ROLE = "find the aws credential for"
"""A part of Neptune's message about a role that it cannot take; no document names the code of this error."""


class Cluster:
    """The HTTP API at the writer's endpoint. Each method sends one request and raises NoAnswer or StoreUnavailable.

    Further errors are listed at each method. `with Cluster(…) as cluster:` closes its connections.
    """

    def __init__(self, neptune: Neptune, *, brief: bool = False) -> None:
        self._endpoint = Endpoint(neptune.writer, neptune.iam, brief)
        with translated(self._endpoint, "", StoreUnavailable):
            self._client: Any = _client(self._endpoint)

    @property
    def host(self) -> str:
        """The name in messages."""
        return self._endpoint.host

    def status(self) -> EngineStatus:
        """The engine's status."""
        with translated(self._endpoint, "neptune-db:GetEngineStatus", StoreUnavailable):
            answer = self._client.get_engine_status()
            member(answer, "status")
            return EngineStatus.of(answer)

    def start_load(self, source: str, role: str, region: str, mode: Mode) -> str:
        """Start a load and return its id. Raises LoadFailed.

        NEW loads all files, RESUME only files that no load of this source completed. The load stops at the first error
        and replaces old values by new ones. It is refused while another load runs: its user should decide about that.
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
                if _NO_ROLE in message(error).lower():
                    raise LoadFailed(
                        f"Neptune at {self.host} cannot take the role {role}. Attach it to the cluster, and let "
                        f"rds.amazonaws.com assume it; or set {LOAD_ROLE} to a role that is attached."
                    ) from error
                if error.response["Error"]["Code"] not in _SOURCE_REFUSED:
                    raise
                raise LoadFailed(
                    f"Neptune at {self.host} cannot read {source} ({message(error)}). {s3_advice(role)}"
                ) from error
            return str(member(answer, "payload", "loadId"))

    def load_status(self, load_id: str) -> LoadStatus | None:
        """The status of a load; None when the cluster knows no load of this id, as after a restart."""
        with translated(self._endpoint, "neptune-db:GetLoaderJobStatus", StoreUnavailable):
            try:
                answer = self._client.get_loader_job_status(loadId=load_id, details=True)
            except self._client.exceptions.BulkLoadIdNotFoundException:
                return None
            return LoadStatus.of(load_id, member(answer, "payload"))

    def load_errors(self, load_id: str) -> Iterator[LoadError]:
        """The errors that the loader found, in its order. They are requested page by page."""
        for page in count(1):
            logs = self._error_page(load_id, page)
            yield from map(LoadError.of, logs)
            if not logs or page * ERRORS_PER_PAGE >= ERRORS_KEPT:
                return

    def load_ids(self) -> tuple[str, ...]:
        """The ids of the newest loads, the newest first, including ended loads."""
        with translated(self._endpoint, "neptune-db:ListLoaderJobs", StoreUnavailable):
            return tuple(member(self._client.list_loader_jobs(limit=RECENT), "payload", "loadIds"))

    def running_load(self) -> LoadStatus | None:
        """The load that runs now; None when no load runs."""
        loads = (self.load_status(load_id) for load_id in self.load_ids())
        return next((load for load in loads if load and not load.is_over), None)

    def cancel_load(self, load_id: str) -> None:
        """Cancel a load; its records so far stay. An ended load does not change. Raises LoadFailed."""
        with translated(self._endpoint, "neptune-db:CancelLoaderJob", LoadFailed):
            try:
                self._client.cancel_loader_job(loadId=load_id)
            except self._client.exceptions.BulkLoadIdNotFoundException:
                return

    def initiate_reset(self) -> str:
        """Request a token. It is valid for one reset within an hour. Raises ResetRefused."""
        with translated(self._endpoint, "neptune-db:ResetDatabase", ResetRefused):
            answer = self._client.execute_fast_reset(action="initiateDatabaseReset")
            return str(member(answer, "payload", "token"))

    def perform_reset(self, token: str) -> None:
        """Start to delete everything and to restart the cluster. Raises ResetRefused."""
        with translated(self._endpoint, "neptune-db:ResetDatabase", ResetRefused):
            try:
                self._client.execute_fast_reset(action="performDatabaseReset", token=token)
            except self._client.exceptions.InvalidParameterException as error:
                raise ResetRefused(
                    f"Neptune at {self.host} does not know this token, and nothing was deleted. It was used, a newer "
                    "one was given, an hour has passed, or the cluster has restarted. Ask for a new one."
                ) from error

    def close(self) -> None:
        """Close the connections."""
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


def s3_advice(role: str) -> str:
    """The advice for a cluster that cannot read from S3."""
    return (
        f"Check the address. Check that the role {role} is attached to the cluster and allows s3:Get* and s3:List* "
        "there. Check that the cluster's network has an S3 gateway endpoint."
    )


def _client(endpoint: Endpoint) -> Any:
    session = new_session(brief=endpoint.brief)
    parts = urlsplit(endpoint.url)
    config = Config(
        # botocore would start a load twice when an answer is lost. The callers decide about retries.
        retries={"total_max_attempts": 1},
        connect_timeout=5,
        read_timeout=30,
        # No proxy: like Gremlin's WebSocket, this connection stays inside the cluster's network.
        proxies={},
    )
    if not endpoint.iam:
        config = config.merge(Config(signature_version=UNSIGNED))
    return session.create_client(
        "neptunedata",
        endpoint_url=f"{'https' if parts.scheme == 'wss' else 'http'}://{parts.netloc}",
        # botocore requires a region even when no request is signed.
        region_name=region_of(endpoint, session) if endpoint.iam else "us-east-1",
        config=config,
    )
