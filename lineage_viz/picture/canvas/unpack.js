// A payload made whole again from its parts: the cards, which it names by their places, and its edges.

import { CARD } from "./geometry.js";

/** @type {(payload: Payload | Packed) => Payload | null} */
export function unpacked(payload) {
  if (!("parts" in payload)) return payload; // an offline page contains the whole payload
  const parts = payload.parts.map((id) => window.lineageVizParts?.get(id));
  if (!parts.every((part) => part !== undefined)) return null;
  /** @type {(place: number) => CardData} */
  const cardAt = (place) => parts[Math.floor(place / payload.part)][place % payload.part];
  /** @type {(node: Packed["nodes"][number]) => CardData} */
  const nodeOf = (node) => {
    if (typeof node === "number") return cardAt(node);
    if (!Array.isArray(node)) return node;
    const [place, moreUp, moreDown, badges, after] = node, card = cardAt(place);
    return { ...card, moreUp, moreDown, badges, after: after ?? card.after };
  };
  /** @type {Link[]} */
  const edges = [];
  for (let at = 0; at < payload.edges.length; at += 3) {
    const [from, to, line] = payload.edges.slice(at, at + 3);
    edges.push({ from, to, line });
  }
  /** @type {(shade?: number | CardData["shade"]) => CardData["shade"]} */
  const partsOf = (shade) => typeof shade === "number" ? [[shade, 0, CARD.height, 1]] : shade;
  const nodes = payload.nodes.map((node, at) => ({
    shape: "custom",
    ...nodeOf(node),
    shade: partsOf(payload.shades?.[at]),
  }));
  return { ...payload, nodes, edges };
}
