// The editor between its text and the server. A text is sent with each act, and when the keyboard leaves: nothing is
// sent while a person types, and no answer of the server changes the text, unless another one was chosen to fill it.

import { formatted, sameplace } from "./formatting.js";
import { keep, kept } from "./reloading.js";
import { seen } from "./seeing.js";
import { mark, replace, written } from "./writing.js";

const LEFT_AS_IT_IS = "Format left the text as it is: it is too long, nested too deeply, or no query that it can read.";

/** A second click of a double click comes within this time; so does the next repeat of a key that is held. */
const AGAIN = 500; // ms

/** The texts of editors that left their page: the browser's "Back" takes no focus first. */
const texts = window.lineageVizTexts ??= new Map();

class Editor {
  /** @param {HTMLElement} root @param {EditorData} data */
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.filled = data.filled;
    this.sentText = data.text;
    this.number = data.number;
    this.last = { name: "", text: "", time: 0 };
    /** @type {Sent<EditorData> | null} */
    this.sent = null;
    this.view = written(root.querySelector(".text"), this.begun(data), {
      offered: () => this.data.offered,
      run: (act) => this.act(act),
      edited: () => this.hush(),
    });
    for (const button of root.querySelectorAll("[data-act]")) {
      button.addEventListener("click", () => this.act(button.dataset.act ?? ""));
    }
    root.addEventListener("focusout", (event) => this.leave(event));
    this.hide = () => keep(this.text);
    addEventListener("pagehide", this.hide);
  }

  /** The text that an editor before had, if the server knows no later one. @type {(data: EditorData) => string} */
  begun({ key, text, filled, number }) {
    const left = texts.get(key);
    if (!left) return kept() ?? text;
    return left.filled === filled && left.number >= number ? left.text : text;
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** @param {Sent<EditorData>} sent */
  update(sent) {
    const { data } = sent;
    const before = this.data.problems;
    this.sent = sent;
    this.data = data;
    this.number = Math.max(this.number, data.number);
    if (data.filled !== this.filled) this.fill(data);
    this.run(data.running);
    if (data.problems.length || before.length) this.mark();
  }

  /** @param {EditorData} data */
  fill({ filled, text }) {
    this.filled = filled;
    this.sentText = text;
    if (text !== this.text) replace(this.view, text, text.length);
  }

  // Problems belong to the text that the server had.
  mark() {
    const { text, problems } = this.data;
    const shown = text === this.text ? problems : [];
    mark(this.view, shown);
    this.say("problems", shown.map(({ line, words }) => `Line ${line}: ${seen(words)}`).join("\n"));
  }

  /** @type {(running: boolean) => void} */
  run(running) {
    const at = /** @type {HTMLElement | null} */ (this.root.getRootNode().activeElement);
    for (const name of ["run", "draw", "explain", "profile"]) this.button(name).hidden = running;
    this.button("cancel").hidden = !running;
    // A button that goes hands the keyboard on.
    if (at?.hidden) this.button(running ? "cancel" : "run").focus();
  }

  /** @type {(name: string) => HTMLElement} */
  button(name) {
    return this.root.querySelector(`[data-act="${name}"]`);
  }

  /** Carry out an act; true, because its key has no other meaning. @type {(name: string) => boolean} */
  act(name) {
    window.lineageVizCodeMirror.closeCompletion(this.view);
    if (name === "format") this.format();
    else if (!this.button(name).hidden && !this.again(name)) {
      this.sent?.setTriggerValue("act", { ...this.message(), name });
    }
    return true;
  }

  /** The same act on the same text at once. @type {(name: string) => boolean} */
  again(name) {
    const { last, text } = this;
    this.last = { name, text, time: performance.now() };
    return last.name === name && last.text === text && this.last.time < last.time + AGAIN;
  }

  format() {
    const before = this.text;
    const made = formatted(before);
    if (made !== null && made !== before) {
      replace(this.view, made, sameplace(before, made, this.view.state.selection.main.head));
    }
    this.say("said", made === null ? LEFT_AS_IT_IS : "");
  }

  // The keyboard leaves the text for another part of the page, but not for another window. Nothing is sent on the way
  // to a link: Streamlit would send it after the wish for the other page, and so take that back.
  /** @param {FocusEvent} event */
  leave({ relatedTarget }) {
    const inside = relatedTarget instanceof Node && this.root.contains(relatedTarget);
    const away = relatedTarget instanceof Element && relatedTarget.closest("a[href]");
    if (inside || away || !document.hasFocus() || this.text.toWellFormed() === this.sentText) return;
    this.sent?.setStateValue("text", this.message());
  }

  /** The text as the server gets it: half a character cannot be sent. */
  message() {
    this.sentText = this.text.toWellFormed();
    this.number += 1;
    return { text: this.sentText, filled: this.filled, number: this.number };
  }

  /** Say words below the text, or with "" nothing. @type {(place: "problems" | "said", words: string) => void} */
  say(place, words) {
    const element = this.root.querySelector(`[data-says="${place}"]`);
    if (element.textContent !== words) element.textContent = words;
  }

  hush() {
    this.say("problems", "");
    this.say("said", "");
  }

  destroy() {
    texts.set(this.data.key, { text: this.text, filled: this.filled, number: this.number });
    removeEventListener("pagehide", this.hide);
    this.view.destroy();
  }
}

/** @type {(sent: Sent<EditorData>) => () => void} */
window.lineageVizEditor = (sent) => {
  /** @type {HTMLElement & { editor?: Editor }} */
  const root = sent.parentElement.querySelector(".editor");
  root.editor ??= new Editor(root, sent.data);
  root.editor.update(sent);
  return () => {
    root.editor?.destroy();
    delete root.editor;
  };
};
