"""A made-up company account, the same in every run: shown when no other is, and what tests measure against."""

from lineage_viz.demo.account import DEMO_TAKEN, Account, Record
from lineage_viz.demo.generate import demo_account, generate

__all__ = ["DEMO_TAKEN", "Account", "Record", "demo_account", "generate"]
