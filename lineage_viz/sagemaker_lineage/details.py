"""What only Describe and Search give: properties, parameters, metrics, commit, users, experiment and trial."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from lineage_viz.model import EntityLabel
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.sagemaker_lineage.parallel import for_each
from lineage_viz.sagemaker_lineage.records import ARN_MEMBER, Record

# Actions, contexts and trial components are described by name; SageMaker takes the ARN in its place.
_DESCRIBE = {
    EntityLabel.ARTIFACT: ("describe_artifact", "ArtifactArn"),
    EntityLabel.TRIAL_COMPONENT: ("describe_trial_component", "TrialComponentName"),
    EntityLabel.ACTION: ("describe_action", "ActionName"),
    EntityLabel.CONTEXT: ("describe_context", "ContextName"),
}


def search_trial_components(
    api: LineageApi, modified_since: datetime | None = None
) -> Iterator[list[Record]]:
    """Trial components with all details, 100 for each call; changed ones alone when a time is given."""
    parameters: dict[str, object] = {"Resource": "ExperimentTrialComponent", "SortBy": "CreationTime"}
    if modified_since is not None:
        moment = modified_since.strftime("%Y-%m-%dT%H:%M:%SZ")
        changed = {"Name": "LastModifiedTime", "Operator": "GreaterThanOrEqualTo", "Value": moment}
        parameters["SearchExpression"] = {"Filters": [changed]}
    for page in api.pages(
        "search", "Results", "searching trial components", **parameters, SortOrder="Ascending"
    ):
        yield [found["TrialComponent"] for found in page if "TrialComponent" in found]


def describe_each(
    api: LineageApi,
    wanted: Iterable[tuple[EntityLabel, str]],
    on_answer: Callable[[str, Record | None], None],
) -> None:
    """Describe entities, several at a time; None for one that is gone by now."""

    def describe(subject: tuple[EntityLabel, str]) -> None:
        label, arn = subject
        operation, member = _DESCRIBE[label]
        answer = api.call(operation, f"describing {label.replace('_', ' ')}s", **{member: arn})
        # Describe answers an artifact or a trial component by its name as well; the ARN is what we asked by.
        on_answer(arn, None if answer is None else {**answer, ARN_MEMBER[label]: arn})

    for_each(describe, wanted)
