// An index of cards by position: drawing a part of ten thousand cards, or pointing at one, reads few of them.

import { CARD } from "./geometry.js";

const CELL = 512;

export class Grid {
  /** @param {Card[]} cards */
  constructor(cards) {
    this.cards = cards;
    /** @type {Map<number, Card[]>} */
    this.cells = new Map();
    for (const card of cards) {
      const key = cellKey(Math.floor(card.x / CELL), Math.floor(card.y / CELL));
      const cell = this.cells.get(key);
      if (cell) cell.push(card);
      else this.cells.set(key, [card]);
    }
  }

  // The cards with their centre in a rectangle.
  /** @type {(view: Rect) => Card[]} */
  within({ left, top, right, bottom }) {
    /** @type {(at: Point) => boolean} */
    const inside = ({ x, y }) => x >= left && x <= right && y >= top && y <= bottom;
    const [west, east, north, south] = [left, right, top, bottom].map((edge) => Math.floor(edge / CELL));
    if ((east - west + 1) * (south - north + 1) > this.cells.size) return this.cards.filter(inside);
    /** @type {Card[]} */
    const found = [];
    for (let column = west; column <= east; column += 1) {
      for (let row = north; row <= south; row += 1) {
        for (const card of this.cells.get(cellKey(column, row)) ?? []) if (inside(card)) found.push(card);
      }
    }
    return found;
  }

  // The cards that a rectangle touches, including their pills, stacks and marks outside the card.
  /** @type {(view: Rect) => Card[]} */
  touching({ left, top, right, bottom }) {
    const [dx, dy] = [CARD.width / 2 + 60, CARD.height / 2 + 30];
    return this.within({ left: left - dx, top: top - dy, right: right + dx, bottom: bottom + dy });
  }
}

/** @type {(column: number, row: number) => number} */
function cellKey(column, row) {
  return column * 1_000_003 + row;
}
