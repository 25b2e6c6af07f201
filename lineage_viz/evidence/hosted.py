"""The models of an endpoint's record: those of its variants, or the only model that names the endpoint as its host.

A model names its model package in a container by ARN, in any case, or by the bare name `GROUP/VERSION` of a package in
its own account and region (ContainerDefinition.ModelPackageName in the API reference). A variant without a model
serves inference components, which name their models themselves. Shadow variants get a copy of the requests.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lineage_viz.arn import Arn
from lineage_viz.evidence.record import at, listed, text

_VARIANTS, _SHADOWS = "ProductionVariants", "ShadowProductionVariants"
_OF_PACKAGE = "model-package/"

PackageKey = tuple[str, str, str]
"""The account, the region and the name of a model package, in lower case."""


@dataclass(frozen=True, slots=True)
class HostedModel:
    """A model that an endpoint hosts. `packages` are the names or ARNs of its packages, `files` its model files.

    `is_read` is False when a variant names the model and no record of it was read.
    """

    name: str
    packages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    is_shadow: bool = False
    is_read: bool = True


def hosted_models(record: Mapping[str, Any]) -> list[HostedModel]:
    """The models of an endpoint with these members of its record; empty if the record names none."""
    found = [at(each, "Model") for each in listed(record, "Models")]
    models = {text(each, "ModelName"): each for each in found}
    if not _configuration(record):
        return [_model(text(each, "ModelName"), each) for each in found]
    in_production = dict.fromkeys(_names(record, _VARIANTS), False)
    named = dict.fromkeys(_names(record, _SHADOWS), True) | in_production
    ordered = [*in_production, *(name for name in named if name not in in_production)]
    return [_model(name, models.get(name), is_shadow=named[name]) for name in ordered]


def hosts_components(record: Mapping[str, Any]) -> bool:
    """True when a variant of the configuration names no model, as it hosts inference components."""
    variants = [each for kind in (_VARIANTS, _SHADOWS) for each in listed(_configuration(record), kind)]
    return any(not text(each, "ModelName") for each in variants)


def package_arns(record: Mapping[str, Any]) -> Iterator[str]:
    """The ARNs of the packages of the models that an endpoint serves by its record; a bare name stays without one."""
    home = Arn.parse(text(record, "Endpoint", "EndpointArn"))
    start = f"arn:{home.partition}:{home.service}:{home.region}:{home.account}:{_OF_PACKAGE}"
    for model in hosted_models(record):
        for name in model.packages:
            is_bare = home.partition and not Arn.parse(name.casefold()).partition
            yield start + name if is_bare else name


def package_key(name: str, home: Arn) -> PackageKey:
    """The key of a package by its ARN or by its bare name, which is one in the account and region of `home`."""
    arn = Arn.parse(name.casefold())
    if arn.partition:
        return arn.account, arn.region, arn.resource.removeprefix(_OF_PACKAGE)
    return home.account, home.region, arn.resource


def version_words(name: str) -> str:
    """The group and version in the ARN or the bare name of a package."""
    resource = Arn.parse(name).resource if name.startswith("arn:") else name
    is_named = resource.casefold().startswith(_OF_PACKAGE)
    return resource[len(_OF_PACKAGE) :] if is_named else resource


def _configuration(record: Mapping[str, Any]) -> object:
    """The configuration of the endpoint; None without one, and for one that an update has replaced."""
    name, own = (
        at(record, "Endpoint", "EndpointConfigName"),
        at(record, "EndpointConfig", "EndpointConfigName"),
    )
    return None if name and own and name != own else at(record, "EndpointConfig")


def _names(record: Mapping[str, Any], kind: str) -> Iterator[str]:
    for variant in listed(_configuration(record), kind):
        if name := text(variant, "ModelName"):
            yield name


def _model(name: str, model: object, *, is_shadow: bool = False) -> HostedModel:
    if model is None:
        return HostedModel(name, is_shadow=is_shadow, is_read=False)
    containers = [each for each in (at(model, "PrimaryContainer"), *listed(model, "Containers")) if each]
    packages = (text(each, "ModelPackageName") for each in containers)
    files = (
        text(each, "ModelDataUrl") or text(each, "ModelDataSource", "S3DataSource", "S3Uri")
        for each in containers
    )
    return HostedModel(
        name,
        tuple(filter(None, packages)),
        tuple(filter(None, files)),
        is_shadow,
    )
