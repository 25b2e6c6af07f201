// Expand, collapse and open: requests to the server, and the announcement of their results.

import { sideAt } from "./flow.js";
import { hasMore } from "./pills.js";

export class Growing {
  /** @param {Picture} picture */
  constructor(picture) {
    this.picture = picture;
    this.asked = null;
    /** @type {Card[]} */
    this.outside = [];
  }

  // The action explains the cards that come next.
  /** @type {(action: string, about: About) => void} */
  remember(action, { sides = "" }) {
    const added = action === "expand" ? `added ${sides.replace(" ", " and ")}` : null;
    this.asked = action === "open" || action === "failures" ? "opened" : added;
  }

  // Expand the sides that have more; collapse a side that is completely in view.
  /** @type {(card: Card, sides: Side[]) => void} */
  toggle(card, sides) {
    if (this.picture.fixed) return;
    const more = sides.filter((side) => hasMore(card, side));
    if (card.fold) this.picture.send("open", { arn: card.arn });
    else if (more.length) this.picture.send("expand", { arn: card.arn, sides: inWords(more) });
    else this.collapse(card, sides);
  }

  // Nothing stays selected: beside a selected card, those that come out of a stack would be faded.
  /** @type {(card: Card) => void} */
  openFailures(card) {
    this.picture.select(null);
    this.picture.send("failures", { arn: card.arn });
  }

  /** @type {(card: Card, sides: Side[]) => void} */
  collapse(card, sides) {
    const shown = sides.filter((side) => card.edges[side].length);
    if (shown.length) this.picture.send("collapse", { arn: card.arn, sides: inWords(shown) });
    else this.picture.say(`Nothing ${inWords(sides).replace(" ", " or ")} of ${card.label}`);
  }

  /** @type {(card: Card | undefined) => void} */
  open(card) {
    if (card?.fold || (card && (hasMore(card, "up") || hasMore(card, "down")))) this.toggle(card, ["up", "down"]);
    else if (card) this.picture.say(`${card.label} has no more to show`);
  }

  // Collapse the side away from the focus: that side has grown too far.
  /** @type {(card: Card | undefined) => void} */
  close(card) {
    const { cards, focus, flow } = this.picture;
    const middle = cards.get([...focus][0]);
    if (!card || !middle || card.fold) return;
    this.collapse(card, card === middle ? ["up", "down"] : [sideAt(middle, card, flow)]);
  }

  // Nothing moves to show new cards; a note tells how many of them are not visible.
  /** @type {(added: Card[], entities: number) => string} */
  grown(added, entities) {
    this.outside = [];
    if (this.asked === null || !added.length) return "";
    const count = this.asked === "opened" ? added.length : Math.max(entities, added.length);
    this.outside = added.filter((card) => !this.picture.camera.shows(card));
    const { length } = this.outside;
    const some = length < added.length ? `${length.toLocaleString()} ${length > 1 ? "cards" : "card"} ` : "";
    const words = `${count.toLocaleString()} ${this.asked}${length ? `, ${some}outside the window` : ""}`;
    this.asked = null;
    this.picture.say(words);
    return length ? words : "";
  }

  // The note goes when a person has brought the new cards into view.
  look() {
    if (!this.outside.length || !this.outside.every((card) => this.picture.camera.shows(card))) return;
    this.outside = [];
    this.picture.note("");
  }
}

/** @type {(sides: Side[]) => string} */
function inWords(sides) {
  return sides.map((side) => (side === "up" ? "upstream" : "downstream")).join(" ");
}
