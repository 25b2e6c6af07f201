"""The IAM actions an export needs, and how each is tried: by the cheapest call that changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lineage_viz.errors import AccessDenied, SourceError
from lineage_viz.health.finding import Finding, failing, ok, unknown, warning
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.sagemaker_lineage.failures import refused_as

_ONE = {"MaxResults": 1}
_VALIDATION = "ValidationException"
_NOBODY = "lineage-viz-doctor-asks-for-nothing"
"""The name of an entity that there is not: who may describe it is told so."""


@dataclass(frozen=True, slots=True)
class Permission:
    """An action of SageMaker's and the call that tries it; `always`: no export can do without."""

    action: str
    operation: str
    always: bool = True
    parameters: Mapping[str, object] = field(default_factory=dict)


PERMISSIONS = (
    Permission("sagemaker:ListArtifacts", "list_artifacts", parameters=_ONE),
    Permission("sagemaker:ListActions", "list_actions", parameters=_ONE),
    Permission("sagemaker:ListContexts", "list_contexts", parameters=_ONE),
    Permission("sagemaker:ListTrialComponents", "list_trial_components", parameters=_ONE),
    Permission("sagemaker:ListAssociations", "list_associations", parameters=_ONE),
    Permission("sagemaker:Search", "search", False, {"Resource": "ExperimentTrialComponent", **_ONE}),
    Permission("sagemaker:DescribeArtifact", "describe_artifact", False),
    Permission("sagemaker:DescribeAction", "describe_action", False, {"ActionName": _NOBODY}),
    Permission("sagemaker:DescribeContext", "describe_context", False, {"ContextName": _NOBODY}),
    Permission(
        "sagemaker:DescribeTrialComponent", "describe_trial_component", False, {"TrialComponentName": _NOBODY}
    ),
)

IDENTITY = "sts:GetCallerIdentity"

ACTIONS = (*(each.action for each in PERMISSIONS), IDENTITY)
"""All that an export needs."""


def try_permission(api: LineageApi, permission: Permission) -> Finding:
    """Whether the caller may do this."""
    action = permission.action
    try:
        answer = api.call(permission.operation, f"trying {action}", **_parameters(api, permission))
    except AccessDenied as error:
        return _missing(permission, str(error))
    except SourceError as error:
        if refused_as(error) != _VALIDATION:
            return unknown(action, f"It could not be tried. {error}")
        return ok(action, f"Allowed: what SageMaker refuses is the request, not who makes it ({error})")
    return ok(action, "Allowed." if answer else "Allowed: there is no such entity, as was to be expected.")


def _missing(permission: Permission, said: str) -> Finding:
    step = f"Allow {permission.action} to the role of these credentials."
    if permission.always:
        return failing(permission.action, f"No export can be made without it. {said}", step)
    return warning(permission.action, f"Quick exports, or those with details, will fail. {said}", step)


def _parameters(api: LineageApi, permission: Permission) -> Mapping[str, object]:
    if permission.operation != "describe_artifact":
        return permission.parameters
    # Artifacts are described by ARN only, so one has to be made up.
    return {"ArtifactArn": f"arn:aws:sagemaker:{api.region}:000000000000:artifact/{'0' * 32}"}
