"""The addresses of services that the AWS settings name in place of AWS's own, each with its place in words."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from lineage_viz.aws.profiles import Configuration, configuration_file, read_configuration, settings_in_use

VARIABLE = "AWS_ENDPOINT_URL"
_KEY = "endpoint_url"


def addresses(configuration: Configuration | None = None) -> Iterator[tuple[str, str]]:
    """Yield the place of each address, and the address. `configuration` is that of a session, else it is read."""
    if configuration is None:
        configuration = read_configuration()
    for name, value in os.environ.items():
        if name.startswith(VARIABLE):
            yield name, value
    for place, value in settings_in_use(configuration):
        if place.startswith(_KEY):
            yield place, value
    for section, services in configuration.get("services", {}).items():
        for service, settings in services.items():
            if isinstance(settings, dict) and _KEY in settings:
                yield (
                    f"{_KEY} of {service} in [services {section}] in {configuration_file()}",
                    str(settings[_KEY]),
                )


def place_of(address: str) -> str:
    """Return the place of the setting that leads to an address; empty when AWS's own does."""
    return next((place for place, value in addresses() if _host(value) == _host(address)), "")


def is_address(value: object) -> bool:
    """True for the address of a server: `http://` or `https://`, a host, and perhaps a port that exists."""
    try:
        parts = urlsplit(str(value))
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
