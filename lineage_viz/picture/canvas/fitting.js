// Text that is cut to its space. A card caches its measurements.

// The middle gives way: names of one family differ at their ends.
function fitted(ctx, card, text, room, cut = "middle") {
  const key = `${ctx.font}·${Math.round(room)}·${text}`;
  if (!card.fits.has(key)) card.fits.set(key, elided(ctx, text, room, cut === "end" ? endOut : middleOut));
  return card.fits.get(key);
}

function twoLines(ctx, card, size, room) {
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
  return card.fits.get(key);
}

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

function endOut(text, keep) {
  return `${text.slice(0, keep).trimEnd()}…`;
}

function middleOut(text, keep) {
  const head = Math.ceil(keep / 2), tail = Math.floor(keep / 2);
  return `${text.slice(0, head)}…${tail ? text.slice(-tail) : ""}`;
}
