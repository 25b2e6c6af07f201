"""SageMaker for one source: the AWS identity, the end of its credentials, and its permissions."""

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from lineage_viz.aws.sign_in import no_credentials, renewal
from lineage_viz.errors import AccessDenied, LineageVizError, SourceError
from lineage_viz.health.finding import Finding, Verdict, failing, ok, unknown, warning
from lineage_viz.health.permissions import PERMISSIONS, Permission, try_permission
from lineage_viz.health.running import Check
from lineage_viz.sagemaker_lineage.api import LineageApi, another_account
from lineage_viz.sagemaker_lineage.failures import is_without_region
from lineage_viz.sources import Source
from lineage_viz.system.opened_once import OpenedOnce
from lineage_viz.words import moment

SOON = timedelta(hours=1)
"""Credentials that expire within this time may not last for an export."""

_SET_UP = "To read your account, set AWS_PROFILE and AWS_REGION where the app is started."

_SAGEMAKER, CREDENTIALS, _IDENTITY = "SageMaker", "AWS credentials", "AWS identity"
NOT_CHECKED = f"This could not be checked: see the check “{CREDENTIALS}”."

_OF_A_JOB = re.compile(
    r" (?:Nothing was published\. )?Run (?:it|the same) again: it resumes where it stopped\."
)

Ask = Callable[[LineageApi], Finding]


class Client(OpenedOnce[LineageApi]):
    """The SageMaker client that all checks of a source, or of the AWS settings, share."""

    def __init__(self, source: Source | None = None) -> None:
        super().__init__(partial(LineageApi, source, brief=True))
        self._unusable = OpenedOnce(self._unusable_because)

    def unusable(self) -> str:
        """The reason why SageMaker cannot be called, known without a call; empty when there are credentials."""
        return self._unusable.get()

    def is_set_up(self) -> bool:
        """True when somebody has set up an AWS account for this machine, also one that cannot be used."""
        try:
            return self.get().credentials() is not None
        except LineageVizError as error:
            return not (isinstance(error, SourceError) and is_without_region(error))

    def _unusable_because(self) -> str:
        try:
            return "" if self.get().credentials() else no_credentials()
        except LineageVizError as error:
            return str(error)


def of_a_check(text: str) -> str:
    """Return the text without the advice that only an export or a load needs: a check resumes nothing."""
    return _OF_A_JOB.sub("", text)


def source_checks(client: Client, unneeded: Callable[[], str] = str) -> list[Check]:
    """The checks of SageMaker. `unneeded` names what the app shows when that needs no AWS account."""
    asks: list[tuple[str, Ask]] = [(_IDENTITY, identity), (_SAGEMAKER, reachable)]
    return [
        Check(CREDENTIALS, partial(_set_up, client, unneeded), Verdict.FAILING),
        *(Check(name, partial(_ask, client, name, ask), Verdict.FAILING) for name, ask in asks),
        *(Check(each.action, partial(_ask, client, each.action, _trial(each))) for each in PERMISSIONS),
    ]


def credentials(api: LineageApi, now: datetime | None = None) -> Finding:
    """Report how long the credentials are valid; their values stay secret."""
    info = api.credentials()
    if info is None:
        return failing(CREDENTIALS, no_credentials())
    origin = f"from {info.method}"
    if info.until is None and info.temporary:
        return unknown(CREDENTIALS, f"The credentials are temporary ({origin}); their end is not known here.")
    if info.until is None:
        return ok(CREDENTIALS, f"The credentials do not expire ({origin}).")
    until, left = moment(info.until), info.until - (now or datetime.now(UTC))
    details = {"until": info.until.isoformat()}
    if left <= timedelta(0):
        return failing(CREDENTIALS, f"The credentials expired at {until} ({origin}).", renewal())
    if left < SOON and info.method == "env":  # other credentials are renewed automatically
        sentence = f"The credentials are valid only until {until} ({origin})."
        return warning(CREDENTIALS, sentence, renewal()).with_(details)
    return ok(CREDENTIALS, f"Valid until {until} ({origin}).").with_(details)


def identity(api: LineageApi) -> Finding:
    """Report the account and the name that AWS knows for these credentials; a source must name this account."""
    caller = api.caller()
    if another := another_account(api.source, caller):
        return failing(_IDENTITY, another)
    return ok(_IDENTITY, f"Account {caller['Account']}, region {api.region}, as {caller['Arn']}.").with_(
        {"account": caller["Account"], "region": api.region}
    )


def reachable(api: LineageApi) -> Finding:
    """Check that SageMaker answers. A refusal counts as an answer."""
    try:
        api.call("list_contexts", "asking SageMaker", MaxResults=1)
    except AccessDenied:
        return ok(_SAGEMAKER, f"SageMaker answers in {api.region}, and refuses to list contexts.")
    return ok(_SAGEMAKER, f"SageMaker answers in {api.region}.")


def _set_up(client: Client, unneeded: Callable[[], str]) -> Finding:
    if (reason := client.unusable()) and (shown := unneeded()):
        sentence = f"{shown}, and no AWS account can be read. {reason}"
        # The person who names a profile, or has a file of credentials, wants to use it.
        wanted = os.environ.get("AWS_PROFILE") or client.is_set_up()
        return failing(CREDENTIALS, sentence) if wanted else unknown(CREDENTIALS, sentence, _SET_UP)
    return credentials(client.get())


def _ask(client: Client, name: str, ask: Ask) -> Finding:
    """Run a check with the client; without credentials, only the check of the credentials fails."""
    if client.unusable():  # the check of the credentials reports the reason, once
        return unknown(name, NOT_CHECKED)
    return ask(client.get())


def _trial(permission: Permission) -> Ask:
    return lambda api: try_permission(api, permission)
