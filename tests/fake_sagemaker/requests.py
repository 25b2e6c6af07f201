"""Checks of a request against botocore's model of the service, as the service would make them."""

import re
from functools import cache
from typing import Any

import botocore.session
from botocore.model import ListShape, OperationModel, ServiceModel, Shape, StructureShape

from tests.fake_sagemaker.wire import ApiError, invalid

_PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "timestamp": (int, float), "boolean": (bool,),
    "structure": (dict,), "list": (list,),
}  # fmt: skip


@cache
def service_model(service: str = "sagemaker") -> ServiceModel:
    """botocore's description of a service."""
    return botocore.session.get_session().get_service_model(service)


@cache
def operation_model(operation: str, service: str = "sagemaker") -> OperationModel:
    """botocore's description of one operation."""
    model = service_model(service)
    if operation not in model.operation_names:
        raise ApiError("UnknownOperationException", f"There is no operation {operation}")
    return model.operation_model(operation)


def check(operation: str, parameters: Any, service: str = "sagemaker") -> None:
    """Raise ApiError if the request violates the model: unknown or missing members, wrong types, out of bounds."""
    shape = operation_model(operation, service).input_shape
    if not isinstance(parameters, dict):
        raise ApiError("SerializationException", "The body is not a JSON object")
    assert isinstance(shape, StructureShape)
    _structure(shape, parameters, operation)


def _structure(shape: StructureShape, value: dict[str, Any], path: str) -> None:
    for missing in sorted(set(shape.required_members) - set(value)):
        raise _broken(f"{path}.{missing}", None, "Member must not be null")
    for name, member in value.items():
        if name not in shape.members:
            raise invalid(f"Unknown member {path}.{name}")
        _value(shape.members[name], member, f"{path}.{name}")


def _value(shape: Shape, value: Any, path: str) -> None:
    _type(shape, value, path)
    if isinstance(shape, StructureShape):
        _structure(shape, value, path)
    elif isinstance(shape, ListShape):
        _bounds(shape, len(value), value, path)
        for entry in value:
            _value(shape.member, entry, path)
    elif isinstance(value, str):
        _text(shape, value, path)
    elif shape.type_name == "integer":
        _bounds(shape, value, value, path)


def _type(shape: Shape, value: Any, path: str) -> None:
    allowed = _PYTHON_TYPES[shape.type_name]
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        raise ApiError("SerializationException", f"{path} cannot be {type(value).__name__}")


def _text(shape: Shape, value: str, path: str) -> None:
    _bounds(shape, len(value), value, path)
    enum = getattr(shape, "enum", [])
    if enum and value not in enum:
        raise _broken(path, value, f"Member must satisfy enum value set: {enum}")
    pattern = shape.metadata.get("pattern", "")
    if pattern and r"\p{" not in pattern and not re.fullmatch(pattern, value):
        raise _broken(path, value, f"Member must satisfy regular expression pattern: {pattern}")


def _bounds(shape: Shape, size: int, value: Any, path: str) -> None:
    if size > shape.metadata.get("max", size):
        raise _broken(path, value, f"Member must have value less than or equal to {shape.metadata['max']}")
    if size < shape.metadata.get("min", size):
        raise _broken(path, value, f"Member must have value greater than or equal to {shape.metadata['min']}")


def _broken(path: str, value: Any, constraint: str) -> ApiError:
    member = path.partition(".")[2]
    member = member[:1].lower() + member[1:]
    return invalid(
        f"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}"
    )
