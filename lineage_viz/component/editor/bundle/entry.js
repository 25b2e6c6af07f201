// The parts of CodeMirror and gremlint that the editor uses, under one name; `make editor` makes editor.min.js of them.
import * as autocomplete from "@codemirror/autocomplete";
import * as commands from "@codemirror/commands";
import * as language from "@codemirror/language";
import * as lint from "@codemirror/lint";
import { groovy } from "@codemirror/legacy-modes/mode/groovy";
import * as state from "@codemirror/state";
import * as view from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import { formatQuery } from "gremlint";

window.lineageVizCodeMirror = {
  EditorState: state.EditorState,
  Prec: state.Prec,
  EditorView: view.EditorView,
  highlightSpecialChars: view.highlightSpecialChars,
  keymap: view.keymap,
  lineNumbers: view.lineNumbers,
  placeholder: view.placeholder,
  defaultKeymap: commands.defaultKeymap,
  history: commands.history,
  historyKeymap: commands.historyKeymap,
  StreamLanguage: language.StreamLanguage,
  bracketMatching: language.bracketMatching,
  syntaxHighlighting: language.syntaxHighlighting,
  groovy,
  tagHighlighter,
  tags,
  autocompletion: autocomplete.autocompletion,
  closeCompletion: autocomplete.closeCompletion,
  closeBrackets: autocomplete.closeBrackets,
  closeBracketsKeymap: autocomplete.closeBracketsKeymap,
  completionKeymap: autocomplete.completionKeymap,
  pickedCompletion: autocomplete.pickedCompletion,
  diagnosticCount: lint.diagnosticCount,
  lintGutter: lint.lintGutter,
  nextDiagnostic: lint.nextDiagnostic,
  setDiagnostics: lint.setDiagnostics,
  setDiagnosticsEffect: lint.setDiagnosticsEffect,
  formatQuery,
};
