"""The HTML page that pyvis makes of a picture, changed so that it opens offline and shows untrusted text as text."""

import re
from html import escape
from typing import TYPE_CHECKING, cast

from lineage_viz.picture.render import Payload
from lineage_viz.takeaway.caption import Caption
from lineage_viz.takeaway.page import POLICY
from lineage_viz.takeaway.pyvis_lens import lens_key
from lineage_viz.takeaway.pyvis_network import pyvis_network

if TYPE_CHECKING:
    from pyvis.network import Network

_HEADING = re.compile(r"<center>\s*<h1>.*?</h1>\s*</center>", re.DOTALL)
_REQUESTS = re.compile(
    r'<link\b[^>]*\bhref="https?://[^>]*>|<script\b[^>]*\bsrc="https?://[^>]*>\s*</script>'
)
_SOURCE_MAP = "//# sourceMappingURL=vis-network.min.js.map"
_CHARSET = '<meta charset="utf-8">'
_STYLE = """<style>
body { margin: 16px 20px; font: 13px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0 0 4px; font-size: 20px; }
dl { margin: 0 0 12px; display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 12px; }
dt { color: #5a6573; }
dd { margin: 0; }
.key { margin: 0 0 12px; display: flex; flex-wrap: wrap; gap: 4px 14px; }
.key svg { margin-right: 5px; vertical-align: -2px; }
</style>"""


def pyvis_page(payload: Payload, caption: Caption) -> str:
    """Return pyvis's own page of a payload, under the caption. It requests nothing and runs no script in the data.

    pyvis's template names Bootstrap on a CDN even with "in_line", prints its heading twice and escapes neither.
    """
    key = lens_key(cast("Payload | None", payload.get("lens")))
    return offline_page(pyvis_network(payload), caption, key)


def offline_page(network: "Network", caption: Caption, key: str = "") -> str:
    """Return the page that pyvis makes of a network, under the caption and a key of colours, as `pyvis_page` says."""
    lines = caption.lines()
    title = escape(lines[0][1] if lines else "Lineage")
    network.heading = title
    html = str(network.generate_html()).replace(_SOURCE_MAP, "", 1)
    before, between, after = _HEADING.split(html, maxsplit=2)
    about = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in lines[1:])
    page = f"{before}{between}{_STYLE}<header><h1>{title}</h1><dl>{about}</dl>{key}</header>{after}"
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>{title}</title>'
    return "<!doctype html>\n" + _REQUESTS.sub("", page).replace(_CHARSET, _CHARSET + policy, 1)
