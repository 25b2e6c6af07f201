"""The client of the AWS API: it counts every call, and turns every failure into a SourceError with a message."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError, NoRegionError

from lineage_viz.arn import Arn
from lineage_viz.aws.refusals import (
    elsewhere,
    error_code,
    is_from_elsewhere,
    is_throttled,
    passes,
    status_of,
)
from lineage_viz.aws.session import new_session
from lineage_viz.errors import RequestRefused, SourceError
from lineage_viz.sagemaker_lineage.credentials import CredentialsInfo, credentials_info
from lineage_viz.sagemaker_lineage.failures import RESUMES, repeated_token, translated
from lineage_viz.sagemaker_lineage.page_size import PAGE_SIZE
from lineage_viz.sagemaker_lineage.records import Record
from lineage_viz.sagemaker_lineage.retries import ask_again, ask_s3_again
from lineage_viz.sagemaker_lineage.summaries import moment, read_summaries
from lineage_viz.sources import Source
from lineage_viz.version import __version__
from lineage_viz.words import plain

if TYPE_CHECKING:
    from mypy_boto3_sagemaker import SageMakerClient

OTHERS = ("s3", "ecr", "cloudtrail")
"""Other services whose calls are made, counted and repeated in the same way."""

_ATTEMPTS, _FEWER = 20, 8
"""Attempts for SageMaker and for the others: an export goes on without a service that this network does not reach."""

BEGINNINGS = 3
"""Attempts to read a list from its beginning."""

WORKERS = 10
"""Parallel calls: more would gain little, because reading the answers takes the time, and would cause throttling."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a lineage: account, region, partition, and `now`: AWS's own time, UTC, to the second."""

    account: str
    region: str
    partition: str
    now: datetime


def region_in_use() -> str:
    """Return the region of the standard AWS settings, without a call. Raises SourceError when none is set."""
    with translated("reading the AWS settings"):
        return _region_of(new_session(brief=True))


def _region_of(session: botocore.session.Session) -> str:
    region = session.get_config_variable("region")
    if not region:
        raise NoRegionError
    return str(region)


class LineageApi:
    """SageMaker's lineage calls for a source, or for the account and region of the standard AWS settings.

    Safe for many threads. Raises SourceError, AccessDenied. `brief`: give up within seconds, because a person waits.
    """

    def __init__(self, source: Source | None = None, *, brief: bool = False) -> None:
        self.source = source
        self._translated = partial(translated, source=source)
        self._lock = threading.Lock()
        self._calls: Counter[str] = Counter()
        self._throttles = 0
        self._failures = 0
        self.refused: Callable[[], None] = lambda: None
        """A function that is called when a request is throttled, or fails and is sent again: other progress may not
        come for a while."""
        with self._translated("reading the AWS settings"):
            session = new_session(source, brief=brief)
            # Without one, botocore would first look for credentials, also on the network, and then miss the region.
            _region_of(session)
            session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=moment)
            self._session = session
            events: Any = session.get_component("event_emitter")
            for service in ("sagemaker", *OTHERS):
                events.register(f"before-send.{service}", self._count_call)
                events.register(f"needs-retry.{service}", self._count_throttle)
                again: Any = ask_s3_again if service == "s3" else ask_again
                events.register_last(f"needs-retry.{service}", partial(self._count_failure, again))
            events.register("before-parse.sagemaker", read_summaries)
            self._config = _brief() if brief else _config(session, _FEWER)
            self._others: dict[tuple[str, str], Any] = {}
            # botocore's own client: boto3 would import s3transfer, which takes longer than a client.
            self._client: SageMakerClient = session.create_client(  # type: ignore[assignment]
                "sagemaker", config=_brief() if brief else _config(session, _ATTEMPTS)
            )
            # Load the paginators once, or each thread would search for them on disk.
            self._client.can_paginate("list_associations")

    @property
    def calls(self) -> Mapping[str, int]:
        """The requests sent so far by operation, including retries."""
        with self._lock:
            return dict(self._calls)

    @property
    def throttles(self) -> int:
        """The throttled requests so far."""
        return self._throttles

    @property
    def failures(self) -> int:
        """The requests that failed so far, other than the throttled, and were sent again."""
        return self._failures

    @cached_property
    def origin(self) -> Origin:
        """Account, region and AWS's time.

        Raises SourceError within seconds if AWS cannot be reached, or if the credentials are of another account.
        """
        answer = self.caller()
        if another := another_account(self.source, answer):
            raise SourceError(f"{another} Nothing was read.")
        self._reach()
        partition = Arn.parse(answer["Arn"]).partition
        date = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
        now = (
            parsedate_to_datetime(date).astimezone(UTC) if date else datetime.now(UTC).replace(microsecond=0)
        )
        return Origin(answer["Account"], self.region, partition, now)

    @property
    def region(self) -> str:
        """The region of the calls."""
        return self._client.meta.region_name

    def caller(self) -> Record:
        """The caller's identity, as STS returns it."""
        with self._translated("asking for the caller's identity", "sts:GetCallerIdentity"):
            answer: Any = self._briefly("sts").get_caller_identity()
        if not {"Account", "Arn"} <= answer.keys():
            raise SourceError(elsewhere("asking for the caller's identity"))
        return answer  # type: ignore[no-any-return]

    def credentials(self) -> CredentialsInfo | None:
        """The kind of the credentials; None if there are none."""
        with self._translated("reading the AWS credentials"):
            return credentials_info(self._credentials)

    def page(
        self, operation: str, member: str, doing: str, size: int = PAGE_SIZE, **parameters: Any
    ) -> tuple[Sequence[Record], bool]:
        """The records of the first page of a list, and True if there are more."""
        with self._translated(doing, self._action(operation)):
            answer = getattr(self._client, operation)(**parameters, MaxResults=size)
        return _member(answer, member, doing), bool(answer.get("NextToken"))

    def pages(
        self, operation: str, member: str, doing: str, size: int = PAGE_SIZE, **parameters: Any
    ) -> Iterator[Sequence[Record]]:
        """The records of each page of a list or search.

        `member` is the member of the answer with the records. More pages may follow an empty page. Raises
        RequestRefused when a page token comes again, because the pages would never end.
        """
        paginator = self._client.get_paginator(operation)  # type: ignore[call-overload]
        tokens: set[str] = set()
        with self._translated(doing, self._action(operation)):
            for page in paginator.paginate(**parameters, PaginationConfig={"PageSize": size}):
                yield _member(page, member, doing)
                token = str(page.get("NextToken", ""))
                if token in tokens:
                    raise RequestRefused(repeated_token(doing))
                tokens.add(token)

    def whole(self, operation: str, member: str, doing: str, **parameters: Any) -> list[Record]:
        """All records of a list or search. A list that is refused on the way, such as its page token, begins again."""
        for _ in range(BEGINNINGS - 1):
            with suppress(RequestRefused):
                return [r for page in self.pages(operation, member, doing, **parameters) for r in page]
        return [r for page in self.pages(operation, member, doing, **parameters) for r in page]

    def call(self, operation: str, doing: str, **parameters: Any) -> Record | None:
        """The answer of one call, such as a Describe; None if SageMaker does not know the entity."""
        with self._translated(doing, self._action(operation)):
            try:
                answer: Record = getattr(self._client, operation)(**parameters)
            except self._client.exceptions.ResourceNotFound:
                return None
        if answer.keys() <= {"ResponseMetadata"}:
            raise _not_sagemaker(doing, "entity")
        return answer

    def ask(
        self, service: str, operation: str, doing: str, action: str, region: str = "", **parameters: Any
    ) -> Record:
        """The answer of another service of AWS. `action` is the IAM action that a refusal is about."""
        with self._translated(doing, action):
            answer: Record = getattr(self._other(service, region), operation)(**parameters)
        return answer

    def _other(self, service: Any, region: str) -> Any:
        with self._lock:  # boto3 makes one client at a time
            if (service, region) not in self._others:
                where = region or self.region
                client = self._session.create_client(service, region_name=where, config=self._config)
                self._others[service, region] = client
            return self._others[service, region]

    def _action(self, operation: str) -> str:
        return "sagemaker:" + self._client.meta.method_to_api_mapping[operation]

    def _reach(self) -> None:
        """Make one call with few retries: the normal client would try a wrong address for minutes."""
        with self._translated("listing contexts", "sagemaker:ListContexts"):
            try:
                self._briefly("sagemaker").list_contexts(MaxResults=1)
            except ClientError as error:
                if is_from_elsewhere(error) or not passes(error_code(error), status_of(error)):
                    raise

    @cached_property
    def _credentials(self) -> Any:
        # If there are no credentials, botocore would search for them each time, also on the network.
        return self._session.get_credentials()

    def _briefly(self, service: Any) -> Any:
        with self._lock:  # botocore makes one client at a time
            return self._session.create_client(service, config=_brief())

    def _count_call(self, event_name: str, **_: object) -> None:
        operation = event_name.rpartition(".")[2]
        with self._lock:
            self._calls[operation] += 1

    def _count_throttle(self, response: Any, **_: object) -> None:
        if response is None:
            return
        code = str(response[1].get("Error", {}).get("Code", ""))
        if is_throttled(code, response[0].status_code):
            with self._lock:
                self._throttles += 1
            self.refused()

    def _count_failure(self, again: Callable[..., float | None], response: Any, **event: Any) -> float | None:
        """Ask for the seconds to the next attempt, and count the failure if there is one."""
        seconds = again(response=response, **event)
        code = "" if response is None else str(response[1].get("Error", {}).get("Code", ""))
        if seconds is not None and not is_throttled(code, 0 if response is None else response[0].status_code):
            with self._lock:
                self._failures += 1
            self.refused()
        return seconds


def another_account(source: Source | None, caller: Record) -> str:
    """Return the sentence for credentials of another account than that of the source; empty if it is the same."""
    if source is None or source.account == caller["Account"]:
        return ""
    return (
        f"The source {source.name} is account {source.account}, but its credentials are of account {caller['Account']} "
        f"({plain(caller['Arn'])}). Correct `profile`, `role` or `account` in {source.file}."
    )


def _member(answer: Mapping[str, Any], member: str, doing: str) -> Any:
    # Without this check a listing would end here as if it were complete.
    records = answer.get(member)
    if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
        raise _not_sagemaker(doing, member)
    return records


def _not_sagemaker(doing: str, lacks: str) -> SourceError:
    return SourceError(
        f"An answer is not from SageMaker ({doing}): it has no {lacks}. Check the proxy and the endpoint. {RESUMES}"
    )


def _config(session: botocore.session.Session, attempts: int) -> Config:
    """Many retries, unless the user's own AWS settings limit them. `ask_again` decides on each, in any mode."""
    retries: dict[str, Any] = {}
    if session.get_config_variable("max_attempts") is None:
        retries["total_max_attempts"] = attempts
    return Config(
        retries=retries or None,  # type: ignore[arg-type]
        max_pool_connections=WORKERS,
        user_agent=session.user_agent(),  # or botocore composes it anew, twice for each call
        connect_timeout=10,
        user_agent_extra=f"lineage_viz/{__version__}",
    )


def _brief() -> Config:
    return Config(retries={"mode": "standard", "total_max_attempts": 3}, connect_timeout=5, read_timeout=20)
