// The search in the picture: it searches the drawn cards, without a question to the server.

import { READABLE } from "./camera.js";

export class Finder {
  /** @param {Picture} picture */
  constructor(picture) {
    this.picture = picture;
    this.panel = picture.stage.querySelector(".finder");
    this.input = this.panel.querySelector("input");
    this.count = this.panel.querySelector(".count");
    /** @type {Card[]} */
    this.hits = [];
    this.found = new Set();
    this.at = -1;
    this.input.addEventListener("input", () => this.search());
    this.panel.addEventListener("keydown", (event) => this.press(event));
    this.panel.addEventListener("click", (event) => {
      const step = /** @type {Element} */ (event.target).closest("button")?.dataset.find;
      if (step === "close") this.close();
      else if (step) this.step(Number(step));
    });
  }

  get opened() {
    return !this.panel.hidden;
  }

  open() {
    this.panel.hidden = false;
    this.input.focus();
    this.input.select();
    if (this.input.value) this.search();
  }

  close() {
    this.panel.hidden = true;
    this.picture.stage.focus({ preventScroll: true });
    this.mark([]);
  }

  /** @type {(event: KeyboardEvent) => void} */
  press(event) {
    event.stopPropagation(); // Streamlit has its own keys
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && event.target === this.input) this.step(event.shiftKey ? -1 : 1);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f") this.input.select();
    else return;
    event.preventDefault();
  }

  search() {
    this.mark(this.matches());
    if (this.hits.length) this.step(1);
    else if (this.count.textContent) this.picture.say("Nothing found in the picture");
  }

  // Search again after a change of the cards, without any movement.
  renew() {
    if (!this.opened) return;
    const current = this.hits[this.at]?.arn;
    this.mark(this.matches());
    this.at = this.hits.findIndex(({ arn }) => arn === current);
    this.tell();
  }

  // The place of the search in the window.
  /** @type {() => Rect | null} */
  place() {
    return this.opened ? this.panel.getBoundingClientRect() : null;
  }

  // In the order of reading: layer by layer.
  matches() {
    const text = this.input.value.trim().toLowerCase(), { flow: { along, across }, cards, payload } = this.picture;
    const found = text ? [...cards.values()].filter((card) => haystack(card, payload.schema).includes(text)) : [];
    return found.sort((a, b) => a[along] - b[along] || a[across] - b[across]);
  }

  /** @type {(hits: Card[]) => void} */
  mark(hits) {
    this.hits = hits;
    this.found = new Set(hits);
    this.at = -1;
    this.tell();
    if (this.picture.network) this.picture.draw();
  }

  /** @type {(way: number) => void} */
  step(way) {
    const { length } = this.hits;
    if (!length) return;
    this.at = this.at < 0 && way < 0 ? length - 1 : (this.at + way + length) % length;
    const card = this.hits[this.at];
    this.picture.found = card;
    this.picture.camera.touched = true; // a person who searches moves the camera
    this.picture.camera.reveal(card, READABLE);
    this.tell();
    this.picture.say(`${this.count.textContent}: ${card.words ?? ""} ${card.label}`);
    this.picture.draw();
  }

  tell() {
    const { length } = this.hits, place = this.at < 0 ? "–" : (this.at + 1).toLocaleString();
    this.count.textContent = length ? `${place} of ${length.toLocaleString()}` : this.input.value.trim() ? "None" : "";
    /** @type {NodeListOf<HTMLButtonElement>} */
    const steps = this.panel.querySelectorAll("[data-find='1'], [data-find='-1']");
    for (const button of steps) button.disabled = !length;
  }

  /** @type {(card: Card) => "current" | "other" | null} */
  hit(card) {
    if (!this.found.has(card)) return null;
    return card === this.hits[this.at] ? "current" : "other";
  }
}

// Made at the first search: most pictures are never searched. Nobody sees the ids of stacks and types.
/** @type {(card: Card, schema?: boolean) => string} */
function haystack(card, schema) {
  const id = card.fold || schema ? "" : card.arn;
  card.text ??= [
    card.label,
    card.words,
    card.fact?.[0],
    card.source,
    id,
    ...card.badges.flatMap(({ about }) => about),
    ...(card.inside ?? []),
  ].filter(Boolean).join(
    "\n",
  )
    .toLowerCase();
  return card.text;
}
