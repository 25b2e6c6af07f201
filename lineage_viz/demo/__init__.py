"""A generated company account, the same in every run. The app shows it by default, and tests compare with it."""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

from lineage_viz.demo.account import DEMO_TAKEN, Account, Record
from lineage_viz.demo.generate import demo_account, generate

__all__ = ["DEMO_TAKEN", "Account", "Record", "demo_account", "generate"]


class _Opens(ModuleType):
    """This module, which a notebook opens: Python binds the name of a loaded module in its package, and `lv.demo()`
    would be this module the second time."""

    def __call__(self) -> Any:
        return import_module("lineage_viz.notebook").demo()


sys.modules[__name__].__class__ = _Opens
