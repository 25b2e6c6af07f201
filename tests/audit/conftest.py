"""The demo's lineage, and audits of it."""

from collections.abc import Callable, Mapping

import pytest

from lineage_viz.audit.catalogue import CHECKS
from lineage_viz.audit.pack import Pack
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.store.base import Store
from tests import demo_once

EVERY = Pack(checks=CHECKS, digest="0" * 64)
"""All checks, also those that run only where a pack names them."""

Audit = Callable[[str], Report]


@pytest.fixture(scope="session")
def demo() -> Store:
    return demo_once.store()


@pytest.fixture(scope="session")
def audit(demo: Store) -> Audit:
    """Audit a story of the demo by its key."""

    def make(key: str) -> Report:
        return report(read_review(demo, demo.get(demo_once.account().findings[key])), demo.snapshots)

    return make


def outcomes(found: Report) -> Mapping[str, str]:
    return {each.check.id: str(each.outcome) for each in found.results}
