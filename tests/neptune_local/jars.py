"""Get the Gremlin Server's jars, once: `python -m tests.neptune_local.jars`. Afterwards no network is needed.

`jars.sha256` is what Maven resolves for gremlin-server 3.7.3 and logback-classic 1.2.13. A jar whose digest is
another one is not used.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

LIST = Path(__file__).with_name("jars.sha256")

HOW_TO_GET_THEM = """{count} of the Gremlin Server's jars are missing or damaged in {folder}.
Get them with `python -m tests.neptune_local.jars`, which needs Maven Central once ({first}, …).
XDG_CACHE_HOME names another folder, for instance one copied from a machine that has them."""


class JarsMissing(Exception):
    """The jars are not all here; the message says how to get them."""


@dataclass(frozen=True, slots=True)
class Jar:
    """One file of Maven Central: `group:artifact:version`, and a classifier where there is one."""

    digest: str
    coordinate: str

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return folder() / ("-".join(self.coordinate.split(":")[1:]) + ".jar")

    def is_here(self) -> bool:
        """Whether the file is here and the one that was meant."""
        return self.path.is_file() and _digest(self.path) == self.digest

    def get(self, staging: Path) -> None:
        """Downloads it. It takes its place when it is whole, so others may do the same at the same time."""
        from jgo.maven import MavenContext

        group, artifact, version, *classifier = self.coordinate.split(":")
        component = MavenContext(repo_cache=staging, timeout=60).project(group, artifact).at_version(version)
        got = component.artifact(*classifier).resolve()
        if (digest := _digest(got)) != self.digest:
            raise JarsMissing(f"{self.coordinate} has the digest {digest}, expected was {self.digest}")
        got.replace(self.path)


def folder() -> Path:
    """Outside the repository, shared by all its checkouts."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lineage_viz" / "jars"


def listed() -> Iterator[Jar]:
    """What the server needs."""
    for line in LIST.read_text("utf-8").splitlines():
        yield Jar(*line.split())


def classpath() -> str:
    """All jars, checked. Raises JarsMissing."""
    jars = list(listed())
    if missing := [jar for jar in jars if not jar.is_here()]:
        first = missing[0].coordinate
        raise JarsMissing(HOW_TO_GET_THEM.format(count=len(missing), folder=folder(), first=first))
    return os.pathsep.join(str(jar.path) for jar in jars)


def main() -> int:
    """Download what is missing."""
    missing = [jar for jar in listed() if not jar.is_here()]
    folder().mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder().parent) as staging, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda jar: jar.get(Path(staging)), missing))
    classpath()
    print(f"Gremlin Server: {folder()}", file=sys.stderr)
    return 0


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())
