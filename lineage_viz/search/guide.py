"""The fields of a search for people. The commands need it at their start, so it loads no store."""

from collections.abc import Mapping

GUIDE: Mapping[str, tuple[str, str]] = {
    "type": ("The type of an entity", "type:model,endpoint"),
    "status": ("The status or decision on screen", "status:failed"),
    "decision": ("The decision in force about a model", "decision:rejected"),
    "live": ("Versions that an endpoint serves now, and these endpoints", "live:yes"),
    "without": ("Model packages that lack something", "without:evaluation"),
    "by": ("The owner, or the person who decided about a model", "by:grace"),
    "decidedby": ("The person who decided about a model", "decidedby:grace"),
    "metric": (
        "A metric of a job or the key metric of a model, by its name and number",
        "metric.accuracy>0.9",
    ),
    "param": ("A parameter of a job, by its name and value", "param.max_depth=6"),
    "serves": ("Endpoints by the model or version that they serve now", "serves:ticket-routing"),
    "tag": ("A tag: its key, its value, or both", "tag:team=fraud"),
    "image": ("The container image of a job, model or endpoint", "image:xgboost"),
    "commit": ("The commit of the code", "commit:028a1e9"),
    "created": ("The time of creation, also with < and >", "created:2026-03"),
    "decided": ("The time of the decision about a model, also with < and >", "decided:2026-03"),
    "label": ("The class of a record in SageMaker", "label:artifact"),
}
"""The meaning and an example of each field, by its name."""
