"""The lease of a cluster: one holder at a time, whoever asks, and none for ever."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from gremlin_python.process.traversal import Cardinality, T

from lineage_viz.errors import LeaseLost, LoadFailed
from lineage_viz.model import SnapshotInfo
from lineage_viz.neptune_admin.leased import Term, lease_left_words, lease_of, leased, refuse_if_held, take
from lineage_viz.neptune_admin.target import Target
from lineage_viz.progress import Progress
from lineage_viz.store.neptune import dropping, marker, steps
from tests.neptune_admin.load.conftest import opened
from tests.neptune_local import NeptuneLocal

INFO = SnapshotInfo("snapshots/monday", "123456789012", "eu-west-1", None, ())
QUICK = Term(lasts=0.2, beat=0.05, look=0.01)


@pytest.fixture
def here(neptune: NeptuneLocal) -> Iterator[Target]:
    with opened(neptune) as target:
        yield target


def lock(folder: Path, name: str = "a") -> Path:
    path = folder / f"{name}.lock"
    path.touch()
    return path


def test_many_processes_change_a_cluster_one_after_the_other(here: Target, tmp_path: Path) -> None:
    inside = threading.Semaphore(1)
    locks = [lock(tmp_path, str(number)) for number in range(6)]

    def change(number: int) -> None:
        with leased(
            here, f"change {number}", locks[number % 6], wait=True, term=Term(60.0, 5.0, 0.005)
        ) as held:
            assert inside.acquire(blocking=False), "somebody else changes the cluster, too"
            held.check()
            inside.release()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(change, range(6)))
    assert lease_of(here) is None


def test_the_lease_of_a_process_that_ended_is_free_after_its_time(here: Target, tmp_path: Path) -> None:
    gone = take(here, "reload", lock(tmp_path, "there"), term=Term(3600.0, 600.0))
    waited: list[Progress] = []
    with pytest.raises(LoadFailed, match="with --wait"):
        take(here, "load", lock(tmp_path), term=QUICK)
    with leased(here, "load", lock(tmp_path), wait=True, listener=waited.append, term=QUICK) as held:
        held.check()
        assert "(reload, since" in waited[0].note
        with pytest.raises(LeaseLost, match=r"\(load, since .* changes it now"):
            gone.check()
        gone.give_back()
        held.check()


def test_whoever_has_the_lock_of_the_holder_waits_for_nobody(here: Target, tmp_path: Path) -> None:
    same = lock(tmp_path)
    killed = take(here, "killed", same, term=Term(3600.0, 600.0))
    refuse_if_held(here, same)
    with pytest.raises(LoadFailed, match=r"\(killed, since"):
        refuse_if_held(here, lock(tmp_path, "other"))
    with leased(here, "next", same) as held:
        held.check()
        killed.give_back()  # ends its thread, which would renew the lease beside a later test
        held.check()


def test_a_holder_keeps_the_lease_for_as_long_as_it_works(here: Target, tmp_path: Path) -> None:
    renewed: set[str] = set()

    def more(_: Progress) -> None:
        present = lease_of(here)
        assert present is not None
        assert present.doing == "long"
        renewed.add(present.until.isoformat())
        if len(renewed) > 3:
            held.give_back()

    held = take(here, "long", lock(tmp_path), term=QUICK)
    with leased(here, "next", lock(tmp_path, "other"), wait=True, listener=more, term=QUICK) as other:
        other.check()
    assert len(renewed) > 3


def test_a_holder_that_lost_the_lease_removes_and_marks_nothing(here: Target, tmp_path: Path) -> None:
    g = steps.source()
    here.runner.ask(g.add_v("artifact").property("name", "x").as_("a").add_e("Produced").to("a").id_())
    (arn,), (edge,) = here.runner.ask(g.V().id_()), here.runner.ask(g.E().id_())
    for traversal in (
        dropping.edges(g, [edge], "gone"),
        dropping.vertex_properties(g, [arn], "name", "gone"),
        dropping.vertices(g, [arn], "gone"),
        marker.begin(g, INFO, "digest", holder="gone"),
        marker.finish(g, INFO, "digest", holder="gone"),
    ):
        assert here.runner.ask(traversal) == []
    assert here.runner.ask(g.V().values("name")) == ["x"]
    assert here.runner.ask(g.E().count()) == [1]
    assert here.markers() == ()
    with leased(here, "load", lock(tmp_path)) as held:
        here.runner.ask(marker.begin(g, INFO, "theirs"))
        assert here.runner.ask(marker.finish(g, INFO, "mine", holder=held.holder, counted=["mine"]))
        here.runner.ask(dropping.edges(g, [edge], held.holder))
        here.runner.ask(dropping.vertices(g, [arn], held.holder))
    assert {each.digest for each in here.markers()} == {"theirs", "mine"}
    assert here.counts().entities == 0


@pytest.mark.parametrize("texts", [{}, {"until": "soon"}, {"until": "2099-01-01T00:00:00"}])
def test_a_lease_that_cannot_be_read_is_taken_over(
    texts: dict[str, str], here: Target, tmp_path: Path
) -> None:
    """Something else has written it: it names nobody who could renew it."""
    written = steps.source().add_v(steps.LEASE).property(T.id, steps.LEASE).property("holder", "x")
    whole = {"by": "x", "doing": "x", "since": "2026-11-23T02:00:00+00:00", "seat": "x", "source": ""} | texts
    for name, text in whole.items() if texts else ():
        written = written.property(Cardinality.single, name, text)
    here.runner.ask(written.id_())
    found = lease_of(here)
    assert found
    assert "cannot be read" in lease_left_words(found)
    with leased(here, "load", lock(tmp_path), term=QUICK) as held:
        held.check()
    assert lease_of(here) is None
