"""The prepared questions on both stores, and the Gremlin beside them on a real server."""

from collections.abc import Callable, Iterator

import pytest
from gremlin_python.driver.client import Client
from gremlin_python.process.traversal import T

from lineage_viz.model import Entity
from lineage_viz.questions.prepared import QUESTIONS, Answer, Form, Prepared, ask
from lineage_viz.store.base import LineageSource, Store
from lineage_viz.store.local import LocalStore
from tests.demo_once import source
from tests.neptune_local import NeptuneLocal
from tests.neptune_local.gremlin_client import gremlin_client
from tests.questions.prepared.planted import PLANTED

Load = Callable[..., Store]

_MOST = 2
"""Entities that each question is asked about: those with the longest answers, and the planted ones."""

_TEXTS = {
    "prefix": "s3://planted/in",
    "address": "s3://planted/in/train.csv",
    "person": "peter-brandt",
    "day": "2026-03-10",
}


@pytest.fixture(scope="module")
def stores(on_neptune: Load) -> tuple[Store, Store]:
    sources: tuple[LineageSource, ...] = (source(), PLANTED)
    return LocalStore(sources), on_neptune(*sources)


@pytest.fixture(scope="module")
def console(cluster: NeptuneLocal) -> Iterator[Client]:
    client = gremlin_client(cluster.reader_url)
    yield client
    client.close()


def asked(local: Store, question: Prepared, every: list[Entity]) -> Iterator[dict[str, str]]:
    """The values of a question for the entities with the longest answers, each with each choice."""
    if not question.takes:
        yield {}
        return
    first, *more = question.takes
    choices = [{each.name: one} for each in more for one in each.choices] or [{}]
    if first.form is Form.ENTITY:
        taken = [each.arn for each in every if first.of.passes(each)]
        by_length = sorted(taken, key=lambda arn: (-len(ask(local, question, {first.name: arn}).rows), arn))
        firsts = [*by_length[:_MOST], *(each for each in taken if "planted" in each)][: 2 * _MOST]
    else:
        firsts = list(first.choices) or [_TEXTS[first.name]]
    yield from ({first.name: each, **choice} for each in firsts for choice in choices)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.name)
def test_both_stores_and_the_gremlin_answer_alike(
    stores: tuple[Store, Store], console: Client, question: Prepared
) -> None:
    local, neptune = stores
    every, rows = list(local.search(limit=1_000_000).entities), 0
    for values in asked(local, question, every):
        here, there = ask(local, question, values), ask(neptune, question, values)
        assert (here.rows, here.extent, here.found.notes) == (there.rows, there.extent, there.found.notes), (
            values
        )
        assert ran(console, here) == {row.entity.arn for row in here.rows}, (values, here.gremlin)
        rows += len(here.rows)
    assert rows


def ran(console: Client, answer: Answer) -> set[str]:
    found = console.submit(answer.gremlin).all().result()
    return {each.id if not isinstance(each, dict) else each[T.id] for each in found}
