// Edges, drawn beneath the cards in one go: they leave on the right, arrive on the left, and cost little in
// thousands. vis-network's own run from centre to centre, and take seconds where these take milliseconds.

const FEW = 1000;  // above this, faint, straight and without arrowheads
const MANY = 8000; // above this, only those of the hovered or selected card
const ARROW = 7;
const CALM = 150;  // up to this at full strength; the more, the fainter each

function drawEdges(ctx, edges, look) {
  const few = edges.length <= FEW;
  const lit = [], plain = [];
  for (const edge of edges) {
    const trail = look.trailOf(edge);
    if (trail) lit.push([edge, trail]);
    else if (edges.length <= MANY && overlaps(edge, look.view)) plain.push(edge);
  }
  ctx.save();
  ctx.lineWidth = Math.max(1.2, 0.7 / look.scale);
  ctx.strokeStyle = ctx.fillStyle = look.theme.edge;
  ctx.globalAlpha = look.fading ? 0.25 : few ? Math.max(0.3, Math.min(1, CALM / edges.length)) : 0.25;
  if (few) for (const edge of plain) strokeEdge(ctx, edge, look.scale);
  else strokeStraight(ctx, plain);
  ctx.globalAlpha = 1;
  ctx.lineWidth = Math.max(1.8, 1.1 / look.scale);
  for (const [edge, trail] of lit) {
    ctx.strokeStyle = ctx.fillStyle = look.theme[trail];
    strokeEdge(ctx, edge, look.scale);
  }
  ctx.restore();
}

function strokeStraight(ctx, edges) {
  ctx.beginPath();
  for (const { from, to } of edges) {
    ctx.moveTo(from.x + CARD.width / 2, from.y);
    ctx.lineTo(to.x - CARD.width / 2, to.y);
  }
  ctx.stroke();
}

function strokeEdge(ctx, edge, scale) {
  const [x1, y1, c1, c2, x2, y2] = curve(edge);
  ctx.setLineDash(scale < SCALE.frame ? [] : edge.dashes);
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.bezierCurveTo(c1, y1, c2, y2, x2 - ARROW, y2);
  ctx.stroke();
  ctx.setLineDash([]);
  if (scale < SCALE.frame) return;
  ctx.beginPath();
  ctx.moveTo(x2, y2);
  ctx.lineTo(x2 - ARROW, y2 - ARROW / 2);
  ctx.lineTo(x2 - ARROW, y2 + ARROW / 2);
  ctx.fill();
}

function curve({ from, to }) {
  const x1 = from.x + CARD.width / 2, x2 = to.x - CARD.width / 2;
  const reach = Math.max(30, Math.min(Math.abs(x2 - x1) / 2, 220));
  return [x1, from.y, x1 + reach, x2 - reach, x2, to.y];
}

function overlaps({ from, to }, view) {
  return Math.max(from.x, to.x) + CARD.width >= view.left && Math.min(from.x, to.x) - CARD.width <= view.right
    && Math.max(from.y, to.y) >= view.top && Math.min(from.y, to.y) <= view.bottom;
}

// The edge under a point, for its tooltip: the nearest of those that pass within a few pixels.
function edgeAt(edges, point, tolerance) {
  let nearest = null, best = tolerance;
  for (const edge of edges.length <= FEW ? edges : []) {
    const [x1, y1, c1, c2, x2, y2] = curve(edge);
    if (point.x < Math.min(x1, c2) - tolerance || point.x > Math.max(x2, c1) + tolerance) continue;
    for (let step = 0; step <= 24; step += 1) {
      const t = step / 24, u = 1 - t;
      const x = u * u * u * x1 + 3 * u * u * t * c1 + 3 * u * t * t * c2 + t * t * t * x2;
      const y = u * u * u * y1 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t * t * t * y2;
      const away = Math.hypot(x - point.x, y - point.y);
      if (away < best) [nearest, best] = [edge, away];
    }
  }
  return nearest;
}
