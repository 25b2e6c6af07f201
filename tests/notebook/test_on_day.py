"""The lineage of a day in a notebook: its answers are those of the app as of this day, and all else is refused."""

import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pandas as pd
import pytest

from lineage_viz.errors import LineageVizError
from lineage_viz.json_text import json_of
from lineage_viz.notebook.lineage import Lineage
from lineage_viz.notebook.on_day import LineageOnDay
from lineage_viz.notebook.part import Part
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.link import parse
from lineage_viz.picture.scene import scene
from lineage_viz.questions.on_day import on_day
from lineage_viz.takeaway.view_caption import caption
from tests import demo_once
from tests.command import run_here

DAY = "2026-01-15"
END = datetime.combine(date.fromisoformat(DAY), time.max, UTC)
ENDPOINT, MODEL, LATER = "ticket-routing-prod", "ticket-routing-models/7", "ticket-routing-models/10"
WITHDRAWN = "loyalty-tiers-models/1"


@pytest.fixture(scope="module")
def g() -> Lineage:
    return Lineage(demo_once.store())


@pytest.fixture(scope="module")
def then(g: Lineage) -> LineageOnDay:
    return g.as_of(DAY)


def in_app(g: Lineage, name: str, **more: str) -> tuple[object, str]:
    """The lineage and the line below the picture that a link of the app shows."""
    address = parse(
        {each: [value] for each, value in {"focus": g.find(name).arn, "asof": DAY, **more}.items()}
    )
    found = scene(g.store, address, PictureCache())
    return found.view.shown, caption(g.store, address, found).complete


@pytest.mark.parametrize("name", [ENDPOINT, MODEL, WITHDRAWN])
def test_a_trace_is_the_picture_of_the_app_as_of_the_day(g: Lineage, then: LineageOnDay, name: str) -> None:
    part = then.trace(name)
    assert (part.subgraph, part.extent) == in_app(g, name)
    assert part.subgraph.entities == in_app(g, name)[0].entities  # type: ignore[attr-defined]
    assert "as of 15 Jan 2026" in part.extent
    assert all(each.created is None or each.created <= END for each in part)
    assert part.to_pandas().state.tolist() == [each.state for each in part]


def test_paths_are_those_of_the_app_as_of_the_day(g: Lineage, then: LineageOnDay) -> None:
    arn = g.find(ENDPOINT).arn
    shown, words = in_app(g, MODEL, show="paths", **{"with": arn})
    part = then.paths(MODEL, ENDPOINT)
    assert (part.subgraph, part.extent) == (shown, f"1 path: {words}")
    later = then.paths(LATER, ENDPOINT)
    assert later.extent.startswith("no path between them, in either direction; 1 came later: ")


def test_an_entity_has_the_facts_of_the_day(g: Lineage, then: LineageOnDay) -> None:
    for name in (ENDPOINT, MODEL, WITHDRAWN):
        (there,) = on_day(g.store, [g.store.get(g.find(name).arn)], END)
        assert then.find(name).entity == there
    assert then.find(ENDPOINT).facts["serves"].value == MODEL
    assert g.find(ENDPOINT).facts["serves"].value == LATER
    earlier = g.as_of(date(2025, 6, 15)).find(WITHDRAWN)
    assert (earlier.state, g.find(WITHDRAWN).state) == ("Approved", "Rejected")


def test_a_side_is_that_of_the_deployment_in_force_and_leaves_out_all_that_came_later(
    g: Lineage, then: LineageOnDay
) -> None:
    side = then.find(ENDPOINT).upstream()
    titles = {each.title for each in side}
    assert MODEL in titles
    assert LATER not in titles
    assert "upstream as of 15 Jan 2026 (what it served on 15 Jan 2026: ticket-routing-models/7" in side.extent
    assert {each.arn for each in side} <= {each.arn for each in g.find(ENDPOINT).upstream(deployment="all")}
    assert {each.type for each in then.find(ENDPOINT).upstream(type="Model")} == {"Model"}
    every = then.find(ENDPOINT).upstream(deployment="all")
    assert len(side) < len(every) < len(g.find(ENDPOINT).upstream(deployment="all"))
    assert {each.arn for each in side[0].downstream()} <= {each.arn for each in g.find(side[0]).downstream()}


def test_an_audit_is_that_of_the_command_as_of_the_day(then: LineageOnDay, tmp_path: Path) -> None:
    asked = run_here(["audit", ENDPOINT, "--as-of", DAY, "--format", "json"], os.environ)
    audit = then.audit(ENDPOINT)
    assert json_of(audit.save(tmp_path / "audit.json").read_text("utf-8"), dict) == json_of(
        asked.stdout, dict
    )
    assert "as of 15 Jan 2026" in repr(audit)
    assert then.compare("ticket-routing-models/6", MODEL).to_dict()


@pytest.mark.parametrize(
    "day",
    [DAY, "15 Jan 2026", date(2026, 1, 15), datetime(2026, 1, 15, 9), pd.Timestamp("2026-01-15T23:00Z")],
)
def test_a_day_is_given_in_each_form(g: Lineage, day: date | str) -> None:
    assert g.as_of(day).day == date(2026, 1, 15)


MISTAKES: dict[str, tuple[Callable[[Lineage], object], str]] = {
    "no day": (lambda g: g.as_of("lately"), "'lately' is no day. Write it as 2026-03-12 or 12 Mar 2026."),
    "no text": (lambda g: g.as_of(3), "'3' is no day."),  # type: ignore[arg-type]
    "a later day": (
        lambda g: g.as_of("2027-01-01"),
        "so nothing is known of 1 Jan 2027. Choose an earlier day",
    ),
    "a later entity": (
        lambda g: g.as_of(DAY).find(LATER),
        f"{LATER} did not exist on 15 Jan 2026. Choose a later day.",
    ),
    "a later focus": (lambda g: g.as_of(DAY).trace(g.find(LATER)), f"{LATER} did not exist on 15 Jan 2026."),
    "a later model": (lambda g: g.as_of(DAY).audit(LATER), f"{LATER} did not exist on 15 Jan 2026."),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_sentence_with_the_next_step(g: Lineage, mistake: str) -> None:
    made, words = MISTAKES[mistake]
    with pytest.raises(LineageVizError, match=re.escape(words)):
        made(g)


@pytest.mark.parametrize("name", ["search", "ask", "overview", "to_networkx", "to_learning"])
def test_what_is_about_now_alone_is_refused(then: LineageOnDay, name: str) -> None:
    with pytest.raises(
        AttributeError, match=f"Nothing answers '{name}' as of a day: find, trace, paths, audit and"
    ):
        getattr(then, name)


def test_it_says_its_day_wherever_it_shows_itself(then: LineageOnDay) -> None:
    shown = then._repr_html_()
    assert "as of 15 Jan 2026" in shown
    assert "as of 15 Jan 2026: complete" in repr(then)
    part: Part = then.trace(MODEL)
    assert "as of 15 Jan 2026" in part._repr_html_()


RUNNING = "pipelines-akrb6xifgpjh-Preprocess-pqkln6d2a9"


def test_a_job_that_ended_later_was_in_progress_and_has_nothing_of_its_end(g: Lineage) -> None:
    job = g.as_of("2026-03-02").find(RUNNING)
    assert (job.state, g.find(RUNNING).state) == ("In progress", "Completed")
    absent = {"endtime", "duration", "message", "metrics", "keymetric", "lastmodifiedtime"}
    assert not absent & job.properties.keys()
    assert job.facts["duration"].source == "it had not ended at that time"
    assert "2026-03-03" not in str(job.properties)
    after = g.as_of("2026-03-03").find(RUNNING)
    assert (after.state, after.facts["duration"].value) == ("Completed", 1763.0)


def test_no_entity_of_a_day_has_a_time_that_came_later(g: Lineage) -> None:
    then = g.as_of("2026-03-02")
    frame = then.trace(ENDPOINT, up=20, down=20).to_pandas()
    end = pd.Timestamp("2026-03-02T23:59:59.999999Z")
    times = frame.select_dtypes("datetimetz")
    assert len(times.columns) > 3
    assert not (times > end).any().any()


def test_no_later_event_judges_a_review_of_a_day(g: Lineage) -> None:
    name, check = "home-recommender-models/9", "model-file-unchanged"
    for day, outcome in (("2026-02-26", "not read"), ("2026-03-04", "fail")):
        then = g.as_of(day)
        assert then.audit(name).outcomes[check] == outcome
        assert then.find(name).facts["filechanged"].state.value == (
            "not read" if outcome == "not read" else "known"
        )


def test_data_about_a_day_does_not_tell_until_when_an_endpoint_served(
    g: Lineage, then: LineageOnDay, tmp_path: Path
) -> None:
    part = then.trace(ENDPOINT)
    assert "serveduntil" not in part.to_pandas()
    assert "serveduntil" not in part.to_networkx().nodes[g.find(ENDPOINT).arn]
    assert "serveduntil" not in then.find(ENDPOINT).facts
    assert "serveduntil" not in part.save(tmp_path / "part.json").read_text("utf-8")
    earlier = g.find(ENDPOINT).upstream(deployment=DAY)
    assert "serveduntil" in earlier.to_networkx().nodes[g.find(ENDPOINT).arn]


def test_the_time_of_a_decision_of_a_day_is_exact_to_the_second(g: Lineage) -> None:
    package = g.as_of("2026-03-03").find(LATER)
    decided = package.facts["decidedat"].value
    assert isinstance(decided, datetime)
    assert package.state == "Pending approval"
    assert decided == package.created
