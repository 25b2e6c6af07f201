// New elements. All text is set as text: nothing is parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** @type {<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, text?: string, className?: string) => HTMLElementTagNameMap[Tag]} */
export function made(tag, text, className) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
}

const WORD_ENDS = /(?<=[_.:/=])(?=[^_.:/=])|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;

/** A name that may break between its words: `Model·Package·Group·Name`. Its text stays the same when it is copied. */
/** @type {<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, name: string) => HTMLElementTagNameMap[Tag]} */
export function named(tag, name) {
  const element = made(tag), [first, ...rest] = name.split(WORD_ENDS);
  element.append(first, ...rest.flatMap((word) => [made("wbr"), word]));
  return element;
}

/** @type {<Tag extends keyof SVGElementTagNameMap>(tag: Tag, about: Record<string, string | number>) => SVGElementTagNameMap[Tag]} */
export function drawn(tag, about) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(about)) element.setAttribute(name, String(value));
  return element;
}

/** A part that opens on a click. */
/** @type {(words: string, ...inside: Node[]) => HTMLDetailsElement} */
export function foldedPart(words, ...inside) {
  const part = made("details");
  part.append(made("summary", words), ...inside);
  return part;
}

/** @type {(words: (string | Node)[], tag?: "td" | "th") => HTMLTableRowElement} */
export function tableRow(words, tag = "td") {
  const line = made("tr");
  for (const each of words) {
    const cell = made(tag);
    if (tag === "th") cell.scope = "col";
    cell.append(each);
    line.append(cell);
  }
  return line;
}

/** @type {(head: string[], rows: HTMLTableRowElement[], caption: string) => HTMLTableElement} */
export function tableOf(head, rows, caption) {
  const table = made("table"), top = made("thead"), body = made("tbody");
  top.append(tableRow(head, "th"));
  body.append(...rows);
  table.append(made("caption", caption, "unseen"), top, body);
  return table;
}
