// In a narrow window Streamlit replaces the navigation by a button that shows "»" and is called "Expand sidebar". It gets
// the name that it shows (ui/frame.py): Streamlit has no setting for it, and makes it anew when the window changes.

const NAME = "Pages";

function rename() {
  document.querySelector('[data-testid="stExpandSidebarButton"]')?.setAttribute("aria-label", NAME);
}

/** @type {() => void} */
export default function () {
  rename();
  if (window.lineageVizPages) return;
  window.lineageVizPages = true;
  new MutationObserver(rename).observe(document.querySelector('[data-testid="stHeader"]') ?? document.body, {
    childList: true,
    subtree: true,
  });
}
