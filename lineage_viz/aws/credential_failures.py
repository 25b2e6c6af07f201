"""Sentences for credentials that botocore cannot find, get or renew; each names the command that mends it.

The errors: botocore/exceptions.py, and what botocore's credentials.py, tokens.py and utils.py raise besides.
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from botocore import exceptions
from botocore.credentials import RefreshableCredentials
from botocore.exceptions import BotoCoreError

from lineage_viz.aws.credential_sources import failure_of_a_source
from lineage_viz.aws.profiles import (
    aws,
    export_command,
    misnamed_section,
    missing_file,
    profile_in_use,
    profile_with,
)
from lineage_viz.aws.proxies import UnusableProxy
from lineage_viz.aws.quoted import quoted
from lineage_viz.aws.sendable import Unsendable
from lineage_viz.aws.session import CodeWanted
from lineage_viz.aws.sign_in import SHELL, login_ended, no_credentials, sso_ended
from lineage_viz.aws.source_in_use import setting_words
from lineage_viz.aws.wrong_settings import WrongSetting
from lineage_viz.errors import LineageVizError

_SEARCH = ("botocore.credentials", "botocore.tokens")
_FILES = "botocore.utils"


def credential_failure(error: Exception) -> str:
    """Return the sentence for an error of the search for credentials; empty for an error of anything else.

    The search calls programs, files and services, so it may raise anything: its place in botocore tells it.
    """
    if words := _by_type(error):
        return words
    places = _places(error)
    return failure_of_a_source(error, places) if places else ""


@contextmanager
def credentials_needed(kind: type[LineageVizError]) -> Iterator[None]:
    """Raise an error of the search for credentials as this kind, with its sentence; others pass unchanged."""
    try:
        yield
    except LineageVizError:
        raise
    except Exception as error:
        if words := credential_failure(error):
            raise kind(words) from error
        raise


def _by_type(error: Exception) -> str:
    match error:
        case Unsendable() | UnusableProxy() | WrongSetting():
            return str(error)
        case exceptions.NoCredentialsError():
            return no_credentials()
        case exceptions.PartialCredentialsError(kwargs={"provider": "env", "cred_var": name}):
            return f"The AWS credentials of the environment have no {name}. Set it, or unset the other variables."
        case exceptions.PartialCredentialsError(kwargs={"cred_var": name}):
            key = str(name).partition(" ")[0]
            command = "configure" if key.startswith("aws_") else f"configure set {key} NAME"
            return f"The AWS profile {profile_in_use()} has no {name}. Run {aws(command)}."
        case exceptions.ProfileNotFound():
            shown = "a profile that `aws configure list-profiles` shows"
            named = setting_words("profile", "AWS_PROFILE")
            step = misnamed_section() or f"Set {named} to {shown}, or unset it."
            return " ".join(filter(None, (f"{quoted(error)}.", step, missing_file())))
        case exceptions.ConfigParseError() | exceptions.ConfigNotFound():
            step = "Correct this file until `aws configure list-profiles` shows its profiles."
            return f"{quoted(error)}{_fault_of_file(error)}. {step}"
        case CodeWanted() | exceptions.RefreshWithMFAUnsupportedError():
            return (
                f"The AWS profile {profile_with('mfa_serial') or profile_in_use()} wants a code from a device (MFA), "
                f"and nobody can type it here. Get a session first: run {export_command()} {SHELL}."
            )
        case exceptions.SSOError() | exceptions.TokenRetrievalError() | exceptions.NoAuthTokenError():
            return sso_ended(quoted(error))
        case exceptions.LoginInsufficientPermissions():
            return "AWS denies the sign-in of `aws login`. Ask for the IAM action signin:CreateOAuth2Token."
        case exceptions.LoginError():
            return login_ended(quoted(error))
    return ""


def _fault_of_file(error: BotoCoreError) -> str:
    """Return the fault of a configuration or its line. The line itself may have a secret, so it is not shown."""
    cause = error.kwargs.get("error")
    if isinstance(cause, UnicodeDecodeError):
        return " (it is not text in UTF-8)"
    if "\ufeff" in str(cause) or "\\ufeff" in str(cause):
        return " (it begins with a byte order mark: save it as UTF-8 without one)"
    lines = [number for number, _ in getattr(cause, "errors", ())] or [getattr(cause, "lineno", None)]
    return f" (line {lines[0]})" if lines[0] else ""


def _places(error: Exception) -> set[str]:
    """Return the classes of botocore's search for credentials that the error came through.

    Credentials that are renewed add their method: a class of its own renews those of every source.
    """
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    inside = [frame for frame in frames if frame.f_globals.get("__name__") in _SEARCH]
    if inside:
        inside += [frame for frame in frames if frame.f_globals.get("__name__") == _FILES]
    owners = [frame.f_locals.get("self") for frame in inside]
    renewed = {str(each.method) for each in owners if isinstance(each, RefreshableCredentials)}
    return {frame.f_code.co_qualname.partition(".")[0] for frame in inside} | renewed
