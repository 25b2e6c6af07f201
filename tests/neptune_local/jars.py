"""Download the Gremlin Server's jars once: `python -m tests.neptune_local.jars`. After that, no network is needed.

`jars.sha256` lists the jars that Maven resolves for gremlin-server 3.7.3 and logback-classic 1.2.13. A jar with
another digest is not used.
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
Download them with `python -m tests.neptune_local.jars`, which needs Maven Central once ({first}, …).
Or set XDG_CACHE_HOME to another folder, for example a copy from a machine that has them."""


class JarsMissing(Exception):
    """Some jars are missing; the message says how to download them."""


@dataclass(frozen=True, slots=True)
class Jar:
    """One file of Maven Central: `group:artifact:version`, with a classifier if it has one."""

    digest: str
    coordinate: str

    @property
    def path(self) -> Path:
        """The path of the jar in the cache."""
        return folder() / ("-".join(self.coordinate.split(":")[1:]) + ".jar")

    def is_here(self) -> bool:
        """True when the file exists and has the right digest."""
        return self.path.is_file() and _digest(self.path) == self.digest

    def get(self, staging: Path) -> None:
        """Download the jar. It is moved into place when it is complete, so several processes may do this at once."""
        from jgo.maven import MavenContext

        group, artifact, version, *classifier = self.coordinate.split(":")
        component = MavenContext(repo_cache=staging, timeout=60).project(group, artifact).at_version(version)
        got = component.artifact(*classifier).resolve()
        if (digest := _digest(got)) != self.digest:
            raise JarsMissing(f"{self.coordinate} has the digest {digest}, but {self.digest} was expected")
        got.replace(self.path)


def folder() -> Path:
    """The cache folder, outside the repository and shared by all checkouts."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lineage_viz" / "jars"


def listed() -> Iterator[Jar]:
    """The jars that the server needs."""
    for line in LIST.read_text("utf-8").splitlines():
        yield Jar(*line.split())


def classpath() -> str:
    """The classpath of all jars, after a check of their digests. Raises JarsMissing."""
    jars = list(listed())
    if missing := [jar for jar in jars if not jar.is_here()]:
        first = missing[0].coordinate
        raise JarsMissing(HOW_TO_GET_THEM.format(count=len(missing), folder=folder(), first=first))
    return os.pathsep.join(str(jar.path) for jar in jars)


def main() -> int:
    """Download the missing jars."""
    missing = [jar for jar in listed() if not jar.is_here()]
    folder().mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(dir=folder().parent) as staging, ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda jar: jar.get(Path(staging)), missing))
        classpath()
    except (OSError, RuntimeError, JarsMissing) as error:
        print(f"The Gremlin Server's jars could not be downloaded: {error}", file=sys.stderr)
        return 1
    print(f"Gremlin Server: {folder()}", file=sys.stderr)
    return 0


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())
