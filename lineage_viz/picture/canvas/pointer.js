// The mouse and the finger: the card below them, and the effect of a click.

import { dots, placed } from "./badges.js";
import { openFailures } from "./actions.js";
import { afterType, SCALE } from "./cards.js";
import { momentOf } from "./dates.js";
import { edgeAt } from "./edges.js";
import { failuresAt } from "./failures.js";
import { sideAt } from "./flow.js";
import { frameClosedAt } from "./frames.js";
import { CARD } from "./geometry.js";
import { lensWords } from "./lens.js";
import { hasMore, neighbors, pillUnder } from "./pills.js";
import { showTooltip } from "./tooltip.js";

export class Pointer {
  /** @param {Picture} picture */
  constructor(picture) {
    this.picture = picture;
    const { canvas } = picture;
    // The clicks of the browser. vis-network misses a double click when the page is busy, and reports a click that took
    // 250 ms by a timer: a key pressed after the click would come first.
    /** @type {boolean} */
    this.dragged = false;
    // The card of the last click: its tooltip stays away until the pointer leaves the card. @type {string | undefined}
    this.quiet = undefined;
    canvas.addEventListener("pointerdown", () => (this.dragged = false));
    canvas.addEventListener("click", (event) => picture.network && this.once(this.within(event)));
    canvas.addEventListener("dblclick", (event) => picture.network && this.twice(this.at(this.within(event))));
    canvas.addEventListener("contextmenu", (event) => picture.network && this.ask(event));
    canvas.addEventListener("mousemove", (event) => picture.network && this.point(event));
    canvas.addEventListener("mouseleave", () => picture.network && this.leave());
  }

  /** @type {(network: Network) => void} */
  watch(network) {
    network.on("dragStart", () => (this.dragged = true));
    for (const event of ["zoom", "dragStart"]) network.on(event, () => this.touch());
  }

  // The card, the pill on it, or the frame at a point of the window.
  /** @type {(dom: Point) => Under} */
  at(dom) {
    const { network, grid, frames, camera } = this.picture;
    const point = network.DOMtoCanvas(dom), { scale } = camera;
    const near = grid.touching({ left: point.x, right: point.x, top: point.y, bottom: point.y });
    for (const card of scale < SCALE.name ? [] : near) {
      const pill = pillUnder(this.picture.pillsOf(card), point);
      if (pill) return { card, part: pill.part, point };
    }
    for (const card of scale < SCALE.name ? [] : near) {
      const badge = this.badgeAt(card, point);
      if (badge) return { card, part: "badge", badge, point };
    }
    for (const card of scale < SCALE.text || this.picture.fixed ? [] : near) {
      const place = failuresAt(this.picture.context, card, afterType(card), this.picture.theme);
      if (place && contains(place, point)) return { card, part: "failures", point };
    }
    const card = near.find(({ x, y }) =>
      Math.abs(point.x - x) <= CARD.width / 2 && Math.abs(point.y - y) <= CARD.height / 2
    );
    if (card) return { card, part: "card", point };
    const frame = !this.picture.fixed && frameClosedAt(frames, point, scale);
    return frame ? { frame, point } : { point };
  }

  // The badges as they are drawn at this scale.
  /** @type {(card: Card) => (DrawnBadge & Rect)[]} */
  badgesOf(card) {
    const { theme, context, camera } = this.picture;
    if (!card.badges.length) return [];
    return camera.scale < SCALE.text ? dots(card) : placed(context, card, theme);
  }

  /** @type {(card: Card, point: Point) => DrawnBadge | undefined} */
  badgeAt(card, { x, y }) {
    return this.badgesOf(card).find((badge) => contains(badge, { x, y }));
  }

  // The middle of the badge with an entity.
  /** @type {(arn: string) => Point | undefined} */
  placeOf(arn) {
    const { cards, hosts } = this.picture, host = cards.get(hosts.get(arn));
    const badge = host && this.badgesOf(host).find(({ arns }) => arns.includes(arn));
    return badge && { x: (badge.left + badge.right) / 2, y: (badge.top + badge.bottom) / 2 };
  }

  /** @type {(dom: Point) => void} */
  once(dom) {
    if (this.dragged) return; // the browser reports a click at the end of a drag too
    this.hideTooltip();
    this.quiet = this.at(dom).card?.arn;
    const { picture } = this, { card, part, badge, frame } = this.at(dom);
    if (frame) picture.send("close", { arn: frame.id });
    else if (part === "menu") picture.menu.open(card, dom);
    else if (part === "failures") picture.growing.openFailures(card);
    else if (part === "badge") picture.click(badge?.arns[0] ?? card.arn);
    else if (part === "card" || !card) picture.click(card?.arn ?? null);
    else this.press(card, /** @type {Side} */ (part));
  }

  // While cards are faded, the card is selected: else the cards that it adds would be faded too.
  /** @type {(card: Card, side: Side) => void} */
  press(card, side) {
    if (this.picture.selected !== null) this.picture.select(card.arn);
    this.picture.growing.toggle(card, [side]);
  }

  // The clicked half decides the side.
  /** @type {(under: Under) => void} */
  twice({ card, part, point }) {
    if (part === "card") this.picture.growing.toggle(card, [sideAt(card, point, this.picture.flow)]);
  }

  /** @type {(event: MouseEvent) => void} */
  ask(event) {
    const dom = this.within(event), { card, badge } = this.at(dom);
    if (!card) return;
    event.preventDefault();
    this.picture.menu.open(this.picture.entityOf(badge?.arns[0] ?? card.arn) ?? card, dom);
  }

  /** @type {(arn: string | null) => void} */
  hover(arn) {
    if (arn === this.picture.hovered) return;
    this.picture.hovered = arn;
    this.picture.draw();
  }

  leave() {
    this.hideTooltip();
    this.hover(null);
  }

  touch() {
    this.picture.camera.touched = true;
    this.picture.note("");
    this.hideTooltip();
  }

  hideTooltip() {
    this.picture.tooltip.hidden = true;
    this.picture.tooltip.replaceChildren();
  }

  /** @type {(event: MouseEvent) => Point} */
  within(event) {
    const box = this.picture.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @type {(event: MouseEvent) => void} */
  point(event) {
    if (event.buttons) return this.hideTooltip();
    const { tooltip, stage, canvas, menu } = this.picture, dom = this.within(event), under = this.at(dom);
    this.hover(under.card?.arn ?? null);
    canvas.style.cursor = under.card || under.frame ? "pointer" : "";
    if (this.quiet !== under.card?.arn) this.quiet = undefined;
    const lines = menu.opened || (this.quiet && under.part === "card") ? [] : this.about(under);
    return lines.length ? showTooltip(tooltip, lines, dom, stage, this.keptClear(under.card)) : this.hideTooltip();
  }

  // The boxes of a card, of its neighbours, which light up with it, and of the focus; in the window.
  /** @type {(card?: Card) => Rect[]} */
  keptClear(card) {
    if (!card) return [];
    const { network, cards, focus, selected, camera: { scale } } = this.picture;
    const marked = [...focus, selected].map((arn) => cards.get(arn)).filter(Boolean);
    return [...new Set([card, ...neighbors(card, "up"), ...neighbors(card, "down"), ...marked])].map((each) => {
      const { x, y } = network.canvasToDOM(each), wide = CARD.width / 2 * scale, high = CARD.height / 2 * scale;
      return { left: x - wide, right: x + wide, top: y - high, bottom: y + high };
    });
  }

  /** @type {(under: Under) => (string | undefined)[]} */
  about({ card, part, badge, frame, point }) {
    const { edges, camera, flow } = this.picture;
    if (badge) return badge.about;
    if (part === "failures") return [openFailures(card)];
    if (part === "card") return aboutCard(card, this.picture.payload);
    if (card) return [aboutPill(card, part)];
    if (frame) return [`Put back into one card: ${frame.label}`];
    const edge = edgeAt(edges, point, 6 / camera.scale, flow, this.picture.payload.gutters ?? []);
    return edge ? [edge.words, `${edge.from.label} → ${edge.to.label}`] : [];
  }
}

// Stacks and types have no ARN: their ids are made up.
/** @type {(card: Card, payload: Payload) => (string | undefined)[]} */
function aboutCard(card, { schema, differences, lens }) {
  const value = lensWords(card, lens), [fact] = card.fact ?? [], difference = card.change && differences?.[card.change];
  if (card.fold) return [card.label, difference, card.words, fact, value, ...firstOf(card.inside ?? [])];
  const state = card.unresolved ?? card.status;
  return [
    card.label,
    difference,
    [card.words, state, momentOf(card.when)].filter(Boolean).join(" · "),
    card.warning ?? fact,
    value,
    card.source,
    schema ? "" : card.arn,
  ];
}

/** @type {(titles: string[]) => string[]} */
function firstOf(titles) {
  const rest = titles.length - 8;
  return [...titles.slice(0, 8), rest > 0 && `and ${rest.toLocaleString()} more`].filter(Boolean);
}

/** @type {(card: Card, part: string) => string} */
function aboutPill(card, part) {
  if (part === "menu") return "Actions (m)";
  if (part === "open") return "Show the members";
  if (card.fold) return `Its members have more ${part === "up" ? "upstream" : "downstream"}: show them`;
  const side = part === "up" ? "upstream" : "downstream", more = hasMore(card, /** @type {Side} */ (part));
  return more ? `Show ${more.toLocaleString()} more ${side}` : `Collapse ${side}`;
}

/** @type {(box: Rect, point: Point) => boolean} */
function contains({ left, right, top, bottom }, { x, y }) {
  return x >= left && x <= right && y >= top && y <= bottom;
}
