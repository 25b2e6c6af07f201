// The menu of a card. It opens at the pointer, and returns the focus to the picture when it closes.

import { actionsOf } from "./actions.js";
import { element } from "./element.js";

export class Menu {
  /** @param {Picture} picture */
  constructor(picture) {
    this.picture = picture;
    this.list = picture.stage.querySelector(".menu");
    this.list.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.list.contains(/** @type {Element} */ (relatedTarget))) this.hide();
    });
    this.list.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  get opened() {
    return !this.list.hidden;
  }

  get items() {
    return [...this.list.querySelectorAll("[role=menuitem]")];
  }

  /** @type {(card: Card, at: Point) => void} */
  open(card, at) {
    const { stage } = this.picture, actions = actionsOf(this.picture, card);
    this.picture.select(card.arn);
    if (!actions.length) return;
    this.picture.pointer.hideTooltip();
    this.list.setAttribute("aria-label", `Actions for ${card.label}`);
    this.list.replaceChildren(...actions.map((action) => this.item(action)));
    this.list.hidden = false;
    const x = Math.min(at.x, stage.clientWidth - this.list.offsetWidth - 8);
    const y = Math.min(at.y, stage.clientHeight - this.list.offsetHeight - 8);
    this.list.style.transform = `translate(${Math.max(8, x)}px, ${Math.max(8, y)}px)`;
    this.items[0]?.focus({ preventScroll: true });
  }

  // Open the menu beside its card, because there is no pointer.
  /** @type {(card: Card) => void} */
  openAt(card) {
    this.picture.camera.reveal(card);
    const { x, y } = this.picture.network.canvasToDOM(card);
    this.open(card, { x: x + 12, y: y + 12 });
  }

  /** @type {(action: Action) => HTMLElement} */
  item({ words, key, hint, run }) {
    const item = element("button");
    item.type = "button";
    item.role = "menuitem";
    item.tabIndex = -1;
    item.append(element("span", "", words), element(key ? "kbd" : "span", "hint", key || hint || ""));
    item.addEventListener("click", () => {
      this.close();
      run();
    });
    item.addEventListener("mousemove", () => item.focus({ preventScroll: true }));
    return item;
  }

  /** @type {(event: KeyboardEvent) => void} */
  press(event) {
    const { items } = this, at = items.findIndex((item) => item === this.list.getRootNode().activeElement);
    /** @type {(to: number) => void} */
    const go = (to) => items[(to + items.length) % items.length]?.focus();
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      Home: () => go(0),
      End: () => go(-1),
      Escape: () => this.close(),
      Tab: () => this.close(),
    };
    const shown = this.byKey(event);
    event.stopPropagation();
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    } else if (shown) {
      event.preventDefault();
      shown.click();
    } else if (event.key.length === 1 && event.key !== " ") {
      const after = [...items.slice(at + 1), ...items];
      after.find((item) => item.textContent.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    }
  }

  // The item that shows this key.
  /** @type {(event: KeyboardEvent) => HTMLElement | undefined} */
  byKey({ key, ctrlKey, metaKey }) {
    const shown = ctrlKey || metaKey ? `Ctrl ${key.toUpperCase()}` : key === "-" ? "−" : key;
    return this.items.find((item) => item.querySelector("kbd")?.textContent === shown);
  }

  close() {
    if (!this.opened) return;
    this.picture.stage.focus({ preventScroll: true });
    this.hide();
  }

  hide() {
    this.list.hidden = true;
  }
}
