"""Details that only Describe returns: properties, parameters, metrics, commit, users."""

from collections.abc import Callable, Iterable

from lineage_viz.model import EntityLabel
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.sagemaker_lineage.parallel import for_each
from lineage_viz.sagemaker_lineage.records import ARN_MEMBER, Record

# Actions, contexts and trial components are described by name; SageMaker accepts the ARN instead.
_DESCRIBE = {
    EntityLabel.ARTIFACT: ("describe_artifact", "ArtifactArn"),
    EntityLabel.TRIAL_COMPONENT: ("describe_trial_component", "TrialComponentName"),
    EntityLabel.ACTION: ("describe_action", "ActionName"),
    EntityLabel.CONTEXT: ("describe_context", "ContextName"),
}


def describe_each(
    api: LineageApi,
    wanted: Iterable[tuple[EntityLabel, str]],
    on_answer: Callable[[str, Record | None], None],
) -> None:
    """Describe entities, several at a time; the answer is None for an entity that was deleted meanwhile."""

    def describe(subject: tuple[EntityLabel, str]) -> None:
        label, arn = subject
        operation, member = _DESCRIBE[label]
        answer = api.call(operation, f"describing {label.replace('_', ' ')}s", **{member: arn})
        # Describe also accepts the name of an artifact or trial component; the answer gets the ARN that was asked for.
        on_answer(arn, None if answer is None else {**answer, ARN_MEMBER[label]: arn})

    for_each(describe, wanted)
