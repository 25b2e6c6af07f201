"""The numbers upstream and downstream are exact, however large, and those of a day when one is given."""

from datetime import UTC, datetime, timedelta

import pytest

from lineage_viz.errors import EntityNotFound
from lineage_viz.model import Association, Entity
from lineage_viz.questions.reach import Reach, reach
from lineage_viz.store.base import DEFAULT_CAP
from lineage_viz.store.local import LocalStore
from tests.sample import Listed

DAY = datetime(2026, 3, 1, tzinfo=UTC)
MANY = 3 * DEFAULT_CAP


@pytest.fixture(scope="module")
def store() -> LocalStore:
    """A chain of many entities, one made each minute, that lead to m and, from it, to an end."""
    chain = [f"arn:{number:04}" for number in range(MANY)]
    entities = [
        Entity(arn, "artifact", {"creationtime": DAY + timedelta(minutes=n)}) for n, arn in enumerate(chain)
    ]
    ends = (Entity("m", "artifact"), Entity("end", "artifact"))
    links = [Association(arn, "Produced", "m") for arn in chain]
    return LocalStore([Listed((*entities, *ends), (*links, Association("m", "Produced", "end")))])


def test_a_large_lineage_is_counted_exactly(store: LocalStore) -> None:
    assert reach(store, "m") == Reach(MANY, 1)
    assert reach(store, "end") == Reach(MANY + 1, 0)


def test_only_what_existed_by_a_time_is_counted(store: LocalStore) -> None:
    assert reach(store, "m", DAY + timedelta(minutes=99)) == Reach(100, 1)
    assert reach(store, "m", DAY - timedelta(minutes=1)) == Reach(0, 1)


def test_an_unknown_entity_is_refused(store: LocalStore) -> None:
    with pytest.raises(EntityNotFound):
        reach(store, "nothing")
