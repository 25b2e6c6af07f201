"""The news between two snapshots: a scan of the demo account with known changes."""

from collections.abc import Mapping
from dataclasses import replace

from lineage_viz.difference.news import News, Turn, news
from lineage_viz.evidence.fact import SOURCES
from lineage_viz.json_text import json_text
from lineage_viz.model import Entity, Value
from tests import demo_once

BEFORE = {each.arn: each for each in demo_once.source().entities()}


def one(type_: str, **having: str) -> Entity:
    return next(
        each
        for each in BEFORE.values()
        if each.type == type_ and all(each.text(name) == value for name, value in having.items())
    )


def changed(entity: Entity, properties: Mapping[str, Value | None]) -> Entity:
    kept = {**entity.properties, **properties}
    return replace(entity, properties={name: value for name, value in kept.items() if value is not None})


def after(*others: Entity, without: str = "") -> News:
    now = BEFORE | {each.arn: each for each in others}
    now.pop(without, None)
    return news(BEFORE.values(), now.values())


PENDING = one("Model", approval="Pending approval")
ENDPOINT = one("Endpoint", serves="ticket-routing-models/10")
JOB = one("SageMakerTrainingJob")


def test_equal_snapshots_have_no_news() -> None:
    assert after() == News()
    assert after().is_empty


def test_decisions_and_served_versions_are_told_with_what_was_before() -> None:
    approved = changed(PENDING, {"approval": "Approved"})
    moved = changed(ENDPOINT, {"serves": "ticket-routing-models/11"})
    assert after(approved, moved) == News(
        (Turn(approved, "Pending approval", "Approved"),),
        (Turn(moved, "ticket-routing-models/10", "ticket-routing-models/11"),),
    )
    silent = changed(ENDPOINT, {"serves": None})
    assert after(silent).served == (Turn(silent, "ticket-routing-models/10", ""),)


def test_new_and_removed_entities_are_counted_by_type_but_not_those_outside_the_account() -> None:
    new = replace(JOB, arn=f"{JOB.arn}-2")
    outside = Entity("arn:elsewhere", "artifact", {"unresolved": True})
    assert after(new, outside, without=ENDPOINT.arn) == News(
        added=((("trial_component", "SageMakerTrainingJob"), 1),), removed=((("context", "Endpoint"), 1),)
    )


def test_a_fact_that_was_not_read_is_no_news() -> None:
    sources = json_text({"serves": "not read: sagemaker:Search was refused"})
    unread = changed(ENDPOINT, {"serves": None, SOURCES: sources})
    assert after(unread) == News()
    assert news([unread], [ENDPOINT]) == News()
    assert news([changed(PENDING, {SOURCES: None})], [changed(PENDING, {"approval": "Approved"})]) == News()


def test_a_new_endpoint_that_serves_a_version_is_told() -> None:
    found = news([], [ENDPOINT])
    assert found.served == (Turn(ENDPOINT, "", "ticket-routing-models/10"),)
    assert found.added == ((("context", "Endpoint"), 1),)
