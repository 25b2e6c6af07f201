"""The facts of a view of an earlier time are the same on the card, in the panel, in lists and in every file."""

from datetime import date

import pytest

from lineage_viz.evidence.brief import brief
from lineage_viz.evidence.words import rows
from lineage_viz.model import Entity
from lineage_viz.picture.address import Address
from lineage_viz.picture.as_shown import as_shown
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.scene import Scene, scene
from lineage_viz.questions.common_ancestors import common_ancestors
from lineage_viz.questions.impact import impact
from lineage_viz.questions.served import ALL, Deployed
from lineage_viz.store.local import LocalStore
from lineage_viz.takeaway import FORMATS, Drawing, TakeAway, file_name
from lineage_viz.takeaway.view_caption import caption, impact_caption
from lineage_viz.title import title
from tests import demo_once

JUNE, FEBRUARY = date(2025, 6, 15), date(2026, 2, 28)


@pytest.fixture(scope="module")
def store() -> LocalStore:
    return demo_once.store()


def named(store: LocalStore, name: str, type_: str = "Model") -> str:
    hits = store.search(name, limit=200).entities
    return next(each.arn for each in hits if (title(each), each.type) == (name, type_))


def drawn(store: LocalStore, address: Address) -> Scene:
    return scene(store, address, PictureCache())


def card(found: Scene, arn: str) -> dict[str, object]:
    return next(node for node in found.payload["nodes"] if node["arn"] == arn)  # type: ignore[attr-defined]


def in_panel(store: LocalStore, address: Address, found: Scene) -> tuple[Entity, dict[str, str]]:
    (entity,) = as_shown(store, address, found.own, [store.get(address.focus)])
    return entity, {row.words: row.value for row in rows(entity)}


def files(store: LocalStore, address: Address, found: Scene) -> dict[str, str]:
    about = caption(store, address, found)
    taken = TakeAway(found.view.shown, Drawing.of(found), found.payload, about)
    return {each.name: each.make(taken).decode() for each in FORMATS}


def test_a_version_that_an_endpoint_served_on_a_day_is_served_by_it_in_each_view(store: LocalStore) -> None:
    address = Address(named(store, "ticket-routing-prod", "Endpoint"), as_of=date(2026, 2, 1))
    found = drawn(store, address)
    (package,) = (each for each in found.view.shown.entities if title(each) == "ticket-routing-models/7")
    assert "served by ticket-routing-prod" in brief(package)
    of_package = Address(package.arn, as_of=date(2026, 2, 1))
    _, panel = in_panel(store, of_package, drawn(store, of_package))
    assert panel["Served by"] == "ticket-routing-prod"
    other = Address(named(store, "ticket-routing-models/6"), as_of=date(2026, 2, 1))
    assert in_panel(store, other, drawn(store, other))[1]["Served by"].startswith("not read")


def test_a_day_has_its_own_facts_everywhere(store: LocalStore) -> None:
    package = named(store, "loyalty-tiers-models/1")
    address = Address(package, as_of=JUNE)
    found = drawn(store, address)
    assert card(found, package)["fact"][0] == "Approved by helen-strand · 16 May 2025"  # type: ignore[index]
    _, panel = in_panel(store, address, found)
    assert (panel["Approval"], panel["Decided by"]) == ("Approved", "helen-strand")
    assert panel["Served by"] == "loyalty-tiers-prod"
    for name, text in files(store, address, found).items():
        assert [words for words in ("Rejected", "Live without approval") if words in text] == [], name
    assert {facet.value for facet in found.view.facets.statuses} >= {"Approved"}
    assert "Rejected" not in {facet.value for facet in found.view.facets.statuses}
    reached = impact(store, package, as_of=address.scope.as_of)
    assert reached.entity.text("approval") == "Approved"
    assert "unapproved" not in {name for row in reached.rows for name in row.entity.properties}
    both = common_ancestors(store, package, package, as_of=address.scope.as_of)
    assert (
        next(each.entity for each in both.ancestors if each.entity.arn == package).text("approval")
        == "Approved"
    )
    assert impact_caption(store, reached).title == "Impact of loyalty-tiers-models/1, as of 15 Jun 2025"


def test_an_endpoint_shows_what_it_served_on_the_day(store: LocalStore) -> None:
    endpoint = named(store, "ticket-routing-prod", "Endpoint")
    address = Address(endpoint, as_of=FEBRUARY)
    found = drawn(store, address)
    assert card(found, endpoint)["fact"][0] == "served v9, 6 Feb 2026 to 10 Mar 2026"  # type: ignore[index]
    _, panel = in_panel(store, address, found)
    assert (panel["Serves"], panel["Served it until"]) == (
        "ticket-routing-models/9",
        "10 Mar 2026, 05:48 UTC",
    )
    assert found.own.served
    assert (found.own.served.made(address.scope.as_of), found.own.served.made(None)) == (5, 6)
    for name, text in files(store, address, found).items():
        assert "ticket-routing-models/10" not in text, name
    of_package = drawn(store, Address(named(store, "ticket-routing-models/9"), as_of=FEBRUARY))
    assert card(of_package, endpoint)["fact"] == card(found, endpoint)["fact"]


def test_an_endpoint_shows_what_the_chosen_deployment_served(store: LocalStore) -> None:
    endpoint = named(store, "ticket-routing-prod", "Endpoint")
    now = drawn(store, Address(endpoint))
    assert now.own.served
    seventh = next(each for each in now.own.served.deployments if each.is_named("7"))
    address = Address(endpoint, deployment=seventh.arn)
    found = drawn(store, address)
    assert card(found, endpoint)["fact"][0] == "served v7, 1 Dec 2025 to 6 Feb 2026"  # type: ignore[index]
    _, panel = in_panel(store, address, found)
    assert panel["Serves"] == "ticket-routing-models/7"
    assert card(now, endpoint)["fact"][0] == "serves v10 since 10 Mar 2026"  # type: ignore[index]


def test_files_of_different_times_have_different_names(store: LocalStore) -> None:
    endpoint = named(store, "ticket-routing-prod", "Endpoint")
    now = Address(endpoint)
    served = drawn(store, now).own.served
    assert served
    seventh: Deployed = next(each for each in served.deployments if each.is_named("7"))
    names = {
        file_name(caption(store, each, drawn(store, each)), "csv").removeprefix("Lineage-of-ticket-routing-prod")
        for each in (
            now, Address(endpoint, as_of=FEBRUARY), Address(endpoint, deployment=seventh.arn),
            Address(endpoint, deployment=ALL), Address(endpoint, deployment=ALL, as_of=FEBRUARY),
        )
    }  # fmt: skip
    assert names == {
        ".csv",
        "-v9-6-Feb-2026-to-10-Mar-2026-as-of-28-Feb-2026.csv",
        "-v7-1-Dec-2025-to-6-Feb-2026.csv",
        "-all-6-deployments.csv",
        "-all-5-deployments-as-of-28-Feb-2026.csv",
    }


def test_a_badge_counts_every_known_decision(store: LocalStore) -> None:
    package = named(store, "shelf-images-models/8")
    found = drawn(store, Address(package))
    badges = [found.payload["badges"][number] for number in card(found, package)["badges"]]  # type: ignore
    badge = next(each for each in badges if "decision" in each["words"])
    assert (badge["words"], badge["brief"], len(badge["arns"])) == ("3 decisions", "3", 2)
    assert badge["about"] == [
        "3 decisions", "Rejected by omar-farouk · 5 Mar 2026", "Approved by helen-strand · 24 Feb 2026",
        "Pending approval by chen-wei · 22 Feb 2026",
    ]  # fmt: skip
