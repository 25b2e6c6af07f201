"""Mistakes of a person who asks about a day: each answer names that day, and offers nothing that came later."""

import pytest

from lineage_viz.errors import LineageVizError
from lineage_viz.notebook.lineage import Lineage
from lineage_viz.notebook.on_day import LineageOnDay
from tests import demo_once

ENDPOINT, LATER = "ticket-routing-prod", "ticket-routing-models/10"


@pytest.fixture(scope="module")
def g() -> Lineage:
    return Lineage(demo_once.store())


@pytest.fixture(scope="module")
def then(g: Lineage) -> LineageOnDay:
    return g.as_of("2026-01-15")


@pytest.mark.parametrize("several", [[LATER, ENDPOINT], [ENDPOINT, LATER]])
def test_a_trace_of_several_has_none_that_did_not_exist(then: LineageOnDay, several: list[str]) -> None:
    with pytest.raises(LineageVizError, match=f"^{LATER} did not exist on 15 Jan 2026. Choose a later day.$"):
        then.trace(several)
