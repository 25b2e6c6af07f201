// Text that is cut to its space. A card caches its measurements.

// Cut the middle: names of one family differ at their ends.
/** @type {(ctx: Context, card: Card | Frame, text: string, room: number, cut?: "middle" | "end") => string} */
export function fitted(ctx, card, text, room, cut = "middle") {
  const key = `${ctx.font}·${Math.round(room)}·${text}`;
  if (!card.fits.has(key)) card.fits.set(key, elided(ctx, text, room, cut === "end" ? endOut : middleOut));
  return /** @type {string} */ (card.fits.get(key));
}

/** @type {(ctx: Context, card: Card, size: number, room: number) => string[]} */
export function twoLines(ctx, card, size, room) {
  const key = `2·${size}`;
  if (!card.fits.has(key)) {
    const whole = fitted(ctx, card, card.label, room * 1.9);
    let cut = whole.length;
    while (cut > 1 && ctx.measureText(whole.slice(0, cut)).width > room) cut -= 1;
    if (cut < whole.length) {
      const soft = Math.max(...["-", "_", ".", "/", " ", ":"].map((mark) => whole.lastIndexOf(mark, cut - 1)));
      if (soft > cut / 2 && ctx.measureText(whole.slice(soft + 1)).width <= room) cut = soft + 1;
    }
    card.fits.set(key, [whole.slice(0, cut), whole.slice(cut)].filter(Boolean));
  }
  return /** @type {string[]} */ (card.fits.get(key));
}

/** @type {(ctx: Context, text: string, room: number, shorten: (text: string, keep: number) => string) => string} */
function elided(ctx, text, room, shorten) {
  if (ctx.measureText(text).width <= room) return text;
  let low = 1, high = text.length;
  while (low < high) {
    const keep = Math.ceil((low + high) / 2);
    if (ctx.measureText(shorten(text, keep)).width <= room) low = keep;
    else high = keep - 1;
  }
  return shorten(text, low);
}

/** @type {(text: string, keep: number) => string} */
function endOut(text, keep) {
  return `${text.slice(0, keep).trimEnd()}…`;
}

/** @type {(text: string, keep: number) => string} */
function middleOut(text, keep) {
  const head = Math.ceil(keep / 2), tail = Math.floor(keep / 2);
  return `${text.slice(0, head)}…${tail ? text.slice(-tail) : ""}`;
}
