"""The folded parts of a page."""

from playwright.sync_api import Page

_STANDS = "(part) => part.open && part.getAnimations().length === 0"


def unfold(page: Page, name: str) -> None:
    """Open a folded part, and return when it has its full height: while it grows, its content moves away under the
    mouse, and a click is lost."""
    part = page.locator("details").filter(has=page.get_by_text(name, exact=True))
    part.get_by_text(name, exact=True).click()
    page.wait_for_function(_STANDS, arg=part.element_handle())
