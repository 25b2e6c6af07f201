"""The console opens only while Neptune refuses changes by its role, and says why it is closed."""

import pytest

from lineage_viz.console import Console, Ended
from lineage_viz.console.console import FRESH
from lineage_viz.settings import Settings
from tests.console.conftest import CANCEL, READ, STATUS, Clock, Cluster, console, key_of, settings
from tests.neptune_local import CONSOLE
from tests.neptune_local.actions import EVERY

pytestmark = pytest.mark.usefixtures("profiles", "small")


def test_it_opens_for_a_role_that_only_reads(cluster: Cluster) -> None:
    assert console(cluster()).closed() == ""
    assert console(cluster(single_instance=True)).closed() == ""


@pytest.mark.parametrize("replica", [True, False], ids=["with a replica", "a single instance"])
@pytest.mark.parametrize("profile", ["admin", "writes", "deletes"])
def test_it_stays_closed_for_a_role_that_may_change_something(
    cluster: Cluster, profile: str, replica: bool
) -> None:
    opened = console(cluster(single_instance=not replica), profile)
    reason = opened.closed()
    action = "WriteDataViaQuery" if profile == "writes" else "DeleteDataViaQuery"
    assert f"neptune-db:{action}" in reason
    assert "The trial changed nothing" in reason
    run = opened.start("g.V().count()")
    run.wait()
    assert (run.ended, run.rows, str(run.error)) == (Ended.REFUSED, [], reason)


@pytest.mark.parametrize(
    ("profile", "action"),
    [("without-read", READ), ("without-status", STATUS), ("viewer", CANCEL), ("nobody", READ)],
)
def test_it_stays_closed_for_a_role_that_lacks_an_action(cluster: Cluster, profile: str, action: str) -> None:
    assert f"neptune-db:{action}" in console(cluster(), profile).closed()


def test_it_stays_closed_where_iam_is_off_in_the_cluster(cluster: Cluster) -> None:
    assert "IAM authentication is off in the cluster" in console(cluster(identities=())).closed()


def test_it_says_which_setting_it_lacks(cluster: Cluster) -> None:
    neptune = cluster()
    assert "make neptune-local" in Console(Settings()).closed()
    assert "LINEAGE_VIZ_NEPTUNE_IAM" in Console(settings(neptune, iam=False)).closed()
    assert "LINEAGE_VIZ_CONSOLE" in Console(settings(neptune, "")).closed()


def test_it_stays_closed_on_a_reader_in_place_of_the_writer(cluster: Cluster) -> None:
    neptune = cluster()
    given = settings(neptune)
    assert given.neptune
    turned = Settings(neptune=type(given.neptune)(neptune.reader_url, neptune.reader_url), console="admin")
    assert "writer endpoint" in Console(turned).closed()


def test_it_stays_closed_without_credentials_and_opens_once_they_are_there(cluster: Cluster) -> None:
    clock = Clock()
    neptune = cluster()
    opened = Console(settings(neptune, "unknown-profile"), clock)
    assert "unknown-profile" in opened.closed()
    assert "LINEAGE_VIZ_CONSOLE" in opened.closed()


def test_it_closes_within_a_minute_after_its_role_may_write_and_opens_again(cluster: Cluster) -> None:
    clock, neptune = Clock(), cluster()
    opened = console(neptune, clock=clock)
    assert opened.closed() == ""
    neptune.allow(key_of("console"), EVERY)
    clock.now += FRESH + 1
    assert FRESH < 60
    assert "The trial changed nothing" in opened.closed()
    neptune.allow(key_of("console"), CONSOLE)
    clock.now += FRESH + 1
    assert opened.closed() == ""


def test_a_cluster_that_is_away_closes_it(cluster: Cluster) -> None:
    neptune = cluster()
    neptune.faults.down = True
    assert "cannot be reached" in console(neptune).closed()


def test_an_answer_that_says_nothing_about_the_right_to_end_a_query_keeps_it_closed(cluster: Cluster) -> None:
    neptune = cluster()
    neptune.faults.unclear_end = 1
    opened = console(neptune)
    assert "The trial of ending a query had no clear answer." in opened.closed()
