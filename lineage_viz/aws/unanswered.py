"""Sentences for calls of AWS that were not sent, or got no answer."""

import os
import re
from json import JSONDecodeError

from botocore import exceptions
from botocore.exceptions import BotoCoreError

from lineage_viz.aws.connections import unconnected
from lineage_viz.aws.profiles import aws, settings_in_use
from lineage_viz.aws.quoted import quoted
from lineage_viz.aws.sendable import is_unsendable
from lineage_viz.aws.sign_in import renewal
from lineage_viz.aws.source_in_use import setting_words, source_in_use
from lineage_viz.aws.wrong_settings import CHECKED_VARIABLES


def unanswered(error: BotoCoreError, doing: str) -> str:
    """Return the sentence for an error of botocore that is not about credentials."""
    match error:
        case exceptions.NoRegionError():
            return "No AWS region is set. Set AWS_REGION, such as AWS_REGION=eu-west-1."
        case exceptions.InvalidRegionError() | exceptions.UnknownRegionError():
            return f"AWS does not know this region ({quoted(error)}). {_correct_region()}."
        case exceptions.HTTPClientError() if is_unsendable(error):
            return f"A header has a character that cannot be sent, so nothing was sent while {doing}. {renewal()}"
        case _ if words := unconnected(error, doing):
            return words
        case (
            exceptions.InvalidDefaultsMode()
            | exceptions.InvalidRetryConfigurationError()
            | exceptions.InvalidSTSRegionalEndpointsConfigError()
            | exceptions.InvalidEndpointConfigurationError()
            | exceptions.InvalidChecksumConfigError()
            | exceptions.InvalidConfigError()
            | exceptions.InvalidS3AddressingStyleError()
            | exceptions.InvalidS3UsEast1RegionalEndpointConfigError()
            | exceptions.EndpointProviderError()
        ):
            return unusable_setting(error)
        case exceptions.DataNotFoundError():
            return unusable_description(error)
    return f"The call to AWS failed while {doing}: {quoted(error)} Check the AWS settings with `aws configure list`."


def _correct_region() -> str:
    """Return the words about the place of the region: a variable of the environment, or else the profile."""
    source = source_in_use()
    if source and not source.setting:
        return f"Correct {setting_words('region', '')}"
    set_ = next((name for name in ("AWS_REGION", "AWS_DEFAULT_REGION") if os.environ.get(name)), "")
    return f"Correct {set_}" if set_ else f"Run {aws('configure set region NAME')}"


def unusable_setting(error: Exception) -> str:
    """Return the sentence for a value that boto3 cannot read, with the variables or the setting that have it."""
    if isinstance(error, JSONDecodeError):
        return unusable_description(error)
    variables = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    named = [
        name for name, value in variables.items() if name not in CHECKED_VARIABLES and _names(error, value)
    ]
    named = named or [place for place, value in settings_in_use() if _names(error, value)]
    which = f"{' or '.join(named)} cannot be used" if named else "An AWS setting cannot be used"
    return f"{which}: {quoted(error).rstrip('.')}. Correct it, and check it with `aws configure list`."


def unusable_description(error: Exception) -> str:
    """Return the sentence for a description of a service that botocore misses or cannot read, with its places."""
    versions = [place for place, _ in settings_in_use() if place.startswith("api_versions.")]
    folders = "AWS_DATA_PATH" if "AWS_DATA_PATH" in os.environ else ""
    wrong = ", ".join(filter(None, (*versions, folders)))
    files = f"the files in {'its folders and in ' if folders else ''}~/.aws/models"
    return (
        f"botocore finds no usable description of an AWS service ({quoted(error).rstrip('.')}). "
        f"Correct {f'{wrong}, or ' if wrong else ''}{files}."
    )


def _names(error: Exception, value: str) -> bool:
    return bool(value) and re.search(rf"(?<!\w){re.escape(value)}(?!\w)", str(error)) is not None
