// The actions for a card: one list for the menu and for the keyboard, with the actions that apply only.

import { element } from "./element.js";
import { frameAround } from "./frames.js";
import { hasMore } from "./pills.js";

/** @type {(picture: Picture, card: Card) => Action[]} */
export function actionsOf(picture, card) {
  const copy = !card.fold && { words: "Copy ARN", key: "Ctrl C", run: () => copied(picture, card) };
  if (picture.payload.schema) return []; // the panel shows the entities of a type
  if (picture.fixed) return [copy].filter(Boolean);
  const frame = frameAround(picture.frames, card);
  const back = frame &&
    { words: `Put back into “${frame.label}”`, key: "−", run: () => picture.send("close", { arn: frame.id }) };
  return [...(card.fold ? stackActions : serverActions)(picture, card), back, copy].filter(Boolean);
}

/** @type {(picture: Picture, card: Card) => Action[]} */
function stackActions(picture, card) {
  return [
    { words: "Open", key: "Enter", run: () => picture.growing.toggle(card, []) },
    card.failures && { words: openFailures(card), key: "x", run: () => picture.growing.openFailures(card) },
    { words: "Hide", key: "h", run: () => picture.send("remove", { arn: card.arn }) },
  ].filter(Boolean);
}

/** @type {(card: Card) => string} */
export function openFailures({ failures }) {
  return `Open the ${(failures ?? 0).toLocaleString()} failed`;
}

/** @type {(picture: Picture, card: Card) => Action[]} */
function serverActions(picture, card) {
  /** @type {(action: string, about?: About) => () => void} */
  const send = (action, about = {}) => () => picture.send(action, { arn: card.arn, ...about });
  const isFocus = picture.focus.has(card.arn), { start, end } = picture.payload.picks ?? {};
  /** @type {[Side, string][]} */
  const sides = [["up", "upstream"], ["down", "downstream"]];
  return [
    ...sides.map(([side, sides]) => {
      const more = hasMore(card, side);
      return more && { words: `Expand ${side}`, hint: `${more.toLocaleString()} more`, run: send("expand", { sides }) };
    }),
    ...sides.map(([side, sides]) =>
      card.edges[side].length && { words: `Collapse ${side}`, run: send("collapse", { sides }) }
    ),
    !isFocus && { words: "Hide", key: "h", run: send("remove") },
    !isFocus && { words: "Only this lineage", key: "o", run: send("alone") },
    !isFocus && { words: "Set as focus", key: "f", run: send("focus") },
    start !== card.arn && { words: "Path from here", key: start && !end ? "" : "p", run: send("path-start") },
    (start ? start !== card.arn : !isFocus) &&
    { words: "Path to here", key: start && !end ? "p" : "", run: send("path-end") },
    !isFocus && picture.focus.size > 0 && { words: "In common with the focus", key: "c", run: send("common") },
  ].filter(Boolean);
}

/** @type {(picture: Picture, card: Card) => Promise<void>} */
export async function copied(picture, { arn }) {
  try {
    await navigator.clipboard.writeText(arn);
  } catch {
    copyByHand(arn); // a page without a secure address has no clipboard
  }
  picture.stage.focus({ preventScroll: true });
  picture.say(`Copied ${arn}`);
}

/** @type {(text: string) => void} */
function copyByHand(text) {
  const area = element("textarea");
  area.value = text;
  area.style.cssText = "position: fixed; opacity: 0";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
