"""A lineage with a trap for each naive form of a question; it stands beside the demo.

A failed job made D; training job T made model M from D; package K was made from M, deployed by X to endpoint E.
T2 trained the child C from M, and C's deployment Y is on endpoint E2. A transform job B with M made predictions P of
D; training job T3 made model N from P. D and COPY have the same bytes. Nothing but an association names GONE.
"""

from datetime import UTC, datetime

from lineage_viz.model import UNRESOLVED, Association, Entity, Properties
from tests.sample import Listed

HOME = "arn:aws:sagemaker:eu-west-1:123456789012:"
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _entity(arn: str, label: str, type_: str, source: str = "", **more: object) -> Entity:
    properties: Properties = {
        "arn": HOME + arn,
        "type": type_,
        "creationtime": AT,
        "sourceuri": source,
        **more,
    }  # type: ignore[dict-item]
    return Entity(HOME + arn, label, {name: value for name, value in properties.items() if value != ""})


def _job(name: str, type_: str, status: str = "Completed") -> Entity:
    return _entity(f"experiment-trial-component/{name}", "trial_component", type_, status=status, name=name)


_HASH = '{"MD5Hash": "0cc175b9c0f1b6a831c399e269772661"}'

FAILED = _job("planted-prepare", "SageMakerProcessingJob", "Failed")
D = _entity("artifact/planted-d", "artifact", "DataSet", "s3://planted/in/train.csv", sourceids=_HASH)
COPY = _entity("artifact/planted-copy", "artifact", "DataSet", "s3://planted/copy/train.csv", sourceids=_HASH)
T = _job("planted-train", "SageMakerTrainingJob")
M = _entity("artifact/planted-m", "artifact", "Model", "s3://planted/m/model.tar.gz")
K = _entity("artifact/planted-k", "artifact", "Model", HOME + "model-package/planted-models/1")
X = _entity(
    "action/planted-x",
    "action",
    "ModelDeployment",
    HOME + "endpoint/planted",
    status="Completed",
    deploys="planted-models/1",
)
E = _entity(
    "context/planted-e",
    "context",
    "Endpoint",
    HOME + "endpoint/planted",
    serves="planted-models/1",
    factsources="{}",
)
T2 = _job("planted-tune", "SageMakerTrainingJob")
C = _entity("artifact/planted-c", "artifact", "Model", "s3://planted/c/model.tar.gz")
Y = _entity(
    "action/planted-y",
    "action",
    "ModelDeployment",
    HOME + "endpoint/planted-2",
    status="Completed",
    deploys="planted-c",
)
E2 = _entity(
    "context/planted-e2",
    "context",
    "Endpoint",
    HOME + "endpoint/planted-2",
    serves="planted-c",
    factsources="{}",
)
B = _job("planted-predict", "SageMakerTransformJob")
P = _entity("artifact/planted-p", "artifact", "DataSet", "s3://planted/in-predictions/p.csv")
T3 = _job("planted-retrain", "SageMakerTrainingJob")
N = _entity("artifact/planted-n", "artifact", "Model", "s3://planted/n/model.tar.gz")
GONE = Entity(
    HOME + "artifact/planted-gone", "artifact", {"arn": HOME + "artifact/planted-gone", UNRESOLVED: True}
)


def _link(source: Entity, type_: str, destination: Entity) -> Association:
    return Association(source.arn, type_, destination.arn, {"creationtime": AT})


PLANTED = Listed(
    (FAILED, D, COPY, T, M, K, X, E, T2, C, Y, E2, B, P, T3, N, GONE),
    (
        _link(FAILED, "Produced", D), _link(D, "ContributedTo", T), _link(T, "Produced", M),
        _link(M, "ContributedTo", K), _link(K, "ContributedTo", X), _link(X, "AssociatedWith", E),
        _link(M, "ContributedTo", T2),
        _link(T2, "Produced", C), _link(C, "ContributedTo", Y), _link(Y, "AssociatedWith", E2),
        _link(D, "ContributedTo", B), _link(M, "ContributedTo", B), _link(B, "Produced", P),
        _link(P, "ContributedTo", T3), _link(T3, "Produced", N), _link(GONE, "ContributedTo", T3),
    ),
)  # fmt: skip
