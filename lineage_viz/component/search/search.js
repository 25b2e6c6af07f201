// A combobox with suggestions from the store: it asks while a person types, and shows the answers as text.

const PAUSE = 120; // ms without a key before it sends the text

/**
 * @typedef {{ arn: string, title: string, words: string, when?: number, source?: string, colour: string }} Row
 * @typedef {{ rows: Row[], total: number, text: string, trouble: string }} Found
 */

class SearchBox {
  /** @type {(text: string) => void} */
  tell;
  /** @type {(arn: string) => void} */
  chosen;
  /** @type {number | undefined} */
  waiting;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.input = root.querySelector("input");
    this.list = root.querySelector(".list");
    this.hits = root.querySelector("ul");
    /** @type {Row[]} */
    this.rows = [];
    this.at = 0;
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("focus", () => this.open(Boolean(this.input.value.trim())));
    this.input.addEventListener("blur", () => this.open(false));
    // A mouse press must not take the focus, otherwise the list closes before the click.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.hits.addEventListener("click", (event) => {
      const row = /** @type {Element} */ (event.target).closest("li");
      if (row) this.choose(Number(row.dataset.at));
    });
    /** @type {(event: KeyboardEvent) => void} */
    this.slash = (event) => {
      const typing = /** @type {Element} */ (event.composedPath()[0]).closest?.("input, textarea, [contenteditable]");
      if (event.key !== "/" || typing) return;
      event.preventDefault();
      this.input.focus();
    };
    document.addEventListener("keydown", this.slash);
  }

  /** @type {(data: Found, tell: (text: string) => void, choose: (arn: string) => void) => void} */
  update(data, tell, choose) {
    this.tell = tell;
    this.chosen = choose;
    // Ignore the answer to an earlier text: the answer to the present text follows.
    if (data.text !== this.input.value.trim()) return;
    this.rows = data.rows;
    this.at = 0;
    this.hits.replaceChildren(...data.rows.map((row, at) => this.row(row, at)));
    this.list.querySelector(".sum").textContent = this.sum(data);
    this.open(Boolean(data.text) && this.input.getRootNode().activeElement === this.input);
    this.mark(0);
  }

  /** @type {(data: Found) => string} */
  sum({ rows, total, text, trouble }) {
    if (trouble) return trouble;
    if (!total) return `No entity has “${text}” in its name, ARN, URI or type.`;
    return rows.length < total
      ? `First ${rows.length} of ${total.toLocaleString()}. Type more to narrow.`
      : `${total} found`;
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
    item.addEventListener("mousemove", () => this.at !== at && this.mark(at));
    return item;
  }

  ask() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.tell(this.input.value.trim()), PAUSE);
    if (!this.input.value.trim()) this.open(false);
  }

  /** @type {(event: KeyboardEvent) => void} */
  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.rows.length) {
      event.preventDefault();
      this.open(true);
      this.mark((this.at + step + this.rows.length) % this.rows.length);
    } else if (event.key === "Enter") {
      this.choose(this.at);
    } else if (event.key === "Escape") {
      this.open(false);
    }
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
    if (!row || this.list.hidden) return;
    this.open(false);
    this.input.value = "";
    this.input.blur();
    this.chosen(row.arn);
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

/** @type {(sent: Sent<Found>) => () => void} */
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  /** @type {HTMLElement & { box?: SearchBox }} */
  const root = parentElement.querySelector(".search");
  root.box ??= new SearchBox(root);
  root.box.update(data, (text) => setStateValue("text", text), (arn) => {
    setStateValue("text", "");
    setTriggerValue("chosen", arn);
  });
  return () => {
    root.box?.destroy();
    delete root.box;
  };
}
