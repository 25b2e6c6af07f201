// Facts as text: a heading, a summary, then sections of names and values. Nothing is parsed as HTML.

import { drawn, foldedPart, made, named } from "./made.js";
import { summaryParts } from "./summary.js";

/**
 * @typedef {{ name: string, value: string, more?: string }} Fact
 * @typedef {{ title: string, words: string, glyph: string, colour: string, copy: string, state?: string, failed?: boolean,
 *   links?: { words: string, url: string }[], summary?: import("./summary.js").Summary & { people?: Fact[] },
 *   first?: { heading: string, facts: Fact[] }[], sections: { heading: string, facts: Fact[] }[], record?: { heading: string, facts: Fact[] }[] }} Facts
 */

// The sources are on hover; keyboards and touch screens have no hover, so a button shows all of them. Its state stays for
// other entities.
let sourcesShown = false;

const LONG = 600; // characters of a value that are shown before the rest is folded

/** @type {(path: string, colour: string) => HTMLElement} */
function glyph(path, colour) {
  const swatch = made("span", undefined, "swatch");
  const picture = drawn("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  swatch.style.background = colour;
  picture.append(drawn("path", { d: path }));
  swatch.append(picture);
  return swatch;
}

/** @type {(fact: Fact) => HTMLElement} */
function value(fact) {
  const whole = made("dd");
  whole.append(fact.value.length <= LONG ? fact.value : folded(fact));
  if (fact.more && sourcesShown) whole.append(made("small", fact.more));
  else if (fact.more) whole.title = fact.more;
  return whole;
}

/** @type {(fact: Fact) => HTMLElement} */
function folded({ value }) {
  const words = made("span", value);
  return foldedPart(
    `${Array.from(value.slice(0, 320)).slice(0, 160).join("")}… (${value.length.toLocaleString()} characters)`,
    words,
  );
}

/** @type {(section: { heading: string, facts: Fact[] }) => HTMLElement[]} */
function section({ heading, facts }) {
  const list = made("dl");
  for (const fact of facts) list.append(named("dt", fact.name), value(fact));
  return heading ? [named("h3", heading), list] : [list];
}

/** @type {(link: { words: string, url: string }) => HTMLElement} */
function link({ words, url }) {
  const anchor = made("a", words);
  anchor.href = url;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  return anchor;
}

/** @type {(text: string) => HTMLElement} */
function copyButton(text) {
  const button = made("button", "Copy ARN");
  button.type = "button";
  button.addEventListener("click", async () => {
    button.textContent = (await copied(text, button)) ? "Copied" : "Select the ARN below to copy it";
  });
  return button;
}

/** @type {(change: () => void) => HTMLElement} */
function sourcesButton(change) {
  const button = made("button", sourcesShown ? "Hide sources" : "Show sources");
  button.type = "button";
  button.title = "The source of each fact, whole dates and ARNs";
  button.addEventListener("click", () => {
    sourcesShown = !sourcesShown;
    button.textContent = sourcesShown ? "Hide sources" : "Show sources";
    change();
  });
  return button;
}

// Browsers give a clipboard only to pages that are served over TLS.
/** @type {(text: string, button: HTMLElement) => Promise<boolean>} */
async function copied(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const held = made("textarea", text);
    button.after(held);
    held.select();
    const done = document.execCommand("copy");
    held.remove();
    return done;
  }
}

/** Show the beginning of another entity: the box around the panel stays, and with it its scroll position. */
/** @type {(facts: HTMLElement) => void} */
function backToTop(facts) {
  const root = facts.getRootNode(), host = root instanceof ShadowRoot ? root.host : facts;
  host.closest(".st-key-details")?.scrollTo({ top: 0 });
}

/** Everything below the links, with the sources or without; a part that a person opened stays open. */
/** @type {(data: Facts, open: (arn: string) => void) => HTMLElement[]} */
function body({ summary = {}, first = [], sections, record }, open) {
  const people = summary.people ?? [], told = [...(people.length ? [{ heading: "People", facts: people }] : [])];
  const parts = [
    ...first.flatMap(section),
    ...summaryParts(summary, open),
    ...told.flatMap(section),
    ...sections.flatMap(section),
  ];
  return record?.length ? [...parts, foldedPart("Whole record", ...record.flatMap(section))] : parts;
}

/** @type {(sent: Sent<Facts>) => void} */
export default function ({ data, parentElement, setTriggerValue }) {
  const header = made("header"), words = made("div"), about = made("p");
  words.append(named("h2", data.title), about);
  about.append(data.words);
  if (data.state) about.append(" · ", made("span", data.state, data.failed ? "failed" : ""));
  header.append(glyph(data.glyph, data.colour), words);
  const ways = made("nav", undefined, "ways");
  ways.setAttribute("aria-label", "Open elsewhere");
  ways.append(copyButton(data.copy));
  // Only addresses that the server built become links; recorded text never does.
  ways.append(...(data.links ?? []).filter(({ url }) => /^https?$/.test(url.split(":")[0])).map(link));
  const facts = parentElement.querySelector(".facts"), shown = made("div");
  const open = (/** @type {string} */ arn) => setTriggerValue("open", arn);
  const show = () => {
    const opened = facts.dataset.entity === data.copy ? openParts(facts) : [];
    shown.replaceChildren(...body(data, open));
    for (const part of shown.querySelectorAll("details")) part.open = opened.includes(partName(part));
  };
  const every = [...data.sections, ...(data.record ?? []), { facts: data.summary?.people ?? [] }];
  if (every.some(({ facts }) => facts.some(({ more }) => more))) ways.append(sourcesButton(show));
  show();
  facts.replaceChildren(header, ways, shown);
  if (facts.dataset.entity !== data.copy) backToTop(facts);
  facts.dataset.entity = data.copy;
}

/** @type {(facts: HTMLElement) => string[]} */
function openParts(facts) {
  return [...facts.querySelectorAll("details")].filter((part) => part.open).map(partName);
}

/** @type {(part: HTMLElement) => string} */
function partName(part) {
  return part.querySelector("summary")?.textContent ?? "";
}
