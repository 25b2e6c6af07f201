"""The answers of the Describe operations."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.model import StructureShape

from tests.fake_sagemaker.account import Account, Record
from tests.fake_sagemaker.requests import operation_model
from tests.fake_sagemaker.wire import ApiError, encode, invalid

ENTITIES = ("DescribeArtifact", "DescribeAction", "DescribeContext", "DescribeTrialComponent")


class Description:
    """One operation: records by the keys under which a caller may ask for them."""

    def __init__(
        self,
        operation: str,
        parameter: str,
        records: Mapping[str, Record],
        unknown: Callable[[str], ApiError],
    ) -> None:
        output = operation_model(operation).output_shape
        assert isinstance(output, StructureShape)
        self._members = frozenset(output.members)
        self._parameter, self._records, self._unknown = parameter, records, unknown

    @property
    def keys(self) -> Iterable[str]:
        """All keys."""
        return self._records

    def answer(self, parameters: Mapping[str, Any]) -> bytes:
        """The body of the answer. Raises ApiError for an unknown key."""
        key = parameters[self._parameter]
        record = self._records.get(key)
        if record is None:
            raise self._unknown(key)
        return encode({name: value for name, value in record.items() if name in self._members})


def make_descriptions(account: Account) -> dict[str, Description]:
    """A description for each operation."""
    packages = account.records.get("ModelPackage", ())
    models = tuple(each["Model"] for each in account.records.get("Model", ()))
    component = ("TrialComponentArn", "TrialComponentName")
    return {
        made[0]: Description(*made)
        for made in (
            ("DescribeArtifact", "ArtifactArn", _by(account.artifacts, "ArtifactArn"), _not_found),
            ("DescribeAction", "ActionName", _by(account.actions, "ActionArn", "ActionName"), _not_found),
            (
                "DescribeContext",
                "ContextName",
                _by(account.contexts, "ContextArn", "ContextName"),
                _not_found,
            ),
            ("DescribeTrialComponent", component[1], _by(account.trial_components, *component), _not_found),
            ("DescribeModelPackage", "ModelPackageName", _by(packages, "ModelPackageArn"), _no_package),
            (
                "DescribeEndpointConfig",
                "EndpointConfigName",
                _by(account.endpoint_configs, "EndpointConfigName"),
                _no_config,
            ),
            ("DescribeModel", "ModelName", _by(models, "ModelName"), _no_model),
            ("DescribeDomain", "DomainId", _by(account.domains, "DomainId"), _not_found),
        )
    }


def _by(records: tuple[Record, ...], *keys: str) -> dict[str, Record]:
    return {record[key]: record for key in keys for record in records}


def _not_found(key: str) -> ApiError:
    return ApiError("ResourceNotFound", f"{key} does not exist.")


def _no_package(key: str) -> ApiError:
    return invalid(f"ModelPackage {key} does not exist.")


def _no_config(key: str) -> ApiError:
    return invalid(f'Could not find endpoint configuration "{key}".')


def _no_model(key: str) -> ApiError:
    return invalid(f'Could not find model "{key}".')
