// The legend: a button for each type of entity and of association in view; and the status line below it.

import { element, svg } from "./element.js";
import { DASHES } from "./geometry.js";

/** @type {(legend: HTMLElement, payload: Payload, bright: string, send: Send, brighten: (words: string) => void) => void} */
export function drawLegend(legend, payload, bright, send, brighten) {
  const held = /** @type {HTMLElement} */ (legend.getRootNode().activeElement)?.dataset?.type;
  const shown = payload.types.filter((type) => !type.hidden).length;
  const lines = payload.lines.filter((line) => !line.hidden).length;
  legend.classList.toggle("lens", Boolean(payload.lens));
  legend.replaceChildren(
    ...(payload.lens ? shadeButtons(payload.lens, payload, bright, send, brighten) : []),
    ...payload.types.map((type) => typeButton(type, payload.kinds[type.kind], shown, send)),
    ...payload.lines.map((line) => (line.type === undefined ? lineKey(line) : lineButton(line, lines, send))),
    ...(payload.merged.some(({ pass }) => pass)
      ? [lineKey({ words: "path through filtered entities", dashes: DASHES.pass })]
      : []),
    ...(payload.nodes.some(({ when }) => when) ? [element("span", "key", "days in UTC")] : []),
  );
  if (held) legend.querySelector(`[data-type="${CSS.escape(held)}"]`)?.focus();
}

/** @type {(words: string, about: { count?: number, of?: string, hidden?: boolean, swatch: Element, name: string, title: string }) => HTMLElement} */
function toggle(words, { count, of, hidden, swatch, name, title }) {
  const button = element("button");
  button.type = "button";
  button.dataset.type = name;
  button.title = `${hidden ? "Show" : "Hide"} ${title}`;
  button.setAttribute("aria-pressed", String(!hidden));
  button.toggleAttribute("data-hidden", Boolean(hidden));
  button.append(swatch, element("span", "word", words));
  if (count !== undefined) button.append(element("span", "count", of || count.toLocaleString()));
  return button;
}

/** @type {(type: TypeFacet, kind: Kind, shown: number, send: Send) => HTMLElement} */
function typeButton(type, kind, shown, send) {
  const holder = element("span", "type"), swatch = element("span", "swatch");
  const about = { label: type.label, type: type.type };
  swatch.style.setProperty("--kind", kind.colour);
  swatch.append(svg("0 0 24 24", kind.glyph));
  const title = `${type.label} · ${type.type || "no type"}`;
  const button = toggle(type.words, { ...type, swatch, title, name: `${type.label} ${type.type}` });
  button.addEventListener("click", () => send("toggle", about));
  holder.append(button);
  if (shown > 1 || type.hidden) holder.append(onlyButton(type.words, () => send("only", about)));
  return holder;
}

// The values of a lens. A filter hides a value, where there is one; any other value can stand out.
/** @type {(lens: Lens, payload: Payload, bright: string, send: Send, brighten: (words: string) => void) => HTMLElement[]} */
function shadeButtons({ key, words, shades }, { still, nodes }, bright, send, brighten) {
  const filters = !still && shades.some(({ filtered }) => filtered), shown = shades.filter((one) => !one.hidden).length;
  const stacks = nodes.some(({ shade = [] }) => shade.length > 1);
  return [
    element("span", "key lens", `Colour: ${words}`),
    ...shades.filter(({ count, hidden }) => count || hidden).map((shade) => {
      const holder = element("span", "type shade"),
        swatch = element("span", `swatch${shade.gaps ? " parted" : ""}`);
      const about = { label: key, type: shade.words }, name = `lens ${shade.words}`;
      swatch.style.setProperty("--bands", String(2 * (shade.gaps ?? 0) + 1));
      swatch.style.setProperty("--shade", shade.colour || "var(--aside)");
      const button = toggle(shade.words, { ...shade, swatch, title: `${words}: ${shade.words}`, name });
      holder.append(button);
      if (filters) {
        button.addEventListener("click", () => send("shade", about));
        if (shown > 1 || shade.hidden) holder.append(onlyButton(shade.words, () => send("only-shade", about)));
        return holder;
      }
      button.title = `Let ${words}: ${shade.words} stand out`;
      button.setAttribute("aria-pressed", String(bright === shade.words));
      holder.classList.toggle("dull", bright !== "" && bright !== shade.words);
      button.addEventListener("click", () => {
        brighten(shade.words); // at once: the server puts it into the address
        if (!still) send("bright", about);
      });
      return holder;
    }),
    ...(stacks ? [element("span", "key", "a card for several shows their shares")] : []),
    element("span", "break"),
  ];
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
