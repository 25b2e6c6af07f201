"""The answer to "endpoints that serve models approved in March": the endpoints of the live ones among these models."""

import re

from lineage_viz.questions.served_versions import endpoint_key, live_endpoints, served_versions
from lineage_viz.recorded_text import fold
from lineage_viz.search.question import Reading
from lineage_viz.search.typed import Typed
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.words import count, plain

_ASKED = re.compile(
    r"(?:(?:which|what|show|list|find|the|all|any) )*(?:live |deployed )?endpoints? "
    r"(?:(?:that|which|are|is|now|still|currently) )*"
    r"(?:serv(?:es?|ing)|runn?(?:s|ing)?|host(?:s|ing)?|us(?:es?|ing)|with|having|have) "
    r"(?:(?:a|an|any|the|live) )*(?P<models>(?:models?|versions?) .+)"
)
_OF_DECISION = ("decided", "-decided")
"""The beginnings of terms about a decision: its time and its person are those of a model, never of an endpoint."""
_LIVE = "live:yes"
_MOST = 500
_TOLD = 6


def serving_decided(search: Typed, store: Store, text: str) -> Reading | None:
    """Answer a text about endpoints by the decisions about their models; None for any other text.

    Raises StoreUnavailable.
    """
    asked = _ASKED.fullmatch(re.sub(r"[?!;.,]+$", "", fold(text)))
    meant = search.again(asked["models"]).sentence() if asked else None
    if not meant or not any(each.startswith(_OF_DECISION) for each in meant.terms):
        return None
    terms = meant.text if _LIVE in meant.terms else f"{meant.text} {_LIVE}"
    models = search.again(terms).page(store, None, _MOST, 0).entities
    served = served_versions(models)
    pairs = [(each, served[key]) for each in live_endpoints(store) if (key := endpoint_key(each)) in served]
    told = [
        f"{plain(title(one), 80)} serves {', '.join(plain(title(each), 80) for each in of)}"
        for one, of in pairs
    ]
    rest = [f"and {len(told) - _TOLD:,} more"] if len(told) > _TOLD else []
    found = f": {'; '.join([*told[:_TOLD], *rest])}" if told else ""
    return Reading(
        tuple(each.arn for each, _ in pairs),
        f"Understood as the endpoints that serve a model found by “{terms}”: {count(len(pairs), 'endpoint')}{found}.",
    )
