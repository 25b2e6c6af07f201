// The text of an editor while its page is loaded anew: in this tab, and for this address alone.

const KEY = "lineage-viz editor";

/** @type {(text: string) => void} */
export function keep(text) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ text, at: location.href }));
  } catch {
    // A browser that keeps nothing shows the text of the address.
  }
}

/** The kept text, once; null without one for this address. @type {() => string | null} */
export function kept() {
  try {
    const { text, at } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    sessionStorage.removeItem(KEY);
    return at === location.href && typeof text === "string" ? text : null;
  } catch {
    return null;
  }
}
