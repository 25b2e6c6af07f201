// Suggestions while a person types, by CodeMirror, which filters and sorts them.

import { offersAt } from "./offers.js";
import { seen } from "./seeing.js";

/** The text before the cursor that is read: a longer query still suggests, by its end. */
const READ = 20_000;
/** A name that is longer is cut in the list, and filled in whole. */
const SHOWN = 80;

/** @type {(context: CompletionContext, offered: Offered) => CompletionResult | null} */
export function completed({ state, pos, explicit }, offered) {
  const start = Math.max(0, pos - READ);
  const found = offersAt(state.sliceDoc(start, pos), window.lineageVizWords, offered);
  if (!found) return null;
  const from = start + found.from;
  if (!explicit && from === pos && !/[.'"]/.test(state.sliceDoc(from - 1, from))) return null;
  return {
    from,
    options: found.offers.map(({ word, about }) => ({
      label: word,
      displayLabel: seen(word.length > SHOWN ? `${Array.from(word).slice(0, SHOWN).join("")} …` : word),
      detail: about,
      apply: (view, completion, start, end) => fill(view, completion, start, end, found.quote),
    })),
    validFor: found.quote ? /^[^'"\\\n]*$/ : /^[\w$]*$/,
  };
}

/** A name gets no bracket: people type it by habit. @type {(view: EditorView, completion: object, from: number, to: number, quote: string) => void} */
function fill(view, completion, from, to, quote) {
  const { label } = /** @type {{ label: string }} */ (completion);
  const next = view.state.sliceDoc(to, to + 1);
  const tail = quote && next !== quote ? quote : "";
  const insert = (quote ? escaped(label, quote) : label) + tail;
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + insert.length },
    annotations: window.lineageVizCodeMirror.pickedCompletion.of(completion),
    userEvent: "input.complete",
    scrollIntoView: true,
  });
}

/** A value between quotes of Groovy, where `$` in double quotes starts code. @type {(text: string, quote: string) => string} */
export function escaped(text, quote) {
  const special = quote === '"' ? /[\\"$]/g : /[\\']/g;
  return text.replace(special, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r");
}
