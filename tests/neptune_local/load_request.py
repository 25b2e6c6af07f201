"""The request of POST /loader."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tests.neptune_local.errors import NeptuneError, bad_request

FORMATS = ("csv", "opencypher", "ntriples", "nquads", "rdfxml", "turtle")
MODES = ("AUTO", "NEW", "RESUME")
PARALLELISM = ("HIGH", "LOW", "MEDIUM", "OVERSUBSCRIBE")


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """The checked request of one load."""

    source: str
    mode: str
    fail_on_error: bool
    update: bool
    """True when a new value replaces the value of a single property."""
    queue: bool
    dependencies: tuple[str, ...]
    edges_only: bool

    @classmethod
    def parse(cls, given: Mapping[str, Any], region: str, roles: Collection[str]) -> "LoadRequest":
        """Check a request to a cluster with these roles, or with any. Raises NeptuneError."""
        for name in ("source", "format", "iamRoleArn", "region"):
            if not given.get(name):
                raise NeptuneError("MissingParameterException", f"The parameter {name} is missing")
        if _one_of(given, "format", FORMATS) != "csv":
            raise bad_request("the local Neptune loads Gremlin CSV only (format csv)")
        if not str(given["source"]).startswith("s3://"):
            raise NeptuneError(
                "InvalidParameterException", f"The source {given['source']} is not of the form s3://…"
            )
        if not str(given["iamRoleArn"]).startswith("arn:"):
            raise NeptuneError("InvalidParameterException", "The parameter iamRoleArn is not an ARN")
        # Of a chain of roles, the cluster has the first one.
        if roles and str(given["iamRoleArn"]).partition(",")[0].strip() not in roles:
            raise bad_request("Couldn't find the AWS credential for iam_role_arn")
        if given["region"] != region:
            raise NeptuneError(
                "InvalidParameterException", f"The bucket must be in this cluster's region, {region}"
            )
        _one_of(given, "parallelism", PARALLELISM)
        dependencies = _load_ids(given)
        queue = _flag(given, "queueRequest", default=False)
        if dependencies and not queue:
            raise bad_request("dependencies need queueRequest")
        return cls(
            source=given["source"],
            mode=_one_of(given, "mode", MODES),
            fail_on_error=_flag(given, "failOnError", default=True),
            update=_flag(given, "updateSingleCardinalityProperties", default=False),
            queue=queue,
            dependencies=dependencies,
            edges_only=_flag(given, "edgeOnlyLoad", default=False),
        )


def _load_ids(given: Mapping[str, Any]) -> tuple[str, ...]:
    ids = given.get("dependencies") or []
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise NeptuneError(
            "InvalidParameterException", "The parameter dependencies is not a list of load ids"
        )
    return tuple(ids)


def _one_of(given: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = given.get(name, allowed[0])
    if value not in allowed:
        raise NeptuneError("InvalidParameterException", f"The parameter {name} has the invalid value {value}")
    return str(value)


def _flag(given: Mapping[str, Any], name: str, *, default: bool) -> bool:
    """Read JSON's true, or the text TRUE as in the examples of the User Guide."""
    value = str(given.get(name, default)).upper()
    if value not in ("TRUE", "FALSE"):
        raise NeptuneError("InvalidParameterException", f"The parameter {name} has the invalid value {value}")
    return value == "TRUE"
