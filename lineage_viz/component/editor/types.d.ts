// The data of the editor, and the parts of CodeMirror 6 and gremlint that it uses. Only the type check reads this file.

type Problem = { line: number; column: number; words: string };
type Offered = { labels: string[]; types: string[]; properties: string[]; values: Record<string, string[]> };

/** `filled` names the text that was put in last; `number` is that of the last message that the server has. */
interface EditorData {
  key: string;
  text: string;
  filled: string;
  number: number;
  offered: Offered;
  problems: Problem[];
  running: boolean;
}

/** The names that may follow `g.`, `__.`, a traversal (`steps`) and each class. */
type Words = Record<string, string[]>;

type Extension = object;
type Attributes = { [name: string]: string | undefined };
interface Setting<Input> {
  of(input: Input): Extension;
}

type Doc = {
  length: number;
  lines: number;
  line(number: number): { from: number; to: number; text: string };
  toString(): string;
};
type EditorState = {
  doc: Doc;
  selection: { main: { head: number } };
  sliceDoc(from: number, to: number): string;
};
type Change = {
  changes?: { from: number; to: number; insert: string };
  selection?: { anchor: number };
  annotations?: object;
  effects?: object;
  userEvent?: string;
  scrollIntoView?: boolean;
};
interface EditorView {
  state: EditorState;
  dispatch(change: Change): void;
  destroy(): void;
}

type CompletionContext = { state: EditorState; pos: number; explicit: boolean };
type CompletionResult = {
  from: number;
  options: {
    label: string;
    displayLabel: string;
    detail: string;
    apply: (view: EditorView, completion: object, from: number, to: number) => void;
  }[];
  validFor: RegExp;
};
type Stream = { match(pattern: RegExp, consume: boolean): unknown };
interface Mode {
  token(stream: Stream, state: object): string | null;
}
type Binding = { key?: string; mac?: string; run?: (view: EditorView) => boolean };

interface CodeMirror {
  EditorState: {
    create(config: { doc: string; extensions: Extension[] }): EditorState;
    transactionExtender: Setting<(change: { docChanged: boolean; startState: EditorState }) => Change | null>;
  };
  EditorView: {
    new (config: { parent: HTMLElement; root: Document | ShadowRoot; state: EditorState }): EditorView;
    lineWrapping: Extension;
    contentAttributes: Setting<Attributes | ((view: EditorView) => Attributes)>;
    updateListener: Setting<(update: { docChanged: boolean }) => unknown>;
  };
  Prec: { highest(extension: Extension): Extension };
  keymap: Setting<Binding[]>;
  tags: Record<string, object>;
  groovy: Mode;
  StreamLanguage: { define(mode: Mode): Extension };
  tagHighlighter(tags: { tag: object; class: string }[]): object;
  syntaxHighlighting(highlighter: object): Extension;
  autocompletion(config: {
    override: ((context: CompletionContext) => CompletionResult | null)[];
    icons: boolean;
    aboveCursor: boolean;
  }): Extension;
  pickedCompletion: { of(completion: object): object };
  closeCompletion: (view: EditorView) => boolean;
  bracketMatching(): Extension;
  closeBrackets(): Extension;
  highlightSpecialChars(): Extension;
  history(): Extension;
  lineNumbers(): Extension;
  lintGutter(): Extension;
  placeholder(words: string): Extension;
  closeBracketsKeymap: Binding[];
  completionKeymap: Binding[];
  defaultKeymap: Binding[];
  historyKeymap: Binding[];
  nextDiagnostic: (view: EditorView) => boolean;
  diagnosticCount(state: EditorState): number;
  setDiagnostics(state: EditorState, marks: object[]): Change;
  setDiagnosticsEffect: { of(marks: object[]): object };
  formatQuery(text: string, config: { maxLineLength: number }): string;
}

interface Window {
  lineageVizCodeMirror: CodeMirror;
  lineageVizWords: Words;
  lineageVizTexts?: Map<string, { text: string; filled: string; number: number }>;
  lineageVizEditor: (sent: Sent<EditorData>) => () => void;
}
