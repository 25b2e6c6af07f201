// The text itself: CodeMirror with the colours of Groovy, suggestions, and marks where the database found a problem.

import { completed } from "./completing.js";
import { seen } from "./seeing.js";

const COLOURED = ["keyword", "string", "number", "atom", "comment", "propertyName"];

/**
 * @typedef {{ offered: () => Offered, run: (act: string) => boolean, edited: () => void }} Around
 * @type {(parent: HTMLElement, text: string, around: Around) => EditorView}
 */
export function written(parent, text, around) {
  const { EditorState, EditorView } = window.lineageVizCodeMirror;
  return new EditorView({
    parent,
    root: parent.getRootNode(),
    state: EditorState.create({ doc: text, extensions: [...looks(), ...typing(around), ...marking(around)] }),
  });
}

/** @type {() => Extension[]} */
function looks() {
  const cm = window.lineageVizCodeMirror;
  return [
    cm.lineNumbers(),
    cm.lintGutter(),
    cm.highlightSpecialChars(),
    cm.bracketMatching(),
    cm.EditorView.lineWrapping,
    cm.EditorView.contentAttributes.of({ "aria-label": "Gremlin query" }),
    cm.StreamLanguage.define(gremlin(cm.groovy)),
    cm.syntaxHighlighting(cm.tagHighlighter(COLOURED.map((name) => ({ tag: cm.tags[name], class: `of-${name}` })))),
    cm.placeholder("g.V() …"),
  ];
}

/** Groovy, in which each call looks like a step, also without a point before it. @type {(groovy: Mode) => Mode} */
function gremlin(groovy) {
  return {
    ...groovy,
    token(stream, state) {
      const style = groovy.token(stream, state);
      return style === "variable" && stream.match(/^\s*\(/, false) ? "property" : style;
    },
  };
}

/** Tab has no meaning here, so it leaves the text. @type {(around: Around) => Extension[]} */
function typing({ offered, run }) {
  const cm = window.lineageVizCodeMirror;
  const running = ["Ctrl", "Cmd"].flatMap((held) => [
    { key: `${held}-Enter`, run: () => run("run") },
    { key: `Shift-${held}-Enter`, run: () => run("draw") },
  ]);
  return [
    cm.history(),
    cm.closeBrackets(),
    cm.autocompletion({ override: [(context) => completed(context, offered())], icons: false, aboveCursor: false }),
    cm.Prec.highest(cm.keymap.of(running)),
    cm.keymap.of([
      ...cm.closeBracketsKeymap,
      ...cm.completionKeymap,
      { key: "F8", run: cm.nextDiagnostic },
      ...cm.historyKeymap,
      ...cm.defaultKeymap.filter(({ mac }) => mac !== "Ctrl-k"), // it opens the palette
    ]),
  ];
}

/** Marks belong to one text: a change removes them. @type {(around: Around) => Extension[]} */
function marking({ edited }) {
  const { EditorState, EditorView, diagnosticCount, setDiagnosticsEffect } = window.lineageVizCodeMirror;
  return [
    EditorState.transactionExtender.of(({ docChanged, startState }) =>
      docChanged && diagnosticCount(startState) ? { effects: setDiagnosticsEffect.of([]) } : null
    ),
    EditorView.contentAttributes.of(({ state }) =>
      diagnosticCount(state) ? { "aria-invalid": "true", "aria-describedby": "problems" } : {}
    ),
    EditorView.updateListener.of(({ docChanged }) => docChanged && edited()),
  ];
}

/** @type {(view: EditorView, problems: Problem[]) => void} */
export function mark(view, problems) {
  const marks = problems.map((problem) => ({
    ...span(view.state.doc, problem),
    severity: "error",
    message: seen(problem.words),
  }));
  view.dispatch(window.lineageVizCodeMirror.setDiagnostics(view.state, marks));
}

/**
 * The word at a place, or the character before it where the text ends. Lines count from 1, and columns from 0 in code
 * points.
 * @type {(doc: Doc, problem: Problem) => { from: number, to: number }}
 */
export function span(doc, { line, column }) {
  const { from, to, text } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const before = [...text].slice(0, Math.max(column, 0)).join("").length;
  if (from + before >= to) return { from: Math.max(from, to - 1), to };
  const [word] = /^(\w+|[\s\S])/u.exec(text.slice(before)) ?? [""];
  return { from: from + before, to: from + before + word.length };
}

/** Replace the whole text; Undo brings the old one back. @type {(view: EditorView, text: string, cursor: number) => void} */
export function replace(view, text, cursor) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: cursor } });
}
