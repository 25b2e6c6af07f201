"""Sentences with the command that gets or renews the credentials of the AWS profile in use."""

import os

from lineage_viz.aws.profiles import DEFAULT, aws, export_command, missing_file, profile_in_use, profile_with
from lineage_viz.aws.source_in_use import uses_environment

PROCESS = "configure get credential_process"
SHELL = "in the shell that starts this"
CONTAINER = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
CHECK_CONTAINER = (
    "check the role of the container's task or pod, and the address with `env | grep "
    "AWS_CONTAINER_CREDENTIALS`"
)
CHECK_INSTANCE = (
    "check the role of this EC2 instance with `aws sts get-caller-identity`, and its metadata service"
)
_SECRET_KEY = "aws_secret_access_key"  # noqa: S105  # its name
_SSO = ("sso_session", "sso_start_url")


def sso_profile() -> str:
    """Return the profile with the single sign-on that is in use; "" without one."""
    return profile_with(*_SSO)


def renewal() -> str:
    """Return the sentence with the command that renews the credentials in use."""
    if "AWS_ACCESS_KEY_ID" in os.environ and uses_environment():
        return (
            "Renew the AWS credentials: set new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, for "
            f"example by {export_command()} {SHELL}."
        )
    if sso := sso_profile():
        return f"Renew the AWS credentials: run {aws('sso login', sso)} on this machine."
    if login := profile_with("login_session"):
        return f"Renew the AWS credentials: run {aws('login', login)} on this machine."
    if process := profile_with("credential_process"):
        return (
            f"Renew the AWS credentials: the command that {aws(PROCESS, process)} shows must print new ones."
        )
    if any(name in os.environ for name in CONTAINER):
        return f"Renew the AWS credentials: {CHECK_CONTAINER}, or start it again."
    if profile_with("web_identity_token_file") or "AWS_WEB_IDENTITY_TOKEN_FILE" in os.environ:
        return "Renew the AWS credentials: let the platform write a new web identity token to its file."
    if not (profile := profile_with("aws_access_key_id")):
        return f"Renew the AWS credentials: {CHECK_INSTANCE}."
    command = aws("configure", profile)
    return f"Renew the AWS credentials: run {command}, or put new ones into the file."


def process_to_correct(trouble: str) -> str:
    """Return the sentence for a program of the configuration that gives no usable credentials; "" without one."""
    profile = profile_with("credential_process")
    return profile and (
        f"The credential_process of the AWS profile {profile} {trouble}. Run the command that "
        f"{aws(PROCESS, profile)} shows, and correct it until it prints credentials."
    )


def no_credentials() -> str:
    """Return the sentence for an environment in which botocore finds no credentials."""
    if profile := sso_profile():
        return (
            f"The AWS profile {profile} has a single sign-on without sso_account_id or sso_role_name. Run "
            f"{aws('configure sso', profile)}."
        )
    if profile := profile_with(_SECRET_KEY):
        return f"The AWS profile {profile} has no aws_access_key_id. Run {aws('configure', profile)}."
    if os.environ.get(_SECRET_KEY.upper()) and uses_environment():
        return "The AWS credentials of the environment have no AWS_ACCESS_KEY_ID. Set it, or unset the other variables."
    if (profile := profile_in_use()) != DEFAULT:
        commands = f"{aws('configure')} or {aws('configure sso')}"
        words = f"No AWS credentials were found in the profile {profile}. Run {commands}."
    else:
        words = "No AWS credentials were found. Set AWS_PROFILE, or run `aws configure` or `aws sso login`."
    return " ".join(filter(None, (words, missing_file())))


def sso_ended(reason: str) -> str:
    """Return the sentence for a single sign-on that has ended, or was never begun."""
    return _ended("The single sign-on session", "sso login", sso_profile(), reason)


def login_ended(reason: str) -> str:
    """Return the sentence for a session of `aws login` that has ended, or was never begun."""
    return _ended("The session of `aws login`", "login", profile_with("login_session"), reason)


def _ended(session: str, command: str, profile: str, reason: str) -> str:
    return f"{session} has ended, or none was begun ({reason}). Run {aws(command, profile)} on this machine."
