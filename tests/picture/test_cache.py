"""Many small pictures are kept, few large ones, and always the one that is in view."""

from dataclasses import dataclass

from lineage_viz.picture.cache import PictureCache


@dataclass(frozen=True)
class Picture:
    """A picture by its number of cards."""

    positions: range


def kept(cards: int, pictures: int) -> int:
    """The number of pictures of this size that are kept of those that were shown, the last one among them."""
    cache = PictureCache()
    for number in range(pictures):
        cache.scenes.recall(number, lambda: Picture(range(cards)))
        assert cache.scenes.held(number)
    return sum(cache.scenes.held(number) is not None for number in range(pictures))


def test_a_hundred_people_find_their_pictures_again() -> None:
    assert kept(cards=100, pictures=200) == 200


def test_large_pictures_leave_room_for_few() -> None:
    assert kept(cards=10_000, pictures=20) == 5
    assert kept(cards=200_000, pictures=3) == 1
