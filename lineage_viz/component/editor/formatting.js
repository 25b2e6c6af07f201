// Lines and indents by gremlint, the formatter of TinkerPop's own makers.

import { tokensOf } from "./place.js";

/** The characters of a line. */
const WIDTH = 72;
/** gremlint would take seconds: each level of brackets doubles its time. */
const LONGEST = 20_000;
const DEEPEST = 10;

/** The text with other lines and indents; none when it would differ in more. @type {(text: string) => string | null} */
export function formatted(text) {
  if (text.length > LONGEST || depth(text) > DEEPEST) return null;
  try {
    const made = window.lineageVizCodeMirror.formatQuery(text, { maxLineLength: WIDTH });
    return same(tokensOf(text), tokensOf(made)) ? made : null;
  } catch {
    return null;
  }
}

/** The place in the new text after as many characters that are no space. @type {(text: string, made: string, at: number) => number} */
export function sameplace(text, made, at) {
  let left = text.slice(0, at).replace(/\s/g, "").length;
  for (let place = 0; place < made.length; place++) {
    if (!left) return place;
    if (/\S/.test(made[place])) left--;
  }
  return made.length;
}

/** @type {(one: string[], other: string[]) => boolean} */
function same(one, other) {
  return one.length === other.length && one.every((token, at) => token === other[at]);
}

/** The most brackets that are open at once. @type {(text: string) => number} */
function depth(text) {
  let open = 0, most = 0;
  for (const token of tokensOf(text)) {
    if (token === "(") most = Math.max(most, ++open);
    if (token === ")") open--;
  }
  return most;
}
