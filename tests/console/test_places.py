"""The places of queries that run at once, shared among people."""

from threading import Event, Thread

from lineage_viz.console.places import Places
from tests.patience import PATIENCE


def test_one_person_takes_all_places_only_while_nobody_else_waits() -> None:
    places = Places(2)
    assert places.acquire("ana", 0)
    assert places.acquire("ana", 0)
    assert not places.acquire("bo", 0)
    got = Event()

    def wait() -> None:
        if places.acquire("bo", PATIENCE):
            got.set()

    waiting = Thread(target=wait)
    waiting.start()
    while not places._waiting["bo"]:
        pass
    assert not places.acquire("ana", 0)
    places.release("ana")
    assert not places.acquire("ana", 0)  # it is for the one who has none
    assert got.wait(PATIENCE)
    waiting.join(PATIENCE)
    places.release("bo")
    assert places.acquire("ana", 0)
