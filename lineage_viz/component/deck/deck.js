// One part of the cards, stored for the picture, which is drawn when all its parts are here.

const parts = (window.lineageVizParts ??= new Map());

/** @type {(sent: Sent<{ id: string, number: number, cards: CardData[] }>) => void} */
export default function ({ data }) {
  parts.set(data.id, data.cards);
  // This part replaces an earlier one with the same number, which is deleted.
  for (const id of parts.keys()) if (id !== data.id && id.startsWith(`${data.number}-`)) parts.delete(id);
  window.dispatchEvent(new Event("lineage-viz:part"));
}
