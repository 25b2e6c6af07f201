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
from lineage_viz.sagemaker_lineage.failures import RESUMES
from lineage_viz.system.opened_once import OpenedOnce

SOON = timedelta(hours=1)
"""Credentials that end within this time may not last for an export."""

Ask = Callable[[LineageApi], Finding]

_NONE = "No AWS credentials were found."
_SAGEMAKER, _CREDENTIALS, _IDENTITY = "SageMaker", "AWS credentials", "AWS identity"


class Source(OpenedOnce[LineageApi]):
    """The client that all checks share."""

    def __init__(self) -> None:
        super().__init__(partial(LineageApi, brief=True))
        self._lack = OpenedOnce(self._lacking)

    def lack(self) -> str:
        """Why nobody can be asked, which this machine knows without asking; empty where there are credentials."""
        return self._lack.get()

    def concealed(self, text: str) -> str:
        """A text without keys and tokens, whoever wrote them into it, and without what only who exports is told."""
        api, text = self.so_far(), text.replace(f" {RESUMES}", "")
        return api.concealed(text) if api else concealed(text)

    def _lacking(self) -> str:
        try:
            return "" if self.get().credentials() else _NONE
        except LineageVizError as error:
            return str(error)


def source_checks(source: Source, unneeded: str = "") -> list[Check]:
    """Those of the export's source. `unneeded` says what is shown where no account has to be set up for it."""
    asks: list[tuple[str, Ask]] = [(_IDENTITY, identity), (_SAGEMAKER, reachable)]
    return [
        Check(_CREDENTIALS, partial(_set_up, source, unneeded), Verdict.FAILING),
        *(Check(name, partial(_ask, source, name, ask), Verdict.FAILING) for name, ask in asks),
        *(Check(each.action, partial(_ask, source, each.action, _trial(each))) for each in PERMISSIONS),
    ]


def credentials(api: LineageApi, now: datetime | None = None) -> Finding:
    """Until when they are valid; nothing of what they are."""
    info = api.credentials()
    if info is None:
        return failing(_CREDENTIALS, _NONE, "Set AWS_PROFILE, or run `aws sso login`.")
    of = f"from {info.method}"
    if info.until is None and info.temporary:
        return unknown(_CREDENTIALS, f"Temporary, {of}; nothing here says when they end.")
    if info.until is None:
        return ok(_CREDENTIALS, f"They do not end by themselves ({of}).")
    until, left = f"{info.until.astimezone(UTC):%Y-%m-%d %H:%M} UTC", info.until - (now or datetime.now(UTC))
    details = {"until": info.until.isoformat()}
    if left <= timedelta(0):
        return failing(_CREDENTIALS, f"They ended at {until} ({of}).", "Renew them.")
    if left < SOON and info.method == "env":  # the others are renewed by themselves
        return warning(_CREDENTIALS, f"They are valid only until {until} ({of}).", "Renew them soon.").with_(
            details
        )
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


def _set_up(source: Source, unneeded: str) -> Finding:
    if unneeded and (lack := source.lack()):
        return unknown(
            _CREDENTIALS,
            f"{unneeded}, and no AWS account can be read. {lack}",
            "To read yours, set AWS_PROFILE and AWS_REGION where the app is started.",
        )
    return credentials(source.get())


def _ask(source: Source, name: str, ask: Ask) -> Finding:
    """Nobody is asked without credentials, and that there are none is told once."""
    if lack := source.lack():
        return unknown(name, f"It could not be tried. {lack}")
    return ask(source.get())


def _trial(permission: Permission) -> Ask:
    return lambda api: try_permission(api, permission)
