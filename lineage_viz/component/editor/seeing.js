// Texts of others beside the query. In the query itself CodeMirror shows such characters as dots.

/** Characters that nobody sees, or that turn what follows around, are codes. @type {(text: string) => string} */
export function seen(text) {
  return text.replace(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu, code);
}

/** @type {(character: string) => string} */
function code(character) {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;
}
