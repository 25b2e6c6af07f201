"""The cache around a remote store: repeated questions, clearing, and failures."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest

from lineage_viz.errors import EntityNotFound, StoreUnavailable
from lineage_viz.model import Entity, SnapshotInfo, Subgraph
from lineage_viz.store.base import Page, Paths, Store
from lineage_viz.store.local import LocalStore
from lineage_viz.store.memory import Memory
from lineage_viz.store.remembering import AGAIN, FRESH, RememberingStore
from tests.sample import I2, SAMPLE, E, K, M

STORE = LocalStore([SAMPLE])

QUESTIONS: tuple[Callable[[Store], object], ...] = (
    lambda store: store.snapshots,
    lambda store: store.counts(),
    lambda store: store.schema(),
    lambda store: store.get(M),
    lambda store: store.search("abalone"),
    lambda store: store.neighbors(K),
    lambda store: store.trace([M, K], up=2),
    lambda store: store.paths(I2, E),
)


class Far:
    """A remote store that lists its questions; a test can change its snapshots or make it unreachable."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.down = False
        self.loaded: tuple[SnapshotInfo, ...] = (SAMPLE.info,)

    @property
    def snapshots(self) -> tuple[SnapshotInfo, ...]:
        self.hear("snapshots")
        return self.loaded

    def __getattr__(self, name: str) -> Callable[..., object]:
        def ask(*given: object, **more: object) -> object:
            self.hear(name)
            return getattr(STORE, name)(*given, **more)

        return ask

    def hear(self, name: str) -> None:
        self.asked.append(name)
        if self.down:
            raise StoreUnavailable("It is down.")


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def far() -> Far:
    return Far()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(far: Far, clock: Clock) -> RememberingStore:
    return RememberingStore(far, clock)  # type: ignore[arg-type]


@pytest.mark.parametrize("question", QUESTIONS)
def test_asks_each_question_once(
    far: Far, store: RememberingStore, question: Callable[[Store], object]
) -> None:
    first = question(store)
    assert first == question(STORE)
    asked = list(far.asked)
    assert question(store) is first
    assert far.asked == asked


def test_caches_each_entity_of_an_answer(far: Far, store: RememberingStore) -> None:
    found = store.trace([M])
    far.asked.clear()
    for entity in found.entities:
        assert store.get(entity.arn) is entity
    assert far.asked == []


def test_checks_the_snapshots_every_few_seconds(far: Far, store: RememberingStore, clock: Clock) -> None:
    store.counts()
    clock.now += FRESH / 2
    store.counts()
    assert far.asked.count("snapshots") == 1
    clock.now += FRESH
    store.counts()
    assert far.asked == ["snapshots", "counts", "snapshots"]


def test_another_snapshot_clears_the_cache(far: Far, store: RememberingStore, clock: Clock) -> None:
    store.counts()
    before = store.edition
    far.loaded = (SnapshotInfo("another"),)
    assert store.edition == before
    clock.now += FRESH
    assert store.snapshots == far.loaded
    assert store.edition != before
    store.counts()
    assert far.asked.count("counts") == 2


def test_without_a_snapshot_every_check_clears_the_cache(
    far: Far, store: RememberingStore, clock: Clock
) -> None:
    far.loaded = ()
    store.counts()
    before = store.edition
    clock.now += FRESH
    store.counts()
    assert far.asked.count("counts") == 2
    assert store.edition != before


def test_nobody_goes_on_with_old_snapshots_while_a_check_takes_long(
    far: Far, store: RememberingStore, clock: Clock
) -> None:
    """A load waits four seconds after its mark: by then no page may call complete what may be a mix."""
    assert store.gaps == ()
    checking, answers = Event(), Event()

    def slow(name: str) -> None:
        if name == "snapshots":
            checking.set()
            assert answers.wait(10)

    far.hear = slow  # type: ignore[method-assign]
    with ThreadPoolExecutor(2) as threads:
        clock.now += FRESH
        first = threads.submit(lambda: store.gaps)
        assert checking.wait(10)
        assert store.gaps == (), "for a moment, what was known is new enough"
        clock.now += 0.9
        second = threads.submit(lambda: store.gaps)
        far.loaded = (replace(SAMPLE.info, incomplete=("A load has started",)),)
        answers.set()
        assert first.result(10) == second.result(10) == ("A load has started",)


def test_the_age_of_what_is_known_counts_from_the_question(
    far: Far, store: RememberingStore, clock: Clock
) -> None:
    assert store.gaps == ()

    def slow(name: str) -> None:
        far.asked.append(name)
        clock.now += FRESH

    far.hear = slow  # type: ignore[method-assign]
    clock.now += FRESH
    assert store.gaps == store.gaps == ()
    assert far.asked.count("snapshots") == 3


def test_does_not_cache_failures(far: Far, store: RememberingStore, clock: Clock) -> None:
    for _ in range(2):
        with pytest.raises(EntityNotFound):
            store.get("arn:nobody")
    assert far.asked.count("get") == 2
    far.down = True
    with pytest.raises(StoreUnavailable):
        store.counts()
    far.down = False
    clock.now += AGAIN
    assert store.counts().entities == 16


def test_while_the_store_is_down_cached_answers_stay_and_others_fail_at_once(
    far: Far, store: RememberingStore, clock: Clock
) -> None:
    trace = store.trace([M])
    far.down = True
    clock.now += FRESH
    far.asked.clear()
    assert store.trace([M]) is trace
    assert store.snapshots == (SAMPLE.info,)
    for question in (store.counts, store.schema, store.check):
        with pytest.raises(StoreUnavailable, match="It is down"):
            question()
    assert far.asked == ["snapshots"]
    far.down = False
    clock.now += AGAIN
    store.check()
    assert store.trace([M]) is trace
    assert store.counts().entities == 16


def test_one_failed_question_does_not_make_others_fail(far: Far, store: RememberingStore) -> None:
    store.check()
    far.down = True
    with pytest.raises(StoreUnavailable):
        store.counts()
    far.down = False
    store.check()  # checks again at once
    assert store.schema().types


def test_raises_when_the_store_is_down_from_the_start(far: Far, store: RememberingStore) -> None:
    far.down = True
    for question in QUESTIONS:
        with pytest.raises(StoreUnavailable):
            question(store)
    assert far.asked == ["snapshots"]


def test_concurrent_identical_questions_share_one_call() -> None:
    memory, asked, answer = Memory(), Event(), Event()
    times: list[int] = []

    def ask() -> Page:
        times.append(1)
        asked.set()
        assert answer.wait(60)
        return Page((), 7)

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(memory.recall, "question", ask)
        assert asked.wait(60)
        second = threads.submit(memory.recall, "question", ask)
        answer.set()
        assert first.result() is second.result()
    assert times == [1]


def test_the_number_of_cached_answers_is_limited() -> None:
    memory = Memory(most=3)
    for number in range(4):
        memory.recall(number, lambda: 1)
    assert memory.recall(3, lambda: 2) == 1
    assert memory.recall(0, lambda: 2) == 2


@pytest.mark.parametrize(
    "large",
    [
        Subgraph(tuple(Entity(f"arn:{n}", "artifact") for n in range(60))),
        Page(tuple(Entity(f"arn:{n}", "artifact") for n in range(60)), 60),
        Paths((tuple("abc"),) * 20),
        tuple(range(30)),
    ],
)
def test_the_size_of_cached_answers_is_limited(large: object) -> None:
    memory = Memory(heaviest=100)
    assert memory.recall("first", lambda: large) is large
    assert memory.recall("second", lambda: large) is large
    assert memory.recall("first", lambda: None) is None
    assert Memory(heaviest=10).recall("too large", lambda: large) is large


def test_deletes_the_least_recently_used_answer_first() -> None:
    memory = Memory(most=2)
    memory.recall("old", lambda: 1)
    memory.recall("new", lambda: 1)
    memory.recall("old", lambda: 2)
    memory.recall("newest", lambda: 1)
    assert memory.recall("old", lambda: 3) == 1
