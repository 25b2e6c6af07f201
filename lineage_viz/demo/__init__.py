"""A generated company account, the same in every run. The app shows it by default, and tests compare with it."""

from lineage_viz.demo.account import DEMO_TAKEN, Account, Record
from lineage_viz.demo.generate import demo_account, generate

__all__ = ["DEMO_TAKEN", "Account", "Record", "demo_account", "generate"]
