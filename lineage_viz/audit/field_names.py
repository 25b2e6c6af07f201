"""The names of sections and fields that a pack may refer to. A name stands for all fields that begin with it."""

from collections.abc import Mapping

FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "This report": ("Report", "Made by", "Subject", "Snapshot", "Digest of the snapshot", "Scope", "Extent"),
    "Model and versions": (
        "Model", "ARN or address", "Group", "Version", "Other versions", "Missing versions", "Registered",
        "Description", "Stage of its life cycle", "Base model", "Served by",
    ),
    "Weights": (
        "Model file", "Version or checksum of the file", "Last change of the file", "ETag at the registration",
        "Compared with the registration",
    ),
    "Runtime": (
        "Image", "Digest at the registration", "Digest of the image", "Image tag moved", "Framework",
        "Image that",
    ),
    "Making": (
        "Job that made the model", "Status", "Started", "Ended", "Duration", "Role", "Pipeline step",
        "Pipeline execution", "Parameters of the pipeline", "Parameters", "Commit", "Repository", "Scripts",
        "Version of the scripts", "Image of the job", "Digest of the image of the job",
        "Image tag moved since the job", "Attempts that did not complete", "Commit of the package",
    ),
    "Data": (
        "Data of the training", "Data of the evaluation", "Version of", "Last change of", "Data further upstream",
    ),
    "Evidence and metrics": (
        "Evaluation", "Output of the evaluation", "Key metric", "Metrics of the training", "Report", "Model card",
    ),
    "Use over time": ("Deployment", "Endpoint that serves the model", "Status of"),
    "People": ("Trainer", "Evaluator", "Registrar", "Approver", "Owner"),
    "Decisions": ("Decision", "In force", "Reason"),
}  # fmt: skip
