"""The critical findings of the audit about live models, on the cards of a picture and in the panel."""

from urllib.parse import urlencode

import streamlit as st

from lineage_viz.model import Entity
from lineage_viz.picture.address import Address
from lineage_viz.picture.scene import Scene
from lineage_viz.store.base import Store
from lineage_viz.ui.audit.critical import criticals
from lineage_viz.ui.page_address import address_of
from lineage_viz.ui.text import literal

_HERE = ""


def alarms(store: Store, address: Address, scene: Scene) -> dict[str, dict[str, str]]:
    """Return the words of each live card with a critical finding, by ARN; they are of now, never of a day."""
    known = {} if address.as_of else criticals(store.edition)
    found = {
        each.arn: critical.words
        for each in scene.picture.subgraph.entities
        if (critical := known.get(each.arn)) and critical.is_live
    }
    return {"alarms": found} if found else {}


def alarm(store: Store, entity: Entity, address: Address) -> None:
    """Say the critical finding about an entity, with the way to its review."""
    critical = None if address.as_of else criticals(store.edition).get(entity.arn)
    if critical:
        review = f"{address_of('audit', here=_HERE)}?{urlencode({'model': entity.arn})}"
        st.markdown(f":red[:material/warning: {literal(critical.words, 600)}] [Open the review]({review})")
