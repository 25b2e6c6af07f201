"""Imports only go down: data flows one way, and each vendor's library stays behind its one seam."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OWN = "lineage_viz"

# Lowest first. A module may import from its own line and from those above it in this list.
LAYERS = [
    {
        "lineage_viz",
        "collector",
        "ending",
        "errors",
        "geometry",
        "lock",
        "on_disk",
        "model",
        "plain_text",
        "shared",
        "progress",
        "secrecy",
        "theme",
        "words",
    },
    {"arn", "console", "saved_views", "settings", "title", "style"},
    {"access", "jobs", "search_text"},
    {"admin_log"},
    {"lines", "snapshot", "overview", "store.base", "store", "view"},
    {"layout", "sagemaker_lineage", "store.local", "store.neptune", "tree", "pair", "impact"},
    {"render"},
    {"demo", "export", "component", "takeaway", "neptune_admin"},
    {"store.factory", "health"},
    {"reload"},
    {"administration"},
    {"cli", "ui"},
    {"__main__"},
]

SEAMS = {
    "boto3": ("sagemaker_lineage", "store.neptune", "neptune_admin"),
    "botocore": ("sagemaker_lineage", "store.neptune", "neptune_admin"),
    "s3transfer": ("neptune_admin",),
    "gremlin_python": ("store.neptune",),
    "aiohttp": ("store.neptune",),
    "networkx": ("store", "takeaway"),
    "numpy": ("store",),
    "pyvis": ("render", "component"),
    "igraph": ("layout",),
    "psutil": ("jobs",),
    "rich": ("cli", "tree"),
    "streamlit": ("component", "ui"),
}
"""Outside libraries, and the only parts of the package that may import them."""


def modules() -> list[Path]:
    return sorted(path for path in (ROOT / OWN).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for found in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(found, ast.Import):
            yield from (alias.name for alias in found.names)
        elif isinstance(found, ast.ImportFrom) and found.module:
            assert found.level == 0, f"{path} has a relative import"
            yield found.module


def part(path: Path) -> str:
    """The module's dotted name below the package, as LAYERS and SEAMS speak of it."""
    names = path.relative_to(ROOT / OWN).with_suffix("").parts
    return ".".join(name for name in names if name != "__init__") or OWN


def level(name: str) -> int:
    """The layer of the longest listed name that `name` is, or is inside of."""
    parents = [".".join(name.split(".")[:count]) for count in range(name.count(".") + 1, 0, -1)]
    for parent in parents:
        for number, layer in enumerate(LAYERS):
            if parent in layer:
                return number
    raise AssertionError(f"{name} has no layer yet: put it in LAYERS")


@pytest.mark.parametrize("path", modules(), ids=part)
def test_a_module_imports_only_from_its_own_layer_and_below(path: Path) -> None:
    for name in imports(path):
        if name.split(".")[0] == OWN:
            below = name.removeprefix(OWN).lstrip(".") or OWN
            assert level(below) <= level(part(path)), f"{part(path)} imports {below}, which is above it"


@pytest.mark.parametrize("path", modules(), ids=part)
def test_a_library_is_imported_only_behind_its_seam(path: Path) -> None:
    for name in imports(path):
        allowed = SEAMS.get(name.split(".")[0])
        inside = (f"{part(path)}.".startswith(f"{seam}.") for seam in allowed or ())
        assert allowed is None or any(inside), f"{part(path)} imports {name}"


@pytest.mark.parametrize(
    "path", [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))], ids=lambda p: p.name
)
def test_a_page_holds_only_ui(path: Path) -> None:
    outside = {name.split(".")[0] for name in imports(path)}
    assert outside.isdisjoint(set(SEAMS) - {"streamlit"}), (
        "a page speaks to streamlit and to our own package only"
    )
    assert "pages" not in outside, "a page imports no page"
    assert len(path.read_text("utf-8").splitlines()) < 100
