// "7 failed" on the card of a stack: a click on it opens those seven.

import { fittedAbout } from "./fitting.js";
import { ABOUT, CARD } from "./geometry.js";

const FAILED_WORDS = /\d[\d,]* failed/;
const FAILED_PAD = 3;

// The line after the type, as it is drawn, with its font set.
/** @type {(ctx: Context, card: Card, rests: string[], theme: Theme) => { line: string, x: number, y: number }} */
export function aboutLine(ctx, card, rests, theme) {
  ctx.font = `${ABOUT.size}px ${theme.font}`;
  const room = CARD.width - CARD.band - 2 * CARD.inset, about = fittedAbout(ctx, card, rests, ABOUT.size, room);
  if (about.size < ABOUT.size) ctx.font = `${about.size}px ${theme.font}`;
  const x = card.x - CARD.width / 2 + CARD.band + CARD.inset, y = card.y - CARD.height / 2 + ABOUT.baseline;
  return { line: about.lines[0], x, y };
}

// The place of the words; none if they did not fit, or if their members cannot be opened at once.
/** @type {(ctx: Context, card: Card, rests: string[], theme: Theme) => Rect | undefined} */
export function failuresAt(ctx, card, rests, theme) {
  if (!card.failures) return undefined;
  const { line, x, y } = aboutLine(ctx, card, rests, theme), found = FAILED_WORDS.exec(line);
  if (!found) return undefined;
  const left = x + ctx.measureText(line.slice(0, found.index)).width;
  return {
    left,
    right: left + ctx.measureText(found[0]).width,
    top: y - ABOUT.size - FAILED_PAD,
    bottom: y + FAILED_PAD,
  };
}

/** @type {(ctx: Context, card: Card, rests: string[], theme: Theme) => void} */
export function drawFailures(ctx, card, rests, theme) {
  const place = failuresAt(ctx, card, rests, theme);
  if (!place) return;
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(place.left, place.bottom - 0.5);
  ctx.lineTo(place.right, place.bottom - 0.5);
  ctx.stroke();
}
