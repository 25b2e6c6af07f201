// The keys while the picture has the focus. The help sheet shows the same table.

import { actionsOf, copied } from "./actions.js";
import { neighbors } from "./pills.js";

/** @type {Key[]} */
export const KEYS = [
  { keys: ["Enter"], words: "Select and show details; open a stack", run: (picture, card) => picture.enter(card) },
  {
    keys: ["+"],
    words: "Expand; open a stack",
    server: true,
    run: ({ growing, fixed }, card) => fixed || growing.open(card),
  },
  {
    keys: ["-"],
    shown: "−",
    words: "Collapse; put an opened card back into its stack",
    server: true,
    run: (picture, card) => putBack(picture, card),
  },
  { keys: ["f"], words: "Set as focus", server: true, run: act },
  { keys: ["h"], words: "Hide", server: true, run: act },
  { keys: ["x"], words: "Open the failed members of a stack", server: true, run: act },
  { keys: ["o"], words: "Only this lineage", server: true, run: act },
  { keys: ["p"], words: "Path from here, then to here", server: true, run: act },
  { keys: ["c"], words: "In common with the focus", server: true, run: act },
  {
    keys: ["m", "ContextMenu", "Shift+F10"],
    shown: "m",
    words: "Menu of the card",
    run: ({ menu }, card) => card && menu.openAt(card),
  },
  {
    keys: ["Ctrl+c"],
    shown: "Ctrl C",
    words: "Copy ARN",
    run: (picture, card) => card && !card.fold && !picture.payload.schema && copied(picture, card),
  },
  { keys: ["u"], words: "Undo", server: true, run: ({ send }) => send("undo") },
  { keys: ["U", "Shift+U"], shown: "Shift u", words: "Redo", server: true, run: ({ send }) => send("redo") },
  { keys: ["Ctrl+f"], shown: "Ctrl F", words: "Find in picture", run: ({ finder }) => finder.open() },
  { keys: ["i"], words: "Zoom in", run: ({ camera }) => camera.zoom(1.25) },
  { keys: ["k"], words: "Zoom out", run: ({ camera }) => camera.zoom(0.8) },
  {
    keys: ["v"],
    words: "Everything, by type",
    server: true,
    run: (picture) => picture.fixed || picture.send("overview"),
  },
  { keys: ["d"], words: "Fold the details away, or show them", server: true, run: ({ beside }) => beside.toggle() },
  { keys: ["0"], words: "Fit the whole picture", run: ({ camera }) => camera.fit() },
  { keys: ["/"], words: "Search the whole account", server: true }, // the search box handles it
  {
    keys: ["Escape"],
    shown: "Esc",
    words: "Close the search, or clear the selection",
    run: (picture) => (picture.finder.opened ? picture.finder.close() : picture.select(null)),
  },
  { keys: ["?"], words: "This list", run: ({ help }) => help.open() },
];

export class Keyboard {
  /** @param {Picture} picture */
  constructor(picture) {
    this.picture = picture;
    picture.stage.addEventListener("keydown", (event) => this.press(event));
  }

  /** @type {(event: KeyboardEvent) => void} */
  press(event) {
    const { picture } = this;
    if (event.target !== picture.stage || event.altKey || !picture.network) return;
    const run = this.arrow(event.key) ?? KEYS.find(({ keys }) => keys.includes(named(event)))?.run;
    if (!run || ((event.ctrlKey || event.metaKey) && event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    event.stopPropagation(); // Streamlit has its own keys
    run(picture, picture.here, event.key);
  }

  /** @type {(key: string) => Key["run"]} */
  arrow(key) {
    const { keys } = this.picture.flow;
    const host = () => this.picture.cards.get(this.picture.selected); // of a badge: its card
    if (key === keys.up) return (_, card) => this.walk(host() ?? card, "up");
    if (key === keys.down) return (_, card) => this.walk(host() ?? card, "down");
    if (key === keys.before) return (_, card) => this.step(host() ?? card, -1);
    return key === keys.after ? (_, card) => this.step(host() ?? card, 1) : undefined;
  }

  /** @type {(here: Card | undefined, side: Side) => void} */
  walk(here, side) {
    const { selected, flow: { across } } = this.picture;
    if (!here || here.arn !== selected) return this.go(here);
    return this.go(nearest(neighbors(here, side), (card) => Math.abs(card[across] - here[across])));
  }

  /** @type {(here: Card | undefined, way: number) => void} */
  step(here, way) {
    const { selected, cards, flow: { along, across } } = this.picture;
    if (!here || here.arn !== selected) return this.go(here);
    const layer = [...cards.values()].filter((card) =>
      card[along] === here[along] && (card[across] - here[across]) * way > 0
    );
    return this.go(nearest(layer, (card) => (card[across] - here[across]) * way));
  }

  /** @type {(card: Card | undefined) => void} */
  go(card) {
    if (!card) return;
    this.picture.select(card.arn);
    this.picture.camera.reveal(card);
  }
}

/** @type {(event: KeyboardEvent) => string} */
function named({ key, ctrlKey, metaKey, shiftKey }) {
  if (ctrlKey || metaKey) return `Ctrl+${key.toLowerCase()}`;
  return shiftKey && key.length > 1 ? `Shift+${key}` : key;
}

/** @type {(cards: Card[], distance: (card: Card) => number) => Card | undefined} */
function nearest(cards, distance) {
  const [first, ...others] = cards;
  return others.reduce((best, card) => (distance(best) <= distance(card) ? best : card), first);
}

// Run the action that the menu has under the same key.
/** @type {(picture: Picture, card: Card | undefined, key: string) => void} */
function act(picture, card, key) {
  if (!card || !picture.selected || picture.payload.still) return;
  const action = actionsOf(picture, card).find((action) => action.key === key);
  if (action) action.run();
  else picture.say(`Does not apply to ${card.label}`);
}

/** @type {(picture: Picture, card: Card | undefined) => void} */
function putBack(picture, card) {
  if (picture.fixed || !card) return;
  const back = actionsOf(picture, card).find(({ key }) => key === "−");
  if (back) back.run();
  else picture.growing.close(card);
}
