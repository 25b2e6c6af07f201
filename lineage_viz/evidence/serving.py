"""The versions that endpoints serve: now by the endpoint's configuration, before by its deployments.

An endpoint serves the models of its configuration, and a model names its package (DescribeEndpointConfig, Model). The
configuration is not asked for where one model alone lists the endpoint (`sagemaker_lineage/served_models.py`).
Without these records the last completed deployment in the lineage tells the version; it is replaced by the next one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lineage_viz.approval import is_package
from lineage_viz.arn import Arn
from lineage_viz.evidence.deployments import Deployment, History, doubt
from lineage_viz.evidence.fact import NOT_RECORDED, Fact, FactState, known, not_read, not_recorded
from lineage_viz.evidence.hosted import (
    HostedModel,
    PackageKey,
    hosted_models,
    hosts_components,
    package_key,
    version_words,
)
from lineage_viz.evidence.record import at, text
from lineage_viz.model import Entity
from lineage_viz.title import title_in_folder

CONFIGURATION, DEPLOYMENT = "the endpoint's configuration", "the last completed deployment in the lineage"
MODEL = "the only model that names this endpoint as one that hosts it"
COMPONENTS = "a variant of the endpoint names no model, as it hosts inference components"

MIXED = "UpdateRollbackFailed"
"""Both an update and its rollback failed: a mix of the old and the new configuration is in service."""
IN_SERVICE = frozenset({"InService", "Updating", "SystemUpdating", "RollingBack", MIXED})
"""Statuses in which an endpoint answers (SageMaker's EndpointStatus)."""
GONE = "Deleted"
"""The status of an endpoint that only the lineage has."""
_OUT_OF_SERVICE = frozenset({"OutOfService", "Creating", "Deleting", "Failed", GONE})
_NOTES = {
    MIXED: "its update and the rollback failed, so it mixes old and new versions: which ones is uncertain",
    "Updating": "an update is running, so another version may serve too",
}

_UNPACKAGED = "without a package: "
_NOUN = re.compile(r"(?:and )?(?:a model|models) ?")
_SHADOW = " (shadow)"


@dataclass(frozen=True, slots=True)
class ServedModel:
    """A model that an endpoint serves now: its words, and its entity if the lineage has it.

    `has_package` tells if the model is of a model package, as far as its record was read (`is_read`). `source` is empty
    for a model that the endpoint's records tell; else it is the lineage, with the reason why no record does. A model is
    not `is_certain` if the lineage does not tell which of several deployments is in force.
    """

    words: str
    entity: Entity | None
    has_package: bool = True
    is_read: bool = True
    source: str = ""
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class Lookup:
    """The model packages and model files of a lineage, by the names that the record of an endpoint has for them."""

    packages: Mapping[PackageKey, Entity]
    files: Mapping[str, Entity]
    home: Arn
    """The endpoint's ARN."""

    def package(self, name: str) -> Entity | None:
        """The package with this ARN or bare name."""
        return self.packages.get(package_key(name, self.home))

    def file(self, uri: str) -> Entity | None:
        """The model file at this address."""
        return self.files.get(uri)


@dataclass(frozen=True, slots=True)
class Unread:
    """The reasons why the endpoint, and why its configuration or models, were not read; empty when they were."""

    endpoint: str = ""
    models: str = ""


def serves_nothing(status: object) -> bool:
    """True for a status in which an endpoint does not answer. A status that is not known tells neither."""
    return status in _OUT_OF_SERVICE


def endpoint_facts(
    record: Mapping[str, Any], history: History, lookup: Lookup, unread: Unread
) -> tuple[dict[str, Fact], list[ServedModel]]:
    """The facts about an endpoint, and the models that it serves now or may serve, as far as they are known."""
    state = _state(record, unread.endpoint)
    if serves_nothing(state.value):
        return {"endpointstatus": state, "serves": NOT_RECORDED, "servessince": NOT_RECORDED}, []
    last, rivals = history.last, history.rivals
    by_record = [
        served for model in hosted_models(record) for served in _served(model, lookup, unread.models)
    ]
    if by_record or hosts_components(record):
        source = CONFIGURATION if at(record, "EndpointConfig") else MODEL
        served = [*by_record, *(_mixed(last, by_record) if state.value == MIXED else ())]
        serves = _serves(served, source, record, unread.models)
    else:
        served = list(_deployed(last, rivals))
        why = unread.endpoint or unread.models
        source = f"{DEPLOYMENT} ({CONFIGURATION} was not read: {why})" if why else DEPLOYMENT
        absent = not_read(why) if why else not_recorded(f"neither {CONFIGURATION} nor a deployment is known")
        if rivals:
            words = "; ".join(filter(None, (why, doubt(last, rivals))))
            serves = not_read(words) if why else not_recorded(words)
        else:
            serves = known(in_words(served), source) if served else absent
    if serves.value is not None and (note := _NOTES.get(str(state.value))):
        serves = known(serves.value, f"{serves.source}; {note}")
    since = NOT_RECORDED if state.value == MIXED else _since(served, history)
    return {
        "endpointstatus": state,
        "serves": serves,
        "servessince": since if served and serves.value else serves,
    }, [
        *served,
        *(
            _by_lineage(last, rivals, served, unread.models)
            if by_record and serves.state is FactState.NOT_READ
            else ()
        ),
    ]


def gone(source: str) -> dict[str, Fact]:
    """The facts about an endpoint that was deleted."""
    return {"endpointstatus": known(GONE, source), "serves": NOT_RECORDED, "servessince": NOT_RECORDED}


def in_words(served: Sequence[ServedModel]) -> str:
    """`fraud/1, fraud/2 (shadow), and a model without a package: raw`."""
    packaged = dict.fromkeys(each.words for each in served if each.has_package)
    others = dict.fromkeys(each.words for each in served if not each.has_package)
    if not others:
        return ", ".join(packaged)
    noun = f"{'a model' if len(others) == 1 else 'models'} {_UNPACKAGED}{', '.join(others)}"
    return ", ".join([*packaged, f"and {noun}" if packaged else noun])


def names_in(versions: str) -> frozenset[str]:
    """The names in the words of `in_words`, or in those of a deployment; of a model without a package its file."""
    packaged, _, others = versions.partition(_UNPACKAGED)
    first = (each.removesuffix(_SHADOW) for each in packaged.split(", "))
    named = [each for each in first if each and not (others and _NOUN.fullmatch(each))]
    files = (each.removesuffix(_SHADOW).rpartition(" (")[2].removesuffix(")") for each in others.split(", "))
    return frozenset([*named, *filter(None, files)])


def _state(record: Mapping[str, Any], why_not: str) -> Fact:
    if status := text(record, "Endpoint", "EndpointStatus"):
        return known(status, "the endpoint")
    return not_read(why_not) if why_not else known(GONE, "the search of endpoints, which does not have it")


def _served(model: HostedModel, lookup: Lookup, why_not: str) -> Iterator[ServedModel]:
    shadow = _SHADOW if model.is_shadow else ""
    for name in model.packages:
        package = lookup.package(name)
        yield ServedModel(version_words(package.source if package else name) + shadow, package)
    if not model.packages:
        file = next(filter(None, map(lookup.file, model.files)), None)
        absent = "record not read" if why_not else "record not found"
        about = absent if not model.is_read else title_in_folder(file) if file else ""
        words = f"{model.name} ({about})" if about else model.name
        yield ServedModel(words + shadow, file, has_package=False, is_read=model.is_read)


def _deployed(last: Deployment | None, rivals: Sequence[Deployment]) -> Iterator[ServedModel]:
    """The models of the last completed deployment, and of those that may be in force instead."""
    models = {each.arn: each for one in (*([last] if last else ()), *rivals) for each in one.models}
    for each in models.values():
        yield ServedModel(title_in_folder(each), each, is_certain=not rivals)


def _mixed(
    last: Deployment | None, served: Sequence[ServedModel], rivals: Sequence[Deployment] = ()
) -> Iterator[ServedModel]:
    """The models of the last completed deployment that the configuration does not name."""
    known_already = {each.entity.arn for each in served if each.entity}
    for each in _deployed(last, rivals):
        if each.entity and each.entity.arn not in known_already:
            yield replace(each, has_package=is_package(each.entity))


def _by_lineage(
    last: Deployment | None, rivals: Sequence[Deployment], served: Sequence[ServedModel], why_not: str
) -> Iterator[ServedModel]:
    """The models of the last completed deployment of an endpoint whose record names models that were not read.

    They may be the same, so what the lineage knows of them is said, too.
    """
    source = f"{DEPLOYMENT} (the record of its model was not read: {why_not})"
    for each in _mixed(last, served, rivals):
        yield replace(each, words=f"by the lineage {each.words}", source=source)


def _serves(served: Sequence[ServedModel], source: str, record: Mapping[str, Any], why_not: str) -> Fact:
    if why_not and not all(each.is_read for each in served):
        return not_read(why_not)
    if not hosts_components(record):
        return known(in_words(served), source)
    if not served:
        return not_recorded(COMPONENTS)
    return known(in_words(served), f"{source}; {COMPONENTS}")


def _since(served: Sequence[ServedModel], history: History) -> Fact:
    """The time of the deployment from which the endpoint has served these models without a break."""
    wanted = {each.entity.arn if each.entity else "" for each in served}
    since: Deployment | None = None
    source = "the deployment in the lineage"
    for each in reversed(history.completed):
        if wanted != {model.arn for model in each.models}:
            break
        if since and history.between(each, since):
            source = f"{source}; one before it has no status, so it may have served longer"
            break
        since = each
    return known(since.action.created or "", source) if since else NOT_RECORDED
