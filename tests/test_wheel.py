"""The package as pip installs it: everything works from any folder, and the base needs no package of the extras."""

import os
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from lineage_viz.demo import generate
from lineage_viz.json_text import json_of
from tests.caller import CALLER
from tests.fake_sagemaker import FakeSageMaker
from tests.patience import PATIENCE
from tests.running_app import app_port, wait_until_healthy

ROOT = Path(__file__).parent.parent
LARGEST = 2_000_000
EXTRAS = {"app", "aws", "neptune", "pdf"}
"""The extras whose packages requirements.txt lists; the others are for notebooks."""

pytestmark = pytest.mark.xdist_group(__name__)


@dataclass
class Installed:
    """An environment with the wheel, and a folder in which a person works."""

    home: Path
    folder: Path

    @property
    def script(self) -> Path:
        return self.home / "bin" / "lineage-viz"

    @property
    def packages(self) -> Path:
        return next((self.home / "lib").glob("python*")) / "site-packages"

    def environment(self, **settings: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        return kept | {"HOME": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"} | settings

    def run(self, *words: str, code: int = 0, **settings: str) -> str:
        done = subprocess.run(
            [str(self.script), *words], cwd=self.folder, env=self.environment(**settings),
            capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = out.glob("*.whl")
    return made


def installed(wheel: Path, home: Path) -> Installed:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(home), "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--disable-pip-version-check", str(wheel)], check=True)
    (folder := home / "work").mkdir()
    return Installed(home, folder)


@pytest.fixture(scope="module")
def whole(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """The wheel with all packages of the extras; nothing of it may be written to later."""
    found = installed(wheel, tmp_path_factory.mktemp("whole"))
    (found.packages / "others.pth").write_text(
        f"{next(path for path in sys.path if 'site-packages' in path)}\n"
    )
    before = sorted(path for path in found.packages.rglob("*"))
    yield found
    assert sorted(path for path in found.packages.rglob("*")) == before


@pytest.fixture(scope="module")
def base(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel with the packages of the base and what these need, and no other package."""
    found = installed(wheel, tmp_path_factory.mktemp("base"))
    for name in closure(project()["dependencies"]):
        for top in top_folders(name):
            if not (found.packages / top.name).exists():
                (found.packages / top.name).symlink_to(top)
    return found


def project() -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def closure(texts: list[str]) -> set[str]:
    wanted, found = [Requirement(each) for each in texts], set[str]()
    while wanted:
        each = wanted.pop()
        if each.name not in found and (each.marker is None or each.marker.evaluate({"extra": ""})):
            found.add(each.name)
            wanted += [Requirement(text) for text in distribution(each.name).requires or ()]
    return found


def top_folders(name: str) -> set[Path]:
    found = distribution(name)
    files = {file.parts[0] for file in found.files or () if file.parts[0] not in ("..", "__pycache__")}
    return {Path(str(found.locate_file(each))) for each in files}


def test_the_wheel_is_small_and_has_the_app_the_types_and_no_test(wheel: Path) -> None:
    listed = subprocess.run(
        [sys.executable, "-m", "zipfile", "-l", str(wheel)], capture_output=True, text=True
    )
    names = {line.split()[0] for line in listed.stdout.splitlines()[1:]}
    assert wheel.stat().st_size <= LARGEST
    app = {"app.py", "navigation.py", "pages/explore.py", ".streamlit/config.toml"}
    assert {f"lineage_viz/_app/{name}" for name in app} | {"lineage_viz/py.typed"} <= names
    assert not [
        name for name in names if name.startswith(("tests", "benchmarks")) or name.endswith("secrets.toml")
    ]


def test_the_extras_and_requirements_txt_name_the_same_packages() -> None:
    extras: dict[str, list[str]] = project()["optional-dependencies"]  # type: ignore[assignment]
    named = [*project()["dependencies"], *(each for name in EXTRAS for each in extras[name])]
    listed = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    whole = {str(Requirement(line)) for line in listed if line and not line.startswith("#")}
    assert {str(Requirement(each)) for each in named if not each.startswith("lineage-viz")} == whole


def test_the_script_exports_reloads_asks_and_audits_from_any_folder(whole: Installed, s3_server: str) -> None:
    with FakeSageMaker(generate(entities=60, seed=11)) as account:
        services = ("SAGEMAKER", "S3", "ECR", "CLOUDTRAIL")
        fakes = {f"AWS_ENDPOINT_URL_{service}": account.url for service in services}
        aws = {**CALLER, **fakes, "AWS_ENDPOINT_URL_STS": s3_server, "AWS_REGION": "eu-west-1"}
        exported = whole.run("export", "--out", "snapshots", **aws)
        assert "snapshots/" in exported
        whole.run("reload", **aws)
        asked = whole.run("ask", "models-without", "evaluation", "--format", "json")
        assert json_of(asked[: asked.rindex("}") + 1], dict)["question"] == "models-without"
    data = whole.folder / ".local" / "share" / "lineage_viz"
    assert (data / "jobs.sqlite").exists() == (sys.platform == "linux")
    assert "usage: lineage-viz audit" in whole.run("audit", "--help")
    demo = whole.run("demo", "--out", "demo").split()[0]
    assert "The endpoint ticket-routing-prod: what it serves now." in whole.run(
        "audit", "ticket-routing-prod", "--snapshot", demo
    )
    assert "`lineage-viz ask` lists them" in whole.run("ask", "no-question", code=1)


def test_the_script_runs_the_app_from_any_folder(whole: Installed) -> None:
    port = app_port()
    command = [str(whole.script), "run", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=whole.folder, env=whole.environment(), stdout=subprocess.DEVNULL
    ) as app:
        try:
            wait_until_healthy(app, f"http://127.0.0.1:{port}/_stcore/health")
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/host-config") as answer:
                assert answer.status == 200
        finally:
            app.terminate()


def test_the_base_opens_the_demo_and_names_the_extra_of_the_rest(base: Installed) -> None:
    program = (
        "import lineage_viz as lv; g = lv.demo(); print(len(g.find('ticket-routing-models/10').upstream()))"
    )
    python = str(base.home / "bin" / "python")
    done = subprocess.run(
        [python, "-c", program], cwd=base.folder, env=base.environment(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5
    assert "helen-strand" in base.run("show", "ticket-routing-models/10")
    for words, extra in ((["run"], "app"), (["export", "--out", "x"], "aws")):
        assert f'pip install "lineage-viz[{extra}]"' in base.run(*words, code=1)
