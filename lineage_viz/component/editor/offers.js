// The words that fit at a place: names of Gremlin, and in quotes those of the lineage that is read.

import { placeAt } from "./place.js";

/** @typedef {{ word: string, about: string }} Offer */
/** @typedef {{ from: number, quote: string, offers: Offer[] }} Offers */

const LABELLED = new Set(["hasLabel", "out", "in", "both", "outE", "inE", "bothE", "to", "toE"]);
const NAMING = new Set(["hasNot", "values", "valueMap", "properties", "propertyMap", "elementMap", "hasKey", "by"]);
/** The classes whose names a query writes before a point. */
const CLASSES = ["P", "TextP", "T", "Order", "Scope", "Column", "Direction", "Pop", "Operator", "Pick", "WithOptions"];

/** The words that fit at the end of a text. @type {(text: string, words: Words, offered: Offered) => Offers | null} */
export function offersAt(text, words, offered) {
  const place = placeAt(text);
  if (!place) return null;
  const offers = place.quote ? quoted(place.calls, words, offered) : named(place, words);
  return offers.length ? { from: place.from, quote: place.quote, offers } : null;
}

/** @type {(place: import("./place.js").Place, words: Words) => Offer[]} */
function named({ calls, owner, typed }, words) {
  if (owner) return afterPoint(owner, words);
  const call = calls.findLast(({ name }) => name);
  if (!call) return typed ? [{ word: "g", about: "the graph" }] : [];
  return [
    ...(call.name === "by" ? plain(words.Order, "Order") : []),
    ...steps(words.__),
    ...plain(words.P, "P"),
    ...plain(words.TextP, "TextP"),
    ...plain(["__", ...CLASSES], "class"),
  ];
}

/** @type {(owner: string, words: Words) => Offer[]} */
function afterPoint(owner, words) {
  if (owner === "g" || owner === "__") return steps(words[owner]);
  if (owner === "P" || owner === "TextP") return plain(words[owner], owner);
  if (Object.hasOwn(words, owner) && owner !== "steps") return plain(words[owner], owner);
  return /^[)\]}'"a-z_]/.test(owner) ? steps(words.steps) : [];
}

/** @type {(calls: import("./place.js").Call[], words: Words, offered: Offered) => Offer[]} */
function quoted(calls, words, offered) {
  const between = new Set(["", "P", "TextP", ...words.P, ...words.TextP]);
  const call = calls.findLast(({ name }) => !between.has(name));
  if (!call) return [];
  if (LABELLED.has(call.name)) return plain(offered.labels, "label");
  if (NAMING.has(call.name)) return plain(offered.properties, "property");
  return call.name === "has" ? ofHas(call.args.map(bare), offered) : [];
}

/** `has(KEY, VALUE)`, or `has(LABEL, KEY, VALUE)`. @type {(args: string[], offered: Offered) => Offer[]} */
function ofHas(args, offered) {
  const key = args.at(-1);
  if (key === undefined) return plain(offered.properties, "property");
  if (key === "label" || key === "T.label") return plain(offered.labels, "label");
  const values = valuesOf(key, offered);
  const labelled = args.length === 1 && !values.length && offered.labels.includes(key);
  return labelled ? plain(offered.properties, "property") : plain(values, key);
}

/** @type {(key: string, offered: Offered) => string[]} */
function valuesOf(key, { types, values }) {
  const found = Object.hasOwn(values, key) ? values[key] : [];
  return key === "type" ? [...new Set([...types, ...found])] : found;
}

/** @type {(arg: string) => string} */
function bare(arg) {
  return /^(['"])[\s\S]*\1$/.test(arg) ? arg.slice(1, -1) : arg;
}

/** @type {(names: string[]) => Offer[]} */
function steps(names) {
  return plain(names, "step");
}

/** @type {(names: string[], about: string) => Offer[]} */
function plain(names, about) {
  return names.map((word) => ({ word, about }));
}
