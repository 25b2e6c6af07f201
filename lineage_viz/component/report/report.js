// A report as text: a verdict, checks, fields, events and tables. Nothing is parsed as HTML.

/**
 * @typedef {{ words: string, url?: string }} Words
 * @typedef {{ tone: string, words: string, source?: string, links?: Words[] }} Said
 * @typedef {{ words: string, part: string, form: string }} Answer
 * @typedef {{ id: string, rule: string, severity: string, tone: string, said: Said[], about: [string, string][], answers?: Answer[] }} Check
 * @typedef {{ words: string, tone: string, folded: boolean, checks: Check[] }} Group
 * @typedef {{ name: string, values: (Words & { source?: string })[], absent?: string }} Field
 * @typedef {{ when: string, at: string, words: string, url?: string, source?: string }} Event
 * @typedef {{ words: string, tone?: string, url?: string, more?: string, number?: boolean, mark?: string }} Cell
 * Each form of a block has some of these values.
 * @typedef {{ is: string, heading?: string, link?: Words, tone: string, words: string, lead: string, lines: string[], groups: Group[],
 *   fields: Field[], events: Event[], head: Cell[], rows: Cell[][],
 *   fixed?: boolean }} Block
 */

/** @type {Record<string, string>} */
const MARKS = {
  bad: "M6 6l12 12M18 6L6 18",
  warn: "M12 4v10M12 19v.5",
  unknown: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18.5v.5",
  good: "M5 12.5l5 5L19 7",
  none: "M7 12h10",
};

/** @type {<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, about?: { text?: string, is?: string }, ...inside: (Node | string)[]) => HTMLElementTagNameMap[Tag]} */
function made(tag, { text, is } = {}, ...inside) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (is) element.className = is;
  element.append(...inside);
  return element;
}

/** @type {(tone: string) => SVGElement} */
function mark(tone) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg"), line = document.createElementNS(space, "path");
  picture.setAttribute("class", "mark");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  line.setAttribute("d", MARKS[tone] ?? MARKS.none);
  picture.append(line);
  return picture;
}

// Only addresses of this app become links.
/** @type {(about: Words) => HTMLElement} */
function words({ words, url }) {
  if (!url || !/^(https?:\/\/|\.\/|\?)/.test(url)) return made("span", { text: words });
  const link = made("a", { text: words });
  link.href = url;
  link.target = "_self";
  return link;
}

const PART = /[\w\/.-]/; // of a name: a name inside another one is not meant

/** @type {(text: string, name: string) => number} */
function placeOf(text, name) {
  for (let at = text.indexOf(name); name && at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1] ?? "", after = text.slice(at + name.length).replace(/^[.]+($|\s)/, "$1");
    if (!/[\w-]/.test(before) && !PART.test(after[0] ?? "")) return at;
  }
  return -1;
}

// Names in a sentence become links; those that it does not have follow it.
/** @type {(text: string, links: Words[]) => Node[]} */
function withLinks(text, links) {
  const [link, ...rest] = [...links].sort((one, other) => other.words.length - one.words.length);
  if (!link) return [document.createTextNode(text)];
  const at = placeOf(text, link.words);
  if (at < 0) return [...withLinks(text, rest), document.createTextNode(" "), words(link)];
  const [before, after] = [text.slice(0, at), text.slice(at + link.words.length)];
  /** @type {(each: Words) => boolean} */
  const isBefore = ({ words }) => placeOf(before, words) >= 0;
  const others = rest.filter((each) => !isBefore(each));
  return [...withLinks(before, rest.filter(isBefore)), words(link), ...withLinks(after, others)];
}

// An overdue follow-up must catch the eye among the other lines.
/** @type {(text: string) => HTMLElement} */
function line(text) {
  return made("li", { text, is: text.startsWith("OVERDUE") ? "bad found" : "" });
}

/** @type {(said: Said) => HTMLElement} */
function observation({ tone, words: text, source, links = [] }) {
  const about = made("span", { is: tone === "bad" || tone === "warn" ? "found" : "muted" }, ...withLinks(text, links));
  const line = made("li", {}, about);
  if (source) line.append(" ", made("span", { text: `Source: ${source}.`, is: "source" }));
  return line;
}

// A long list shows its beginning; the rest unfolds.
/** @type {(list: HTMLElement, lines: (HTMLElement | HTMLElement[])[], most: number) => HTMLElement[]} */
function shortened(list, lines, most) {
  list.append(...lines.slice(0, most).flat());
  const rest = lines.slice(most);
  if (rest.length < 2) {
    list.append(...rest.flat());
    return [list];
  }
  const more = /** @type {HTMLElement} */ (list.cloneNode());
  more.append(...rest.flat());
  return [
    list,
    made("details", {}, made("summary", { text: `${rest.length.toLocaleString()} more`, is: "muted" }), more),
  ];
}

// A way to a form below. The page chooses the check in it.
/** @type {(id: string, answer: Answer) => HTMLElement} */
function answer(id, { words: text, part, form }) {
  const button = made("button", { text });
  button.type = "button";
  button.setAttribute("aria-label", `${text}: ${id}`);
  button.addEventListener("click", () => {
    button.dispatchEvent(new CustomEvent("answer", { bubbles: true, detail: { check: id, part } }));
    goTo(button, part);
    /** @type {NodeListOf<HTMLElement>} */
    const folded = document.querySelectorAll("details:not([open]) > summary");
    [...folded].find((each) => each.textContent.includes(form))?.click();
  });
  return button;
}

/** @type {(check: Check) => HTMLElement} */
function check({ id, rule, severity, tone, said, about, answers = [] }) {
  const name = made("h4", {}, `${rule} `, made("span", { text: id, is: "id" }));
  if (tone !== "good" && tone !== "none") name.prepend(made("span", { text: "Rule: ", is: "muted" })); // no fact here
  const body = made("div", {}, name);
  body.append(made("ul", { is: "said" }, ...said.map(observation)));
  for (const [name, text] of about) {
    body.append(made("p", { is: "about" }, made("b", { text: `${name}: ` }), made("span", { text })));
  }
  if (answers.length) body.append(made("p", { is: "answers" }, ...answers.map((each) => answer(id, each))));
  const tags = made(
    "div",
    { is: "tags" },
    made("span", { text: severity, is: `tag ${tone === "bad" ? severity : ""}` }),
  );
  return made("li", { is: `check ${tone}` }, mark(tone), body, tags);
}

/** @type {(group: Group) => HTMLElement} */
function group({ words: text, folded, checks }) {
  const list = made("ol", { is: "checks" }, ...checks.map(check));
  if (!folded) return made("div", { is: "group" }, made("h3", { text }), list);
  return made("details", { is: "group quiet" }, made("summary", { text }), list);
}

/** @type {(field: Field) => HTMLElement[]} */
function field({ name, values, absent }) {
  const list = values.map(({ source, ...value }) => {
    const line = made("li", {}, words(value));
    if (source) line.append(" ", made("span", { text: source, is: "source" }));
    return line;
  });
  const shown = absent ? [made("span", { text: absent, is: "absent" })] : shortened(made("ul"), list, 12);
  return [made("dt", { text: name }), made("dd", {}, ...shown)];
}

/** @type {(event: Event) => HTMLElement} */
function event({ when, at, source, ...what }) {
  const time = made("time", { text: when }), line = made("div", {}, words(what));
  time.dateTime = at;
  if (source) line.append(" ", made("span", { text: source, is: "source" }));
  return made("li", {}, time, line);
}

/** @type {(tag: "th" | "td", cell: Cell, most?: number) => HTMLElement} */
function cell(tag, { number, tone = "", more, mark: marked, ...about }, most = SHORT) {
  const short = tag === "td" && about.words && about.words.length <= most;
  const whole = short && about.words.length + (more?.length ?? 0) <= LONG; // what follows a short text may be long
  const element = made(tag, { is: [number && "number", whole && "short", tone].filter(Boolean).join(" ") });
  const named = made("span", { is: short ? "short" : "" });
  const all = `${about.words ?? ""} ${more ?? ""}`.split(/[\s-]+/);
  if (tag === "td" && all.some((each) => each.length > WORD)) element.classList.add("breaks");
  if (tag === "td" && (about.words ?? "").length > LONG) element.classList.add("long");
  if (marked) named.append(mark(marked), " ");
  named.append(words(about));
  element.append(named);
  if (more) element.append(" ", made("span", { text: more, is: "source" }));
  return element;
}

// Letters of a text that stays in one line, such as a time; among many columns only a day.
const SHORT = 24, DAY = 16, MANY = 7;
// Letters of a word, such as a name by e-mail, that may break where a table has too little room.
const WORD = 14;
// Letters of a text that needs room of its own.
const LONG = 40;

/** @type {(block: Block) => HTMLElement} */
function table({ head, rows, words: name, fixed }) {
  const top = made("tr", {}, ...head.map((each) => cell("th", each)));
  const most = head.length < MANY ? SHORT : DAY;
  const some = rows.some(([name]) => name.mark) && !rows.every(([name]) => name.mark); // a whole list stands out by none
  const body = rows.map((row) =>
    made(
      "tr",
      some && row[0].mark ? { is: `marked mark-${row[0].mark}` } : {},
      ...row.map((each) => cell("td", each, most)),
    )
  );
  for (const row of body) [...row.children].forEach((each, at) => each.setAttribute("data-name", head[at].words));
  const talks = rows.some((row) => (row[row.length - 1].words ?? "").length > LONG);
  const whole = made(
    "div",
    { is: `wide${fixed ? " fixed" : ""}${talks ? " talks" : ""}` },
    made("table", {}, made("thead", {}, top), made("tbody", {}, ...body)),
  );
  whole.tabIndex = 0; // a keyboard can scroll it sideways
  whole.setAttribute("role", "region");
  whole.setAttribute("aria-label", name);
  whole.querySelector("table").setAttribute("aria-label", name);
  return whole;
}

// A part of the page below, also outside of this report.
/** @type {(name: string) => HTMLElement} */
function jump(name) {
  const button = made("button", { text: name });
  button.type = "button";
  button.addEventListener("click", () => goTo(button, name));
  return button;
}

/** @type {(from: HTMLElement, name: string) => void} */
function goTo(from, name) {
  const around = /** @type {ShadowRoot} */ (from.getRootNode());
  /** @type {HTMLElement[]} */
  const headings = [...around.querySelectorAll("h2"), ...document.querySelectorAll("h2")];
  const heading = headings.find((each) => each.textContent.trim() === name);
  if (!heading) return;
  heading.style.scrollMarginTop = "4.5rem"; // the header of the page lies over it
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView();
}

/** @type {Record<string, (block: Block) => HTMLElement[]>} */
const DRAWN = {
  contents: ({ lines, words: name }) => {
    const list = made("nav", { is: "contents" }, ...lines.map(jump));
    list.setAttribute("aria-label", name);
    return [list];
  },
  verdict: ({ tone, lead, words: text, lines }) => {
    const headline = made(
      "p",
      { is: "headline" },
      made("span", { text: lead, is: tone }),
      made("span", { text: ` ${text}` }),
    );
    return [
      made("div", { is: `verdict ${tone}` }, headline, made("ul", {}, ...lines.map(line))),
    ];
  },
  checks: ({ groups }) => groups.map(group),
  fields: ({ fields }) => shortened(made("dl"), fields.map(field), 40),
  events: ({ events }) => shortened(made("ol", { is: "events" }), events.map(event), 100),
  table: (block) => [table(block)],
  words: ({ lines }) => lines.map((text) => made("p", { text })),
};

/** @type {(block: Block) => HTMLElement} */
function drawn(block) {
  const parts = DRAWN[block.is](block);
  const heading = block.heading ? [made("h2", { text: block.heading })] : [];
  const after = block.link ? [made("p", { is: "source" }, words(block.link))] : [];
  return made("section", {}, ...heading, ...parts, ...after);
}

/** @type {WeakMap<HTMLElement, (detail: { check: string, part: string }) => void>} */
const answered = new WeakMap();

// A change elsewhere on the page sends the same blocks again: what a person unfolded in them stays unfolded.
/** @type {(sent: Sent<{ blocks: Block[] }>) => void} */
export default function ({ data, parentElement, setTriggerValue }) {
  /** @type {HTMLElement} */
  const report = parentElement.querySelector(".report");
  data.blocks.forEach((block, place) => {
    const now = JSON.stringify(block), before = /** @type {HTMLElement | undefined} */ (report.children[place]);
    if (before?.dataset.shown === now) return;
    const section = drawn(block);
    section.dataset.shown = now;
    if (before) before.replaceWith(section);
    else report.append(section);
  });
  while (report.children.length > data.blocks.length) report.lastElementChild?.remove();
  answered.set(report, (detail) => setTriggerValue("answer", detail));
  if (report.dataset.listens) return;
  report.dataset.listens = "yes";
  report.addEventListener("answer", (event) => {
    if (event instanceof CustomEvent) answered.get(report)?.(event.detail);
  });
}
