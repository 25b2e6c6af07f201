"""SageMaker, where lineage comes from: who we are there, for how long, and what we may do."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from lineage_viz.errors import AccessDenied, LineageVizError
from lineage_viz.health.finding import Finding, Verdict, failing, ok, unknown, warning
from lineage_viz.health.permissions import PERMISSIONS, Permission, try_permission
from lineage_viz.health.running import Check
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.sagemaker_lineage.credentials import concealed
from lineage_viz.shared import Shared

SOON = timedelta(hours=1)
"""Credentials that end within this time may not last for an export."""

Ask = Callable[[LineageApi], Finding]

_SAGEMAKER, _CREDENTIALS, _IDENTITY = "SageMaker", "AWS credentials", "AWS identity"


class Source(Shared[LineageApi]):
    """The client that all checks share."""

    def __init__(self) -> None:
        super().__init__(partial(LineageApi, brief=True))

    def concealed(self, text: str) -> str:
        """A text without keys and tokens, whoever wrote them into it."""
        api = self.so_far()
        return api.concealed(text) if api else concealed(text)


def source_checks(source: Source) -> list[Check]:
    """Those of the export's source."""
    asks: list[tuple[str, Ask]] = [
        (_CREDENTIALS, credentials),
        (_IDENTITY, identity),
        (_SAGEMAKER, reachable),
    ]
    return [
        *(Check(name, partial(_ask, source, ask), Verdict.FAILING) for name, ask in asks),
        *(Check(each.action, partial(_try, source, each)) for each in PERMISSIONS),
    ]


def credentials(api: LineageApi, now: datetime | None = None) -> Finding:
    """Until when they are valid; nothing of what they are."""
    info = api.credentials()
    if info is None:
        return failing(
            _CREDENTIALS, "No AWS credentials were found.", "Set AWS_PROFILE, or run `aws sso login`."
        )
    of = f"from {info.method}"
    if info.until is None and info.temporary:
        return unknown(_CREDENTIALS, f"Temporary, {of}; nothing here says when they end.")
    if info.until is None:
        return ok(_CREDENTIALS, f"They do not end by themselves ({of}).")
    until, left = f"{info.until.astimezone(UTC):%Y-%m-%d %H:%M} UTC", info.until - (now or datetime.now(UTC))
    details = {"until": info.until.isoformat()}
    if left <= timedelta(0):
        return failing(_CREDENTIALS, f"They ended at {until} ({of}).", "Sign in again.")
    if left < SOON and info.method == "env":  # the others are renewed by themselves
        return warning(
            _CREDENTIALS, f"They are valid only until {until} ({of}).", "Sign in again soon."
        ).with_(details)
    return ok(_CREDENTIALS, f"Valid until {until} ({of}).").with_(details)


def identity(api: LineageApi) -> Finding:
    """Which account and whose name AWS takes these credentials for."""
    caller = api.caller()
    return ok(_IDENTITY, f"Account {caller['Account']}, region {api.region}, as {caller['Arn']}.").with_(
        {"account": caller["Account"], "region": api.region}
    )


def reachable(api: LineageApi) -> Finding:
    """Whether SageMaker answers at all; a refusal is an answer."""
    try:
        api.call("list_contexts", "asking SageMaker", MaxResults=1)
    except AccessDenied:
        return ok(_SAGEMAKER, f"It answers in {api.region}, and refuses to list contexts.")
    return ok(_SAGEMAKER, f"It answers in {api.region}.")


def _ask(source: Source, ask: Ask) -> Finding:
    return ask(source.get())


def _try(source: Source, permission: Permission) -> Finding:
    try:
        api = source.get()
    except LineageVizError as error:
        return unknown(permission.action, f"It could not be tried. {error}")
    return try_permission(api, permission)
