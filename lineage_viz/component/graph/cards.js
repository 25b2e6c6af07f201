// Cards: what vis-network draws for each entity (its ctxRenderer). Cut to the scale: far away a card is a patch of
// colour, nearer it has its band, then a large name, and only close up all its text.

const CARD = { width: 200, height: 46, band: 30, radius: 6 };
const SCALE = { frame: 0.25, name: 0.4, text: 0.72 };
const FAILED = "#d6336c"; // enough contrast in light and dark

const glyphs = new Map();

function glyphPath(path) {
  if (!glyphs.has(path)) glyphs.set(path, new Path2D(path));
  return glyphs.get(path);
}

function drawCard(ctx, card, look) {
  const { theme, scale } = look;
  const left = card.x - CARD.width / 2, top = card.y - CARD.height / 2;
  ctx.save();
  ctx.globalAlpha = look.faded ? 0.25 : 1;
  if (scale < SCALE.frame) {
    ctx.fillStyle = card.colour;
    ctx.fillRect(left, top, CARD.width, CARD.height);
    if (look.focus || look.selected) frameCard(ctx, card, look, left, top);
  } else {
    ctx.beginPath();
    ctx.roundRect(left, top, CARD.width, CARD.height, CARD.radius);
    ctx.fillStyle = theme.card;
    ctx.fill();
    drawBand(ctx, card, left, top, scale);
    frameCard(ctx, card, look, left, top);
    if (scale >= SCALE.text) drawText(ctx, card, theme, left, top);
    else if (scale >= SCALE.name) drawLargeName(ctx, card, theme, left, scale);
    if (card.failed) drawFailed(ctx, left, top, theme);
    if (scale >= SCALE.name) drawPills(ctx, card, look);
  }
  ctx.restore();
}

function drawBand(ctx, card, left, top, scale) {
  ctx.beginPath();
  ctx.roundRect(left, top, CARD.band, CARD.height, [CARD.radius, 0, 0, CARD.radius]);
  ctx.fillStyle = card.colour;
  ctx.fill();
  if (scale < SCALE.name) return;
  ctx.save();
  ctx.translate(left + 6, card.y - 9);
  ctx.scale(0.75, 0.75);
  ctx.strokeStyle = "#fff";
  ctx.lineWidth = 2;
  ctx.lineJoin = ctx.lineCap = "round";
  ctx.stroke(glyphPath(card.glyph));
  ctx.restore();
}

function frameCard(ctx, card, look, left, top) {
  const { theme } = look;
  const strong = look.selected || look.focus || look.trail;
  const inset = look.selected ? -2 : 0;
  ctx.beginPath();
  ctx.roundRect(left + inset, top + inset, CARD.width - 2 * inset, CARD.height - 2 * inset, CARD.radius - inset);
  ctx.lineWidth = Math.max(look.selected ? 3 : look.focus ? 2.5 : 1, (strong ? 1.5 : 0.75) / look.scale);
  ctx.strokeStyle = look.selected ? theme.accent
    : look.focus ? card.colour
    : look.trail ? theme[look.trail]
    : look.hover ? theme.muted : theme.line;
  if (card.unresolved) ctx.setLineDash([5, 4]);
  ctx.stroke();
  ctx.setLineDash([]);
}

function drawText(ctx, card, theme, left, top) {
  const x = left + CARD.band + 8, room = CARD.width - CARD.band - 16;
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.text;
  ctx.font = `600 13px ${theme.font}`;
  ctx.fillText(fitted(ctx, card, card.label, room - (card.failed ? 14 : 0)), x, top + 20);
  ctx.font = `11px ${theme.font}`;
  ctx.fillStyle = theme.muted;
  const rest = afterType(card);
  const words = fitted(ctx, card, card.words, room - ctx.measureText(rest).width, "end");
  ctx.fillText(words + rest, x, top + 36);
}

function afterType(card) {
  const rest = card.unresolved ? ["outside this account"] : [card.failed && card.status.toLowerCase(), card.date];
  return rest.filter(Boolean).map((part) => ` · ${part}`).join("");
}

function drawLargeName(ctx, card, theme, left, scale) {
  const size = Math.min(20, Math.round(10.5 / scale)), room = CARD.width - CARD.band - 12;
  ctx.font = `600 ${size}px ${theme.font}`;
  ctx.fillStyle = theme.text;
  ctx.textBaseline = "middle";
  const lines = twoLines(ctx, card, size, room);
  lines.forEach((line, at) => {
    ctx.fillText(line, left + CARD.band + 6, card.y + (at - (lines.length - 1) / 2) * (size + 1) + 1);
  });
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

// The middle gives way: names of one family differ at their ends.
function fitted(ctx, card, text, room, cut = "middle") {
  const key = `${ctx.font}·${Math.round(room)}·${text}`;
  if (!card.fits.has(key)) card.fits.set(key, elided(ctx, text, room, cut === "end" ? endOut : middleOut));
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

// "+3": three more upstream (left) or downstream (right) than are in view; "−" takes a side away.
const PILL = { height: 18, reach: 15, from: CARD.width / 2 + 8 };

function pillOf(card, side, shown) {
  const more = hasMore(card, side);
  if (more) return `+${more}`;
  return shown ? "−" : "";
}

function drawPills(ctx, card, look) {
  ctx.font = `600 11px ${look.theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const [side, x] of [["up", card.x - PILL.from], ["down", card.x + PILL.from]]) {
    const text = pillOf(card, side, look.closable?.[side]);
    if (!text) continue;
    const width = Math.max(PILL.height, ctx.measureText(text).width + 10);
    ctx.beginPath();
    ctx.roundRect(x - width / 2, card.y - PILL.height / 2, width, PILL.height, PILL.height / 2);
    ctx.fillStyle = look.theme.card;
    ctx.fill();
    ctx.lineWidth = 1;
    ctx.strokeStyle = look.theme.muted;
    ctx.stroke();
    ctx.fillStyle = look.theme.text;
    ctx.fillText(text, x, card.y + 0.5);
  }
  ctx.textAlign = "start";
}

function drawFailed(ctx, left, top, theme) {
  ctx.beginPath();
  ctx.arc(left + CARD.width - 11, top + 11, 5, 0, 2 * Math.PI);
  ctx.fillStyle = FAILED;
  ctx.fill();
  ctx.strokeStyle = theme.card;
  ctx.lineWidth = 1.4;
  ctx.beginPath();
  ctx.moveTo(left + CARD.width - 13, top + 9);
  ctx.lineTo(left + CARD.width - 9, top + 13);
  ctx.moveTo(left + CARD.width - 9, top + 9);
  ctx.lineTo(left + CARD.width - 13, top + 13);
  ctx.stroke();
}
