// Small buttons on the edge of a card: "+3" shows three more on that side, "more" on a stack opens it, as its members
// lead to more, "−" collapses the side, "+" below a stack
// opens it, "⋯" opens the menu.

import { BADGE, CARD } from "./geometry.js";

export const PILL = { height: 18, slack: 2 };

/** @type {(card: Card, side: Side) => number} */
export function hasMore(card, side) {
  return (side === "up" ? card.moreUp : card.moreDown) || 0;
}

/** @type {(card: Card, side: Side) => Card[]} */
export function neighbors(card, side) {
  return side === "up" ? card.edges.up.map(({ from }) => from) : card.edges.down.map(({ to }) => to);
}

// "active": under the pointer or selected. "fixed": the picture cannot change, so few buttons apply.
/** @type {(card: Card, about: { flow: Flow, active: boolean, fixed: boolean, menu: boolean }) => Pill[]} */
export function pillsOf(card, { flow, active, fixed, menu }) {
  const pills = [];
  /** @type {Side[]} */
  const sides = fixed ? [] : ["up", "down"];
  for (const side of sides) {
    const more = hasMore(card, side);
    const text = more && card.fold
      ? "more"
      : more
      ? `+${more.toLocaleString()}`
      : active && !card.fold && card.edges[side].length
      ? "−"
      : "";
    if (text) pills.push(sidePill(card, side, text, flow));
  }
  if (card.fold && !fixed) pills.push(pill("open", "+", openPlace(card, flow)));
  if (active && menu) {
    pills.push(pill("menu", "⋯", { x: card.x + CARD.width / 2 - 24, y: card.y - CARD.height / 2 - 1 }));
  }
  return pills;
}

/** @type {(part: string, text: string, at: Point) => Pill} */
function pill(part, text, at) {
  return { part, text, ...at, width: Math.max(PILL.height + 2, 7 * text.length + 10) };
}

/** @type {(card: Card, side: Side, text: string, flow: Flow) => Pill} */
function sidePill(card, side, text, flow) {
  const made = pill(side, text, { x: card.x, y: card.y }), way = side === "up" ? -1 : 1;
  const size = flow.along === "x" ? made.width : PILL.height;
  made[flow.along] += way * (flow.half + size / 2 - 1);
  if (flow.along === "y" && way > 0) made.y += belowBadges(card);
  return made;
}

/** @type {(card: Card, flow: Flow) => Point} */
function openPlace(card, flow) {
  return flow.along === "x"
    ? { x: card.x, y: card.y + CARD.height / 2 + 2 * CARD.behind + belowBadges(card) }
    : { x: card.x + CARD.width / 2 + 2 * CARD.behind, y: card.y };
}

// Badges stand on the lower edge: a button there stands below them.
/** @type {(card: Card) => number} */
function belowBadges(card) {
  return card.badges.length ? BADGE.height / 2 + 1 : 0;
}

/** @type {(pills: Pill[], point: Point) => Pill | undefined} */
export function pillUnder(pills, { x, y }) {
  const { height, slack } = PILL;
  return pills.find((pill) =>
    Math.abs(x - pill.x) <= pill.width / 2 + slack && Math.abs(y - pill.y) <= height / 2 + slack
  );
}

/** @type {(ctx: Context, pills: Pill[], theme: Theme) => void} */
export function drawPills(ctx, pills, theme) {
  ctx.font = `600 11px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineWidth = 1;
  for (const { text, x, y, width } of pills) {
    ctx.beginPath();
    ctx.roundRect(x - width / 2, y - PILL.height / 2, width, PILL.height, PILL.height / 2);
    ctx.fillStyle = theme.card;
    ctx.fill();
    ctx.strokeStyle = theme.muted;
    ctx.stroke();
    ctx.fillStyle = theme.text;
    ctx.fillText(text, x, y + 0.5);
  }
  ctx.textAlign = "start";
}
