"""Import rules: imports go down only, and each outside library is imported in its own rooms only."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).parent.parent
OWN = "lineage_viz"

# Lowest first. A module may import from its own line and from those above it in this list.
LAYERS = [
    {
        "characters",
        "errors",
        "geometry",
        "given_values",
        "json_text",
        "missing_package",
        "mistake",
        "model",
        "plain_text",
        "progress",
        "secrecy",
        "secret_forms",
        "secret_name",
        "secret_value",
        "shortening",
        "system",
        "theme",
        "toml_table",
        "typed_command",
        "typed_day",
        "version",
        "words",
    },
    {
        "apart",
        "approval",
        "arn",
        "aws",
        "aws_links",
        "evidence",
        "facts",
        "saved_views",
        "settings",
        "sources",
        "style",
        "title",
    },
    {"access", "jobs", "recorded_text", "search_text"},
    {"admin_log", "sealed_log"},
    {"snapshot", "store", "store.base", "view"},
    {
        "aws_evidence",
        "difference",
        "layout",
        "lens",
        "questions",
        "sagemaker_lineage",
        "search",
        "store.local",
        "store.neptune",
    },
    {"picture"},
    {"audit", "component", "console", "demo", "export", "learning", "neptune_admin", "takeaway"},
    {"home"},
    {"health", "store.factory"},
    {"reload"},
    {"administration"},
    {"recovery"},
    {"cli", "notebook", "ui"},
    {"__main__", "lineage_viz"},
]

SEAMS = {
    "cryptography": ("audit.bundle",),
    "typst": ("audit.bundle",),
    "prov": ("audit.formats",),
    "boto3": ("aws", "sagemaker_lineage", "store.neptune", "neptune_admin"),
    "botocore": ("aws", "sagemaker_lineage", "store.neptune", "neptune_admin"),
    "s3transfer": ("neptune_admin",),
    "gremlin_python": ("store.neptune", "component.gremlin_words"),
    "aiohttp": ("store.neptune",),
    "urllib3": ("console",),
    "ijson": ("console",),
    "isal": ("snapshot", "store.columns"),
    "networkx": ("store", "takeaway"),
    "numpy": ("learning", "store"),
    "pyarrow": ("learning", "store.columns"),
    "torch": ("learning",),
    "torch_geometric": ("learning", "notebook"),
    "pyvis": ("notebook", "takeaway"),
    "igraph": ("layout",),
    "pandas": ("notebook",),
    "platformdirs": ("settings",),
    "psutil": ("jobs",),
    "rich": ("cli",),
    "mcp": ("cli.assistant",),
    "starlette": ("ui",),
    "streamlit": ("component", "ui"),
}
"""Outside libraries, and the only parts of the package that may import them."""

DOUBLES = ("fake_sagemaker", "neptune_local")
"""Stand-ins for AWS. If one shared code with the product, a fault of that code would not show."""


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
    """Return the dotted name of a module below the package, in the form of LAYERS and SEAMS."""
    names = path.relative_to(ROOT / OWN).with_suffix("").parts
    return ".".join(name for name in names if name != "__init__") or OWN


def level(name: str) -> int:
    """Return the layer of a name: that of the longest listed name that equals or contains it."""
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
    "path", [ROOT / "navigation.py", *sorted((ROOT / "pages").glob("*.py"))], ids=lambda p: p.name
)
def test_a_page_holds_only_ui(path: Path) -> None:
    outside = {name.split(".")[0] for name in imports(path)}
    assert outside.isdisjoint(set(SEAMS) - {"streamlit"}), "a page imports only streamlit and this package"
    assert "pages" not in outside, "a page imports no page"
    assert len(path.read_text("utf-8").splitlines()) < 100


def test_no_circle_of_imports() -> None:
    """A circle within a room or by an import inside a function counts too."""
    graph = nx.DiGraph()
    names = {part(path) for path in modules()}
    for path in modules():
        for name in imported_modules(path, names):
            graph.add_edge(part(path), name)
    circles = [sorted(circle) for circle in nx.strongly_connected_components(graph) if len(circle) > 1]
    assert circles == []


def imported_modules(path: Path, names: set[str]) -> Iterator[str]:
    """Yield the modules of the package that a module imports; `from lineage_viz.jobs import rows` imports a module."""
    for found in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(found, ast.Import):
            wanted = [alias.name for alias in found.names]
        elif isinstance(found, ast.ImportFrom) and found.module:
            below = (f"{found.module}.{alias.name}" for alias in found.names)
            wanted = [name if name.removeprefix(f"{OWN}.") in names else found.module for name in below]
        else:
            continue
        yield from {own for name in wanted if (own := name.removeprefix(f"{OWN}.")) in names}


WITHOUT = [
    ("lineage_viz.picture", {"streamlit", "pyvis", "boto3", "gremlin_python"}),
    ("lineage_viz.takeaway", {"streamlit", "pyvis", "boto3", "gremlin_python"}),
    ("lineage_viz.questions", {"streamlit", "pyvis", "boto3", "gremlin_python"}),
    ("lineage_viz.search", {"streamlit", "pyvis", "boto3", "gremlin_python", "networkx", "numpy"}),
    ("lineage_viz.learning", {"streamlit", "pyvis", "boto3", "gremlin_python", "pandas", "pyarrow", "torch"}),
    ("lineage_viz.difference", {"streamlit", "pyvis", "boto3", "gremlin_python"}),
    ("lineage_viz.snapshot", {"streamlit", "pyvis", "boto3", "gremlin_python", "networkx"}),
    ("lineage_viz.store.local", {"streamlit", "pyvis", "boto3", "gremlin_python"}),
    ("lineage_viz.store.factory", {"streamlit", "pyvis", "gremlin_python", "networkx"}),
    ("lineage_viz.export", {"streamlit", "pyvis", "gremlin_python"}),
    ("lineage_viz.reload", {"streamlit", "pyvis"}),
    ("lineage_viz.administration", {"streamlit", "pyvis", "gremlin_python"}),
    ("lineage_viz.cli", {"streamlit", "pyvis", "gremlin_python", "boto3", "networkx", "numpy"}),
]
"""Rooms, and the libraries that must not be loaded with any of their modules."""


@pytest.mark.parametrize(("room", "libraries"), WITHOUT, ids=[room for room, _ in WITHOUT])
def test_a_room_is_usable_without_these_libraries(room: str, libraries: set[str]) -> None:
    """A command or a notebook loads only the libraries it uses. Imports inside functions run later and may differ."""
    own = room.removeprefix(f"{OWN}.")
    inside = [f"{OWN}.{part(path)}" for path in modules() if f"{part(path)}.".startswith(f"{own}.")]
    script = f"import {', '.join(inside)}, sys; print({libraries!r} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


def parts_of_doubles() -> list[Path]:
    """Without their tests, and without the commands that start them: those may use the product."""
    found = (path for double in DOUBLES for path in (ROOT / "tests" / double).rglob("*.py"))
    return sorted(
        path for path in found if path.name not in ("conftest.py", "__main__.py") and path.name[:5] != "test_"
    )


@pytest.mark.parametrize("path", parts_of_doubles(), ids=lambda p: str(p.relative_to(ROOT / "tests")))
def test_a_double_shares_no_code_with_the_product(path: Path) -> None:
    double = path.relative_to(ROOT / "tests").parts[0]
    for name in imports(path):
        top, *below = name.split(".")
        assert top != OWN, f"{path.name} imports {name}: a double is written from AWS's documents"
        assert top != "tests" or below[:1] in ([double], ["patience"]), (
            f"{path.name} imports {name}, which may use the product"
        )
