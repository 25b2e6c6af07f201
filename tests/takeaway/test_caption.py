import pytest

from lineage_viz.takeaway import FORMATS, Caption, file_name
from tests.takeaway.conftest import CAPTION, NASTY


def named(title: str) -> str:
    return file_name(Caption(title, "", "", ""), "svg")


def test_a_file_has_the_name_of_its_title() -> None:
    assert file_name(CAPTION, "entities.csv") == "Lineage-of-abalone-1.entities.csv"


@pytest.mark.parametrize(
    "title", [*NASTY, "../../etc/passwd", "..", "", "CON", "nul.txt", "a:b*c?", "データ" * 90]
)
def test_every_system_accepts_the_name(title: str) -> None:
    name = named(title)
    assert name.endswith(".svg")
    assert len(name) <= 120
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|\0\n\u202e')
    assert name.partition(".")[0].lower() not in {"", "con", "nul"}


def test_letters_keep_their_vowel_signs_and_accents() -> None:
    assert named("हिन्दी मॉडल / कि") == "हिन्दी-मॉडल-कि.svg"
    assert named("cafe\u0301  au -- lait") == "cafe\u0301-au-lait.svg"
    assert named("हि" * 90).removesuffix(".svg") == "हि" * 32


def test_no_two_formats_share_a_file_name() -> None:
    assert len({file_name(CAPTION, format_.extension) for format_ in FORMATS}) == len(FORMATS)
