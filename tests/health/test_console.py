"""Findings about the Gremlin console: its role, and each of its actions."""

import pytest

from lineage_viz.health import Verdict
from lineage_viz.health.console import ACTIONS, NAME, console_checks
from lineage_viz.settings import Settings
from tests.console.conftest import Cluster, cluster, profiles, settings, small

__all__ = ["cluster", "profiles", "small"]

pytestmark = pytest.mark.usefixtures("profiles", "small")


def found(given: Settings) -> dict[str, Verdict]:
    return {check.name: check.ask().verdict for check in console_checks(given)}


def test_a_role_that_only_reads_passes_with_each_of_its_actions(cluster: Cluster) -> None:
    assert set(found(settings(cluster())).values()) == {Verdict.OK}
    assert len(found(settings(cluster()))) == 1 + len(ACTIONS)


@pytest.mark.parametrize(
    ("profile", "failing"),
    [
        ("admin", {NAME}),
        ("without-status", {NAME, "neptune-db:GetQueryStatus (console)"}),
        ("viewer", {NAME, "neptune-db:CancelQuery (console)"}),
    ],
)
def test_a_role_with_too_much_or_too_little_fails(cluster: Cluster, profile: str, failing: set[str]) -> None:
    verdicts = found(settings(cluster(), profile))
    assert {name for name, verdict in verdicts.items() if verdict is not Verdict.OK} == failing


def test_a_deployment_without_a_console_has_no_check_of_it() -> None:
    assert console_checks(Settings()) == []
