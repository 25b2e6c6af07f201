// Edges, drawn below the cards in one pass: they leave on one side and arrive on the other. Thousands of them take
// milliseconds; vis-network's own edges run from centre to centre and take seconds.

const FEW = 1000;  // above this, faint, straight and without arrowheads
const MANY = 8000; // above this, only those of the hovered or selected card
const ARROW = 7;
const AROUND = 36, ASIDE = 8;
const CALM = 150;  // up to this at full strength; the more, the fainter each
const THROUGH = [1, 6]; // a path through what is filtered out

function drawEdges(ctx, { edges, lit }, look) {
  const few = edges.length <= FEW;
  const plain = edges.length > MANY ? [] : edges.filter((edge) => !lit.has(edge) && overlaps(edge, look.view));
  ctx.save();
  ctx.lineWidth = Math.max(1.2, 0.7 / look.scale);
  ctx.strokeStyle = ctx.fillStyle = look.theme.edge;
  ctx.globalAlpha = look.fading ? 0.25 : few ? Math.max(0.3, Math.min(1, CALM / edges.length)) : 0.25;
  if (few) for (const edge of plain) strokeEdge(ctx, edge, look);
  else strokeStraight(ctx, plain, look.flow);
  ctx.globalAlpha = 1;
  drawLit(ctx, lit, look);
  ctx.restore();
}

// Thousands of lit edges are thin and straight: lines of less than a pixel are what a canvas draws fastest.
function drawLit(ctx, lit, look) {
  const groups = new Map();
  let count = 0;
  for (const [edge, trail] of lit) {
    if (!overlaps(edge, look.view)) continue;
    if (!groups.has(trail)) groups.set(trail, []);
    groups.get(trail).push(edge);
    count += 1;
  }
  ctx.lineWidth = count > FEW ? 0.9 / look.scale : Math.max(1.8, 1.1 / look.scale);
  if (count > FEW) ctx.globalAlpha = 0.35;
  for (const [trail, edges] of groups) {
    ctx.strokeStyle = ctx.fillStyle = look.theme[trail];
    if (count > FEW) strokeStraight(ctx, edges, look.flow);
    else for (const edge of edges) strokeEdge(ctx, edge, look);
  }
}

function strokeStraight(ctx, edges, { along, half }) {
  const dx = along === "x" ? half : 0, dy = along === "x" ? 0 : half;
  ctx.beginPath();
  for (const { from, to } of edges) {
    ctx.moveTo(from.x + dx, from.y + dy);
    ctx.lineTo(to.x - dx, to.y - dy);
  }
  ctx.stroke();
}

function strokeEdge(ctx, edge, { scale, flow }) {
  const { start, first, second, end, arrives } = curve(edge, flow);
  const back = flow.point(end[flow.along] - arrives * ARROW, end[flow.across]);
  ctx.setLineDash(scale < SCALE.frame ? [] : edge.pass ? THROUGH : edge.dashes);
  ctx.lineCap = edge.pass ? "round" : "butt";
  ctx.beginPath();
  ctx.moveTo(start.x, start.y);
  ctx.bezierCurveTo(first.x, first.y, second.x, second.y, back.x, back.y);
  ctx.stroke();
  ctx.setLineDash([]);
  if (scale < SCALE.frame) return;
  ctx.beginPath();
  ctx.moveTo(end.x, end.y);
  for (const aside of [-ARROW / 2, ARROW / 2]) {
    const corner = flow.point(end[flow.along] - arrives * ARROW, end[flow.across] + aside);
    ctx.lineTo(corner.x, corner.y);
  }
  ctx.fill();
}

// Forwards; backwards to a card that stands before, a little aside of a line that comes the other way; or around
// between cards of which neither is before the other.
function curve({ from, to }, { along, across, half, point }) {
  const ahead = to[along] - from[along], apart = Math.abs(ahead) >= 2 * half;
  const leaves = ahead <= -2 * half ? -1 : 1, arrives = apart ? leaves : -1;
  const start = from[along] + leaves * half, end = to[along] - arrives * half;
  const reach = apart ? Math.max(30, Math.min(Math.abs(end - start) / 2, 220)) : AROUND;
  const aside = leaves < 0 ? ASIDE : 0, here = from[across] + aside, there = to[across] + aside;
  return {
    start: point(start, here), first: point(start + leaves * reach, here),
    second: point(end - arrives * reach, there), end: point(end, there), arrives,
  };
}

function overlaps({ from, to }, view) {
  return Math.max(from.x, to.x) + CARD.width >= view.left && Math.min(from.x, to.x) - CARD.width <= view.right
    && Math.max(from.y, to.y) + CARD.width >= view.top && Math.min(from.y, to.y) - CARD.width <= view.bottom;
}

// The edge under a point, for its tooltip: the nearest of those that pass within a few pixels.
function edgeAt(edges, at, tolerance, flow) {
  let nearest = null, best = tolerance;
  for (const edge of edges.length <= FEW ? edges : []) {
    const { start, first, second, end } = curve(edge, flow), bends = [start, first, second, end];
    if (bends.every(({ x }) => x > at.x + tolerance) || bends.every(({ x }) => x < at.x - tolerance)) continue;
    if (bends.every(({ y }) => y > at.y + tolerance) || bends.every(({ y }) => y < at.y - tolerance)) continue;
    for (let step = 0; step <= 24; step += 1) {
      const { x, y } = bezierAt(bends, step / 24);
      const away = Math.hypot(x - at.x, y - at.y);
      if (away < best) [nearest, best] = [edge, away];
    }
  }
  return nearest;
}

function bezierAt([a, b, c, d], t) {
  const u = 1 - t;
  const mix = (name) => u * u * u * a[name] + 3 * u * u * t * b[name] + 3 * u * t * t * c[name] + t * t * t * d[name];
  return { x: mix("x"), y: mix("y") };
}
