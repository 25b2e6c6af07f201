"""The one entity that a text names: words of its type or its status are no name."""

import pytest

from lineage_viz.audit.subject import find_subject
from lineage_viz.errors import LineageVizError, NotAssessable
from lineage_viz.model import Entity
from lineage_viz.search.named import arn_of
from lineage_viz.store.local import LocalStore
from tests.sample import Listed

MODEL = Entity("m-1", "artifact", {"type": "Model", "name": "scorer", "source": "s3://bucket/scorer.tar.gz"})
JOB = Entity("t-1", "trial_component", {"type": "SageMakerTrainingJob", "name": "fit", "status": "Completed"})


@pytest.fixture(scope="module")
def store() -> LocalStore:
    return LocalStore([Listed((MODEL, JOB), ())])


@pytest.mark.parametrize("text", ["del", "model", "artifact", "Completed", "training job"])
def test_a_type_or_a_status_names_nothing(store: LocalStore, text: str) -> None:
    with pytest.raises(LineageVizError, match=f"^Nothing matches '{text}'"):
        arn_of(store, text)
    with pytest.raises(NotAssessable, match=f"matches '{text}'"):
        find_subject(store, text)


@pytest.mark.parametrize(("text", "arn"), [("score", "m-1"), ("scorer model", "m-1"), ("fit", "t-1")])
def test_a_part_of_a_name_names_it_also_beside_its_type(store: LocalStore, text: str, arn: str) -> None:
    assert arn_of(store, text) == arn
