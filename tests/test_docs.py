"""The README and the pages in docs/ match the code."""

import re
import shlex
from pathlib import Path

import pytest

from lineage_viz import settings
from lineage_viz.cli import main
from lineage_viz.cli.parser import build_parser

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = {path.name: path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md")}


def test_the_first_screen_has_the_two_commands() -> None:
    first_screen = "\n".join(README.splitlines()[:30])
    assert "make run" in first_screen
    assert "make test" in first_screen


@pytest.mark.parametrize(
    "setting", [value for value in vars(settings).values() if str(value).startswith("LINEAGE_VIZ_")]
)
def test_every_setting_is_explained(setting: str) -> None:
    assert f"| `{setting}` |" in PAGES["settings.md"]


def test_every_command_is_shown() -> None:
    (commands,) = [action for action in build_parser()._actions if action.dest == "command" or action.choices]
    assert commands.choices
    for command in commands.choices:
        line = f"python -m lineage_viz {command} "
        assert line in README or any(line in page for page in PAGES.values()), command


def test_every_link_leads_to_an_existing_file() -> None:
    for folder, text in ((ROOT, README), *((ROOT / "docs", page) for page in PAGES.values())):
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert (folder / link).exists(), link
    for name in PAGES:
        assert name in README, f"the README has no link to docs/{name}"


def test_the_architecture_names_existing_files_and_all_rooms() -> None:
    text = PAGES["architecture.md"] + (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    package = ROOT / "lineage_viz"
    named = set(re.findall(r"`((?:[\w]+/)*[\w]+\.(?:py|js))`", text))
    # The text names the second file of a room without its folder.
    files = {path.name for path in package.rglob("*") if path.is_file()}
    files |= {str(path.relative_to(package)) for path in package.rglob("*") if path.is_file()}
    files |= {str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("*.py")}
    files |= {"app.py", "navigation.py", *(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))}
    assert named - files == set()
    rooms = {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}
    assert {room for room in rooms if f"`{room}`" not in text} == set()


def test_the_scheduled_lines_are_valid_commands() -> None:
    lines = [
        line
        for line in PAGES["schedule.md"].splitlines()
        if "/python -m lineage_viz " in line and line.startswith("    ")
    ]
    assert len(lines) == 4  # cron, also of several accounts, the reload's unit, the app's
    for line in lines:
        command = line.partition(" -m lineage_viz ")[2].partition(" >>")[0]
        build_parser().parse_args(shlex.split(command))


def test_every_picture_exists() -> None:
    pictures = [part.split(")")[0] for part in README.split("](docs/images/")[1:]]
    assert pictures
    for picture in pictures:
        assert (ROOT / "docs" / "images" / picture).is_file()


def test_the_demo_contains_the_models_of_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    shown = [line.split()[4] for line in README.splitlines() if "python -m lineage_viz show " in line]
    assert shown
    for model in shown:
        assert main(["show", model]) == 0
    assert capsys.readouterr().out
