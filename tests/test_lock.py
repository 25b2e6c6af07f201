"""The lock pins every requirement of pip, so pip chooses no version of its own on a new machine."""

from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = [Path(__file__).parent.parent / name for name in ("requirements.lock", "tests/requirements.lock")]


def pinned() -> dict[str, set[str]]:
    """The pinned extras of each distribution."""
    lines = [line for lock in LOCKS for line in lock.read_text("utf-8").splitlines() if "==" in line[:80]]
    found: dict[str, set[str]] = {}
    for line in lines:
        if not line.startswith((" ", "#")):
            requirement = Requirement(line.removesuffix("\\").split(";")[0])
            found.setdefault(canonicalize_name(requirement.name), set()).update(requirement.extras)
    return found


def test_every_extra_that_a_locked_package_requires_is_pinned() -> None:
    # pip 23 resolves `coverage[toml]` apart from `coverage`. Without a pin it takes the newest and fails on its hash.
    locked = pinned()
    wanted = {
        (canonicalize_name(needed.name), extra)
        for distribution in distributions()
        if canonicalize_name(distribution.name) in locked
        for needed in map(Requirement, distribution.requires or ())
        if needed.marker is None or needed.marker.evaluate({"extra": ""})
        for extra in needed.extras
    }
    assert wanted
    assert {(name, extra) for name, extra in wanted if extra not in locked.get(name, set())} == set()
