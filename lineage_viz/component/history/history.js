// One action of a person adds at most one entry to the history of the browser: "Back" then leads to the view before it.
//
// Streamlit adds an entry for each message that changes the URL. The server sends several for one action: it changes
// the page and then its parameters, or fills in the parameters of a page that was opened without them.

const ACTIONS = ["pointerdown", "click", "keydown", "input"];

let acted = false;

function install() {
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, url) => {
    if (acted) push(state, unused, url);
    else history.replaceState(state, unused, url);
    acted = false;
  };
  addEventListener("popstate", () => acted = false);
  for (const action of ACTIONS) addEventListener(action, () => acted = true, { capture: true, passive: true });
}

/** @type {() => void} */
export default function () {
  if (window.lineageVizHistory) return;
  window.lineageVizHistory = true;
  install();
}
