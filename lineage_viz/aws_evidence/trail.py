"""Decisions about model packages in CloudTrail: the strongest proof of the person who decided.

LookupEvents of the CloudTrail API reference: the events of 90 days, newest first, 50 a page, two requests a second
for each account and region. An event says the whole identity of the caller.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from lineage_viz.evidence.record import at
from lineage_viz.json_text import json_of
from lineage_viz.sagemaker_lineage.api import LineageApi

REACH = timedelta(days=90)
PAGE_SIZE = 50
_PAUSE = 0.5
"""Seconds between the starts of two requests."""

_ACTION = "cloudtrail:LookupEvents"
_OF_DECISIONS = [{"AttributeKey": "EventName", "AttributeValue": "UpdateModelPackage"}]
_HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"

Decision = Mapping[str, Any]


def read_decisions(
    api: LineageApi,
    after: datetime,
    before: datetime,
    keep: Callable[[datetime | None, Sequence[Decision]], None],
) -> None:
    """Read all decisions between two times, newest first.

    `keep` gets those of each page, with the time of the page's oldest event, from which a later run goes on; None
    when the page is the last one. Raises SourceError.
    """
    token: dict[str, str] = {}
    pace = _Pace()
    while True:
        pace.wait()
        page = api.ask(
            "cloudtrail", "lookup_events", "asking CloudTrail", _ACTION,
            LookupAttributes=_OF_DECISIONS, StartTime=after, EndTime=before, MaxResults=PAGE_SIZE, **token,
        )  # fmt: skip
        events: Sequence[Any] = page.get("Events", ())
        token = {"NextToken": page["NextToken"]} if page.get("NextToken") else {}
        oldest = min((each["EventTime"] for each in events), default=before)
        keep(oldest if token else None, list(_decisions(events)))
        if not token:
            return


class _Pace:
    """Keeps the requests apart."""

    def __init__(self) -> None:
        self._next = 0.0

    def wait(self) -> None:
        """Wait until the next request may start."""
        threading.Event().wait(max(0.0, self._next - time.monotonic()))
        self._next = time.monotonic() + _PAUSE


def _decisions(events: Sequence[Any]) -> Iterator[Decision]:
    for event in events:
        detail = json_of(event.get("CloudTrailEvent"), dict)
        asked = at(detail, "requestParameters")
        status = at(asked, "modelApprovalStatus")
        arn = at(asked, "modelPackageArn") or at(detail, "responseElements", "modelPackageArn")
        # A refused attempt has an error; a change of anything else has no status.
        if status and arn and not at(detail, "errorCode"):
            yield _decision(event, detail, str(arn), str(status))


def _decision(event: Any, detail: Any, arn: str, status: str) -> Decision:
    who = at(detail, "userIdentity")
    reason = at(detail, "requestParameters", "approvalDescription")
    identity = {
        "Type": at(who, "type"),
        "Arn": at(who, "arn"),
        "PrincipalId": at(who, "principalId"),
        "SourceIdentity": at(who, "sessionContext", "sourceIdentity"),
        "SessionIssuer": at(who, "sessionContext", "sessionIssuer", "arn"),
        "InvokedBy": at(who, "invokedBy"),
    }
    return {
        "ModelPackageArn": arn,
        "ModelApprovalStatus": status,
        **({"ApprovalDescription": str(reason)} if reason and reason != _HIDDEN else {}),
        "EventId": event.get("EventId", ""),
        "EventTime": event["EventTime"],
        "IamIdentity": {name: str(value) for name, value in identity.items() if value},
    }
