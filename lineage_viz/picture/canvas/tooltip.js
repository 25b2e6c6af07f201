// The text next to the pointer.

import { element } from "./element.js";

/** @type {(tooltip: HTMLElement, lines: (string | undefined)[], at: Point, stage: HTMLElement) => void} */
export function showTooltip(tooltip, lines, at, stage) {
  tooltip.replaceChildren(
    element("b", "", lines[0]),
    ...lines.slice(1).filter(Boolean).map((line) => element("span", "", line)),
  );
  tooltip.hidden = false;
  const x = Math.min(at.x + 14, stage.clientWidth - tooltip.offsetWidth - 8);
  const below = at.y + 18 + tooltip.offsetHeight < stage.clientHeight;
  tooltip.style.transform = `translate(${Math.max(8, x)}px, ${
    Math.max(8, below ? at.y + 18 : at.y - tooltip.offsetHeight - 12)
  }px)`;
}
