// Elements of the page. Text is always set as text, never as HTML.

/** @type {<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className?: string, text?: string) => HTMLElementTagNameMap[Tag]} */
export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** @type {(viewBox: string, path: string, dashes?: number[]) => SVGSVGElement} */
export function svg(viewBox, path, dashes) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  picture.setAttribute("viewBox", viewBox);
  picture.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  if (dashes) line.setAttribute("stroke-dasharray", dashes.join(" "));
  picture.append(line);
  return picture;
}

// Nothing on the page holds the keyboard, or only a search box that has done its work.
export function keyboardIsFree() {
  let holder = document.activeElement;
  while (holder?.shadowRoot?.activeElement) holder = holder.shadowRoot.activeElement;
  return !holder || holder === document.body || holder.matches("[data-done]");
}
