// Text that is cut to its space: a name without its random parts, then in whole words. lineage_viz/shortening.py does the
// same for the SVG. A card caches its measurements.

import { characters } from "./characters.js";
import { ENDS, SMALLER } from "./geometry.js";

const ends = new RegExp(ENDS), trimmed = /[-_.\/:, ·…]+$/;

const TINY = [0.77, 0.7]; // for a name alone on its card: better than a cut word

const LEAST = SMALLER[SMALLER.length - 1], LEAST_END = 3, extension = /(?=(?:\.[A-Za-z0-9]{1,8}){1,2}$)/;

/** @typedef {(text: string) => boolean} Fits */

// The name in one line, and its size: smaller letters are better than fewer words.
/** @type {(ctx: Context, card: Card, size: number, room: number) => Lines} */
export function fittedName(ctx, card, size, room) {
  return cached(card, `${ctx.font}·${Math.round(room)}`, () => {
    const short = card.short ?? card.label;
    for (const text of [card.label, short]) {
      for (const share of SMALLER) {
        if (measured(ctx, room / share)(text)) return { lines: [text], size: size * share };
      }
    }
    return sized(ctx, [shortened(short, measured(ctx, room / LEAST))], size, room);
  });
}

/** @type {(ctx: Context, card: Card | Frame, text: string, room: number) => string} */
export function fittedStart(ctx, card, text, room) {
  return cached(card, `${ctx.font}·${Math.round(room)}·${text}`, () => {
    const fits = measured(ctx, room);
    return fits(text) ? text : ended(text, fits);
  });
}

// The type, then the first of "rests" that fits behind it; behind the last one, the type is cut.
/** @type {(ctx: Context, card: Card, rests: string[], size: number, room: number) => Lines} */
export function fittedAbout(ctx, card, rests, size, room) {
  return cached(card, `about·${ctx.font}`, () => {
    const words = card.words ?? "", last = rests[rests.length - 1];
    const sizes = card.after ? SMALLER : SMALLER.slice(0, 2), least = sizes[sizes.length - 1];
    for (const rest of rests) {
      for (const share of sizes) {
        if (measured(ctx, room / share)(words + rest)) return { lines: [words + rest], size: size * share };
      }
    }
    const fits = measured(ctx, room / least - ctx.measureText(last).width);
    return { lines: [(fits(words) ? words : ended(words, fits)) + last], size: size * least };
  });
}

// The first wording that fits; of the last one, the words that fit.
/** @type {(ctx: Context, card: Card, size: number, room: number) => Lines} */
export function fittedFact(ctx, card, size, room) {
  return cached(card, `fact·${ctx.font}`, () => {
    const wordings = card.fact ?? [];
    for (const words of wordings) {
      for (const share of SMALLER) {
        if (measured(ctx, room / share)(words)) return { lines: [words], size: size * share };
      }
    }
    const fits = measured(ctx, room / LEAST);
    return { lines: wordings.slice(-1).map((last) => ended(last, fits)), size: size * LEAST };
  });
}

// The name in up to two lines, or three without a fact below it, each of whole words, and its size: smaller letters are
// better than fewer words.
/** @type {(ctx: Context, card: Card, size: number, room: number, most?: number) => Lines} */
export function severalLines(ctx, card, size, room, most = card.fact ? 2 : 3) {
  return cached(card, `lines·${size}·${most}`, () => {
    const short = card.short ?? card.label;
    for (const text of [card.label, short]) {
      for (let rows = 2; rows <= most; rows += 1) {
        for (const share of SMALLER) {
          // Widths grow with the size, so the letters need not be measured again.
          const lines = broken(text, measured(ctx, room / share), rows);
          if (lines.every(measured(ctx, room / share))) return { lines, size: size * share };
        }
      }
    }
    for (const share of most > 2 ? TINY : []) {
      const lines = broken(short, measured(ctx, room / share), most);
      if (lines.every(measured(ctx, room / share))) return { lines, size: size * share };
    }
    const fits = measured(ctx, room / LEAST), whole = broken(short, fits, most);
    const lines = fits(whole[0]) && whole.length > 1 ? whole : [short];
    return sized(ctx, lines.map((line, row) => fits(line) ? line : (row ? below : shortened)(line, fits)), size, room);
  });
}

// The last words of a line whose name begins above it: its first word may go, before the last one loses letters.
/** @type {(text: string, fits: Fits) => string} */
function below(text, fits) {
  const words = pieces(text), end = (/** @type {number} */ at) => `…${words.slice(at).join("").replace(/^…+/, "")}`;
  let at = words.length - 1;
  if (!at || !fits(end(at)) || fits(without(words, 1, 1))) return shortened(text, fits);
  while (at > 1 && fits(end(at - 1))) at -= 1;
  return end(at);
}

// Lines that fit in the smallest letters, in the largest in which they fit.
/** @type {(ctx: Context, lines: string[], size: number, room: number) => Lines} */
function sized(ctx, lines, size, room) {
  return { lines, size: size * (SMALLER.find((share) => lines.every(measured(ctx, room / share))) ?? LEAST) };
}

/** @type {<Made extends string | Lines>(card: Card | Frame, key: string, make: () => Made) => Made} */
function cached(card, key, make) {
  if (!card.fits.has(key)) card.fits.set(key, make());
  return /** @type {ReturnType<typeof make>} */ (card.fits.get(key));
}

/** @type {(ctx: Context, room: number) => Fits} */
function measured(ctx, room) {
  return (text) => ctx.measureText(text).width <= room;
}

// Each line but the last has as many words as fit, and at least one. A file's extension may begin a line.
/** @type {(text: string, fits: Fits, rows: number) => string[]} */
function broken(text, fits, rows) {
  if (rows === 1) return [text];
  const whole = pieces(text),
    words = [...whole.slice(0, -1), ...whole.slice(-1).flatMap((last) => last.split(extension))];
  let head = 1;
  while (head < words.length && fits(words.slice(0, head + 1).join("").trimEnd())) head += 1;
  const rest = words.slice(head).join("");
  return [words.slice(0, head).join("").trimEnd(), ...(rest ? broken(rest, fits, rows - 1) : [])].filter(Boolean);
}

/** @type {(text: string) => string[]} */
function pieces(text) {
  return text.split(ends).filter(Boolean);
}

/** @type {(text: string, fits: Fits) => string} */
function shortened(text, fits) {
  const words = pieces(text), start = cutOff(words[0]);
  if (words.length < 2 || !fits(without(words, 1, 1))) {
    const seen = characters(text), last = (/** @type {number} */ keep) => start + seen.slice(-keep).join("");
    const end = words.length > 1 && fits(last(LEAST_END));
    return most(seen, fits, (keep) => (end ? last(keep) : middleOut(seen, keep)));
  }
  let head = 1, tail = 1;
  while (head + tail < words.length) {
    if (fits(without(words, head + 1, tail))) head += 1;
    else if (fits(without(words, head, tail + 1))) tail += 1;
    else break;
  }
  return without(words, head, tail);
}

/** @type {(text: string, fits: Fits) => string} */
function ended(text, fits) {
  const words = pieces(text);
  let head = 0;
  while (head + 1 < words.length && fits(cutOff(words.slice(0, head + 1).join("")))) head += 1;
  if (head) return cutOff(words.slice(0, head).join(""));
  const seen = characters(text);
  return most(seen, fits, (keep) => cutOff(seen.slice(0, keep).join("")));
}

/** @type {(words: string[], head: number, tail: number) => string} */
function without(words, head, tail) {
  return cutOff(words.slice(0, head).join("")) + words.slice(words.length - tail).join("").replace(/^…+/, "");
}

/** @type {(start: string) => string} */
function cutOff(start) {
  return `${start.replace(trimmed, "")}…`;
}

/** @type {(seen: string[], fits: Fits, cut: (keep: number) => string) => string} */
function most(seen, fits, cut) {
  let low = 1, high = seen.length;
  while (low < high) {
    const keep = Math.ceil((low + high) / 2);
    if (fits(cut(keep))) low = keep;
    else high = keep - 1;
  }
  return cut(low);
}

/** @type {(seen: string[], keep: number) => string} */
function middleOut(seen, keep) {
  const tail = Math.floor(keep / 2);
  return `${seen.slice(0, keep - tail).join("")}…${tail ? seen.slice(-tail).join("") : ""}`;
}
