// A combobox with suggestions from the store: it asks while a person types, and shows the answers as text.
//
// A server may answer late. The rows of an older text stay on screen until the answer to the present text arrives, but
// Enter never opens them: it waits for that answer, and then opens its first row.

const PAUSE = 120; // ms without a key before it sends the text

/**
 * @typedef {{ arn: string, fill?: string, go?: string, many?: number, title: string, words: string, when?: number, source?: string, colour: string }} Row
 * @typedef {{ rows: Row[], total: number, text: string, trouble: string, note: string, label?: string, hint?: string }} Found
 */

class SearchBox {
  /** @type {(text: string) => void} */
  tell;
  /** @type {(arn: string) => void} */
  chosen;
  /** @type {number | undefined} */
  waiting;
  /** The text of the rows; null without an answer. @type {string | null} */
  answered = null;
  /** Enter was pressed, and the first row of the awaited answer opens. */
  entered = false;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.input = root.querySelector("input");
    this.list = root.querySelector(".list");
    this.hits = root.querySelector("ul");
    this.dialog = root.closest("dialog");
    /** @type {Row[]} */
    this.rows = [];
    this.at = 0;
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("focus", () => this.open(Boolean(this.input.value.trim())));
    this.input.addEventListener("blur", () => this.leave());
    // A mouse press must not take the focus, otherwise the list closes before the click.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.hits.addEventListener("click", (event) => {
      const row = /** @type {Element} */ (event.target).closest("li");
      if (row) this.choose(Number(row.dataset.at));
    });
    /** @type {(event: KeyboardEvent) => void} */
    this.slash = (event) => {
      if (this.dialog) return; // the palette has its own keys
      const typing = /** @type {Element} */ (event.composedPath()[0]).closest?.("input, textarea, [contenteditable]");
      if (event.key !== "/" || typing) return;
      event.preventDefault();
      this.input.focus();
    };
    document.addEventListener("keydown", this.slash);
  }

  get text() {
    return this.input.value.trim();
  }

  // The rows answer the present text.
  get current() {
    return this.answered === this.text;
  }

  /** @type {(data: Found, tell: (text: string) => void, choose: (arn: string) => void) => void} */
  update(data, tell, choose) {
    this.tell = tell;
    this.chosen = choose;
    this.input.ariaLabel = data.label ?? this.input.ariaLabel;
    this.input.placeholder = data.hint ?? this.input.placeholder;
    // Ignore the answer to an earlier text: the answer to the present text follows.
    if (data.text !== this.text) return;
    // The same question may be answered again, for example after a reload: the row that a person marked stays marked.
    const marked = this.current ? this.rows[this.at]?.arn : undefined;
    this.answered = data.trouble ? null : data.text;
    this.rows = data.rows;
    this.draw();
    this.say(this.sum(data));
    this.open(Boolean(data.text) && this.input.getRootNode().activeElement === this.input);
    this.mark(Math.max(0, data.rows.findIndex(({ arn }) => arn && arn === marked)));
    if (this.entered) this.choose(this.at);
    this.entered = false;
  }

  // A closed dialog has no rows: a page must not have the same words twice.
  draw() {
    const rows = this.dialog && !this.dialog.open ? [] : this.rows;
    this.hits.replaceChildren(...rows.map((row, at) => this.row(row, at)));
  }

  /** @type {(data: Found) => string} */
  sum({ rows, total, text, trouble, note }) {
    if (trouble) return trouble;
    if (!text) return "";
    if (note) return total ? `${total.toLocaleString()} found. ${note}` : note;
    if (this.dialog ? rows.some(({ go }) => go) : rows.length && rows.every(({ go }) => go)) return "";
    if (!total) return `No entity has “${text}” in any recorded text.`;
    const zone = rows.some(({ when }) => when) ? " Days are in UTC." : "";
    const hits = rows.reduce((sum, { arn, many }) => sum + (many ?? (arn ? 1 : 0)), 0);
    return hits < total
      ? `First ${hits} of ${total.toLocaleString()}. Type more to narrow.${zone}`
      : `${total} found${zone && "." + zone}`;
  }

  /** @type {(row: Row, at: number) => HTMLElement} */
  row(row, at) {
    const item = document.createElement("li");
    item.role = "option";
    item.id = `hit-${at}`;
    item.dataset.at = String(at);
    /** @type {(className: string, text: string) => HTMLElement} */
    const part = (className, text) => {
      const made = document.createElement("span");
      made.className = className;
      made.textContent = text;
      item.append(made);
      return made;
    };
    part("dot", "").style.background = row.colour;
    part("title", row.title);
    part("about", [row.words, row.when].filter(Boolean).join(" · "));
    if (row.source) part("source", row.source);
    return item;
  }

  ask() {
    clearTimeout(this.waiting);
    this.entered = false;
    delete this.input.dataset.done;
    this.waiting = setTimeout(() => this.tell(this.text), PAUSE);
    this.list.setAttribute("aria-busy", String(!this.current));
    if (this.current || !this.text) this.open(Boolean(this.text));
  }

  /** @type {(event: KeyboardEvent) => void} */
  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return; // the keys belong to the input method of Chinese, Japanese, Korean …
    if (step && this.rows.length) {
      event.preventDefault();
      this.open(true);
      this.mark((this.at + step + this.rows.length) % this.rows.length);
    } else if (event.key === "Enter") {
      this.enter();
    } else if (event.key === "Escape") {
      this.entered = false;
      this.mark(0);
      this.open(false);
    }
  }

  // Open the marked row of the present text, at once or when the answer arrives.
  enter() {
    if (!this.text && !this.rows.length) return;
    if (this.current) {
      this.choose(this.at);
      return;
    }
    if (this.entered) return;
    clearTimeout(this.waiting);
    this.entered = true;
    this.mark(-1);
    this.say("Searching …");
    this.open(true);
    this.tell(this.text);
  }

  leave() {
    // When the whole window loses the keyboard, for example to another program, Enter still counts.
    if (document.hasFocus()) this.entered = false;
    delete this.input.dataset.done;
    this.open(false);
  }

  /** @type {(words: string) => void} */
  say(words) {
    this.list.querySelector(".sum").textContent = words;
    this.list.setAttribute("aria-busy", String(!this.current));
  }

  /** @type {(at: number) => void} */
  mark(at) {
    this.at = at;
    [...this.hits.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    this.hits.children[at]?.scrollIntoView({ block: "nearest" });
    if (this.hits.children[at]) this.input.setAttribute("aria-activedescendant", `hit-${at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** @type {(at: number) => void} */
  choose(at) {
    const row = this.rows[at];
    if (!row) return;
    clearTimeout(this.waiting);
    if (row.fill) {
      this.input.value = row.fill;
      this.input.focus();
      this.ask();
      return;
    }
    this.open(false);
    this.input.value = "";
    // The box keeps the keyboard until the picture takes it: on the page itself, the next Tab would begin at the top.
    this.input.dataset.done = "";
    this.chosen(row.arn || row.go || "");
  }

  /** @type {(yes: boolean) => void} */
  open(yes) {
    this.list.hidden = !yes;
    this.input.setAttribute("aria-expanded", String(yes));
  }

  destroy() {
    clearTimeout(this.waiting);
    document.removeEventListener("keydown", this.slash);
  }
}

// A page may draw its palette anew while it loads. The keys stay, and a palette that was open opens again with its text.
const keys = {
  listening: false,
  /** @type {Palette | null} */
  palette: null,
  /** The text of the next palette, which opens at once; null for none. @type {string | null} */
  wanted: null,
};

// A page with a box of its own keeps "/" for it: the box listens on the document, which hears a key before the window.
/** @type {(event: KeyboardEvent) => void} */
function openPalette(event) {
  const typing = /** @type {Element} */ (event.composedPath()[0]).closest?.("input, textarea, [contenteditable]");
  const slash = event.key === "/" && !typing && !event.defaultPrevented;
  if (!slash && !((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k")) return;
  event.preventDefault();
  if (keys.palette) keys.palette.open();
  else keys.wanted ??= "";
}

// A dialog around a box, which opens from its button and by keys.
class Palette {
  /** @param {HTMLDialogElement} dialog @param {HTMLElement} opener @param {SearchBox} box */
  constructor(dialog, opener, box) {
    this.dialog = dialog;
    this.box = box;
    opener.onclick = () => this.open();
    dialog.onclose = () => box.draw();
    dialog.onclick = (event) => event.target === dialog && dialog.close(); // a click beside it
    if (!keys.listening) globalThis.addEventListener("keydown", openPalette);
    keys.listening = true;
    keys.palette = this;
    if (keys.wanted !== null) this.open(keys.wanted);
    keys.wanted = null;
  }

  open(text = "") {
    if (!this.dialog.open) this.dialog.showModal();
    this.box.draw();
    this.box.mark(0);
    this.box.input.select();
    if (!text) return;
    this.box.input.value = text;
    this.box.ask();
  }

  destroy() {
    if (keys.palette !== this) return;
    keys.palette = null;
    if (this.dialog.open) keys.wanted = this.box.input.value;
  }
}

/** @type {(sent: Sent<Found>) => () => void} */
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  /** @type {HTMLElement & { box?: SearchBox, palette?: Palette }} */
  const root = parentElement.querySelector(".search");
  const dialog = root.closest("dialog");
  root.box ??= new SearchBox(root);
  if (dialog) root.palette ??= new Palette(dialog, parentElement.querySelector(".opener"), root.box);
  root.box.update(data, (text) => setStateValue("text", text), (chosen) => {
    dialog?.close();
    setStateValue("text", "");
    setTriggerValue("chosen", chosen);
  });
  return () => {
    root.box?.destroy();
    root.palette?.destroy();
    delete root.box;
    delete root.palette;
  };
}
