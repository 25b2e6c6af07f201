// The camera: the visible part of the picture. vis-network moves it; until a person pans or zooms, it shows the whole.

import { SCALE } from "./cards.js";

const SMALL = 60; // cards
export const READABLE = SCALE.name + 0.08;
const MARGIN = 18;
const FLAT = 8; // the width divided by height of a picture whose shape tells nothing

export class Camera {
  /** @param {Picture} picture */
  constructor(picture) {
    this.picture = picture;
    this.canvas = picture.canvas;
    this.touched = false;
  }

  get network() {
    return this.picture.network;
  }

  get scale() {
    return this.network.getScale();
  }

  view() {
    const corner = this.network.DOMtoCanvas({ x: 0, y: 0 });
    const far = this.network.DOMtoCanvas({ x: this.canvas.clientWidth, y: this.canvas.clientHeight });
    return { left: corner.x, top: corner.y, right: far.x, bottom: far.y };
  }

  // Show the whole picture if its names are then readable. Else show the part of a small or a flat picture around the
  // focus, and the whole of a large one: people want to see its shape first.
  frameFocus() {
    const { cards, focus, bounds, flow } = this.picture;
    this.fit();
    const card = cards.get([...focus][0]),
      flat = flow.along === "x" && (bounds.bottom - bounds.top) * FLAT <= bounds.right - bounds.left;
    if (card && (flat || cards.size <= SMALL) && this.scale < SCALE.name) {
      this.look(this.within(card, READABLE), READABLE);
    }
  }

  // The centre nearest to a point that leaves no empty space while a part is out of the window.
  /** @type {(point: Point, scale: number) => Point} */
  within({ x, y }, scale) {
    const { left, top, right, bottom } = this.picture.bounds;
    const { clientWidth, clientHeight } = this.canvas;
    /** @type {(at: number, from: number, to: number, room: number) => number} */
    const between = (at, from, to, room) =>
      to - from > 2 * room ? Math.min(Math.max(at, from + room), to - room) : (from + to) / 2;
    return {
      x: between(x, left, right, (clientWidth / 2 - MARGIN) / scale),
      y: between(y, top, bottom, (clientHeight / 2 - MARGIN) / scale),
    };
  }

  fit() {
    if (!this.picture.cards.size) return;
    this.touched = false;
    const { left, top, right, bottom } = this.picture.bounds;
    const { clientWidth, clientHeight } = this.canvas;
    const scale = Math.min(
      1,
      (clientWidth - 2 * MARGIN) / (right - left),
      (clientHeight - 2 * MARGIN) / (bottom - top),
    );
    this.look({ x: (left + right) / 2, y: (top + bottom) / 2 }, Math.max(0.005, scale));
  }

  /** @type {(factor: number) => void} */
  zoom(factor) {
    this.touched = true;
    this.look(this.network.getViewPosition(), Math.min(2.5, Math.max(0.02, this.scale * factor)));
  }

  /** @type {(point: Point, scale?: number) => void} */
  look({ x, y }, scale = this.scale) {
    this.network.moveTo({ position: { x, y }, scale, animation: false });
  }

  /** @type {(point: Point) => void} */
  pan(point) {
    this.touched = true;
    this.look(point);
  }

  /** @type {(point: Point | undefined) => Point | null} */
  positionOf(point) {
    if (!point || !this.network) return null;
    const at = this.network.canvasToDOM(point), box = this.canvas.getBoundingClientRect();
    return { x: box.left + at.x, y: box.top + at.y };
  }

  /** @type {(card: Card, margin?: number) => boolean} */
  shows(card, margin = 0) {
    const { x, y } = this.network.canvasToDOM(card);
    return x > margin && y > margin && x < this.canvas.clientWidth - margin && y < this.canvas.clientHeight - margin;
  }

  /** @type {(card: Card, scale?: number) => void} */
  reveal(card, scale = this.scale) {
    if (this.shows(card, 60) && scale <= this.scale) return;
    this.touched = true;
    this.look(card, Math.max(scale, this.scale));
  }
}
