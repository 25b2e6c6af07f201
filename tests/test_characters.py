"""Texts are cut between characters as people see them, in the browser and in Python alike."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from deno import find_deno_bin

from lineage_viz.characters import characters, end_of, start_of
from lineage_viz.shortening import ENDS, SMALLER, ended, shortened
from lineage_viz.words import elide
from tests.patience import PATIENCE

CANVAS = Path(__file__).parent.parent / "lineage_viz" / "picture" / "canvas"
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
WHOLE = (
    FAMILY, "\U0001f44d\U0001f3fd", "\u2764\ufe0f\u200d\U0001f525", "\U0001f1e9\U0001f1ea", "1\ufe0f\u20e3",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "e\u0301", "\u0939\u093f",
    "\u0915\u094d\u0937\u093f", "\u0e01\u0e33", "\u1112\u1161\u11ab", "\ud55c", "\u30c7", "\uff76\uff9e",
    "\U0001d54f", "\r\n",
)  # fmt: skip
"""Each is one character for a person."""


def test_characters_are_whole() -> None:
    assert [characters(each) for each in WHOLE] == [[each] for each in WHOLE]
    flags = "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7\U0001f1e9"
    assert list(map(len, characters(flags))) == [2, 2, 1]
    assert characters("a\u200db\n\u0301") == ["a\u200d", "b", "\n", "\u0301"]


def in_the_browser(script: str, given: object) -> Any:
    """Return the answer of a script about `given` in the engine of Chromium."""
    command = [find_deno_bin(), "run", "--no-config", "--no-remote", f"--allow-read={CANVAS}", "-"]
    own = {"DENO_DIR": str(Path(sys.prefix) / ".deno"), "DENO_NO_UPDATE_CHECK": "1"}
    whole = f"const given = {json.dumps(given)}, canvas = '{CANVAS.as_uri()}';\n{script}"
    done = subprocess.run(
        command, input=whole, env=os.environ | own, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_browser_sees_the_same_characters() -> None:
    texts = ["".join(WHOLE), "-".join(WHOLE), *(f"a{one}{other}b" for one in WHOLE for other in WHOLE)]
    script = """const { characters } = await import(`${canvas}/characters.js`);
console.log(JSON.stringify(given.map(characters)));"""
    assert in_the_browser(script, texts) == [characters(each) for each in texts]


def test_the_canvas_cuts_as_the_svg_does() -> None:
    text = "".join(WHOLE) * 3
    script = """globalThis.GEOMETRY = { ends: given.ends, smaller: given.smaller };
const { fittedName, fittedStart } = await import(`${canvas}/fitting.js`);
const ctx = { font: "", measureText: (text) => ({ width: [...text].length }) };
const cuts = Array.from({ length: 60 }, (_, room) => {
  const card = () => ({ label: given.text, fits: new Map() });
  return [fittedStart(ctx, card(), given.text, room), fittedName(ctx, card(), 1, room * 0.85 + 0.01).lines[0]];
});
console.log(JSON.stringify(cuts));"""
    given = {"text": text, "ends": ENDS, "smaller": SMALLER}

    def cuts(room: int) -> list[str]:
        return [cut(text, lambda short: len(short) <= room) for cut in (ended, shortened)]

    assert in_the_browser(script, given) == [cuts(room) for room in range(60)]


@pytest.mark.parametrize("cut", [ended, shortened])
def test_a_name_is_cut_between_characters(cut: Callable[[str, Callable[[str], bool]], str]) -> None:
    for room in range(1, 12):
        short = cut(FAMILY * 12, lambda text, room=room: len(characters(text)) <= room)
        assert set(characters(short)) <= {FAMILY, "\u2026"}


def test_a_text_for_one_line_is_cut_between_characters() -> None:
    short = elide(f"{FAMILY * 40}x{FAMILY * 40}", 60)
    assert set(characters(short)) == {FAMILY, "\u2026"}
    assert len(short) <= 60
    many = "a" + "\u0301" * 900
    assert (len(start_of(many, 9)), len(end_of(many, 9)), len(elide(many, 60))) == (9, 9, 60)
