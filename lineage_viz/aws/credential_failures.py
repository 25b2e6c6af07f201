"""Sentences for credentials that botocore cannot find, get or renew; each names the command that mends it.

The errors: botocore/exceptions.py, and what botocore's credentials.py, tokens.py and utils.py raise besides.
"""

import os
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from botocore import exceptions
from botocore.exceptions import ClientError

from lineage_viz.aws.profiles import (
    DEFAULT,
    aws,
    configuration_file,
    export_command,
    profile_in_use,
    profile_with,
)
from lineage_viz.aws.refusals import (
    clock,
    denial,
    elsewhere,
    error_code,
    is_clock,
    is_expired,
    is_from_elsewhere,
    message_of,
    passes,
    status_of,
    unknown_caller,
)
from lineage_viz.aws.session import CodeWanted
from lineage_viz.aws.unanswered import unusable_setting
from lineage_viz.errors import LineageVizError
from lineage_viz.words import plain

_SEARCH = ("botocore.credentials", "botocore.tokens")
_SSO = ("sso_session", "sso_start_url")
_PROCESS = "configure get credential_process"
_SHELL = "in the shell that starts this"


def credential_failure(error: Exception) -> str:
    """Return the sentence for an error of the search for credentials; empty for an error of anything else.

    The search calls programs, files and services, so it may raise anything: its place in botocore tells it.
    """
    if words := _by_type(error):
        return words
    places = _places(error)
    return _by_place(error, places) if places else ""


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


def renewal() -> str:
    """Return the sentence with the command that renews the credentials in use."""
    if "AWS_ACCESS_KEY_ID" in os.environ:
        return (
            "Renew the AWS credentials: set new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, for "
            f"example by {export_command()} {_SHELL}."
        )
    if sso := profile_with(*_SSO):
        return f"Renew the AWS credentials: run {aws('sso login', sso)} on this machine."
    if login := profile_with("login_session"):
        return f"Renew the AWS credentials: run {aws('login', login)} on this machine."
    if process := profile_with("credential_process"):
        return (
            f"Renew the AWS credentials: the command that {aws(_PROCESS, process)} shows must print new ones."
        )
    command = aws("configure", profile_with("aws_access_key_id"))
    return f"Renew the AWS credentials: run {command}, or put new ones into the file."


def no_credentials() -> str:
    """Return the sentence for an environment in which botocore finds no credentials."""
    if profile := profile_with(*_SSO):
        return (
            f"The AWS profile {profile} has a single sign-on without sso_account_id or sso_role_name. Run "
            f"{aws('configure sso', profile)}."
        )
    if (profile := profile_in_use()) != DEFAULT:
        commands = f"{aws('configure')} or {aws('configure sso')}"
        return f"No AWS credentials were found in the profile {profile}. Run {commands}."
    return "No AWS credentials were found. Set AWS_PROFILE, or run `aws configure` or `aws sso login`."


def _by_type(error: Exception) -> str:
    match error:
        case exceptions.NoCredentialsError():
            return no_credentials()
        case exceptions.PartialCredentialsError(kwargs={"provider": "env", "cred_var": name}):
            return f"The AWS credentials of the environment have no {name}. Set it, or unset the other variables."
        case exceptions.PartialCredentialsError(kwargs={"cred_var": name}):
            key = str(name).partition(" ")[0]
            command = "configure" if key.startswith("aws_") else f"configure set {key} NAME"
            return f"The AWS profile {profile_in_use()} has no {name}. Run {aws(command)}."
        case exceptions.ProfileNotFound():
            return f"{error}. Set AWS_PROFILE to a profile that `aws configure list-profiles` shows."
        case exceptions.ConfigParseError() | exceptions.ConfigNotFound():
            return f"{error}. Correct this file until `aws configure list-profiles` shows its profiles."
        case CodeWanted() | exceptions.RefreshWithMFAUnsupportedError():
            return (
                f"The AWS profile {profile_with('mfa_serial') or profile_in_use()} wants a code from a device (MFA), "
                f"and nobody can type it here. Get a session first: run {export_command()} {_SHELL}."
            )
        case exceptions.SSOError() | exceptions.TokenRetrievalError() | exceptions.NoAuthTokenError():
            return _signed_out("The single sign-on session", "sso login", profile_with(*_SSO), error)
        case exceptions.LoginInsufficientPermissions():
            return "AWS denies the sign-in of `aws login`. Ask for the IAM action signin:CreateOAuth2Token."
        case exceptions.LoginError():
            return _signed_out("The session of `aws login`", "login", profile_with("login_session"), error)
    return ""


def _signed_out(session: str, command: str, profile: str, error: Exception) -> str:
    return f"{session} has ended, or none was begun ({plain(str(error))}). Run {aws(command, profile)} on this machine."


def _by_place(error: Exception, places: set[str]) -> str:
    """Return the sentence by the classes of botocore that the error came through."""
    why = plain(str(error) or type(error).__name__, 600).rstrip(". ")
    if isinstance(error, ClientError):
        return _refused(error)
    if is_from_elsewhere(error):
        return elsewhere("getting the AWS credentials")
    if isinstance(error, exceptions.ConnectionError | exceptions.HTTPClientError):
        return f"The AWS service for credentials cannot be reached ({why}). Check the network and the proxy."
    if "create_credential_resolver" in places:
        return unusable_setting(error)
    if "ProcessProvider" in places:
        return _process(error)
    if isinstance(error, exceptions.InvalidConfigError):
        return _configured(why)
    if "ContainerProvider" in places:
        why = (
            str(error.kwargs["error_msg"]) if isinstance(error, exceptions.CredentialRetrievalError) else why
        )
        return (
            f"The container gives no AWS credentials ({plain(why)}). Check the role of its task or pod, and the "
            "address with `env | grep AWS_CONTAINER_CREDENTIALS`."
        )
    if isinstance(error, exceptions.MissingDependencyException):
        return f"A package is missing for this profile ({why}). Instead, run {export_command()} {_SHELL}."
    return _of_a_session(error, places, why)


def _of_a_session(error: Exception, places: set[str], why: str) -> str:
    """Return the sentence for a session that a file or a service should give."""
    if isinstance(error, RuntimeError):  # new credentials that have ended too
        return f"The AWS session has expired. {renewal()}"
    if isinstance(error, KeyError):  # a member that each answer of AWS has
        return elsewhere("getting the AWS credentials")
    if "AssumeRoleWithWebIdentityCredentialFetcher" in places:
        return (
            f"The web identity token cannot be read from its file ({why}). Check AWS_WEB_IDENTITY_TOKEN_FILE, or "
            f"web_identity_token_file of the profile {profile_in_use()}, with {aws('configure list')}."
        )
    if places & {"SSOCredentialFetcher", "SSOTokenProvider"}:
        return _signed_out("The single sign-on session", "sso login", profile_with(*_SSO), error)
    return (
        f"The AWS credentials of the profile {profile_in_use()} cannot be used ({why}). Check them with "
        f"{aws('sts get-caller-identity')}."
    )


def _configured(why: str) -> str:
    """Return the sentence for a wrong configuration. Its message begins with the missing profile if one is missing."""
    quoted = re.match(r'The source[_ ]profile "([^"]+)"', why)
    step = f"Run {aws('configure', quoted[1])}, or correct" if quoted else "Correct"
    return (
        f"The AWS configuration cannot be used: {why}. {step} {configuration_file()} until {aws('configure list')} "
        "shows the credentials."
    )


def _process(error: Exception) -> str:
    """Return the sentence for a program of the configuration that gives no credentials. Its output may be secret."""
    profile = profile_with("credential_process") or profile_in_use()
    words = plain(str(error), 600).rstrip(". ")
    if isinstance(error, exceptions.CredentialRetrievalError):
        what = f"failed ({plain(str(error.kwargs['error_msg']), 600).strip() or 'without a word'})"
    elif isinstance(error, OSError):
        what = f"cannot be started ({words})"
    elif isinstance(error, RuntimeError):
        what = "gave credentials that have expired"
    elif type(error) in (IndexError, ValueError):  # from the split of the command into words
        what = f"is no command ({words})"
    else:
        what = f"did not print credentials as JSON ({type(error).__name__})"
    return (
        f"The credential_process of the AWS profile {profile} {what}. Run the command that {aws(_PROCESS, profile)} "
        "shows, and correct it until it prints credentials."
    )


def _refused(error: ClientError) -> str:
    """Return the sentence for a call on the way to the credentials that AWS refused."""
    call, words = error.operation_name, message_of(error)
    doing = f"asking for credentials by {call}"
    if is_clock(error):
        return clock(error)
    if is_from_elsewhere(error):
        return elsewhere(doing)
    if passes(error_code(error), status_of(error)):
        return f"AWS gives no credentials at the moment ({error_code(error)}, {doing}). Wait a while, then try again."
    if call == "AssumeRoleWithWebIdentity":
        return (
            f"AWS does not accept the web identity token ({error_code(error)}): {words} Let the platform write a new "
            "token to the file, and check the trust policy of the role with `aws iam get-role`."
        )
    if call == "GetRoleCredentials":
        return (
            f"Single sign-on gives you no credentials for this account and role: {words} Choose another with "
            f"{aws('configure sso', profile_with(*_SSO))}."
        )
    if is_expired(error):
        return f"The AWS session has expired ({doing}). {renewal()}"
    if unknown := unknown_caller(error, doing):
        return unknown
    return (
        f"AWS does not let the profile {profile_in_use()} use its role. {denial(error, f'sts:{call}')} Check also the "
        f"trust policy of the role, then try {aws('sts get-caller-identity')}."
    )


def _places(error: Exception) -> set[str]:
    """Return the classes of botocore's search for credentials that the error came through."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    inside = [frame for frame in frames if frame.f_globals.get("__name__") in _SEARCH]
    return {frame.f_code.co_qualname.partition(".")[0] for frame in inside}
