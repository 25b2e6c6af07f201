// The place of the cursor in a query: in quotes or not, and in which calls. There is no grammar of Gremlin for a browser,
// and half a query has none; the tokens before the cursor are enough.

/** A text in quotes, a comment, a name, or one other character. A text or comment may lack its end. */
const TOKENS =
  /'[^'\\]*(?:\\[\s\S][^'\\]*)*('?)|"[^"\\]*(?:\\[\s\S][^"\\]*)*("?)|\/\/[^\n]*(\n?)|\/\*[\s\S]*?(\*\/|$)|[A-Za-z_$][\w$]*|[\s\S]/g;

/**
 * An open call: its name, "" for another bracket, and the texts of the arguments before the one at the cursor.
 * @typedef {{ name: string, args: string[], from: number }} Call
 *
 * `quote` is the quote around the cursor, or ""; `typed` starts at `from`; `owner` is the token before a point before it.
 * @typedef {{ calls: Call[], quote: string, from: number, typed: string, owner: string }} Place
 */

/** The tokens that are no space. @type {(text: string) => string[]} */
export function tokensOf(text) {
  return (text.match(TOKENS) ?? []).filter((token) => token.trim()).map((token) => token.trim());
}

/** The place at the end of a text; none in a comment. @type {(text: string) => Place | null} */
export function placeAt(text) {
  /** @type {Call[]} */
  const calls = [];
  /** @type {{ token: string, end: number }[]} */
  let last = [];
  for (const found of text.matchAll(TOKENS)) {
    const [token, ...ends] = found;
    const end = found.index + token.length;
    if (ends.includes("")) return unfinished(token, found.index, calls);
    open(calls, token, last.at(-1)?.token ?? "", text, end);
    if (token.trim()) last = [...last.slice(-2), { token, end }];
  }
  return atName(text, calls, last);
}

/** A text or a comment without an end. @type {(token: string, at: number, calls: Call[]) => Place | null} */
function unfinished(token, at, calls) {
  if (token.startsWith("/")) return null;
  return { calls, quote: token[0], from: at + 1, typed: token.slice(1), owner: "" };
}

/** @type {(calls: Call[], token: string, before: string, text: string, end: number) => void} */
function open(calls, token, before, text, end) {
  const call = calls.at(-1);
  if (token === "(" || token === "[" || token === "{") {
    calls.push({ name: token === "(" && isName(before) ? before : "", args: [], from: end });
  } else if (token === ")" || token === "]" || token === "}") {
    calls.pop();
  } else if (token === "," && call) {
    call.args.push(text.slice(call.from, end - 1).trim());
    call.from = end;
  }
}

/** @type {(text: string, calls: Call[], last: { token: string, end: number }[]) => Place} */
function atName(text, calls, last) {
  const end = last.at(-1);
  const typed = end && end.end === text.length && isName(end.token) ? end.token : "";
  const before = typed ? last.slice(0, -1) : last;
  const owner = before.at(-1)?.token === "." ? before.at(-2)?.token ?? "." : "";
  return { calls, quote: "", from: text.length - typed.length, typed, owner };
}

/** @type {(token: string) => boolean} */
function isName(token) {
  return /^[A-Za-z_$]/.test(token);
}
