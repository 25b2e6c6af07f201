"""The critical and the high checks, with their words. A pipeline fails on them unless it says otherwise."""

from lineage_viz.audit.check import ENDPOINT, JOB, LINEAGE, REGISTRY, AuditCheck
from lineage_viz.audit.checks.approval import (
    approved_when_deployed,
    auto_approved,
    live_still_approved,
)
from lineage_viz.audit.checks.evaluation import (
    evaluated_before_approval,
    tested_on_training,
    validation_is_train,
)
from lineage_viz.audit.checks.governance import secrets
from lineage_viz.audit.checks.making import (
    made_by_completed_job,
    origin_known,
)
from lineage_viz.audit.checks.people import separation_of_duties
from lineage_viz.audit.checks.serving import deployed_from_registry, deployed_image_is_approved
from lineage_viz.audit.checks.unchanged import (
    data_unchanged,
    image_moved,
    model_file_unchanged,
)
from lineage_viz.audit.outcome import Severity

HEAVY = (
    AuditCheck(
        "approved-when-deployed", Severity.CRITICAL,
        "The decision in force at each completed deployment is Approved.",
        "A model that nobody approved has served people or decisions.",
        f"{LINEAGE}; {REGISTRY}",
        "Deploy an approved version, and find out how the deployment passed the gate.", "medium",
        approved_when_deployed,
    ),
    AuditCheck(
        "live-still-approved", Severity.CRITICAL,
        "The decision about a live model is Approved now.",
        "An approval can be withdrawn, and the endpoint goes on.",
        f"{LINEAGE}; {REGISTRY}; {ENDPOINT}",
        "Deploy an approved version, or approve this one with a reason.", "medium",
        live_still_approved,
    ),
    AuditCheck(
        "deployed-image-is-approved", Severity.CRITICAL,
        "A live endpoint runs exactly the image of the model package.",
        "A tag can move: the same name then runs other code.",
        f"{REGISTRY}; {ENDPOINT}",
        "Deploy the image by its digest.", "low",
        deployed_image_is_approved,
    ),
    AuditCheck(
        "model-file-unchanged", Severity.CRITICAL,
        "The model file is the one that was registered.",
        "Another file under the same name was never reviewed.",
        f"{REGISTRY}; S3 (--evidence s3)",
        "Register the file of now as a new version, or bring the old one back; turn on versioning.", "medium",
        model_file_unchanged,
    ),
    AuditCheck(
        "tested-on-training", Severity.CRITICAL,
        "No evaluation read the data of the training.",
        "A model looks good on data that it has seen.",
        f"{LINEAGE}; {JOB} (its channels)",
        "Evaluate on data that the training did not read.", "medium",
        tested_on_training,
    ),
    AuditCheck(
        "deployed-from-registry", Severity.HIGH,
        "Each deployed model comes from the model registry.",
        "Outside the registry there is no version, no decision and no card.",
        LINEAGE,
        "Register the model file, and deploy the package.", "low",
        deployed_from_registry,
    ),
    AuditCheck(
        "separation-of-duties", Severity.HIGH,
        "The approver neither trained nor registered the model.",
        "Nobody sees the faults of their own work.",
        f"{LINEAGE}; {REGISTRY}",
        "Let another person review and approve the version.", "low",
        separation_of_duties,
    ),
    AuditCheck(
        "auto-approved", Severity.HIGH,
        "The model was not approved in the moment of its registration.",
        "An approval by a program or by habit is no review.",
        f"{LINEAGE}; {REGISTRY}",
        "Register versions as PendingManualApproval.", "low",
        auto_approved,
    ),
    AuditCheck(
        "evaluated-before-approval", Severity.HIGH,
        "The model was evaluated before its approval.",
        "An approval without figures rests on trust.",
        f"{LINEAGE}; {REGISTRY}",
        "Evaluate the model, and name the report in its package.", "medium",
        evaluated_before_approval,
    ),
    AuditCheck(
        "validation-is-train", Severity.HIGH,
        "The training job reads different data for training and for validation.",
        "Validation on the training data hides overfitting.",
        JOB,
        "Give the validation channel data of its own.", "low",
        validation_is_train,
    ),
    AuditCheck(
        "made-by-completed-job", Severity.HIGH,
        "A completed job made the model file.",
        "The file of a job that failed may be half written.",
        LINEAGE,
        "Train again, and register the new file.", "high",
        made_by_completed_job,
    ),
    AuditCheck(
        "origin-known", Severity.HIGH,
        "The origin of the model, and of each model that it started from, is recorded.",
        "Licences, data and faults come along with a foreign model.",
        f"{LINEAGE}; {REGISTRY}",
        "Name the base model in the package, and keep the vendor's documents.", "medium",
        origin_known,
    ),
    AuditCheck(
        "data-unchanged", Severity.HIGH,
        "No data set changed after the job that read it had begun.",
        "The data of now is not the data of the training.",
        f"{LINEAGE}; S3 (--evidence s3)",
        "Find the version of that time, and write new data to a new place.", "medium",
        data_unchanged,
    ),
    AuditCheck(
        "image-moved", Severity.HIGH,
        "The images of the training job and of the package are still those that were used.",
        "The same name now means other code.",
        f"{JOB}; {REGISTRY}; ECR (--evidence ecr)",
        "Name images by digest, and forbid moving tags.", "low",
        image_moved,
    ),
    AuditCheck(
        "secrets", Severity.HIGH,
        "The parameters of the jobs have no secrets.",
        "Everybody who may describe the job can read them.",
        JOB,
        "Renew the secret now, and pass it through AWS Secrets Manager.", "low",
        secrets,
    ),
)  # fmt: skip
"""The heaviest first."""
