"""The frame of every page: page settings, spacing, and the check of its visitor."""

import logging

import streamlit as st

from lineage_viz.access import Actor
from lineage_viz.component import go_back, keep_way, name_pages_button, tidy_history
from lineage_viz.errors import SignInNeeded
from lineage_viz.ui.palette.palette import find_anything
from lineage_viz.ui.session import current_actor, sign_in_is_configured
from lineage_viz.ui.sign_in import ask_to_sign_in, visitor_menu
from lineage_viz.ui.trouble import errors_shown

_LOG = logging.getLogger(__name__)

# Streamlit's spacing is for prose; a picture needs the whole window. Constant text: no data is ever inserted.
_STYLE = """<style>
.stMainBlockContainer { padding: 4rem 1.25rem 1.5rem; }
.stMainBlockContainer [data-testid="stVerticalBlock"] { gap: 0.6rem; }
.stMainBlockContainer h1 { font-size: 1.35rem; padding: 0; overflow-wrap: anywhere; }
.stMainBlockContainer h2 { font-size: 1.05rem; padding: 0.5rem 0 0.4rem; }
/* Streamlit pulls a heading's lower margin in; these headings have none. */
.stMainBlockContainer .stHeading [data-testid="stMarkdownContainer"] { margin-bottom: 0; }
/* The title keeps its width: in a narrow window the controls wrap to the next line. */
.stMainBlockContainer .st-key-heading { gap: 0.5rem; }
.st-key-heading > :first-child { flex: 1 1 0; min-width: min(100%, 14.5rem); }
/* The search box has more room than the line with the account, which wraps. */
.stMainBlockContainer .st-key-top { flex-wrap: nowrap; }
.stMainBlockContainer .st-key-top > :first-child { flex: 1 1 55%; min-width: 0; }
.stMainBlockContainer .st-key-top > :has([data-testid="stCaptionContainer"]) {
  flex: 0 1 45%; width: auto;
}
.st-key-top [data-testid="stCaptionContainer"] p { line-height: 1.35; }
/* Names differ at their end: a long name takes two lines before it is cut. */
.st-key-heading h1 { font-size: 1.2rem; line-height: 1.2; overflow: hidden; }
.st-key-heading h1 { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
/* The list of a narrow field shows its options whole: versions with their days, packs, other versions. */
body:has(.st-key-served-version [aria-expanded="true"]) [data-testid="stSelectboxVirtualDropdown"] {
  min-width: min(26rem, 90vw);
}
body:has(:is(.st-key-compared-side, .st-key-pack) [aria-expanded="true"])
  [data-testid="stSelectboxVirtualDropdown"] { min-width: min(18rem, 90vw); }
/* As high as the picture: the metrics of a job would push the table four windows down. */
.stMainBlockContainer .st-key-details { max-height: max(280px, calc(100vh - 236px)); overflow-y: auto; }
.st-key-details { padding-right: 0.5rem; }
/* A long page scrolls below the header. */
.stApp .stAppHeader { background: light-dark(#FFFFFF, #0F141A); }
/* In a report the picture is one part among others, and not as high as the window. */
[class*="st-key-day-of-"] [data-testid="InputInstructions"] { display: none; }
.st-key-review { --lineage-above: max(0px, 100vh - 770px); }
.stMainBlockContainer .st-key-review .st-key-details { max-height: 560px; }
/* Icons alone are shown; screen readers read the names. */
.st-key-undo p, .st-key-redo p { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
/* The controls above the picture make it lower, so that the line below it stays visible. */
.stApp:has(.st-key-pair > *) { --lineage-above: 76px; }
.stApp:has(.st-key-gaps > *) { --lineage-gaps: 32px; }
.stApp:has(.st-key-link > *) { --lineage-link: 32px; }
/* The grid's own CSV would contain names that a spreadsheet runs as formulas; "Take away" escapes them. */
[data-testid="stElementToolbar"] button[aria-label="Download as CSV"] { display: none; }
/* The grid's own search sees the rows of one page; of others it would say "0 results" (ui/table.py). */
[class*="-one-page"] [data-testid="stElementToolbar"] button[aria-label="Search"],
[class*="-one-page"] .gdg-search-bar { display: none; }
/* "Columns" keeps the choice in the link; the grid's own menu would lose it. */
[class*="st-key-rows-"] [data-testid="stElementToolbar"] button[aria-label="Show/hide columns"] { display: none; }
/* In the line of the header, where it takes no space from the page. */
.stMainBlockContainer [data-testid="stLayoutWrapper"]:has(> .st-key-visitor) { position: absolute; }
.st-key-visitor { position: fixed; top: 10px; right: 1.25rem; z-index: 999991; width: auto; max-width: 40vw; }
.stMainBlockContainer [data-testid="stLayoutWrapper"]:has(> .st-key-anything) { position: absolute; }
.st-key-anything { position: fixed; top: 14px; right: 1.25rem; z-index: 999991; width: auto; }
.stApp:has(.st-key-visitor) .st-key-anything { top: 52px; }
.st-key-visitor p { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
/* White text on the dark theme's accent has a contrast of 2.3 only. */
.stApp [data-testid^="stBaseButton-primary"]:enabled { color: light-dark(#FFFFFF, #0F141A); }
/* Streamlit makes its green of code paler in a caption, where nobody could read it. */
.stApp [data-testid="stCaptionContainer"] code { color: inherit; }
[data-testid="stMultiSelectTagsContainer"] [data-tag] { background: none; border: 1px solid; color: inherit; }
[data-testid="stMultiSelectTagsContainer"] [data-tag] * { color: inherit; }
[data-testid="stPopoverButton"][kind="tertiary"] { color: inherit; }
/* Words or actions: the table below them does not move. */
.stMainBlockContainer .st-key-chosen { min-height: 2.5rem; }
.st-key-facts { row-gap: 0.3rem; }
.st-key-checks td:nth-child(2) { white-space: nowrap; }
/* The page numbers have more room than they need (ui/page_numbers.py); they begin at the left. */
[data-testid="stPagination"], [data-testid="stPagination"] > * { justify-content: flex-start; }
/* Hidden components take no space, and have no gap around them. */
.st-key-lineage_viz-library, .st-key-png { display: none; }
[data-testid="stLayoutWrapper"]:has(> .st-key-lineage-deck) { display: none; }
[data-testid="stLayoutWrapper"]:has(> .st-key-way-back, > .st-key-history) { display: none; }
[data-testid="stLayoutWrapper"]:has(> .st-key-pages-button) { display: none; }
/* The navigation of a narrow window: its icon alone tells nothing (component/pages_button.js gives the same name). */
.stApp [data-testid="stExpandSidebarButton"] { width: auto; padding: 0 0.5rem; }
[data-testid="stExpandSidebarButton"]::after { content: "Pages"; }
/* A person folded the details away (picture/canvas/beside.js). */
:root[data-details] .st-key-sides > [data-testid="stLayoutWrapper"] > * > :last-child { display: none; }
@media (max-width: 1155px) {
  .stApp { --lineage-above: 46px; }
  .stApp:has(.st-key-pair > *) { --lineage-above: 122px; }
  /* The tables of snapshots and of accounts become lists: each figure with its name, the buttons below. */
  .st-key-kept-head, .st-key-accounts-head { display: none; }
  :is(.st-key-kept, .st-key-accounts) [data-testid="stHorizontalBlock"] { flex-wrap: wrap; gap: 0 1rem; }
  :is(.st-key-kept, .st-key-accounts) [data-testid="stColumn"] {
    flex: none; width: auto; min-width: 0; max-width: 100%;
  }
  :is(.st-key-kept, .st-key-accounts) [data-testid="stColumn"]:last-child { width: 100%; }
  .st-key-kept [data-testid="stColumn"]:nth-child(3) p::after { content: " entities"; }
  .st-key-kept [data-testid="stColumn"]:nth-child(4) p::after { content: " associations"; }
}
@media (max-width: 900px) {
  .st-key-sides > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"] { flex-wrap: wrap; }
  .st-key-sides > [data-testid="stLayoutWrapper"] > * > [data-testid="stColumn"] { min-width: 100%; }
  .stMainBlockContainer .st-key-details { max-height: none; }
}
@media (max-width: 640px) {
  .stMainBlockContainer .st-key-top { flex-wrap: wrap; }
  .stMainBlockContainer .st-key-top > :first-child { flex-basis: 100%; }
  .stMainBlockContainer .st-key-top > :has([data-testid="stCaptionContainer"]) { flex-basis: 100%; }
}
</style>"""

# Drawn here, because Streamlit fetches its own page icons from Google.
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#3B5BDB" stroke-width="2.5">'
    '<path d="M3 9h6v6H3zM15 3h6v6h-6zM15 15h6v6h-6zM9 12h3M15 6h-3v12h3"/></svg>'
)

_NOTED = "noted visit"


def frame(name: str) -> Actor:
    """Set up the page and return its visitor; end the page for visitors without access.

    Every page calls it first: it needs no other page, and no navigation, to refuse a visitor.
    """
    st.set_page_config(page_title=f"{name} · Lineage", page_icon=_ICON, layout="wide")
    st.html(_STYLE)
    with errors_shown():
        try:
            actor = current_actor()
        except SignInNeeded as why:
            keep_way()
            ask_to_sign_in(why)
            st.stop()
        _note_visit(name)
        if sign_in_is_configured():
            go_back()
            visitor_menu(actor)
    tidy_history()
    name_pages_button()
    with st.container(key="anything"):
        find_anything()
    return actor


def _note_visit(name: str) -> None:
    """Log that a visitor opened a page; the log as JSON has the person."""
    if st.session_state.get(_NOTED) != name:
        st.session_state[_NOTED] = name
        _LOG.info("Opened the page %s.", name)
