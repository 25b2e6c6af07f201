"""One small lineage for all tests: the abalone pipeline, from raw data to an endpoint and a batch transform.

D1, D2, I1 → P → D3;  D3, I2 → T → M;  M, I2, A → K → G;  M, I2, K → X → E;  M, I2, D4 → B → D5
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from lineage_viz.model import Association, Entity, Properties, SnapshotInfo

HOME = "arn:aws:sagemaker:eu-west-1:123456789012:"
START = datetime(2022, 7, 13, 16, tzinfo=UTC)
_RUN = "pipelines-d84ewltjmxhe"

D1 = HOME + "artifact/1a0f6c52d8e94b7793c1f06e52a8b4d1"
D2 = HOME + "artifact/2b9e41c07a3d4f8c8d15e7a96b20c3f4"
I1 = HOME + "artifact/3c7d52e18b4e4a9d9e26f8ba7c31d4e5"
P = HOME + f"experiment-trial-component/{_RUN}-preprocess-3kyzvpyx11-aws-processing-job"
D3 = HOME + "artifact/4d6c63f29c5f4bae8f3709cb8d42e5f6"
I2 = HOME + "artifact/5e5b74038d604cbf904810dc9e53f607"
T = HOME + f"experiment-trial-component/{_RUN}-abalonetrain-a0qidguy6z-aws-training-job"
M = HOME + "artifact/6f4a85149e714dc0a15921edaf640718"
K = HOME + "artifact/70399625af824ed1b26a32feb0751829"
A = HOME + "action/abalonemodelpackagegroupname-1-pendingmanualapproval-1657729287-aws-model-package"
G = HOME + "context/abalonemodelpackagegroupname-1657729287-aws-model-package-group"
X = HOME + "action/abalone-endpoint-1657812345-1-aws-endpoint"
E = HOME + "context/abalone-endpoint-1657812345-aws-endpoint"
B = HOME + f"experiment-trial-component/{_RUN}-abalonetransform-q7w8e9r0t1-aws-transform-job"
D4 = HOME + "artifact/81288736b0935fe2c37b43a0fc86293a"
D5 = HOME + "artifact/92177847c1a460f3d48c54b10d973a4b"


@dataclass(frozen=True)
class Listed:
    """A lineage source that lists all its entities and associations."""

    holds: tuple[Entity, ...] = ()
    links: tuple[Association, ...] = ()
    info: SnapshotInfo = field(default_factory=lambda: SnapshotInfo("listed"))

    def entities(self) -> Iterable[Entity]:
        return self.holds

    def associations(self) -> Iterable[Association]:
        return self.links


def _entity(minute: int, arn: str, label: str, type_: str, source: str, **more: str) -> Entity:
    created = START + timedelta(minutes=minute)
    where = "sourcearn" if label == "trial_component" else "sourceuri"
    properties: Properties = {"arn": arn, "type": type_, where: source, "creationtime": created, **more}
    return Entity(arn, label, properties)


def _links(type_: str, *lines: tuple[tuple[str, ...], str]) -> tuple[Association, ...]:
    at = {"creationtime": START + timedelta(hours=1)}
    return tuple(Association(source, type_, end, at) for sources, end in lines for source in sources)


_JOB, _PACKAGE = "trial_component", HOME + "model-package/abalonemodelpackagegroupname/1"
_IMAGES = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/"
_PREPROCESS, _TRAIN = f"{_RUN}-Preprocess-3KYZVpyX11", f"{_RUN}-AbaloneTrain-A0QiDGuY6z"
_TRANSFORM = f"{_RUN}-AbaloneTransform-Q7w8E9r0T1"

ENTITIES = (
    _entity(0, D1, "artifact", "DataSet", "s3://ml-bucket/abalone/raw.csv"),
    _entity(1, D2, "artifact", "DataSet", "s3://ml-bucket/code/preprocess.py"),
    _entity(2, I1, "artifact", "Image", _IMAGES + "sagemaker-scikit-learn:1.2-1-cpu-py3"),
    _entity(
        *(3, P, _JOB, "SageMakerProcessingJob", HOME + f"processing-job/{_PREPROCESS.lower()}"),
        name=f"{_PREPROCESS}-aws-processing-job",
        status="Completed",
    ),
    _entity(4, D3, "artifact", "DataSet", "s3://ml-bucket/abalone/train"),
    _entity(5, I2, "artifact", "Image", _IMAGES + "sagemaker-xgboost:1.5-1"),
    _entity(
        *(6, T, _JOB, "SageMakerTrainingJob", HOME + f"training-job/{_TRAIN.lower()}"),
        name=f"{_TRAIN}-aws-training-job",
        status="Completed",
    ),
    _entity(7, M, "artifact", "Model", f"s3://ml-bucket/abalone/{_TRAIN}/output/model.tar.gz"),
    _entity(8, K, "artifact", "Model", _PACKAGE),
    _entity(8, A, "action", "Approval", _PACKAGE, name=A.rpartition("/")[2], status="PendingManualApproval"),
    _entity(
        *(8, G, "context", "ModelGroup", HOME + "model-package-group/abalonemodelpackagegroupname"),
        name="AbaloneModelPackageGroupName-1657729287-aws-model-package-group",
    ),
    _entity(9, X, "action", "ModelDeployment", HOME + "endpoint/abalone-endpoint", name=X.rpartition("/")[2]),
    _entity(10, E, "context", "Endpoint", HOME + "endpoint/abalone-endpoint", name=E.rpartition("/")[2]),
    _entity(
        *(11, B, _JOB, "SageMakerTransformJob", HOME + f"transform-job/{_TRANSFORM.lower()}"),
        name=f"{_TRANSFORM}-aws-transform-job",
        status="Failed",
    ),
    _entity(12, D4, "artifact", "DataSet", "s3://ml-bucket/abalone/batch"),
    _entity(13, D5, "artifact", "DataSet", "s3://ml-bucket/abalone/scores"),
)

ASSOCIATIONS = (
    *_links(
        "ContributedTo", ((D1, D2, I1), P), ((D3, I2), T), ((M, I2, A), K), ((M, I2, K), X), ((M, I2, D4), B)
    ),
    *_links("Produced", ((P,), D3), ((T,), M), ((B,), D5)),
    *_links("AssociatedWith", ((K,), G), ((X,), E)),
)

SAMPLE = Listed(
    ENTITIES,
    ASSOCIATIONS,
    SnapshotInfo("sample", "123456789012", "eu-west-1", datetime(2022, 7, 15, tzinfo=UTC)),
)
