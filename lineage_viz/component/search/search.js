// A combobox with suggestions from the store: it asks while a person types, and shows the answers as text.

const DATE = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const PAUSE = 120; // ms without a key before it asks

class SearchBox {
  constructor(root) {
    this.input = root.querySelector("input");
    this.list = root.querySelector(".list");
    this.hits = root.querySelector("ul");
    this.rows = [];
    this.at = 0;
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("focus", () => this.open(Boolean(this.input.value.trim())));
    this.input.addEventListener("blur", () => this.open(false));
    // Pressing the mouse must not take the focus, or the list would close before the click.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.hits.addEventListener("click", (event) => {
      const row = event.target.closest("li");
      if (row) this.choose(Number(row.dataset.at));
    });
    this.slash = (event) => {
      const typing = event.composedPath()[0].closest?.("input, textarea, [contenteditable]");
      if (event.key !== "/" || typing) return;
      event.preventDefault();
      this.input.focus();
    };
    document.addEventListener("keydown", this.slash);
  }

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

  sum({ rows, total, text, trouble }) {
    if (trouble) return trouble;
    if (!total) return `No entity has “${text}” in its name, ARN, URI or type.`;
    return rows.length < total ? `First ${rows.length} of ${total.toLocaleString()}. Type more to narrow.` : `${total} found`;
  }

  row(row, at) {
    const item = document.createElement("li");
    item.role = "option";
    item.id = `hit-${at}`;
    item.dataset.at = at;
    const part = (className, text) => {
      const made = document.createElement("span");
      made.className = className;
      made.textContent = text;
      item.append(made);
      return made;
    };
    part("dot", "").style.background = row.colour;
    part("title", row.title);
    part("about", [row.words, row.when && DATE.format(new Date(row.when * 1000))].filter(Boolean).join(" · "));
    if (row.source) part("source", row.source);
    item.addEventListener("mousemove", () => this.at !== at && this.mark(at));
    return item;
  }

  ask() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.tell(this.input.value.trim()), PAUSE);
    if (!this.input.value.trim()) this.open(false);
  }

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

  mark(at) {
    this.at = at;
    [...this.hits.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    this.hits.children[at]?.scrollIntoView({ block: "nearest" });
    if (this.hits.children[at]) this.input.setAttribute("aria-activedescendant", `hit-${at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  choose(at) {
    const row = this.rows[at];
    if (!row || this.list.hidden) return;
    this.open(false);
    this.input.value = "";
    this.input.blur();
    this.chosen(row.arn);
  }

  open(yes) {
    this.list.hidden = !yes;
    this.input.setAttribute("aria-expanded", String(yes));
  }

  destroy() {
    clearTimeout(this.waiting);
    document.removeEventListener("keydown", this.slash);
  }
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
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
