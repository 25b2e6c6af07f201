"""The bundle of the Gremlin editor is what its sources say: the tests do not ask npm."""

import json
import re

from tests import editor_bundle


def test_the_bundle_was_made_from_these_sources() -> None:
    """`make editor` writes the digests: a bundle, a lock or a list of versions that was changed alone fails here."""
    recorded = (editor_bundle.FOLDER / editor_bundle.DIGESTS).read_text("utf-8")
    assert recorded == editor_bundle.digests(), "run `make editor`"


def test_each_package_has_one_version_with_a_hash_and_its_licence_is_there() -> None:
    read = {name: (editor_bundle.FOLDER / name).read_text("utf-8") for name in editor_bundle.RECORDED}
    package, lock = json.loads(read["package.json"]), json.loads(read["deno.lock"])
    asked = {f"{name}@{version}" for name, version in package["dependencies"].items()}
    assert asked <= set(lock["npm"])
    assert all(each["integrity"].startswith("sha512-") for each in lock["npm"].values())
    named = {line.replace(" ", "@") for line in re.findall(r"^(.+)\n=+$", read["LICENCES.txt"], re.MULTILINE)}
    assert asked <= named <= set(lock["npm"])
    assert read["LICENCES.txt"].count("Permission is hereby granted") == len(named) - 1
    assert "Apache License" in read["LICENCES.txt"]


def test_the_bundle_asks_for_nothing_and_runs_no_text() -> None:
    script = (editor_bundle.FOLDER / editor_bundle.SCRIPT).read_text("utf-8")
    assert script.isascii()
    assert "window.lineageVizCodeMirror=" in script
    found = re.findall(
        r"https?:|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|import\(|importScripts|\beval\(|new Function|innerHTML"
        r"|insertAdjacentHTML|document\.write|sourceMappingURL",
        script.replace("http://www.w3.org/2000/svg", ""),
    )
    assert found == []
