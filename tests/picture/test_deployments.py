"""The picture of an endpoint: one deployment, another one, all of them; no card that stays moves."""

from dataclasses import replace

import pytest

from lineage_viz.layout import Arrangement
from lineage_viz.model import Direction
from lineage_viz.picture.address import Address, Grow
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.known import known
from lineage_viz.picture.link import not_understood, parameters
from lineage_viz.picture.scene import Scene, scene
from lineage_viz.questions.served import ALL
from lineage_viz.store.base import UNLIMITED
from lineage_viz.store.local import LocalStore
from lineage_viz.takeaway.page import page
from lineage_viz.takeaway.view_caption import caption
from lineage_viz.view.filters import ViewFilter
from tests.deployments import ENDPOINT, IMAGE, SERVED, arn, day_of

STORE = LocalStore([SERVED])
NOW = Address(ENDPOINT)


def drawn(address: Address) -> Scene:
    return scene(STORE, address, PictureCache())


def shown(found: Scene) -> set[str]:
    return {each.arn for each in found.view.shown.entities}


def of_version(version: int) -> set[str]:
    return {ENDPOINT, IMAGE, *(arn(what, version) for what in ("deployment", "package", "approval", "file"))}


def test_the_first_picture_is_that_of_the_deployment_in_force() -> None:
    found = drawn(NOW)
    assert shown(found) == of_version(3)
    assert found.status == (
        "6 of 6 entities, 5 associations, complete within 5 steps upstream and 3 steps downstream of this deployment"
        " · the last completed deployment in the lineage, as its configuration was not read: routing/3, 10 Mar 2026;"
        " 2 earlier deployments are not shown · 2 as badges"
    )
    assert found.payload["status"] == f"{found.status} · another deployment: View, Deployment"
    about = caption(STORE, NOW, found)
    assert about.complete == found.status
    assert "View, Deployment" not in page(found.payload, about, found.view.shown.entities), "it has no menus"
    assert "routing/3" in caption(STORE, NOW, found).filters
    assert "complete within this deployment · " in drawn(replace(NOW, up=UNLIMITED, down=UNLIMITED)).status


@pytest.mark.parametrize(
    "change", [{"deployment": arn("deployment", 1)}, {"deployment": ALL}, {"as_of": day_of(2).date()}]
)
def test_another_choice_moves_no_card_that_stays(change: dict[str, str]) -> None:
    cache = PictureCache()
    before = scene(STORE, NOW, cache)
    after = scene(STORE, replace(NOW, **change), cache)  # type: ignore[arg-type]
    stay = shown(before) & shown(after)
    assert stay >= {ENDPOINT, IMAGE}
    assert {each: before.positions[each] for each in stay} == {each: after.positions[each] for each in stay}
    places = [after.positions[each] for each in shown(after)]
    assert len(set(places)) == len(places)
    assert drawn(replace(NOW, **change)).positions == after.positions  # type: ignore[arg-type]


@pytest.mark.parametrize("arrangement", [Arrangement.RIGHT, Arrangement.DOWN])
def test_another_deployment_reads_in_the_direction_of_the_lineage(arrangement: Arrangement) -> None:
    found = drawn(replace(NOW, deployment=arn("deployment", 1), arrangement=arrangement))
    at = {each: found.positions[each] for each in shown(found)}
    for link in found.view.shown.associations:
        start, end = at[link.source], at[link.destination]
        assert start.y < end.y if arrangement is Arrangement.DOWN else start.x < end.x, link


def test_the_choices_show_their_versions() -> None:
    assert shown(drawn(replace(NOW, deployment=arn("deployment", 1)))) == of_version(1)
    assert shown(drawn(replace(NOW, deployment=ALL))) == of_version(1) | of_version(2) | of_version(3)
    of_day = drawn(replace(NOW, as_of=day_of(2).date()))
    assert shown(of_day) == of_version(2)
    assert "what it served on 10 Feb 2026: routing/2, 10 Feb 2026 to 10 Mar 2026" in of_day.status
    first, last = of_day.days or (None, None)
    assert (first, last) == (IMAGE_DAY, day_of(3).date())


IMAGE_DAY = next(each.created for each in SERVED.holds if each.arn == IMAGE).date()  # type: ignore[union-attr]


def test_expanding_the_endpoint_shows_its_other_deployments() -> None:
    grown = drawn(replace(NOW, steps=((Grow.UPSTREAM, ENDPOINT),), bundled=False))
    assert shown(grown) == of_version(3) | {arn("deployment", 1), arn("deployment", 2)}
    assert "not shown" in grown.status
    assert (Direction.UPSTREAM, ENDPOINT) in drawn(NOW).unfinished


def test_a_link_keeps_the_choice_and_names_one_that_means_nothing() -> None:
    chosen = replace(NOW, deployment=arn("deployment", 1))
    assert parameters(chosen)["deployment"] == arn("deployment", 1)
    assert known(STORE, chosen, PictureCache()) == chosen
    assert known(STORE, replace(NOW, deployment=ALL), PictureCache()).deployment == ALL
    for wrong in (replace(NOW, deployment="v1"), Address(arn("package", 1), deployment=arn("deployment", 1))):
        kept = known(STORE, wrong, PictureCache())
        assert kept == replace(wrong, deployment="")
        query = {name: [str(value)] for name, value in parameters(wrong).items()}
        assert not_understood(query, kept) == (f"deployment={wrong.deployment}",)
    assert Address(ENDPOINT, deployment=ALL).refocused(arn("package", 1)).deployment == ""


def test_a_package_is_drawn_with_its_evaluation() -> None:
    found = drawn(Address(arn("package", 1)))
    assert {arn(each, 1) for each in ("evaluation", "test", "report")} < shown(found)
    assert found.status.endswith(
        "complete within 5 steps upstream and 3 steps downstream"
        " · with 1 processing job that read the model before the decision · 2 as badges"
    )


def test_the_status_counts_the_evaluations_that_are_shown() -> None:
    package = Address(arn("package", 1))
    for without in (
        replace(package, hidden=ViewFilter(labels=frozenset({"trial_component"}))),
        replace(package, collapsed=frozenset({(Direction.UPSTREAM, package.focus)})),
    ):
        found = drawn(without)
        assert arn("evaluation", 1) not in shown(found)
        assert "that read the model" not in found.status


def test_an_evaluation_goes_with_the_side_that_it_reads() -> None:
    package = Address(arn("package", 1))
    up, down = (Direction.UPSTREAM, package.focus), (Direction.DOWNSTREAM, package.focus)
    assert shown(drawn(replace(package, collapsed=frozenset({up, down})))) == {package.focus}
    assert shown(drawn(replace(package, collapsed=frozenset({up})))) == {
        package.focus, arn("deployment", 1), ENDPOINT,
    }  # fmt: skip
    assert arn("evaluation", 1) in shown(drawn(replace(package, collapsed=frozenset({down}))))
