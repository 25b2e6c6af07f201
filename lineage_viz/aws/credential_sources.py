"""Sentences for a source of credentials that fails: a program, a file, the configuration, or a service."""

import re
from subprocess import TimeoutExpired

from botocore import exceptions
from botocore.exceptions import ClientError

from lineage_viz.aws.connections import unusable_proxy
from lineage_viz.aws.profiles import aws, configuration_file, export_command, profile_in_use, profile_with
from lineage_viz.aws.quoted import quoted
from lineage_viz.aws.refusals import (
    clock,
    denial,
    elsewhere,
    error_code,
    is_clock,
    is_denied,
    is_expired,
    is_from_elsewhere,
    message_of,
    passes,
    status_of,
    unknown_call,
    unknown_caller,
)
from lineage_viz.aws.role_settings import setting_in, wrong_setting
from lineage_viz.aws.sendable import is_unsendable
from lineage_viz.aws.sign_in import (
    CHECK_CONTAINER,
    CHECK_INSTANCE,
    SHELL,
    login_ended,
    process_to_correct,
    renewal,
    sso_ended,
    sso_profile,
)
from lineage_viz.aws.source_in_use import source_in_use
from lineage_viz.aws.unanswered import unusable_setting
from lineage_viz.aws.web_identity import refused_token, role_needed


def failure_of_a_source(error: Exception, places: set[str]) -> str:
    """Return the sentence by the classes of botocore that the error came through."""
    why = quoted(str(error) or type(error).__name__).rstrip(". ")
    if isinstance(error, ClientError):
        return _refused(error)
    if is_from_elsewhere(error):
        return elsewhere("getting the AWS credentials")
    if is_unsendable(error):
        return _token_unsendable()
    if words := unusable_proxy(error):
        return words
    if isinstance(error, exceptions.ConnectionError | exceptions.HTTPClientError):
        return f"The AWS service for credentials cannot be reached ({why}). Check the network and the proxy."
    if "create_credential_resolver" in places:
        return unusable_setting(error)
    if places & {"ProcessProvider", "custom-process"}:
        return _process(error)
    if isinstance(error, exceptions.ParamValidationError) and setting_in(why):
        return wrong_setting(why)
    if isinstance(error, exceptions.InvalidConfigError):
        return role_needed() or _configured(why)
    if isinstance(error, exceptions.InvalidRegionError):
        profile = profile_in_use()
        return f"AWS does not know a region of the AWS profile {profile} ({why}). Correct it in {configuration_file()}."
    if places & {"ContainerProvider", "container-role"} and "Auth token value" in why:
        return (
            "The token of the container has a character that cannot be sent. Set AWS_CONTAINER_AUTHORIZATION_TOKEN, or "
            "write its file, again."
        )
    if places & {"ContainerProvider", "container-role"}:
        why = _said(error) if isinstance(error, exceptions.CredentialRetrievalError) else _fault(error, why)
        return f"The container gives no usable AWS credentials ({why}). {_sentence(CHECK_CONTAINER)}"
    if places & {"InstanceMetadataProvider", "iam-role"}:
        return f"The EC2 instance gives no usable AWS credentials ({_fault(error, why)}). {_sentence(CHECK_INSTANCE)}"
    if isinstance(error, exceptions.MissingDependencyException):
        return f"A package is missing for this profile ({why}). Instead, run {export_command()} {SHELL}."
    return _of_a_session(error, places, why)


def _token_unsendable() -> str:
    """Return the sentence for a header that cannot be sent: it has the token of a sign-in."""
    return f"The AWS credentials cannot be got: a token has a character that cannot be sent. {renewal()}"


def _of_a_session(error: Exception, places: set[str], why: str) -> str:
    """Return the sentence for a session that a file or a service should give."""
    if "JSONFileCache" in places:
        return _file_of_a_sign_in(error, places)
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
        return sso_ended(_fault(error, why))
    if places & {"EnvProvider", "env"}:
        why = "it has no time zone" if "offset-naive" in why else why
        return (
            f"AWS_CREDENTIAL_EXPIRATION cannot be used ({why}). Set the time of the end, such as 2026-03-01T10:00:00Z, "
            "or unset it."
        )
    return (
        f"The AWS credentials of the profile {profile_in_use()} cannot be used ({why}). Check them with "
        f"{aws('sts get-caller-identity')}."
    )


def _file_of_a_sign_in(error: Exception, places: set[str]) -> str:
    """Return the sentence for the file of a sign-in. botocore raises KeyError when it cannot read the file."""
    reason = "its file cannot be read" if isinstance(error, KeyError) else f"its file: {quoted(error)}"
    return (
        login_ended(reason)
        if "LoginProvider" in places or "LoginTokenLoader" in places
        else sso_ended(reason)
    )


def _fault(error: Exception, why: str) -> str:
    """Return the fault of credentials that came: that they have ended, or that their end cannot be used."""
    if isinstance(error, RuntimeError):
        return "they have expired"
    if isinstance(error, KeyError):
        return f"they have no {why.strip(chr(39))}"
    return "their end has no time zone" if "offset-naive" in why else why


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


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
    words = quoted(error).rstrip(". ")
    if isinstance(error.__cause__, TimeoutExpired):
        what = _said(error)
    elif isinstance(error, exceptions.CredentialRetrievalError):
        what = f"failed ({_said(error) or 'without a word'})"
    elif isinstance(error, OSError):
        what = f"cannot be started ({words})"
    elif isinstance(error, RuntimeError):
        what = "gave credentials that have expired"
    elif "offset-naive" in words:
        what = "gave an Expiration without a time zone"
    elif (
        type(error).__name__ == "ParserError" or "Parser must be" in words or "timedelta" in words
    ):  # of dateutil
        what = "gave an Expiration that is no date"
    elif isinstance(error, IndexError):  # from the first word of the command
        what = "is empty"
    elif type(error) is ValueError:  # from the split of the command into words
        what = f"is no command ({words})"
    else:
        what = f"did not print credentials as JSON ({type(error).__name__})"
    return process_to_correct(what)


def _said(error: Exception) -> str:
    """Return the message of the source, without botocore's words before it."""
    return quoted(str(error).partition(": ")[2]).strip(". ")


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
    if call == "AssumeRoleWithWebIdentity" and (sentence := refused_token(error)):
        return sentence
    if call == "GetRoleCredentials":
        return (
            f"Single sign-on gives you no credentials for this account and role: {words} Choose another with "
            f"{aws('configure sso', sso_profile())}."
        )
    if is_expired(error):
        return f"The AWS session has expired ({doing}). {renewal()}"
    if unknown := unknown_caller(error, doing) or unknown_call(error, doing):
        return unknown
    if not is_denied(error):
        return wrong_setting(words, error_code(error))
    source = source_in_use()
    if source and source.role and (source.role in words or not profile_with("role_arn")):
        if source.setting:
            return (
                f"AWS does not let the app use the role of {source.setting}. {denial(error, f'sts:{call}')} Check also "
                "the trust policy of the role."
            )
        return (
            f"AWS does not let the source {source.name} use its role. {denial(error, f'sts:{call}')} Check also the "
            f"trust policy of the role, and that `external_id` in {source.file} is the one that it demands."
        )
    return (
        f"AWS does not let the profile {profile_in_use()} use its role. {denial(error, f'sts:{call}')} Check also the "
        f"trust policy of the role, then try {aws('sts get-caller-identity')}."
    )
