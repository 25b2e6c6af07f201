// A part of the cards, kept for the picture: it is drawn once all the parts it names are here.

const parts = (window.lineageVizParts ??= new Map());

/** @type {(sent: Sent<{ id: string, number: number, cards: CardData[] }>) => void} */
export default function ({ data }) {
  parts.set(data.id, data.cards);
  // The part that this one has taken the place of is used no more.
  for (const id of parts.keys()) if (id !== data.id && id.startsWith(`${data.number}-`)) parts.delete(id);
  window.dispatchEvent(new Event("lineage-viz:part"));
}
