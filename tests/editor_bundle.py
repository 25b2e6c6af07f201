"""Build the bundle of the Gremlin editor from npm's packages: `make editor`.

Deno fetches the versions of package.json, checks each against its hash in deno.lock, and runs esbuild, one of them. To
change a version: edit package.json, delete deno.lock, and run this again.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from deno import find_deno_bin

FOLDER = Path(__file__).parent.parent / "lineage_viz" / "component" / "editor" / "bundle"
SCRIPT, LICENCES, DIGESTS, LOCK = "editor.min.js", "LICENCES.txt", "SHA256SUMS", "deno.lock"
SOURCES = ("package.json", LOCK, "entry.js")
RECORDED = (*SOURCES, SCRIPT, LICENCES)

ESBUILD = (
    "run", "--allow-all", "--cached-only", "--frozen", "npm:esbuild", "entry.js", "--bundle", "--minify",
    "--format=iife", "--target=es2022", "--legal-comments=none", "--log-level=warning", f"--outfile={SCRIPT}",
    "--metafile=used.json",
)  # fmt: skip


def main() -> int:
    """Build in a folder of its own, and put the results beside their sources."""
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        for name in SOURCES:
            if (FOLDER / name).exists():
                shutil.copy(FOLDER / name, work)
        frozen = ["--frozen"] if (work / LOCK).exists() else []
        deno(work, "install", "--quiet", *frozen)
        deno(work, *ESBUILD)
        (work / LICENCES).write_text("\n\n".join(licences(work)), encoding="utf-8")
        for name in (LOCK, SCRIPT, LICENCES):
            shutil.copy(work / name, FOLDER)
    (FOLDER / DIGESTS).write_text(digests(), encoding="utf-8")
    print(f"{FOLDER / SCRIPT}: {(FOLDER / SCRIPT).stat().st_size:,} bytes", file=sys.stderr)
    return 0


def digests() -> str:
    """The SHA-256 of each file, in the form of `sha256sum`."""
    return "".join(
        f"{hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()}  {name}\n" for name in RECORDED
    )


def deno(work: Path, *arguments: str) -> None:
    """Run deno in a folder, with a cache of its own there."""
    environment = {**os.environ, "DENO_DIR": str(work / ".deno"), "DENO_NO_UPDATE_CHECK": "1"}
    subprocess.run([find_deno_bin(), *arguments], cwd=work, env=environment, check=True)


def licences(work: Path) -> Iterator[str]:
    """The licence of each package that is in the script."""
    inputs = json.loads((work / "used.json").read_text("utf-8"))["inputs"]
    folders = {path.rpartition("/node_modules/")[0] for path in inputs if "/node_modules/" in path}
    for folder in sorted(folders):
        name, _, version = Path(folder).name.replace("+", "/").rpartition("@")
        text = (work / folder / "node_modules" / name / "LICENSE").read_text("utf-8").strip()
        yield f"{name} {version}\n{'=' * 72}\n{text}\n"


if __name__ == "__main__":
    sys.exit(main())
