"""The demo account, made once for each process of the tests: nobody may change what these functions return."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from lineage_viz.demo import Account
from lineage_viz.demo.generate import demo_account
from lineage_viz.demo.source import DemoSource, write_demo
from lineage_viz.store.local import LocalStore


@cache
def account() -> Account:
    return demo_account()


@cache
def source() -> DemoSource:
    return DemoSource(account())


@cache
def store() -> LocalStore:
    return LocalStore([source()])


def snapshot(parent: Path) -> Path:
    """Put the demo account's snapshot below `parent`, as `write_demo` does. Returns its folder."""
    written = _written()
    return shutil.copytree(written, parent / written.name)


@cache
def _written() -> Path:
    parent = mkdtemp()
    atexit.register(shutil.rmtree, parent)
    return write_demo(Path(parent))
