"""The next step of a check: what to do about its outcome, or what would read its evidence. Each form says the same."""

from collections.abc import Mapping

from lineage_viz.audit.outcome import Outcome

_TO_DO = frozenset({Outcome.FAIL, Outcome.WARN, Outcome.NOT_RECORDED})

_DECISION = "Decide about the version in the model registry, so that the decision has its person and time."
_JOB = "Record the job that made the model: SageMaker does so for jobs of its own, and associations by hand for others."
_DATA = "Record the data sets that the training read: as channels of the job, or as artifacts by hand."
_TIMES = "Record the job, the decision and the deployment with their times; by hand where SageMaker did not run them."
_IMAGES = "Name each image by its digest in the package and in the model of the endpoint."

_TO_RECORD: Mapping[str, str] = {
    "approved-when-deployed": _DECISION,
    "live-still-approved": _DECISION,
    "auto-approved": _DECISION,
    "approval-reasoned": _DECISION,
    "deployed-image-is-approved": _IMAGES,
    "image-pinned": _IMAGES,
    "image-moved": _IMAGES,
    "model-file-unchanged": "Register the version with its model file, so that the registry has the ETag.",
    "tested-on-training": "Record the job of the training and the inputs of the evaluation, with their channels.",
    "validation-is-train": "Name the channels of the training job, such as train and validation.",
    "separation-of-duties": "Train, register and approve as persons, by user profiles or source identities.",
    "people-distinguishable": "Train, register and approve as persons, by user profiles or source identities.",
    "evaluated-before-approval": "Evaluate the model by a recorded job, and name the report in its package.",
    "made-by-completed-job": _JOB,
    "origin-known": _JOB,
    "secrets": _JOB,
    "job-hardening": _JOB,
    "code-unchanged": _JOB,
    "data-unchanged": _DATA,
    "data-pinned": _DATA,
    "one-writer": _DATA,
    "prefix-input": _DATA,
    "commit-consistent": "Record the commit with the training job and with the package.",
    "times-in-order": _TIMES,
    "lineage-sound": "Record the entity that the association names, or remove the association.",
    "card": "Write the card in the model registry, which records its times.",
    "metrics-unchanged": "Name the reports in the package, with their digests.",
    "pipeline-known": "Train in a pipeline, so that the job has the tag of its execution.",
    "monitored": "Add a monitoring schedule with alerts to the endpoint.",
}
"""By the id of a check the step that records what it lacks. The remediation is that of a failure."""


def step(id_: str, outcome: str, remediation: str) -> str:
    """Return the step after this outcome of a check: what records the evidence, or what mends a failure."""
    return _TO_RECORD.get(id_, remediation) if outcome == Outcome.NOT_RECORDED else remediation


def advice(outcome: str, step_: str, effort: str, needs: str) -> tuple[str, str]:
    """Return the heading and the words of the next step; two empty texts where nothing is to be done."""
    if outcome in _TO_DO:
        return "Next step", f"{step_} Effort: {effort}."
    return ("Needs", f"{needs[:1].upper()}{needs[1:]}.") if outcome == Outcome.NOT_READ else ("", "")
