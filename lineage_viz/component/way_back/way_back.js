// A sign-in leads to the provider and back to the first page. The tab remembers the page that its visitor wanted.

const KEY = "lineage_viz.way";

function taken() {
  const way = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return way;
}

// Every sign-in returns to the first page, so that page needs no way back.
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
    // A browser without session storage: the visitor stays on the first page.
  }
}
