// The camera: the visible part of the picture. vis-network moves it; until a person pans or zooms, it shows the whole.

import { cardsBounds, SCALE } from "./cards.js";
import { CARD } from "./geometry.js";

const SMALL = 60; // cards
export const READABLE = SCALE.name + 0.08;
const MARGIN = 28;
const AROUND = 24; // pixels around a card that is shown: the buttons on its edge have room
const CLOSEST = 1.2; // a small picture fills its window, up to this scale
const FLAT = 8; // the width divided by height of a picture whose shape tells nothing
const PATH_CROWD = 40; // cards, among which a path is looked for: fewer are shown as a whole

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
  // focus, and the whole of a large one: people want to see its shape first. "readable": the focus in any case.
  frameFocus({ readable = false } = {}) {
    const { cards, focus, bounds, flow } = this.picture;
    this.fit();
    if (this.framePath()) return;
    const card = cards.get([...focus][0]),
      flat = flow.along === "x" && (bounds.bottom - bounds.top) * FLAT <= bounds.right - bounds.left;
    if (card && (readable || flat || cards.size <= SMALL) && this.scale < SCALE.name) {
      this.look(this.within(card, READABLE), READABLE);
    }
    this.bring(cards.get(this.picture.selected));
  }

  // Show a highlighted path whose names cannot be read among many cards; of a path that is too long, its start.
  framePath() {
    const { cards, payload } = this.picture;
    const path = (payload.path ?? []).map((arn) => cards.get(arn)).filter((card) => card !== undefined);
    if (!path.length || cards.size < PATH_CROWD || this.scale >= SCALE.name) return false;
    this.fit(cardsBounds(path), SCALE.text);
    if (this.scale < SCALE.frame) this.look(this.within(path[0], READABLE), READABLE);
    return true;
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

  /** @type {(bounds?: Rect, closest?: number) => void} */
  fit({ left, top, right, bottom } = this.picture.bounds, closest = CLOSEST) {
    if (!this.picture.cards.size) return;
    this.touched = false;
    const { clientWidth, clientHeight } = this.canvas;
    const scale = Math.min(
      closest,
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

  /** @type {(card: Card) => boolean} */
  shows(card) {
    const { x, y } = this.away(card, 0);
    return !x && !y;
  }

  // Go to a card: a person searches, or walks from card to card.
  /** @type {(card: Card, scale?: number) => void} */
  reveal(card, scale = this.scale) {
    if (this.shows(card) && scale <= this.scale) return;
    this.touched = true;
    this.look(card, Math.max(scale, this.scale));
  }

  // Pan just as far as needed to show a whole card.
  /** @type {(card: Card | undefined) => void} */
  bring(card) {
    const way = card && this.away(card);
    if (!way || (!way.x && !way.y)) return;
    const { x, y } = this.network.getViewPosition();
    this.look({ x: x + way.x / this.scale, y: y + way.y / this.scale });
  }

  // The way that the window must move to show a whole card, clear of the boxes over the picture; in pixels.
  /** @type {(card: Card, edge?: number) => Point} */
  away(card, edge = AROUND) {
    const at = this.network.canvasToDOM(card), { clientWidth, clientHeight } = this.canvas;
    const wide = CARD.width / 2 * this.scale + edge, high = CARD.height / 2 * this.scale + edge;
    const way = { x: beyond(at.x, wide, clientWidth), y: beyond(at.y, high, clientHeight) };
    for (const box of this.picture.boxes()) {
      const x = at.x - way.x, y = at.y - way.y;
      const left = x + wide - box.left, up = y + high - box.top, down = box.bottom - (y - high);
      if (left <= 0 || up <= 0 || down <= 0 || x - wide >= box.right) continue;
      const around = [
        { far: left, x: left, y: 0, free: x - left - wide >= 0 },
        { far: up, x: 0, y: up, free: y - up - high >= 0 },
        { far: down, x: 0, y: -down, free: y + down + high <= clientHeight },
      ].filter(({ free }) => free).sort((a, b) => a.far - b.far);
      way.x += around[0]?.x ?? 0;
      way.y += around[0]?.y ?? 0;
    }
    return way;
  }
}

// The way along one axis to a place whose surroundings fit into the window; to its middle if they are larger.
/** @type {(at: number, half: number, room: number) => number} */
function beyond(at, half, room) {
  const least = Math.min(half, room / 2);
  return Math.min(at - least, 0) + Math.max(at - (room - least), 0);
}
