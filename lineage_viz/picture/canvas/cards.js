// Cards, one for each entity. Their detail depends on the scale: a patch of colour when far away, then the band,
// then a large name, and all text only when close.

import { drawBadges, drawDots } from "./badges.js";
import { dayOf } from "./dates.js";
import { aboutLine, drawFailures } from "./failures.js";
import { fittedFact, fittedName, severalLines } from "./fitting.js";
import { CARD, COLOURS, DASHES, FACT, GLYPH, MARK, NAME, OUTLINE } from "./geometry.js";
import { drawParts } from "./lens.js";
import { drawPills } from "./pills.js";

export const SCALE = { frame: 0.25, name: 0.4, text: 0.72 };

const SMALLEST = 8; // pixels on the screen of a name that stands alone

const glyphs = new Map();

/** @type {(path: string) => Path2D} */
function glyphPath(path) {
  if (!glyphs.has(path)) glyphs.set(path, new Path2D(path));
  return glyphs.get(path);
}

/** @type {(cards: Iterable<Point>) => Rect} */
export function cardsBounds(cards) {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of cards) {
    bounds.left = Math.min(bounds.left, x - CARD.width / 2);
    bounds.right = Math.max(bounds.right, x + CARD.width / 2);
    bounds.top = Math.min(bounds.top, y - CARD.height / 2);
    bounds.bottom = Math.max(bounds.bottom, y + CARD.height / 2);
  }
  return bounds;
}

// Thousands are drawn, so only values that differ are set.
/** @type {(ctx: Context, cards: Card[], theme: Theme, faded: (card: Card) => boolean) => void} */
export function drawPatches(ctx, cards, theme, faded) {
  for (const card of cards) {
    ctx.globalAlpha = faded(card) ? 0.25 : 1;
    if (card.parts) {
      drawParts(ctx, card, CARD.width, theme, false);
      continue;
    }
    ctx.fillStyle = card.colour;
    ctx.fillRect(card.x - CARD.width / 2, card.y - CARD.height / 2, CARD.width, CARD.height);
  }
  ctx.globalAlpha = 1;
}

/** @type {(ctx: Context, card: Card, look: Look) => void} */
export function drawCard(ctx, card, look) {
  const { theme, scale } = look;
  const left = card.x - CARD.width / 2, top = card.y - CARD.height / 2;
  ctx.save();
  ctx.globalAlpha = look.faded ? 0.25 : 1;
  if (card.fold) drawStack(ctx, theme, left, top);
  ctx.beginPath();
  ctx.roundRect(left, top, CARD.width, CARD.height, CARD.radius);
  ctx.fillStyle = card.tint ?? theme.card;
  ctx.fill();
  drawBand(ctx, card, look, left, top);
  drawFrame(ctx, card, look);
  if (card.change) drawChange(ctx, card, card.change, look); // under the badges, which lie on its line
  if (scale >= SCALE.text) drawText(ctx, card, theme, left, top);
  else if (scale >= SCALE.name) drawLargeName(ctx, card, theme, left, scale);
  else if (!card.parts) drawNameAlone(ctx, card, theme, left, scale);
  if (card.warning) drawWarning(ctx, left, top, theme);
  else if (card.failed) drawFailed(ctx, left, top, theme);
  if (scale >= SCALE.text) drawBadges(ctx, card, theme);
  else if (scale >= SCALE.name) drawDots(ctx, card);
  if (scale >= SCALE.name) drawPills(ctx, look.pills, theme);
  drawMarks(ctx, card, look);
  ctx.restore();
}

/** @type {(ctx: Context, theme: Theme, left: number, top: number) => void} */
function drawStack(ctx, theme, left, top) {
  ctx.lineWidth = 1;
  ctx.fillStyle = theme.card;
  ctx.strokeStyle = theme.edge;
  for (const out of [2 * CARD.behind, CARD.behind]) {
    ctx.beginPath();
    ctx.roundRect(left + out, top + out, CARD.width, CARD.height, CARD.radius);
    ctx.fill();
    ctx.stroke();
  }
}

// With a lens and no text, the whole card is its band: the colour is all that a person sees.
/** @type {(ctx: Context, card: Card, look: Look, left: number, top: number) => void} */
function drawBand(ctx, card, { theme, scale }, left, top) {
  if (card.parts) {
    drawParts(ctx, card, scale < SCALE.name ? CARD.width : CARD.band, theme);
  } else {
    ctx.beginPath();
    ctx.roundRect(left, top, CARD.band, CARD.height, [CARD.radius, 0, 0, CARD.radius]);
    ctx.fillStyle = card.colour;
    ctx.fill();
  }
  if (scale < SCALE.name) return;
  ctx.save();
  ctx.translate(left + GLYPH.left, card.y - GLYPH.size / 2);
  ctx.scale(GLYPH.size / GLYPH.box, GLYPH.size / GLYPH.box);
  ctx.strokeStyle = card.ink ?? COLOURS.glyph;
  ctx.lineWidth = GLYPH.stroke;
  ctx.lineJoin = ctx.lineCap = "round";
  ctx.stroke(glyphPath(card.glyph));
  ctx.restore();
}

/** @type {(ctx: Context, card: Card, look: Look) => void} */
export function drawFrame(ctx, card, look) {
  const { theme } = look;
  const strong = look.selected || look.focus || look.trail || look.path;
  outline(ctx, card, look.selected ? 2 : 0);
  ctx.lineWidth = Math.max(
    look.selected ? 3 : look.focus ? OUTLINE.focus : look.path ? 2 : OUTLINE.plain,
    (strong || (card.tint && look.scale < SCALE.text) ? 1.5 : 0.75) / look.scale,
  );
  ctx.strokeStyle = look.selected || look.path
    ? theme.accent
    : look.focus
    ? card.colour
    : look.trail
    ? theme[look.trail]
    : look.hover
    ? theme.muted
    : card.tint
    ? card.colour
    : card.fold
    ? theme.edge
    : theme.line;
  if (card.unresolved) ctx.setLineDash(DASHES.unresolved);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** @type {(ctx: Context, card: Card, out: number) => void} */
function outline(ctx, card, out) {
  ctx.beginPath();
  ctx.roundRect(
    card.x - CARD.width / 2 - out,
    card.y - CARD.height / 2 - out,
    CARD.width + 2 * out,
    CARD.height + 2 * out,
    CARD.radius + out,
  );
}

/** @type {Record<NonNullable<Card["change"]>, { sign: string, colour: (theme: Theme) => string }>} */
const CHANGES = {
  added: { sign: "+", colour: (theme) => theme.good },
  removed: { sign: "−", colour: (theme) => theme.bad },
  changed: { sign: "≠", colour: (theme) => theme.accent },
  mixed: { sign: "±", colour: (theme) => theme.muted },
};

// The difference between two lineages: a line in its colour, at every scale. The sign is a mark.
/** @type {(ctx: Context, card: Card, change: NonNullable<Card["change"]>, look: Look) => void} */
export function drawChange(ctx, card, change, { theme, scale }) {
  outline(ctx, card, 1);
  ctx.lineWidth = Math.max(3, 2 / scale);
  ctx.strokeStyle = CHANGES[change].colour(theme);
  ctx.stroke();
}

// Hits of a search and ends of a path: drawn at every scale, and never faded.
/** @type {(ctx: Context, card: Card, look: Look) => void} */
export function drawMarks(ctx, card, look) {
  const { theme, scale, hit, pick } = look;
  ctx.globalAlpha = 1;
  if (hit) {
    const width = Math.max(2.5, 1.5 / scale);
    outline(ctx, card, 3 + width);
    ctx.lineWidth = hit === "current" ? 2 * width : width;
    ctx.strokeStyle = hit === "current" ? theme.text : theme.muted;
    ctx.stroke();
  }
  if (card.change) {
    const { sign, colour } = CHANGES[card.change];
    drawDisc(ctx, card, sign, colour(theme), { theme, scale });
  }
  if (pick) drawDisc(ctx, card, pick, theme.accent, { theme, scale });
}

/** @type {(ctx: Context, card: Card, sign: string, colour: string, look: Pick<Look, "theme" | "scale">) => void} */
function drawDisc(ctx, card, sign, colour, { theme, scale }) {
  const radius = Math.max(9, 6 / scale), x = card.x - CARD.width / 2, y = card.y - CARD.height / 2;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.fillStyle = theme.card;
  ctx.font = `700 ${radius * 1.25}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(sign, x, y + radius * 0.08);
  ctx.textAlign = "start";
}

/** @type {(ctx: Context, card: Card, theme: Theme, left: number, top: number) => void} */
function drawText(ctx, card, theme, left, top) {
  const x = left + CARD.band + CARD.inset, room = CARD.width - CARD.band - 2 * CARD.inset;
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.text;
  ctx.font = `600 ${NAME.size}px ${theme.font}`;
  const name = fittedName(ctx, card, NAME.size, room - (card.failed || card.warning ? MARK.room : 0));
  if (name.size < NAME.size) ctx.font = `600 ${name.size}px ${theme.font}`;
  ctx.fillText(name.lines[0], x, top + NAME.baseline);
  ctx.fillStyle = theme.muted;
  const rests = afterType(card), about = aboutLine(ctx, card, rests, theme);
  ctx.fillText(about.line, about.x, about.y);
  drawFailures(ctx, card, rests, theme);
  ctx.font = `${FACT.size}px ${theme.font}`;
  const fact = fittedFact(ctx, card, FACT.size, room);
  if (fact.size < FACT.size) ctx.font = `${fact.size}px ${theme.font}`;
  ctx.fillStyle = card.tone ? theme[card.tone] : theme.text;
  for (const line of fact.lines) ctx.fillText(line, x, top + FACT.baseline);
}

// The rest of the line after the type: the wish, then a shorter one.
/** @type {(card: Card) => string[]} */
export function afterType(card) {
  if (card.unresolved) return [` · ${card.unresolved}`, ` · ${card.unresolved.split(/ (?:this|in) /)[0]}`];
  const rest = [card.failed && (card.status ?? "failed").toLowerCase(), dayOf(card.when)];
  const dated = rest.filter(Boolean).map((part) => ` · ${part}`).join("");
  if (card.failed) return [dated];
  return card.after ? [` · ${card.after}${dated}`, ` · ${card.after}`] : [dated, ""];
}

/** @type {(ctx: Context, card: Card, theme: Theme, left: number, scale: number) => void} */
function drawLargeName(ctx, card, theme, left, scale) {
  const size = Math.min(22, Math.round(11.2 / scale)), whole = CARD.width - CARD.band - 12;
  const room = whole - (card.failed || card.warning ? MARK.room : 0);
  ctx.font = `600 ${size}px ${theme.font}`;
  ctx.fillStyle = theme.text;
  ctx.textBaseline = "middle";
  const { lines, size: fitted } = severalLines(ctx, card, size, room);
  if (fitted < size) ctx.font = `600 ${fitted}px ${theme.font}`;
  const pitch = size + 1, rows = lines.length + (card.fact ? 1 : 0), x = left + CARD.band + 6;
  lines.forEach((line, at) => ctx.fillText(line, x, card.y + (at - (rows - 1) / 2) * pitch + 1));
  if (!card.fact) return;
  const small = Math.round(size * 0.85);
  ctx.font = `${small}px ${theme.font}`;
  const fact = fittedFact(ctx, card, small, whole);
  if (fact.size < small) ctx.font = `${fact.size}px ${theme.font}`;
  ctx.fillStyle = card.tone ? theme[card.tone] : theme.muted;
  ctx.fillText(fact.lines[0], x, card.y + (rows - 1) / 2 * pitch + 1);
}

// No card is empty: where even large letters are small, the card has its name alone.
/** @type {(ctx: Context, card: Card, theme: Theme, left: number, scale: number) => void} */
function drawNameAlone(ctx, card, theme, left, scale) {
  const size = Math.round(SMALLEST / scale), rows = Math.min(2, Math.floor((CARD.height - 4) / (size + 1)));
  const x = left + CARD.band + 6, room = CARD.width - CARD.band - 12 - (card.failed || card.warning ? MARK.room : 0);
  ctx.font = `600 ${size}px ${theme.font}`;
  ctx.fillStyle = theme.text;
  ctx.textBaseline = "middle";
  const { lines, size: fitted } = rows > 1
    ? severalLines(ctx, card, size, room, rows)
    : fittedName(ctx, card, size, room);
  if (fitted < size) ctx.font = `600 ${fitted}px ${theme.font}`;
  lines.forEach((line, at) => ctx.fillText(line, x, card.y + (at - (lines.length - 1) / 2) * (size + 1) + 1));
}

// A triangle with an exclamation mark.
/** @type {(ctx: Context, left: number, top: number, theme: Theme) => void} */
function drawWarning(ctx, left, top, theme) {
  const x = left + CARD.width - MARK.inset, y = top + MARK.inset, out = MARK.radius + 1;
  ctx.fillStyle = ctx.strokeStyle = COLOURS.failed;
  ctx.lineWidth = MARK.stroke;
  ctx.lineJoin = "round";
  ctx.beginPath();
  ctx.moveTo(x, y - out);
  ctx.lineTo(x + out, y + out - 1);
  ctx.lineTo(x - out, y + out - 1);
  ctx.closePath();
  ctx.fill();
  ctx.stroke();
  ctx.lineJoin = "miter";
  ctx.strokeStyle = theme.card;
  ctx.beginPath();
  ctx.moveTo(x, y - 2);
  ctx.lineTo(x, y + 1.5);
  ctx.moveTo(x, y + 2.7);
  ctx.lineTo(x, y + 4);
  ctx.stroke();
}

/** @type {(ctx: Context, left: number, top: number, theme: Theme) => void} */
function drawFailed(ctx, left, top, theme) {
  const x = left + CARD.width - MARK.inset, y = top + MARK.inset, arm = MARK.cross;
  ctx.beginPath();
  ctx.arc(x, y, MARK.radius, 0, 2 * Math.PI);
  ctx.fillStyle = COLOURS.failed;
  ctx.fill();
  ctx.strokeStyle = theme.card;
  ctx.lineWidth = MARK.stroke;
  ctx.beginPath();
  ctx.moveTo(x - arm, y - arm);
  ctx.lineTo(x + arm, y + arm);
  ctx.moveTo(x + arm, y - arm);
  ctx.lineTo(x - arm, y + arm);
  ctx.stroke();
}
