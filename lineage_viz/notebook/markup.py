"""The form in which an answer shows itself in a notebook: HTML without a script and without a request."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape
from itertools import compress

from lineage_viz.words import plain

_CELL = 160
"""Letters of a cell; the tables of pandas and the files have all."""

_WORD = 24
"""Letters of a word that a column always has room for."""

_TOLD = 1_000
"""Letters of a sentence."""

_STYLE = """<style>
.lineage-viz { font: 13px/1.5 system-ui, sans-serif; color: inherit; max-width: 100%; }
.lineage-viz h4 { margin: 0 0 2px; font-size: 15px; overflow-wrap: anywhere; }
.lineage-viz p { margin: 0 0 8px; }
.lineage-viz table { font: inherit; border-collapse: collapse; margin: 4px 0 8px; }
.lineage-viz th, .lineage-viz td {
  text-align: left !important; vertical-align: top; padding: 2px 14px 2px 0;
}
.lineage-viz img { max-width: 100%; height: auto; }
@media screen and (prefers-color-scheme: dark) {
  .lineage-viz img.dark { display: inline !important; }
  .lineage-viz img.light { display: none; }
}
@media screen {
  :is([data-jp-theme-light="true"], .vscode-light, .vscode-high-contrast-light) .lineage-viz {
    img.light { display: inline; }
    img.dark { display: none !important; }
  }
  :is([data-jp-theme-light="false"], .vscode-dark, .vscode-high-contrast, [theme="dark"]):not(
    .vscode-high-contrast-light
  ) .lineage-viz {
    img.dark { display: inline !important; }
    img.light { display: none; }
  }
}
</style>"""
"""A notebook has a theme of its own, which may differ from that of the system: JupyterLab, VS Code, Colab say theirs.

Paper is light. Where styles are left out, as on pages that do not trust a notebook, the dark picture stays hidden.
"""


def page_of(
    heading: str,
    told: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    below: str = "",
    pictures: Sequence[str] = (),
) -> str:
    """Return a heading, a sentence, the light and the dark picture, and a table without its empty columns.

    All text is shown as text.
    """
    every = list(rows)
    full = [any(cells) for cells in zip(*every, strict=True)]
    body = "".join(f"<tr>{_cells('td', compress(row, full))}</tr>" for row in every)
    heads = list(compress(heads, full))
    head = f"<thead><tr>{_cells('th', heads)}</tr></thead>" if any(heads) else ""
    table = f"<table>{head}<tbody>{body}</tbody></table>" if body else ""
    shown = "".join(
        _image(each, name, f"{heading}: {told}")
        for each, name in zip(pictures, ("light", "dark"), strict=False)
    )
    last = f"<p>{_text(below, _TOLD)}</p>" if below else ""
    first = f"<h4>{_text(heading)}</h4><p>{_text(told, _TOLD)}</p>"
    return f'{_STYLE}<div class="lineage-viz">{first}{shown}{table}{last}</div>'


def _cells(tag: str, cells: Iterable[str]) -> str:
    return "".join(f"<{tag}{_wrapping(tag, each)}>{_text(each)}</{tag}>" for each in cells)


def _wrapping(tag: str, text: str) -> str:
    """Return the style of a cell: only one with a long address may break within a word, and it keeps some width."""
    is_long = tag == "td" and any(len(word) > _WORD for word in text.split())
    return ' style="overflow-wrap: anywhere; min-width: 14ch"' if is_long else ""


def _image(picture: str, name: str, words: str) -> str:
    """Return an SVG as an image: its ids meet no others of the notebook, and nothing in it can run."""
    data = b64encode(picture.encode()).decode()
    hidden = ' style="display: none"' if name == "dark" else ""
    return f'<img class="{name}"{hidden} alt="{_text(words, _TOLD)}" src="data:image/svg+xml;base64,{data}">'


def _text(text: str, most: int = _CELL) -> str:
    # Notebooks read `$` as the start of a formula, also in HTML.
    return escape(plain(text, most)).replace("$", "&#36;<wbr>")
