"""Sentences for a role of the configuration that STS refuses because of one of its settings.

Sources: "AssumeRole" of the AWS STS API reference; "Settings" of the configuration file of the AWS CLI.
"""

import os

from lineage_viz.aws.profiles import aws, configuration_file, profile_in_use, profile_with
from lineage_viz.aws.source_in_use import source_in_use

_SETTINGS = {
    "durationseconds": "duration_seconds",
    "maxsessionduration": "duration_seconds",
    "rolesessionname": "role_session_name",
    "rolearn": "role_arn",
    "externalid": "external_id",
    "serialnumber": "mfa_serial",
}
"""The setting of a profile for each parameter of the call."""

_KEYS = {"external_id": "external_id", "role_session_name": "name"}
"""The key of a source for a setting, if it is not `role`."""

_VARIABLES = {"role_arn": "AWS_ROLE_ARN", "role_session_name": "AWS_ROLE_SESSION_NAME"}


def setting_in(words: str) -> str:
    """Return the setting that a message names; "" without one."""
    lower = words.lower()
    return next((setting for parameter, setting in _SETTINGS.items() if parameter in lower), "")


def wrong_setting(words: str, code: str = "") -> str:
    """Return the sentence for a refused role; `words` are the reason, and name the setting if AWS knows it."""
    setting, reason = setting_in(words), f"{f' ({code})' if code else ''}: {words.rstrip('. ')}."
    source = source_in_use()
    if source and source.role and source.setting:
        return f"AWS does not accept the role of {source.setting}{reason} Correct it."
    if source and source.role:
        key = f"`{_KEYS.get(setting, 'role')}`"
        return f"AWS does not accept {key} of the source {source.name}{reason} Correct it in {source.file}."
    profile = profile_with(setting) or profile_with("role_arn")
    variable = _VARIABLES.get(setting, "")
    if not profile and variable in os.environ:
        return f"AWS does not accept {variable}{reason} Set it again."
    named = f"{setting or 'the role'} of the AWS profile {profile or profile_in_use()}"
    return (
        f"AWS does not accept {named}{reason} Correct {'it' if setting else 'the settings of the role'} in "
        f"{configuration_file()}, then try {aws('sts get-caller-identity')}."
    )
