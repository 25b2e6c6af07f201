"""`make` refuses a Python that is too old and leaves nothing behind, and keeps the tests of a group in one process."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from lineage_viz.version import __version__

ROOT = Path(__file__).parent.parent

# A stand-in answers as the named version does, and makes environments with itself.
STAND_IN = """#!/bin/sh
if [ "$1" = -c ]; then exec {python} -c 'import sys; sys.version_info = ({version}, 0); exec(sys.argv[1])' "$2"; fi
if [ "$2" = venv ]; then mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && exit; fi
exit 0
"""


@pytest.mark.xdist_group("of one process")
def test_the_tests_of_a_group_run_in_one_process(request: pytest.FixtureRequest, worker_id: str) -> None:
    """Otherwise nothing fails, and each process starts the apps of all groups. The mark shows in the name alone."""
    assert request.node.nodeid.endswith("" if worker_id == "master" else "@of one process")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project without packages."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.lock").touch()
    return tmp_path


def python(folder: Path, version: str) -> str:
    path = folder / f"python{version}"
    path.write_text(STAND_IN.format(python=sys.executable, version=version.replace(".", ", ")))
    path.chmod(0o755)
    return str(path)


def make(project: Path, python: str) -> tuple[int, str]:
    command = ["make", ".venv/.app", f"PYTHON={python}"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


@pytest.mark.parametrize("version", ["3.10", "2.7"])
def test_a_python_that_is_too_old_is_named_with_the_way_out(project: Path, version: str) -> None:
    code, message = make(project, python(project, version))
    assert code
    assert f"needs Python 3.11 or later, and {project}/python{version} is Python {version}." in message
    assert "PYTHON=python3.12" in message
    assert not (project / ".venv").exists()


def test_a_python_that_does_not_exist_is_named(project: Path) -> None:
    assert "there is no python4.0. Install" in make(project, "python4.0")[1]


@pytest.mark.parametrize("left", ["old", "gone", "no pip", "nothing"])
def test_an_environment_that_cannot_be_used_is_made_anew(project: Path, left: str) -> None:
    own = project / ".venv" / "bin" / "python"
    if left != "nothing":
        own.parent.mkdir(parents=True)
        own.symlink_to(
            {"old": python(project, "3.10"), "gone": "/nowhere/python", "no pip": "/bin/false"}[left]
        )
        (project / ".venv" / ".app").touch()
    new = python(project, "3.12")
    assert make(project, new)[0] == 0
    assert own.read_text() == Path(new).read_text()
    stamp = (project / ".venv" / ".app").stat().st_mtime_ns
    assert make(project, "python4.0")[0] == 0  # a usable environment needs no other Python
    assert (project / ".venv" / ".app").stat().st_mtime_ns == stamp


def test_the_project_names_its_version_and_its_oldest_python_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == __version__
    oldest = project["requires-python"].removeprefix(">=")
    assert set(re.findall(r"Python (3\.\d+) or later", (ROOT / "Makefile").read_text("utf-8"))) == {oldest}
    assert f"Python {oldest} or later" in (ROOT / "README.md").read_text("utf-8")


def test_a_command_names_a_python_without_packages_or_too_old() -> None:
    old = "import runpy, sys; sys.version_info = (3, 9); runpy.run_module('lineage_viz', run_name='__main__')"
    for arguments, words in (
        (["-S", "-m", "lineage_viz", "verify", "any"], "lineage_viz needs the package "),
        (["-c", old], "lineage_viz needs Python 3.11 or later, and this is Python "),
    ):
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert done.stderr.startswith(words)
        assert done.stderr.count("\n") == 1
        assert "make run" in done.stderr
