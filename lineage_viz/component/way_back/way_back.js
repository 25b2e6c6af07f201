// Signing in leads to the provider and back to the first page. The tab remembers where its visitor wanted to go.

const KEY = "lineage_viz.way";

function taken() {
  const way = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return way;
}

export default function ({ data }) {
  const here = location.pathname + location.search;
  try {
    if (data.keep) {
      sessionStorage.setItem(KEY, here);
      return;
    }
    const way = taken();
    if (way && way !== here && way !== location.pathname) location.replace(way);
  } catch {
    // A browser that keeps nothing for pages: he lands on the first one.
  }
}
