"""The IAM actions that an export needs. The cheapest call that changes nothing tries each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lineage_viz.errors import AccessDenied, SourceError
from lineage_viz.health.finding import Finding, failing, ok, unknown, warning
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.sagemaker_lineage.failures import refused_as
from lineage_viz.sagemaker_lineage.listings import RESOURCES, TRIAL_COMPONENTS

_ONE = {"MaxResults": 1}
_VALIDATION = "ValidationException"
_NOBODY = "lineage-viz-doctor-asks-for-nothing"
"""A name that no entity has. With the permission, the answer is that this entity does not exist."""


@dataclass(frozen=True, slots=True)
class Permission:
    """A SageMaker action and the call that tries it. `always` is True when every export needs the action.

    `without` says what happens without an action that not every export needs.
    """

    action: str
    operation: str
    always: bool = True
    parameters: Mapping[str, object] = field(default_factory=dict)
    without: str = "Quick exports, or exports with details, will fail."
    resources: tuple[str, ...] = ()
    """The kinds of resources that are tried one by one: a policy may refuse one alone."""


_NO_RECORDS = "An export will not read the records of {}, and say so."
_NO_DOMAINS = "An export will not read if the sessions of a domain name the person, and say so."
_NO_DOMAIN = "d-nobody"

PERMISSIONS = (
    Permission("sagemaker:ListArtifacts", "list_artifacts", parameters=_ONE),
    Permission("sagemaker:ListActions", "list_actions", parameters=_ONE),
    Permission("sagemaker:ListContexts", "list_contexts", parameters=_ONE),
    Permission("sagemaker:ListTrialComponents", "list_trial_components", parameters=_ONE),
    Permission("sagemaker:ListAssociations", "list_associations", parameters=_ONE),
    Permission(
        "sagemaker:Search",
        "search",
        False,
        _ONE,
        _NO_RECORDS.format("jobs, models and endpoints")
        + " Quick exports, or exports with details, will fail.",
        tuple(each.resource for each in (TRIAL_COMPONENTS, *RESOURCES) if each.resource),
    ),
    Permission(
        "sagemaker:ListModelPackages",
        "list_model_packages",
        False,
        _ONE,
        "An export will not notice model packages that the search does not have yet.",
    ),
    Permission(
        "sagemaker:DescribeEndpointConfig",
        "describe_endpoint_config",
        False,
        {"EndpointConfigName": _NOBODY},
        _NO_RECORDS.format("endpoint configurations, which tell the served version"),
    ),
    Permission(
        "sagemaker:DescribeModel",
        "describe_model",
        False,
        {"ModelName": _NOBODY},
        _NO_RECORDS.format("models of endpoints that changed since the last snapshot, if it is quick"),
    ),
    Permission("sagemaker:ListDomains", "list_domains", False, _ONE, _NO_DOMAINS),
    Permission("sagemaker:DescribeDomain", "describe_domain", False, {"DomainId": _NO_DOMAIN}, _NO_DOMAINS),
    Permission("sagemaker:DescribeArtifact", "describe_artifact", False),
    Permission("sagemaker:DescribeAction", "describe_action", False, {"ActionName": _NOBODY}),
    Permission("sagemaker:DescribeContext", "describe_context", False, {"ContextName": _NOBODY}),
    Permission(
        "sagemaker:DescribeTrialComponent", "describe_trial_component", False, {"TrialComponentName": _NOBODY}
    ),
)

IDENTITY = "sts:GetCallerIdentity"

ACTIONS = (*(each.action for each in PERMISSIONS), IDENTITY)
"""All actions that an export needs."""


def try_permission(api: LineageApi, permission: Permission) -> Finding:
    """Check that these credentials allow the action."""
    action = permission.action
    try:
        answer = _tried(api, permission)
    except AccessDenied as error:
        return _missing(permission, error)
    except SourceError as error:
        if refused_as(error) != _VALIDATION:
            return unknown(action, f"The check could not try this action. {error}")
        return ok(action, f"Allowed: SageMaker refuses this request, not these credentials ({error})")
    return ok(action, "Allowed." if answer else "Allowed: as expected, the tried entity does not exist.")


def _tried(api: LineageApi, permission: Permission) -> object:
    """The answer to the request of a permission; with several resources, that to the last one."""
    doing, parameters = f"trying {permission.action}", _parameters(api, permission)
    if not permission.resources:
        return api.call(permission.operation, doing, **parameters)
    return [
        api.call(permission.operation, f"{doing} of {each}", **parameters, Resource=each)
        for each in permission.resources
    ][-1]


def _missing(permission: Permission, denial: AccessDenied) -> Finding:
    step = "" if denial.by_a_policy else f"Allow {permission.action} to the role of these credentials."
    if permission.always:
        return failing(permission.action, f"Every export needs this action. {denial}", step)
    return warning(permission.action, f"{permission.without} {denial}", step)


def _parameters(api: LineageApi, permission: Permission) -> Mapping[str, object]:
    if permission.operation != "describe_artifact":
        return permission.parameters
    # An artifact can be described only by its ARN, so this ARN is invented.
    return {"ArtifactArn": f"arn:aws:sagemaker:{api.region}:000000000000:artifact/{'0' * 32}"}
