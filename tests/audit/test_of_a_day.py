"""Reviews of a day: no event after it, and no time that is blank, makes an outcome good or bad."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from lineage_viz.audit.outcome import Outcome
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import report
from lineage_viz.model import Entity
from lineage_viz.store.base import Store
from lineage_viz.store.local import LocalStore
from tests.audit.conftest import EVERY
from tests.audit.test_absence import Around, blanked
from tests.sample import Listed

REPLACED = "home-recommender-models/9"
"""A model whose file was replaced on 4 March 2026."""

LATER = datetime(2026, 3, 11, tzinfo=UTC)
TIMES = ("filechanged", "endtime", "starttime", "status", "LastModified'", "Files")


def end_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.max, UTC)


class AroundOnDay(Around):
    """The lineage around one model, judged as of a day."""

    def __init__(self, demo: Store, arn: str, day: str) -> None:
        self._day = end_of(day)
        super().__init__(demo, arn)

    def outcomes(self, *changed: Entity) -> dict[str, Outcome]:
        entities = {**self._entities, **{each.arn: each for each in changed}}
        store = LocalStore([Listed(tuple(entities.values()), self._links, self._info)])
        found = report(read_review(store, store.get(self.arn), self._day), (), EVERY)
        return {each.check.id: each.outcome for each in found.results}


def found(demo: Store) -> str:
    return demo.search(REPLACED, limit=1).entities[0].arn


def later(entity: Entity) -> Iterator[tuple[str, Entity]]:
    """Yield the entity with each of its times after the reviewed day."""
    for name in ("filechanged", "endtime"):
        if name in entity.properties:
            yield name, replace(entity, properties={**entity.properties, name: LATER})
    record = json.loads(entity.text("record") or "{}")
    if files := record.get("Files"):
        moved = [{**each, "LastModified": LATER.isoformat()} for each in files]
        text = json.dumps({**record, "Files": moved})
        yield "Files", replace(entity, properties={**entity.properties, "record": text})


@pytest.mark.parametrize("day", ["2026-02-26", "2026-03-04"])
def test_a_blank_or_later_time_turns_no_outcome_of_a_day_good(demo: Store, day: str) -> None:
    around = AroundOnDay(demo, found(demo), day)
    bad = {id_ for id_, outcome in around.before.items() if outcome is not Outcome.PASS}
    assert around.before["model-file-unchanged"] is (
        Outcome.NOT_READ if day == "2026-02-26" else Outcome.FAIL
    )
    for entity in around.reviewed:
        blank = ((field, each) for field, each in blanked(entity) if any(name in field for name in TIMES))
        for field, changed in (*blank, *later(entity)):
            after = around.outcomes(changed)
            good = {id_ for id_ in bad if after[id_] is Outcome.PASS}
            assert not good, f"{good} by {field} of {entity.arn}"


def test_no_event_after_the_day_fails_a_check(demo: Store) -> None:
    around = AroundOnDay(demo, found(demo), "2026-02-26")
    changed = [each for entity in around.reviewed for name, each in later(entity) if name == "Files"]
    after = around.outcomes(*changed)
    assert len(changed) > 3
    for id_ in ("model-file-unchanged", "data-unchanged", "code-unchanged", "metrics-unchanged"):
        assert after[id_] is Outcome.NOT_READ, id_
