"""A list of facts about one entity, shown as text and never as markup."""

from collections.abc import Mapping

from lineage_viz.component.assets import component

_facts = component("facts")


def facts(data: Mapping[str, object], *, key: str) -> None:
    """Show a heading and sections of name–value pairs; `lineage_viz.ui.explore.details` describes the data."""
    _facts(key=key, data=dict(data))
