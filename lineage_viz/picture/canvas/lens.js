// A lens: each card, badge and patch has the colour of a value of its entity, in place of the colour of its type.
// A stack has a part for each value inside. Three stripes tell of doubt. Without a colour, a value has that of the theme.

import { CARD } from "./geometry.js";

/** @type {(cards: Iterable<Card>, lens: Lens | undefined, theme: Theme) => void} */
export function shadeCards(cards, lens, theme) {
  if (!lens) return;
  for (const card of cards) {
    card.parts = (card.shade ?? []).map(([at, top, height, count]) => (
      { ...lookOf(lens.shades[at], theme), at, top, height, count }
    ));
    const main = card.parts.reduce((most, part) => part.count > most.count ? part : most, card.parts[0]);
    card.colour = main?.colour ?? theme.aside;
    card.ink = main?.ink ?? theme.text;
    card.tint = card.parts.length === 1 && lens.shades[main.at].colour ? theme.tint(card.colour) : undefined;
    for (const badge of card.badges) {
      const shade = badge.shade === undefined ? undefined : lens.shades[badge.shade];
      Object.assign(badge, lookOf(shade, theme));
    }
  }
}

/** @type {(shade: Shade | undefined, theme: Theme) => { colour: string, ink: string, gaps: number }} */
function lookOf(shade, theme) {
  const { colour, ink, gaps = 0 } = shade ?? {};
  return { colour: colour || theme.aside, ink: ink || theme.text, gaps };
}

// The parts of a card from its left edge, `width` pixels wide; with `round`, its corners are those of the card.
/** @type {(ctx: Context, card: Card, width: number, theme: Theme, round?: boolean) => void} */
export function drawParts(ctx, card, width, theme, round = true) {
  const left = card.x - CARD.width / 2, right = width === CARD.width;
  for (const { colour, gaps, top, height } of card.parts ?? []) {
    const y = card.y - CARD.height / 2 + top;
    ctx.fillStyle = colour;
    if (round) {
      const radius = Math.min(CARD.radius, height);
      const above = top ? 0 : radius, below = top + height < CARD.height ? 0 : radius;
      ctx.beginPath();
      ctx.roundRect(left, y, width, height, [above, right ? above : 0, right ? below : 0, below]);
      ctx.fill();
    } else ctx.fillRect(left, y, width, height);
    if (!gaps) continue;
    ctx.fillStyle = theme.card;
    for (const [from, to] of gapsOf(height, gaps)) ctx.fillRect(left, y + from, width, to - from);
  }
}

// The gaps in a part, from its top, in whole pixels: the SVG has the same. Gaps and colour are bands of one height.
/** @type {(height: number, gaps: number) => [number, number][]} */
export function gapsOf(height, gaps) {
  const bands = 2 * gaps + 1;
  /** @type {(band: number) => number} */
  const at = (band) => Math.floor((2 * height * band + bands) / (2 * bands));
  return Array.from({ length: gaps }, (_, gap) => [at(2 * gap + 1), at(2 * gap + 2)]);
}

// The value of a card in words, of a stack with the number of each.
/** @type {(card: Card, lens?: Lens) => string} */
export function lensWords({ parts = [] }, lens) {
  if (!lens || !parts.length) return "";
  const words = parts.map(({ at, count }) => {
    const { words } = lens.shades[at];
    return parts.length > 1 ? `${count.toLocaleString()} ${words}` : words;
  });
  return `${lens.words}: ${words.join(", ")}`;
}
