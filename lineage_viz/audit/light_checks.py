"""The medium, low and informing checks, with their words."""

from lineage_viz.audit.check import ENDPOINT, JOB, LINEAGE, REGISTRY, AuditCheck
from lineage_viz.audit.checks.approval import (
    approval_reasoned,
)
from lineage_viz.audit.checks.data import (
    data_pinned,
    feature_store_gap,
    lineage_sound,
    one_writer,
    prefix_input,
)
from lineage_viz.audit.checks.evaluation import (
    times_in_order,
)
from lineage_viz.audit.checks.governance import card, evidence_complete, job_hardening
from lineage_viz.audit.checks.making import (
    code_recorded,
    commit_consistent,
    failed_attempts,
    image_pinned,
    pipeline_known,
)
from lineage_viz.audit.checks.metrics import metrics_unchanged
from lineage_viz.audit.checks.people import people_distinguishable
from lineage_viz.audit.checks.serving import monitored
from lineage_viz.audit.checks.unchanged import (
    code_unchanged,
)
from lineage_viz.audit.checks.waived import waivers_in_date
from lineage_viz.audit.outcome import Severity

LIGHT = (
    AuditCheck(
        "people-distinguishable", Severity.MEDIUM,
        "Each recorded act names one person, and the Studio domain passes this name on.",
        "Behind a shared role nobody is accountable.",
        f"{LINEAGE}; {REGISTRY}; the settings of the Studio domain",
        "Use user profiles, and set ExecutionRoleIdentityConfig of the domain to USER_PROFILE_NAME.", "medium",
        people_distinguishable,
    ),
    AuditCheck(
        "data-pinned", Severity.MEDIUM,
        "The version of each data set that the training or an evaluation read is recorded.",
        "Without a version nobody can show what the data was.",
        LINEAGE,
        "Turn on versioning of the bucket, and record the version with the artifact.", "medium",
        data_pinned,
    ),
    AuditCheck(
        "one-writer", Severity.MEDIUM,
        "At most one job wrote a data set before it was used.",
        "The last writer wins, and it may not be the one that people think of.",
        LINEAGE,
        "Write each output to a place of its own.", "low",
        one_writer,
    ),
    AuditCheck(
        "code-recorded", Severity.MEDIUM,
        "The commit of the code is recorded on the training job or on the package.",
        "Without the code the model cannot be made again.",
        f"{LINEAGE} with details; {REGISTRY}",
        "Pass the commit with MetadataProperties.", "low",
        code_recorded,
    ),
    AuditCheck(
        "commit-consistent", Severity.MEDIUM,
        "The package and the training job name the same commit.",
        "One of the two names code that did not make the model.",
        f"{LINEAGE} with details; {REGISTRY}",
        "Take both commits from the same variable of the pipeline.", "low",
        commit_consistent,
    ),
    AuditCheck(
        "code-unchanged", Severity.MEDIUM,
        "No script of a training or an evaluation changed after the job that ran it had begun.",
        "The code of now is not the code that trained or evaluated the model.",
        f"{LINEAGE}; {JOB}; S3 (--evidence s3)",
        "Find the script of that time by its commit, and write new scripts to a new place.", "low",
        code_unchanged,
    ),
    AuditCheck(
        "times-in-order", Severity.MEDIUM,
        "Training, registration, approval and deployment follow each other.",
        "Another order means that a step was skipped and made up later.",
        LINEAGE,
        "Explain the order, or go through the steps again.", "medium",
        times_in_order,
    ),
    AuditCheck(
        "lineage-sound", Severity.MEDIUM,
        "The path to the model has no circle and no end without a record.",
        "Beyond such a place the origin is unknown.",
        LINEAGE,
        "Correct links that were made by hand; ask the other account for its lineage.", "medium",
        lineage_sound,
    ),
    AuditCheck(
        "card", Severity.MEDIUM,
        "The model has an approved model card with a risk rating, not older than the package.",
        "The card says what the model may be used for.",
        REGISTRY,
        "Write and approve a card for this version.", "medium",
        card,
    ),
    AuditCheck(
        "metrics-unchanged", Severity.MEDIUM,
        "The reports that the package names are those that were registered.",
        "Figures that changed after the approval are not those that somebody approved.",
        f"{REGISTRY}; S3 (--evidence s3)",
        "Register the report of now as a new version, or bring the old one back.", "low",
        metrics_unchanged,
    ),
    AuditCheck(
        "waivers-in-date", Severity.MEDIUM,
        "No waiver about the model has expired, or will soon.",
        "A risk is accepted for a time, and then somebody must look again.",
        "the file of waivers (--waivers)",
        "Remove the cause, or decide again and write a new day.", "low",
        waivers_in_date,
    ),
    AuditCheck(
        "evidence-complete", Severity.MEDIUM,
        "The review saw everything: the snapshot has no gaps, records were read, and no trace was cut.",
        "A check can only judge what was read.",
        "the snapshot",
        "Export again with records and details, with the permissions that the snapshot names as refused.", "low",
        evidence_complete,
    ),
    AuditCheck(
        "approval-reasoned", Severity.LOW,
        "An approval has a reason, and the validation of the package was not skipped.",
        "A decision without a reason cannot be reviewed.",
        REGISTRY,
        "Give a description with each decision.", "low",
        approval_reasoned,
    ),
    AuditCheck(
        "image-pinned", Severity.LOW,
        "Each image is named by its digest.",
        "A tag can move to another image.",
        f"{LINEAGE}; {REGISTRY}",
        "Name images by digest.", "low",
        image_pinned,
    ),
    AuditCheck(
        "prefix-input", Severity.LOW,
        "The files of each folder that a job read are listed.",
        "Files can come and go in a folder, and its name stays.",
        f"{LINEAGE}; S3 (--evidence s3)",
        "Name single files, or a manifest that lists them.", "medium",
        prefix_input,
    ),
    AuditCheck(
        "pipeline-known", Severity.LOW,
        "The pipeline execution of the training job is recorded.",
        "A run by hand cannot be repeated exactly.",
        JOB,
        "Train in a pipeline.", "medium",
        pipeline_known,
    ),
    AuditCheck(
        "monitored", Severity.LOW,
        "A live endpoint has a monitoring schedule and no open alert.",
        "Data drifts, and nobody notices.",
        ENDPOINT,
        "Add a monitoring schedule; look into open alerts.", "medium",
        monitored,
    ),
    AuditCheck(
        "failed-attempts", Severity.INFO,
        "No attempt of the same step failed before the model was made.",
        "Repeated attempts may select a lucky one.",
        f"{LINEAGE}; {JOB}",
        "Look at the reasons of the failed attempts.", "low",
        failed_attempts,
    ),
    AuditCheck(
        "feature-store-gap", Severity.INFO,
        "The lineage leads to the feature groups, if the account has any.",
        "SageMaker does not link a feature group with a training job by itself.",
        LINEAGE,
        "Link the feature group by hand where the model uses it.", "low",
        feature_store_gap,
    ),
    AuditCheck(
        "job-hardening", Severity.INFO,
        "The training job ran without network access, and its output is encrypted with a key of one's own.",
        "Code with network access can carry data away.",
        JOB,
        "Turn on network isolation, and name a KMS key.", "low",
        job_hardening,
        is_default=False,
    ),
)  # fmt: skip
"""The heaviest first."""
