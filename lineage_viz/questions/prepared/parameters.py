"""The values that prepared questions take."""

from lineage_viz.model import EntityLabel
from lineage_viz.questions.prepared.models import LACKS as MISSING
from lineage_viz.questions.prepared.question import EVER, NOW, Form, Parameter
from lineage_viz.questions.prepared.walked import DATA, JOBS, MODEL
from lineage_viz.store.filter import Filter


def _of(name: str, words: str, *types: str) -> Parameter:
    return Parameter(name, words, of=Filter(types=frozenset(types)))


ENTITY = Parameter("entity", "anything: a model, an endpoint, a job, a data set")
ANY_MODEL = _of("model", "a model package or a model file", MODEL)
DATA_SET = _of("data_set", "a data set", *DATA)
IMAGE = _of("image", "an image", "Image")
JOB = Parameter("job", "a job", of=JOBS)
APPROVED_BY = _of("approval", "an approval", "Approval")
GROUP = _of("group", "a model group", "ModelGroup")
CONTEXT = Parameter(
    "context", "an endpoint or another context", of=Filter(labels=frozenset({EntityLabel.CONTEXT}))
)
WHEN = Parameter("when", "of an endpoint: what it serves now, or ever", Form.CHOICE, choices=(NOW, EVER))
SERVES = Parameter("when", "endpoints that serve it now, or that ever did", Form.CHOICE, choices=(NOW, EVER))
LACKS = Parameter("what", "what is absent", Form.CHOICE, choices=tuple(MISSING))
PREFIX = Parameter("prefix", "the beginning of an address, such as s3://bucket/folder/", Form.ADDRESS)
ADDRESS = Parameter("address", "a whole address, such as s3://bucket/train.csv", Form.ADDRESS)
PERSON = Parameter("person", "a person", Form.PERSON)
DAY = Parameter("day", "a day, such as 2026-03-01", Form.DAY)
