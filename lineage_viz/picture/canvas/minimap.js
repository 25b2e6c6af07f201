// A small map of the whole picture with the visible part. It is drawn when cards change; panning moves only its window.

import { CARD } from "./geometry.js";

export class Minimap {
  /** @type {{ scale: number, left: number, top: number }} */
  fitted;

  /** @param {Picture} picture */
  constructor(picture) {
    this.picture = picture;
    this.box = picture.stage.querySelector(".minimap");
    this.canvas = this.box.querySelector("canvas");
    this.window = this.box.querySelector(".window");
    this.map = this.box.querySelector(".map");
    this.button = this.box.querySelector("button");
    this.stale = true;
    this.fold(picture.stage.clientWidth < 560);
    this.button.addEventListener("click", () => this.fold(!this.map.hidden));
    for (const event of /** @type {("pointerdown" | "pointermove")[]} */ (["pointerdown", "pointermove"])) {
      this.map.addEventListener(event, (happened) => this.drag(happened));
    }
  }

  /** @type {(folded: boolean) => void} */
  fold(folded) {
    this.map.hidden = folded;
    this.button.setAttribute("aria-expanded", String(!folded));
    const words = folded ? "Show the map" : "Hide the map";
    this.button.setAttribute("aria-label", words);
    this.button.title = words;
    if (this.picture.network) this.picture.draw();
  }

  renew() {
    this.stale = true;
  }

  // The whole picture is in the window: the map would say nothing.
  /** @type {(view: Rect) => boolean} */
  idle(view) {
    const { bounds, cards } = this.picture;
    return cards.size < 2 || (view.left <= bounds.left && view.top <= bounds.top && view.right >= bounds.right &&
      view.bottom >= bounds.bottom);
  }

  // The place of the map in the window, also when it is about to appear.
  /** @type {(view: Rect) => Rect | null} */
  place(view) {
    if (this.idle(view)) return null;
    this.box.hidden = false;
    return this.box.getBoundingClientRect();
  }

  /** @type {(view: Rect) => void} */
  follow(view) {
    this.box.hidden = this.idle(view);
    if (this.box.hidden || this.map.hidden) return;
    if (this.stale) this.paint();
    const { scale, left, top } = this.fitted, { clientWidth, clientHeight } = this.map;
    /** @type {(value: number, most: number) => number} */
    const cut = (value, most) => Math.min(most, Math.max(0, value));
    const x1 = cut((view.left - left) * scale, clientWidth), x2 = cut((view.right - left) * scale, clientWidth);
    const y1 = cut((view.top - top) * scale, clientHeight), y2 = cut((view.bottom - top) * scale, clientHeight);
    this.window.style.transform = `translate(${x1}px, ${y1}px)`;
    this.window.style.width = `${Math.max(4, x2 - x1)}px`;
    this.window.style.height = `${Math.max(4, y2 - y1)}px`;
  }

  paint() {
    this.stale = false;
    const { bounds, cards } = this.picture, { clientWidth: width, clientHeight: height } = this.map;
    const scale = Math.min((width - 8) / (bounds.right - bounds.left), (height - 8) / (bounds.bottom - bounds.top));
    const left = (bounds.left + bounds.right) / 2 - width / 2 / scale,
      top = (bounds.top + bounds.bottom) / 2 - height / 2 / scale;
    this.fitted = { scale, left, top };
    const ratio = window.devicePixelRatio || 1, ctx = /** @type {Context} */ (this.canvas.getContext("2d"));
    [this.canvas.width, this.canvas.height] = [width * ratio, height * ratio];
    ctx.scale(ratio, ratio);
    const wide = Math.max(1.5, CARD.width * scale), high = Math.max(1.5, CARD.height * scale);
    for (const { x, y, colour } of cards.values()) {
      ctx.fillStyle = colour;
      ctx.fillRect((x - left) * scale - wide / 2, (y - top) * scale - high / 2, wide, high);
    }
  }

  /** @type {(event: PointerEvent) => void} */
  drag(event) {
    if (!event.buttons) return;
    if (event.type === "pointerdown") this.map.setPointerCapture(event.pointerId);
    event.preventDefault();
    const box = this.map.getBoundingClientRect(), { scale, left, top } = this.fitted;
    this.picture.camera.pan({
      x: left + (event.clientX - box.left) / scale,
      y: top + (event.clientY - box.top) / scale,
    });
  }
}
