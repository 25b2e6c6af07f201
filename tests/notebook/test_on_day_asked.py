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


FIRST = """Choose one by its version or a day, or all:
  ticket-routing-models/7, 1 Dec 2025
  ticket-routing-models/6, 3 Nov 2025 to 1 Dec 2025
  ticket-routing-models/3, 29 Jul 2025 to 3 Nov 2025
  ticket-routing-models/2, 28 Jun 2025 to 29 Jul 2025"""


@pytest.mark.parametrize(
    ("deployment", "sentence"),
    [
        ("10", f"'10' names no deployment of this entity. {FIRST}"),
        ("9", f"'9' names no deployment of this entity. {FIRST}"),
        ("2025-01-01", f"It served nothing yet on 1 Jan 2025. {FIRST}"),
        (
            "2026-02-20",
            "20 Feb 2026 is after 15 Jan 2026, the day of this lineage. Choose an earlier day, or ",
        ),
    ],
)
def test_an_endpoint_of_a_day_has_the_deployments_up_to_it(
    then: LineageOnDay, deployment: str, sentence: str
) -> None:
    with pytest.raises(LineageVizError) as refused:
        then.find(ENDPOINT).upstream(deployment=deployment)
    assert str(refused.value).startswith(sentence)
    assert "2026 to" not in str(refused.value)


def test_an_earlier_deployment_is_chosen_as_of_a_day(then: LineageOnDay) -> None:
    for deployment in ("6", "2025-11-10"):
        side = then.find(ENDPOINT).upstream(deployment=deployment, type="Model")
        assert "ticket-routing-models/6" in {each.title for each in side}
        assert "ticket-routing-models/7" not in {each.title for each in side}
