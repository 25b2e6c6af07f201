// Behind the cards: frames around opened stacks and groups, and the lines of a layout by time. Their words keep their
// size on the screen at every scale.

import { fittedStart } from "./fitting.js";
import { OPENED } from "./geometry.js";
import { PILL } from "./pills.js";

const LABEL = { size: 11, button: 18, gap: 6 };

/** @type {(ctx: Context, frames: Frame[], look: Scene) => void} */
export function drawFrames(ctx, frames, look) {
  const { theme, scale } = look;
  ctx.save();
  for (const frame of frames) {
    ctx.globalAlpha = strength(frame, look);
    const left = frame.x - frame.width / 2, top = frame.y - frame.height / 2;
    ctx.beginPath();
    ctx.roundRect(left, top, frame.width, frame.height, OPENED.radius);
    ctx.fillStyle = theme.ground;
    ctx.fill();
    ctx.lineWidth = 1 / scale;
    ctx.strokeStyle = theme.line;
    ctx.stroke();
  }
  ctx.restore();
}

// Drawn above the edges, which cross frames.
/** @type {(ctx: Context, frames: Frame[], look: Scene) => void} */
export function drawFrameLabels(ctx, frames, look) {
  ctx.save();
  for (const frame of frames) {
    ctx.globalAlpha = strength(frame, look);
    drawFrameLabel(ctx, frame, look.theme, look.scale);
  }
  ctx.restore();
}

// A frame fades with the cards, except that of the selected stack.
/** @type {(frame: Frame, look: Scene) => number} */
function strength({ id }, { fading, selected }) {
  return fading && id !== selected ? 0.5 : 1;
}

// A tab at the upper left of the frame: the button, then as much text as fits.
/** @type {(ctx: Context, frame: Frame, theme: Theme, scale: number) => void} */
function drawFrameLabel(ctx, frame, theme, scale) {
  const { x, y, size } = closerOf(frame, scale), gap = LABEL.gap / scale;
  const room = frame.width - 3 * size - 2 * gap;
  if (room < 2 * size) return;
  ctx.font = `600 ${LABEL.size / scale}px ${theme.font}`;
  const words = fittedStart(ctx, frame, frame.label, room);
  ctx.beginPath();
  ctx.roundRect(x - size / 2, y - size / 2, size + ctx.measureText(words).width + 1.5 * gap, size, size / 2);
  ctx.fillStyle = theme.card;
  ctx.fill();
  ctx.lineWidth = 1 / scale;
  ctx.strokeStyle = theme.line;
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(x - size / 5, y);
  ctx.lineTo(x + size / 5, y);
  ctx.strokeStyle = theme.text;
  ctx.lineWidth = 1.5 / scale;
  ctx.stroke();
  ctx.fillStyle = theme.muted;
  ctx.textBaseline = "middle";
  ctx.fillText(words, x + size / 2, y + 0.5 / scale);
}

// The tab is inside the frame, above its cards. It leaves the frame only when it would cover them.
/** @type {(frame: Frame, scale: number) => Point & { size: number }} */
export function closerOf(frame, scale) {
  const size = LABEL.button / scale, room = OPENED.margin + OPENED.title;
  return {
    x: frame.x - frame.width / 2 + size,
    y: frame.y - frame.height / 2 + Math.min(Math.max(OPENED.title, size + 1) - size / 2, room - size / 2),
    size,
  };
}

/** @type {(frames: Frame[], point: Point, scale: number) => Frame | undefined} */
export function frameClosedAt(frames, { x, y }, scale) {
  return frames.find((frame) => {
    const closer = closerOf(frame, scale);
    return Math.hypot(x - closer.x, y - closer.y) <= closer.size / 2 + PILL.slack / scale;
  });
}

/** @type {(frames: Frame[], card: Card) => Frame | undefined} */
export function frameAround(frames, card) {
  return frames.find(({ x, y, width, height }) =>
    Math.abs(card.x - x) <= width / 2 && Math.abs(card.y - y) <= height / 2
  );
}

/** @type {(ctx: Context, axis: Tick[], look: Scene) => void} */
export function drawAxisLines(ctx, axis, { theme, scale, view }) {
  ctx.lineWidth = 1 / scale;
  ctx.strokeStyle = theme.faint;
  ctx.beginPath();
  for (const { x } of axis) {
    if (x < view.left || x > view.right) continue;
    ctx.moveTo(x, view.top);
    ctx.lineTo(x, view.bottom);
  }
  ctx.stroke();
}

// The labels of the time axis are above the cards, at the upper edge of the window. The label of the first visible
// period stays at the left; a label that would overlap the one before it is left out. A label has its year if no label
// before it tells the year, and if there is room before the next line.
/** @type {(ctx: Context, axis: Tick[], look: Scene) => void} */
export function drawAxisLabels(ctx, axis, { theme, scale, view }) {
  ctx.font = `600 ${11 / scale}px ${theme.font}`;
  ctx.textBaseline = "middle";
  /** @type {(text: string) => number} */
  const widthOf = (text) => ctx.measureText(text).width + 10 / scale;
  let free = -Infinity, told = -1;
  axis.forEach(({ x, label, full }, at) => {
    const left = Math.max(x, view.left), next = axis[at + 1]?.x ?? Infinity;
    const whole = at === 0 || told === at - 1 ? label : full, words = left + widthOf(whole) > next ? label : whole;
    const width = widthOf(words), over = left > x && next < left + width;
    if (x > view.right || left < free || over) return;
    drawAxisLabel(ctx, words, { left: left + 1 / scale, top: view.top, width }, theme, scale);
    free = left + width;
    if (words === whole) told = at;
  });
  if (!axis.length) return;
  const width = widthOf("UTC"), top = view.top + 18 / scale;
  drawAxisLabel(ctx, "UTC", { left: view.right - width, top, width }, theme, scale);
}

/** @type {(ctx: Context, words: string, at: { left: number, top: number, width: number }, theme: Theme, scale: number) => void} */
function drawAxisLabel(ctx, words, { left, top, width }, theme, scale) {
  ctx.fillStyle = theme.card;
  ctx.fillRect(left, top, width, 20 / scale);
  ctx.fillStyle = theme.muted;
  ctx.fillText(words, left + 5 / scale, top + 11 / scale);
}
