// Badges on the lower edge of a card: entities without a card of their own, and the mark of a live model.

import { fittedStart } from "./fitting.js";
import { BADGE, CARD, COLOURS, GLYPH } from "./geometry.js";

/** @typedef {DrawnBadge & Rect & { text: string }} Placed */

// The badges with their places. Each leaves the room to those after it that they need in brief.
/** @type {(ctx: Context, card: Card, theme: Theme) => Placed[]} */
export function placed(ctx, card, theme) {
  ctx.font = badgeFont(theme);
  const top = card.y + (CARD.height - BADGE.height) / 2, bottom = top + BADGE.height;
  let left = card.x - CARD.width / 2 + BADGE.left;
  const end = card.x + CARD.width / 2 - BADGE.pad, aside = BADGE.glyph + 3 * BADGE.pad;
  return card.badges.map((badge, number) => {
    const after = card.badges.slice(number + 1).map(({ brief }) => widthOf(ctx, brief) + BADGE.gap);
    const room = end - left - after.reduce((sum, width) => sum + width, 0) - aside;
    const text = ctx.measureText(badge.words).width > room && (badge.brief || room < BADGE.cut)
      ? badge.brief
      : fittedStart(ctx, card, badge.words, room);
    const right = left + widthOf(ctx, text), made = { ...badge, text, left, right, top, bottom };
    left = right + BADGE.gap;
    return made;
  });
}

/** @type {(ctx: Context, text: string) => number} */
function widthOf(ctx, text) {
  return BADGE.glyph + (text ? 3 : 2) * BADGE.pad + ctx.measureText(text).width;
}

/** @type {(ctx: Context, card: Card, theme: Theme) => void} */
export function drawBadges(ctx, card, theme) {
  for (const badge of placed(ctx, card, theme)) {
    const { left, right, top, bottom, text } = badge, middle = (top + bottom) / 2;
    ctx.beginPath();
    ctx.roundRect(left, top, right - left, BADGE.height, BADGE.height / 2);
    ctx.fillStyle = badge.colour;
    ctx.fill();
    ctx.lineWidth = 1;
    ctx.strokeStyle = theme.card;
    ctx.stroke();
    ctx.save();
    ctx.translate(left + BADGE.pad, middle - BADGE.glyph / 2);
    ctx.scale(BADGE.glyph / GLYPH.box, BADGE.glyph / GLYPH.box);
    ctx.strokeStyle = badge.ink ?? COLOURS.glyph;
    ctx.lineWidth = GLYPH.stroke;
    ctx.lineJoin = ctx.lineCap = "round";
    ctx.stroke(new Path2D(badge.glyph));
    ctx.restore();
    ctx.font = badgeFont(theme);
    ctx.fillStyle = badge.ink ?? COLOURS.glyph;
    ctx.textBaseline = "alphabetic";
    if (text) ctx.fillText(text, left + BADGE.glyph + 2 * BADGE.pad, middle + BADGE.baseline);
  }
}

// From afar: dots in the colours of the badges, without words.
/** @type {(card: Card) => Placed[]} */
export function dots(card) {
  const y = card.y + CARD.height / 2, out = BADGE.height / 2, first = card.x - CARD.width / 2 + BADGE.left;
  return card.badges.map((badge, number) => {
    const x = first + number * BADGE.height;
    return { ...badge, text: "", left: x - out, right: x + out, top: y - out, bottom: y + out };
  });
}

/** @type {(ctx: Context, card: Card) => void} */
export function drawDots(ctx, card) {
  for (const { colour, left, right, top, bottom } of dots(card)) {
    ctx.beginPath();
    ctx.arc((left + right) / 2, (top + bottom) / 2, BADGE.height / 3, 0, 2 * Math.PI);
    ctx.fillStyle = colour;
    ctx.fill();
  }
}

/** @type {(theme: Theme) => string} */
function badgeFont(theme) {
  return `600 ${BADGE.size}px ${theme.font}`;
}
