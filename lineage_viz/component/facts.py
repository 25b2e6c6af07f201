"""A list of facts about one thing, shown as text and never as markup."""

from collections.abc import Mapping

from lineage_viz.component.assets import component

_facts = component("facts")


def facts(data: Mapping[str, object], *, key: str) -> None:
    """Show a heading and sections of name–value pairs; see `lineage_viz.ui.explore.details` for the data."""
    _facts(key=key, data=dict(data))
