// Edges, drawn below the cards in one pass: they leave on one side and arrive on the other. Thousands of them take
// milliseconds; vis-network's own edges run from centre to centre and take seconds.

import { SCALE } from "./cards.js";
import { CARD, CROWD, CURVE, DASHES } from "./geometry.js";

export const MANY = 8000; // above this number, only edges of the hovered or selected card are drawn

/** @type {(ctx: Context, edges: { edges: Edge[], lit: Map<Edge, Trail> }, look: Scene) => void} */
export function drawEdges(ctx, { edges, lit }, look) {
  const few = edges.length <= CROWD.few;
  const plain = edges.length > MANY ? [] : edges.filter((edge) => !lit.has(edge) && overlaps(edge, look.view));
  ctx.save();
  ctx.lineWidth = Math.max(CURVE.stroke, 0.7 / look.scale);
  ctx.strokeStyle = ctx.fillStyle = look.theme.edge;
  ctx.globalAlpha = look.fading
    ? 0.25
    : few
    ? Math.max(CROWD.least, Math.min(1, CROWD.calm / edges.length))
    : CROWD.faint;
  if (few) { for (const edge of plain) strokeEdge(ctx, edge, look); }
  else strokeStraight(ctx, plain, look.flow);
  ctx.globalAlpha = 1;
  drawLit(ctx, lit, look);
  ctx.restore();
}

// Thousands of highlighted edges are thin and straight, because a canvas draws lines below one pixel fastest.
/** @type {(ctx: Context, lit: Map<Edge, Trail>, look: Scene) => void} */
function drawLit(ctx, lit, look) {
  /** @type {Map<Trail, Edge[]>} */
  const groups = new Map();
  let count = 0;
  for (const [edge, trail] of lit) {
    if (!overlaps(edge, look.view)) continue;
    const group = groups.get(trail);
    if (group) group.push(edge);
    else groups.set(trail, [edge]);
    count += 1;
  }
  ctx.lineWidth = count > CROWD.few ? 0.9 / look.scale : Math.max(1.8, 1.1 / look.scale);
  if (count > CROWD.few) ctx.globalAlpha = 0.35;
  for (const [trail, edges] of groups) {
    ctx.strokeStyle = ctx.fillStyle = look.theme[trail];
    if (count > CROWD.few) strokeStraight(ctx, edges, look.flow);
    else for (const edge of edges) strokeEdge(ctx, edge, look);
  }
}

/** @type {(ctx: Context, edges: Edge[], flow: Flow) => void} */
function strokeStraight(ctx, edges, { along, half }) {
  const dx = along === "x" ? half : 0, dy = along === "x" ? 0 : half;
  ctx.beginPath();
  for (const { from, to } of edges) {
    ctx.moveTo(from.x + dx, from.y + dy);
    ctx.lineTo(to.x - dx, to.y - dy);
  }
  ctx.stroke();
}

/** @type {(ctx: Context, edge: Edge, look: Scene) => void} */
function strokeEdge(ctx, edge, { scale, flow, gutters }) {
  const { start, parts, end, arrives } = curve(edge, flow, gutters);
  const back = flow.point(end[flow.along] - arrives * CURVE.arrow, end[flow.across]);
  ctx.setLineDash(scale < SCALE.frame ? [] : edge.pass ? DASHES.pass : edge.dashes);
  ctx.lineCap = edge.pass ? "round" : "butt";
  ctx.beginPath();
  ctx.moveTo(start.x, start.y);
  parts.forEach(([first, second, to], number) => {
    const { x, y } = number === parts.length - 1 ? back : to;
    if (second === to) ctx.lineTo(x, y); // a curve without bends has dashes of other lengths
    else ctx.bezierCurveTo(first.x, first.y, second.x, second.y, x, y);
  });
  ctx.stroke();
  ctx.setLineDash([]);
  if (scale < SCALE.frame) return;
  ctx.beginPath();
  ctx.moveTo(end.x, end.y);
  for (const aside of [-CURVE.arrow / 2, CURVE.arrow / 2]) {
    const corner = flow.point(end[flow.along] - arrives * CURVE.arrow, end[flow.across] + aside);
    ctx.lineTo(corner.x, corner.y);
  }
  ctx.fill();
}

// Five shapes: forwards, also through the gaps between cards that would hide it; backwards, a little beside a line in the other direction; around, between cards that overlap in
// the direction of the lineage; or back through a gutter to the start of another row.
/** @type {(edge: Edge, flow: Flow, gutters: number[]) => Curve} */
function curve({ from, to, lanes }, flow, gutters) {
  const { along, across, half, point } = flow;
  const gutter = to[along] < from[along] + 2 * half ? gutterOf(from[across], to[across], gutters) : undefined;
  if (gutter !== undefined) return through(from, to, flow, gutter);
  if (lanes) return between(from, to, flow, lanes);
  const ahead = to[along] - from[along], apart = Math.abs(ahead) >= 2 * half;
  const leaves = ahead <= -2 * half ? -1 : 1, arrives = apart ? leaves : -1;
  const start = from[along] + leaves * half, end = to[along] - arrives * half;
  const reach = apart ? Math.max(CURVE.shortest, Math.min(Math.abs(end - start) / 2, CURVE.longest)) : CURVE.around;
  const aside = leaves < 0 ? CURVE.aside : 0, loop = from === to ? CURVE.loop : 0;
  const here = from[across] + aside - loop, there = to[across] + aside + loop;
  const first = point(start + leaves * reach, here), second = point(end - arrives * reach, there);
  const last = point(end, there);
  return { start: point(start, here), parts: [[first, second, last]], end: last, arrives };
}

// The gutter between two cards that is nearest to the second one.
/** @type {(here: number, there: number, gutters: number[]) => number | undefined} */
function gutterOf(here, there, gutters) {
  return gutters.filter((at) => Math.min(here, there) < at && at < Math.max(here, there))
    .sort((a, b) => Math.abs(a - there) - Math.abs(b - there))[0];
}

/** @type {(from: Point, to: Point, flow: Flow, gutter: number) => Curve} */
function through(from, to, { along, across, half, point }, gutter) {
  const start = from[along] + half, end = to[along] - half, out = start + CURVE.turn, back = end - CURVE.turn;
  const corner = point(start, gutter), last = point(end, to[across]), landing = point(end, gutter);
  return {
    start: point(start, from[across]),
    parts: [
      [point(out, from[across]), point(out, gutter), corner],
      [corner, landing, landing],
      [point(back, gutter), point(back, to[across]), last],
    ],
    end: last,
    arrives: 1,
  };
}

// A lane is level from one place along the flow to another.
/** @type {(from: Point, to: Point, flow: Flow, lanes: Lane[]) => Curve} */
function between(from, to, { along, across, half, point }, lanes) {
  const way = to[along] < from[along] ? -1 : 1, aside = way < 0 ? CURVE.aside : 0;
  const start = point(from[along] + way * half, from[across] + aside);
  const end = point(to[along] - way * half, to[across] + aside);
  let at = start;
  /** @type {Curve["parts"]} */
  const parts = [];
  // The line ends at the back of the arrowhead.
  /** @type {(next: Point, short?: number) => void} */
  const bend = (next, short = 0) => {
    const middle = (at[along] + next[along] - short) / 2;
    parts.push([point(middle, at[across]), point(middle, next[across]), next]);
    at = next;
  };
  for (const [first, last, side] of lanes) {
    bend(point(first, side));
    at = point(last, side);
    parts.push([parts[parts.length - 1][2], at, at]);
  }
  bend(end, way * CURVE.arrow);
  return { start, parts, end, arrives: way };
}

/** @type {(edge: Edge, view: Rect) => boolean} */
function overlaps({ from, to, lanes }, view) {
  if (lanes) return true; // it may run outside the box of its ends
  return Math.max(from.x, to.x) + CARD.width >= view.left && Math.min(from.x, to.x) - CARD.width <= view.right &&
    Math.max(from.y, to.y) + CARD.width >= view.top && Math.min(from.y, to.y) - CARD.width <= view.bottom;
}

// The edge at a point, for its tooltip: the nearest edge within a few pixels.
/** @type {(edges: Edge[], at: Point, tolerance: number, flow: Flow, gutters: number[]) => Edge | null} */
export function edgeAt(edges, at, tolerance, flow, gutters) {
  let nearest = null, best = tolerance;
  for (const edge of edges.length <= CROWD.few ? edges : []) {
    const { start, parts } = curve(edge, flow, gutters);
    parts.forEach((part, number) => {
      const away = awayFrom([number ? parts[number - 1][2] : start, ...part], at, tolerance);
      if (away < best) [nearest, best] = [edge, away];
    });
  }
  return nearest;
}

/** @type {(bends: Point[], at: Point, tolerance: number) => number} */
function awayFrom(bends, at, tolerance) {
  if (bends.every(({ x }) => x > at.x + tolerance) || bends.every(({ x }) => x < at.x - tolerance)) return Infinity;
  if (bends.every(({ y }) => y > at.y + tolerance) || bends.every(({ y }) => y < at.y - tolerance)) return Infinity;
  const steps = Math.max(24, Math.ceil(Math.abs(bends[3].x - bends[0].x) / 8)); // a line may cross the whole picture
  const points = Array.from({ length: steps + 1 }, (_, step) => bezierAt(bends, step / steps));
  return Math.min(...points.map(({ x, y }) => Math.hypot(x - at.x, y - at.y)));
}

/** @type {(bends: Point[], t: number) => Point} */
function bezierAt([a, b, c, d], t) {
  const u = 1 - t;
  /** @type {(name: Axis) => number} */
  const mix = (name) => u * u * u * a[name] + 3 * u * u * t * b[name] + 3 * u * t * t * c[name] + t * t * t * d[name];
  return { x: mix("x"), y: mix("y") };
}
