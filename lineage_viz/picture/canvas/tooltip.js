// The text next to the pointer. It stands where it covers least of the cards that a person looks at.

import { element } from "./element.js";

const GAP = 10, EDGE = 8;

/** @type {(tooltip: HTMLElement, lines: (string | undefined)[], at: Point, stage: HTMLElement, clear: Rect[]) => void} */
export function showTooltip(tooltip, lines, at, stage, clear) {
  tooltip.replaceChildren(
    element("b", "", lines[0]),
    ...lines.slice(1).filter(Boolean).map((line) => element("span", "", line)),
  );
  tooltip.hidden = false;
  const { offsetWidth: width, offsetHeight: height } = tooltip;
  const inside = placesFor(at, width, height, clear).map(({ x, y }) => ({
    x: within(x, stage.clientWidth - width),
    y: within(y, stage.clientHeight - height),
  }));
  /** @type {(place: Point) => number} */
  const covered = ({ x, y }) => {
    const box = { left: x, top: y, right: x + width, bottom: y + height };
    return clear.reduce((sum, card) => sum + overlap(box, card), 0);
  };
  const best = inside.reduce((best, place) => covered(place) < covered(best) ? place : best);
  tooltip.style.transform = `translate(${best.x}px, ${best.y}px)`;
}

// Beside the pointer, then below and above it, then clear of all cards; each to the right, to the left, and centred.
/** @type {(at: Point, width: number, height: number, clear: Rect[]) => Point[]} */
function placesFor(at, width, height, clear) {
  const above = Math.min(at.y, ...clear.map(({ top }) => top)), below = Math.max(at.y, ...clear.map((c) => c.bottom));
  const [own] = clear, bottom = own?.bottom ?? at.y, top = own?.top ?? at.y;
  const rows = [at.y + 18, bottom + GAP, top - height - GAP, below + GAP, above - height - GAP];
  return rows.flatMap((y) => [at.x + 14, at.x - width - 14, at.x - width / 2].map((x) => ({ x, y })));
}

/** @type {(value: number, most: number) => number} */
function within(value, most) {
  return Math.max(EDGE, Math.min(value, most - EDGE));
}

/** @type {(one: Rect, other: Rect) => number} */
function overlap(one, other) {
  const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return Math.max(0, wide) * Math.max(0, high);
}
