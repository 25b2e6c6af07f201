"""Made-up secrets of many kinds, planted in each place of an account where people and services leave text."""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from lineage_viz.demo import Account
from lineage_viz.demo.records.secrets import (
    ARGUMENTS,
    ENVIRONMENT,
    HYPERPARAMETERS,
    JOB_ENVIRONMENT,
    PARAMETERS,
    PLANTED_SECRETS,
    TAGS,
)

_DEMO = {**HYPERPARAMETERS, **TAGS, **JOB_ENVIRONMENT, **ENVIRONMENT, **PARAMETERS}
_FORMS = {
    "access key": "ASIA7PLANTEDKEY42XYZ",
    "session_token": "IQoJb3JpZ2luX2VjEPlanted/Token+0123456789==",
    "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.c2lnbmF0dXJlLXBsYW50ZWQ",
    "openai": "sk-proj-PlantedKey0123456789abcdef",
    "github": "ghp_Planted0123456789abcdefABCDEF012345",
    "slack": "xoxb-0123456789-planted-AbCdEf",
    "google": "AIzaPlanted0123456789abcdefABCDEF0123",
    "repository": "https://oauth2:planted-Pass-77@git.acme.example/fraud.git",
    "download": "https://acme.s3.amazonaws.com/x.csv?X-Amz-Signature=0a1b2c3dplanted4e5f60718293a4b5c6d7e8f90",
    "shared": "https://acme.blob.core.windows.net/x?sv=2024&sig=Planted%2BSig0123456789%3D",
    "header": "Authorization: Bearer planted.opaque.token.0123456789",
    "private": "-----BEGIN RSA PRIVATE KEY-----\nMIIEplantedKeyMaterial0123456789\n-----END RSA PRIVATE KEY-----",
}
NAMED: Mapping[str, str] = {**_DEMO, **_FORMS}
"""The texts with secrets, by the names that people give them."""

SECRETS = (
    *PLANTED_SECRETS,
    *(_FORMS[name] for name in ("access key", "session_token", "jwt", "openai", "github", "slack", "google")),
    "MIIEplantedKeyMaterial0123456789",
    "planted-Pass-77",
    "0a1b2c3dplanted4e5f60718293a4b5c6d7e8f90",
    "Planted%2BSig0123456789%3D",
    "planted.opaque.token.0123456789",
)
"""No file, page, log or property may hold one of these, also not in parts of a text."""

IN_WORDS = "; ".join(
    [f"Made with {' '.join(ARGUMENTS)}", *(f"{name}={value}" for name, value in NAMED.items())]
)
"""All of them in one text, as a person or a service may write them."""

_SETTINGS = {"Environment", "HyperParameters", "Properties", "CustomerMetadataProperties"}
_TEXTS = {
    "Description", "FailureReason", "ApprovalDescription", "Message", "ModelPackageDescription",
    "ModelPackageGroupDescription", "PipelineExecutionDescription",
}  # fmt: skip


def planted(account: Account) -> Account:
    """The account with the secrets in the settings, parameters, tags, descriptions and commands of every record."""
    changed = {each.name: _planted(getattr(account, each.name)) for each in fields(account)}
    for name in ("artifacts", "actions", "contexts"):
        changed[name] = tuple(_described(each, name) for each in changed[name])
    changed["artifacts"] += tuple(_from_the_web(changed["artifacts"][0]))
    return Account(**changed)


def _from_the_web(artifact: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Artifacts whose name and address have a secret."""
    for number, name in enumerate(("repository", "download", "shared")):
        arn = f"{artifact['ArtifactArn'][:-3]}00{number}"
        source = {"SourceUri": NAMED[name]}
        yield {**artifact, "ArtifactArn": arn, "Source": source, "ArtifactName": f"From {NAMED[name]}"}


def _described(record: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    """A record of the lineage with properties; of an action or a context with a description, too."""
    description = {} if kind == "artifacts" else {"Description": IN_WORDS}
    return {**record, **description, "Properties": {**record.get("Properties", {}), **NAMED}}


def _planted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _in_field(name, each) for name, each in value.items()}
    return tuple(map(_planted, value)) if isinstance(value, tuple) else value


def _in_field(name: str, value: Any) -> Any:
    match name, value:
        case _, str() if name in _TEXTS:
            return f"{value} {IN_WORDS}"
        case "Content", str():
            return json.dumps({**json.loads(value), "additional_information": {"custom_details": NAMED}})
        case _, dict() if name in _SETTINGS:
            return {**value, **NAMED}
        case "Parameters", dict():
            return {**value, **{each: {"StringValue": text} for each, text in NAMED.items()}}
        case "Tags", _:
            return [*value, *_pairs("Key")]
        case "PipelineParameters", _:
            return [*value, *_pairs("Name")]
        case "ContainerArguments", _:
            return [*value, *ARGUMENTS, IN_WORDS]
        case _, list():
            return [_planted(each) for each in value]
    return _planted(value)


def _pairs(name: str) -> Iterator[Mapping[str, str]]:
    return ({name: each, "Value": text} for each, text in NAMED.items())


def found_in(texts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The secrets in these texts, each with the name of its text."""
    return [(secret, name) for name, text in texts for secret in SECRETS if secret in text]


def files(folder: Path) -> Iterator[tuple[str, str]]:
    """The name and the text of each file below a folder."""
    for path in folder.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            yield path.name, (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode(errors="replace")
