// Dates in UTC, as lineage_viz/words.py writes them.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** @type {(seconds?: number) => string} */
export function dayOf(seconds) {
  if (!seconds) return "";
  const at = new Date(seconds * 1000);
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** @type {(seconds?: number) => string} */
export function momentOf(seconds) {
  return seconds ? `${dayOf(seconds)}, ${new Date(seconds * 1000).toISOString().slice(-13, -8)} UTC` : "";
}
