// The direction of lineage: to the right or down. All code that depends on it reads it here.

import { CARD } from "./geometry.js";

/** @type {Record<"right" | "down", Flow>} */
const FLOWS = {
  right: {
    along: "x",
    across: "y",
    half: CARD.width / 2,
    keys: { up: "ArrowLeft", down: "ArrowRight", before: "ArrowUp", after: "ArrowDown" },
    point: (along, across) => ({ x: along, y: across }),
  },
  down: {
    along: "y",
    across: "x",
    half: CARD.height / 2,
    keys: { up: "ArrowUp", down: "ArrowDown", before: "ArrowLeft", after: "ArrowRight" },
    point: (along, across) => ({ x: across, y: along }),
  },
};

/** @type {(payload: Payload) => Flow} */
export function flowOf(payload) {
  return FLOWS[payload.orientation ?? "right"];
}

// The side of a card that a point is on.
/** @type {(card: Point, point: Point, flow: Flow) => Side} */
export function sideAt(card, point, { along }) {
  return point[along] < card[along] ? "up" : "down";
}
