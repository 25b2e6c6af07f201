// Signing in leads to the provider and back to the first page. The tab remembers where its visitor wanted to go.

const KEY = "lineage_viz.way";

function taken() {
  const way = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return way;
}

// The first page, to which everybody comes back: nothing leads there that has to be remembered.
const atFirst = () => location.pathname.endsWith("/");

/** @type {(sent: Sent<{ keep: boolean }>) => void} */
export default function ({ data }) {
  const here = location.pathname + location.search;
  try {
    if (data.keep) {
      if (atFirst() && !location.search) taken();
      else sessionStorage.setItem(KEY, here);
      return;
    }
    const way = taken();
    if (way && way !== here && atFirst()) location.replace(way);
  } catch {
    // A browser that keeps nothing for pages: he lands on the first one.
  }
}
