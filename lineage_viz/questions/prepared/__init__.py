"""Prepared questions: `prepared.data_sets_of(store, arn).rows`; `QUESTIONS` lists all of them."""

from lineage_viz.questions.prepared.catalogue import BY_NAME, QUESTIONS, ask, sentence_of
from lineage_viz.questions.prepared.data import (
    artifacts_at,
    data_sets_from,
    data_sets_of,
    data_sets_with_image,
    readers_of,
    same_bytes,
)
from lineage_viz.questions.prepared.decisions import (
    covered_by,
    data_behind_approval,
    decisions_of_group,
    made_by,
    new_since,
)
from lineage_viz.questions.prepared.endpoints import actions_of, endpoints_from_data, endpoints_of
from lineage_viz.questions.prepared.gaps import not_traceable
from lineage_viz.questions.prepared.jobs import (
    execution_of,
    executions_behind,
    failed_jobs_behind,
    jobs_after,
    jobs_behind,
)
from lineage_viz.questions.prepared.models import (
    models_from,
    models_trained_on,
    models_trained_with,
    models_without,
)
from lineage_viz.questions.prepared.plain_data import answer_data
from lineage_viz.questions.prepared.question import (
    EVER,
    NOW,
    Answer,
    Form,
    Found,
    Parameter,
    Prepared,
    Row,
)

__all__ = [
    "BY_NAME", "EVER", "NOW", "QUESTIONS", "Answer", "Form", "Found", "Parameter", "Prepared", "Row", "actions_of",
    "answer_data",
    "artifacts_at", "ask", "covered_by", "data_behind_approval", "data_sets_from", "data_sets_of",
    "data_sets_with_image", "decisions_of_group", "endpoints_from_data", "endpoints_of", "execution_of",
    "executions_behind", "failed_jobs_behind", "jobs_after", "jobs_behind", "made_by", "models_from",
    "models_trained_on", "models_trained_with", "models_without", "new_since", "not_traceable", "readers_of",
    "same_bytes", "sentence_of",
]  # fmt: skip
