"""AWS settings with a value that they cannot have, in one sentence: the setting, where it stands, and what is allowed.

botocore names some of these settings and not others, reads some of them only for a client of its own choice of retries,
and takes an unknown retry_mode for none. So they are read here, before a client is made. Sources: botocore's
configprovider.py and args.py; "Settings reference" of the AWS SDKs and Tools Reference Guide.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES as VARIABLES
from botocore.exceptions import BotoCoreError
from botocore.session import Session

from lineage_viz.aws.addresses import addresses, is_address
from lineage_viz.aws.profiles import configuration_file, file_of, profile_in_use
from lineage_viz.aws.quoted import quoted


class WrongSetting(BotoCoreError):
    """A setting has a value that it cannot have."""

    fmt = "{words}"


@dataclass(frozen=True, slots=True)
class _Allowed:
    words: str
    accepts: Callable[[Any], bool]


def check_settings(session: Session) -> None:
    """Raise WrongSetting for the first setting whose value cannot be used, and botocore's errors of a configuration."""
    profile: Mapping[str, Any] = session.get_scoped_config()
    _check_services(session, str(profile.get("services", "")))
    for name, allowed in _ALLOWED.items():
        key, variable, *_ = VARIABLES[name]
        for value, place in _stands(key, variable, profile):
            if not allowed.accepts(value):
                raise WrongSetting(words=_sentence(place, value, allowed.words))
            break
    if not session.get_config_variable("ignore_configured_endpoint_urls"):
        _check_addresses(session)


def _check_services(session: Session, named: str) -> None:
    """Raise WrongSetting for a service in the section of the profile's services that has a value, not settings."""
    services: Mapping[str, Any] = session.full_config.get("services", {}).get(named, {})
    for service, value in services.items():
        if not isinstance(value, dict):
            place = f"{service} of the section [services {named}] in {configuration_file()}"
            raise WrongSetting(
                words=_sentence(place, value, "a list of settings, one per line with a blank before it")
            )


def _check_addresses(session: Session) -> None:
    """Raise WrongSetting for the address of a service that cannot be one: urllib names neither it nor its place."""
    for place, value in addresses(session.full_config):
        if value and not is_address(value):
            raise WrongSetting(words=_sentence(place, value, "an address, such as https://HOST:PORT"))


def _stands(key: str, variable: str | None, profile: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Yield the values of a setting, the one that botocore uses first, each with its place in words."""
    if variable and variable in os.environ:
        yield os.environ[variable], variable
    if key in profile:
        name = profile_in_use()
        yield profile[key], f"{key} of the AWS profile {name} in {file_of(name, key)}"


def _sentence(place: str, value: Any, allowed: str) -> str:
    is_text = isinstance(value, str)
    shown = f"is {quoted(value)}" if is_text and value.strip() else "is empty" if is_text else "is a list"
    return f"{quoted(place)} {shown}, but it must be {allowed}. Correct it, or remove it."


def _number(value: Any, least: int = 1, most: int | None = None) -> bool:
    try:
        number = int(value)
    except (TypeError, ValueError):
        return False
    return least <= number and (most is None or number <= most)


def _one_of(*values: str) -> _Allowed:
    return _Allowed(_either(values), lambda value: isinstance(value, str) and value.lower() in values)


def _exactly(*values: str) -> _Allowed:
    """A value in small letters; botocore takes its own for an empty one."""
    return _Allowed(f"{_either(values)}, in small letters", lambda value: value in (*values, ""))


def _either(values: tuple[str, ...]) -> str:
    return " or ".join((", ".join(values[:-1]), values[-1]))


_WHOLE = _Allowed("a whole number of at least 1", _number)
_SWITCH = _Allowed(
    "true or false", lambda value: isinstance(value, str) and value.lower() in ("true", "false", "")
)
_CHECKSUM = _one_of("when_supported", "when_required")
_LARGEST = 1_048_576

_ALLOWED = {
    "max_attempts": _WHOLE,
    "retry_mode": _exactly("legacy", "standard", "adaptive"),
    "metadata_service_timeout": _WHOLE,
    "metadata_service_num_attempts": _WHOLE,
    "ec2_metadata_service_endpoint_mode": _one_of("ipv4", "ipv6"),
    "ec2_metadata_service_endpoint": _Allowed("an address, such as http://169.254.169.254", is_address),
    "use_fips_endpoint": _SWITCH,  # botocore takes any other word, such as yes, for false
    "use_dualstack_endpoint": _SWITCH,
    "ignore_configured_endpoint_urls": _SWITCH,
    "defaults_mode": _one_of("legacy", "auto", "standard", "in-region", "cross-region", "mobile"),
    "sts_regional_endpoints": _exactly("legacy", "regional"),
    "request_checksum_calculation": _CHECKSUM,
    "response_checksum_validation": _CHECKSUM,
    "account_id_endpoint_mode": _one_of("preferred", "disabled", "required"),
    "request_min_compression_size_bytes": _Allowed(
        f"a whole number from 1 to {_LARGEST}", partial(_number, most=_LARGEST)
    ),
    "s3_disable_express_session_auth": _one_of("true", "false"),
    "api_versions": _Allowed(
        "a list of services with a version each, one per line", lambda value: isinstance(value, dict)
    ),
}

CHECKED_VARIABLES = frozenset(filter(None, (VARIABLES[name][1] for name in _ALLOWED)))
"""The variables whose value `check_settings` has accepted, so that no later error can be about them."""
