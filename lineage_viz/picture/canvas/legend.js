// The legend: a button for each type of entity and of association in view; and the status line below it.

import { element, svg } from "./element.js";
import { DASHES } from "./geometry.js";

/** @type {(legend: HTMLElement, payload: Payload, send: Send) => void} */
export function drawLegend(legend, payload, send) {
  const held = /** @type {HTMLElement} */ (legend.getRootNode().activeElement)?.dataset?.type;
  const shown = payload.types.filter((type) => !type.hidden).length;
  const lines = payload.lines.filter((line) => !line.hidden).length;
  legend.replaceChildren(
    ...payload.types.map((type) => typeButton(type, payload.kinds[type.kind], shown, send)),
    ...payload.lines.map((line) => (line.type === undefined ? lineKey(line) : lineButton(line, lines, send))),
    ...(payload.merged.some(({ pass }) => pass)
      ? [lineKey({ words: "path through filtered entities", dashes: DASHES.pass })]
      : []),
    ...(payload.nodes.some(({ when }) => when) ? [element("span", "key", "days in UTC")] : []),
  );
  if (held) legend.querySelector(`[data-type="${CSS.escape(held)}"]`)?.focus();
}

/** @type {(words: string, about: { count?: number, hidden?: boolean, swatch: Element, name: string, title: string }) => HTMLElement} */
function toggle(words, { count, hidden, swatch, name, title }) {
  const button = element("button");
  button.type = "button";
  button.dataset.type = name;
  button.title = `${hidden ? "Show" : "Hide"} ${title}`;
  button.setAttribute("aria-pressed", String(!hidden));
  button.append(swatch, element("span", "word", words));
  if (count !== undefined) button.append(element("span", "count", count.toLocaleString()));
  return button;
}

/** @type {(type: TypeFacet, kind: Kind, shown: number, send: Send) => HTMLElement} */
function typeButton(type, kind, shown, send) {
  const holder = element("span", "type"), swatch = element("span", "swatch");
  const about = { label: type.label, type: type.type };
  swatch.style.background = kind.colour;
  swatch.append(svg("0 0 24 24", kind.glyph));
  const title = `${type.label} · ${type.type || "no type"}`;
  const button = toggle(type.words, { ...type, swatch, title, name: `${type.label} ${type.type}` });
  button.addEventListener("click", () => send("toggle", about));
  holder.append(button);
  if (shown > 1 || type.hidden) holder.append(onlyButton(type.words, () => send("only", about)));
  return holder;
}

/** @type {(words: string, run: () => void) => HTMLElement} */
function onlyButton(words, run) {
  const only = element("button", "only", "only");
  only.type = "button";
  only.setAttribute("aria-label", `Only ${words}`);
  only.addEventListener("click", run);
  return only;
}

/** @type {(line: { words: string, dashes: number[] }) => HTMLElement} */
function lineKey({ words, dashes }) {
  const key = element("span", "key");
  key.append(svg("0 0 30 8", "M1 4h28", dashes), words);
  return key;
}

/** @type {(line: LineFacet, shown: number, send: Send) => HTMLElement} */
function lineButton(line, shown, send) {
  const holder = element("span", "type line"), swatch = element("span", "swatch");
  swatch.append(svg("0 0 30 8", "M1 4h28", line.dashes));
  const button = toggle(line.words, { ...line, swatch, title: line.words, name: `association ${line.type}` });
  button.addEventListener("click", () => send("association", { type: line.type }));
  holder.append(button);
  if (shown > 1 || line.hidden) {
    holder.append(onlyButton(line.words, () => send("only-association", { type: line.type })));
  }
  return holder;
}

/** @type {(status: HTMLElement, payload: Payload) => void} */
export function drawStatus(status, payload) {
  status.querySelector("p").textContent = payload.status ?? "";
  status.classList.toggle("cut", Boolean(payload.more));
  for (const offer of /** @type {("more" | "overview")[]} */ (["more", "overview"])) {
    const button = status.querySelector(`[data-do=${offer}]`);
    button.hidden = !payload[offer];
    button.textContent = payload[offer] ?? "";
  }
}
