// The picture: one vis-network per visit. New payloads change its data in place; pan, zoom and selection stay.

const DATE = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const SMALL = 60; // cards
const READABLE = SCALE.name;
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

class Picture {
  constructor(frame) {
    this.frame = frame;
    this.stage = frame.querySelector(".stage");
    this.canvas = frame.querySelector(".canvas");
    this.tooltip = frame.querySelector(".tooltip");
    this.cards = new Map();
    this.edges = [];
    this.focus = new Set();
    this.selected = null;
    this.hovered = null;
    this.trails = { up: new Set(), down: new Set() };
    this.stage.lineage = { position: (arn) => this.positionOf(arn) };
    this.watch();
  }

  // --- data -----------------------------------------------------------------------------------------------------

  update(payload, sendAction) {
    // Of two messages on their way at once Streamlit keeps the last: a selection may not overtake what follows it.
    this.send = (action, about = {}) => {
      clearTimeout(this.telling);
      // Whoever filters is looking: nothing may move any more, not even to fit. Loading more is asking for a new view.
      this.touched ||= action !== "more";
      sendAction("action", { action, ...about });
    };
    this.payload = payload;
    if (!this.network) this.mount(payload.options);
    const cards = this.read(payload);
    const added = [...cards.keys()].some((arn) => !this.cards.has(arn));
    this.replace(cards);
    const focus = payload.focus.join(" ");
    const moved = focus !== [...this.focus].join(" ");
    this.focus = new Set(payload.focus);
    if (payload.select && payload.select.turn !== this.turn) {
      this.turn = payload.select.turn;
      this.selected = payload.select.arn;
    }
    this.select(this.cards.has(this.selected) ? this.selected : null, { quiet: true });
    drawLegend(this.frame.querySelector(".legend"), payload, this.send);
    drawStatus(this.frame.querySelector(".status"), payload);
    this.stale = true;
    if (moved || (added && !this.touched)) this.frameFocus();
    this.network.redraw();
  }

  mount(options) {
    this.nodes = new window.vis.DataSet([]);
    this.network = new window.vis.Network(this.canvas, { nodes: this.nodes, edges: [] }, options);
    // The stage is the one stop in the tab order; vis-network would add the canvas as another.
    this.canvas.querySelectorAll("[tabindex]").forEach((inner) => inner.setAttribute("tabindex", "-1"));
    this.network.on("beforeDrawing", (ctx) => this.drawBeneath(ctx));
    this.network.on("afterDrawing", () => this.announceDrawn());
    this.network.on("click", ({ pointer }) => {
      const pill = this.pillAt(pointer.DOM);
      if (pill) this.toggleSides(pill.card, [pill.side]);
      else this.click(this.network.getNodeAt(pointer.DOM));
    });
    this.network.on("hoverNode", ({ node }) => this.hover(node));
    this.network.on("blurNode", () => this.hover(null));
    for (const event of ["zoom", "dragStart"]) this.network.on(event, () => this.touch());
    // Until someone pans or zooms, a window that changes its size keeps the whole in view.
    // vis-network puts its own camera back right after it says so.
    this.network.on("resize", () => queueMicrotask(() => this.touched || this.frameFocus()));
  }

  read(payload) {
    // A page without a server behind it has nothing to expand.
    const beyond = payload.still ? { moreUp: 0, moreDown: 0 } : {};
    const cards = payload.nodes.map((node) => {
      const kind = payload.kinds[node.group];
      const when = node.when && new Date(node.when * 1000);
      return { ...node, ...kind, ...beyond, date: when ? DATE.format(when) : "", moment: when ? MOMENT.format(when) : "", fits: new Map() };
    });
    this.edges = payload.edges.map(({ from, to, line }) => ({ ...payload.merged[line], from: cards[from], to: cards[to] }));
    return new Map(cards.map((card) => [card.arn, card]));
  }

  replace(cards) {
    const gone = [...this.cards.keys()].filter((arn) => !cards.has(arn));
    const moved = [...cards.values()].filter((card) => {
      const before = this.cards.get(card.arn);
      return !before || before.x !== card.x || before.y !== card.y;
    });
    this.cards = cards;
    this.nodes.remove(gone);
    this.nodes.update(moved.map(({ arn, x, y, shape }) => ({ id: arn, x, y, shape, ctxRenderer: this.renderer })));
    this.links = { up: new Map(), down: new Map() };
    for (const edge of this.edges) {
      append(this.links.up, edge.to.arn, edge.from.arn);
      append(this.links.down, edge.from.arn, edge.to.arn);
    }
  }

  // --- drawing --------------------------------------------------------------------------------------------------

  renderer = ({ ctx, id }) => ({
    drawNode: () => {
      const card = this.cards.get(id);
      if (card) drawCard(ctx, card, this.lookOf(card));
    },
    nodeDimensions: { width: CARD.width, height: CARD.height },
  });

  lookOf({ arn }) {
    const trail = this.trails.up.has(arn) ? "up" : this.trails.down.has(arn) ? "down" : null;
    const selected = arn === this.selected;
    return {
      theme: this.theme, scale: this.scale, selected, trail,
      focus: this.focus.has(arn), hover: arn === this.hovered,
      closable: !this.payload.still && (selected || arn === this.hovered) ? { up: this.links.up.has(arn), down: this.links.down.has(arn) } : null,
      faded: this.selected !== null && !selected && !trail && arn !== this.hovered,
    };
  }

  drawBeneath(ctx) {
    this.theme = themeOf(this.frame);
    this.scale = this.network.getScale();
    const corner = this.network.DOMtoCanvas({ x: 0, y: 0 });
    const far = this.network.DOMtoCanvas({ x: this.canvas.clientWidth, y: this.canvas.clientHeight });
    drawEdges(ctx, this.edges, {
      theme: this.theme, scale: this.scale, fading: this.selected !== null,
      view: { left: corner.x, top: corner.y, right: far.x, bottom: far.y },
      trailOf: (edge) => this.trailOf(edge),
    });
  }

  trailOf({ from, to }) {
    const { up, down } = this.trails;
    if (up.has(from.arn) && (up.has(to.arn) || to.arn === this.selected)) return "up";
    if (down.has(to.arn) && (down.has(from.arn) || from.arn === this.selected)) return "down";
    if (this.hovered && (from.arn === this.hovered || to.arn === this.hovered)) return "muted";
    return null;
  }

  announceDrawn() {
    if (!this.stale) return;
    this.stale = false;
    const { dataset } = this.stage;
    dataset.entities = this.cards.size;
    dataset.associations = this.payload.associations;
    dataset.focus = [...this.focus].join(" ");
    dataset.selected = this.selected ?? "";
    this.stage.setAttribute("aria-label", this.payload.name);
    const note = this.stage.querySelector(".note");
    note.hidden = this.edges.length <= MANY;
    note.textContent = `${this.edges.length.toLocaleString()} associations: shown for the card you point at or select`;
  }

  // --- view -----------------------------------------------------------------------------------------------------

  // The whole, if its names can then be read; else, of a small picture, the part around the focus. Large ones
  // are shown whole: their shape is what one wants to see first.
  frameFocus() {
    this.fit();
    const focus = this.cards.get([...this.focus][0]);
    const small = this.cards.size <= SMALL && this.network.getScale() < READABLE;
    if (small && focus) this.network.moveTo({ position: { x: focus.x, y: focus.y }, scale: READABLE + 0.08, animation: false });
  }

  fit() {
    if (!this.cards.size) return;
    this.touched = false;
    const xs = [...this.cards.values()].map(({ x }) => x), ys = [...this.cards.values()].map(({ y }) => y);
    const [left, right] = [Math.min(...xs) - CARD.width / 2, Math.max(...xs) + CARD.width / 2];
    const [top, bottom] = [Math.min(...ys) - CARD.height / 2, Math.max(...ys) + CARD.height / 2];
    const margin = 18, { clientWidth, clientHeight } = this.canvas;
    const scale = Math.min(1, (clientWidth - 2 * margin) / (right - left), (clientHeight - 2 * margin) / (bottom - top));
    this.network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
  }

  zoom(factor) {
    this.touched = true;
    const scale = Math.min(2.5, Math.max(0.02, this.network.getScale() * factor));
    this.network.moveTo({ position: this.network.getViewPosition(), scale, animation: false });
  }

  positionOf(arn) {
    const card = this.cards.get(arn);
    if (!card || !this.network) return null;
    const at = this.network.canvasToDOM(card), box = this.canvas.getBoundingClientRect();
    return { x: box.left + at.x, y: box.top + at.y };
  }

  reveal(arn) {
    const card = this.cards.get(arn), at = this.network.canvasToDOM(card);
    const margin = 40, inside = at.x > margin && at.y > margin && at.x < this.canvas.clientWidth - margin && at.y < this.canvas.clientHeight - margin;
    if (inside) return;
    this.touched = true;
    this.network.moveTo({ position: { x: card.x, y: card.y }, animation: false });
  }

  // --- expanding and collapsing ---------------------------------------------------------------------------------

  pillAt(dom) {
    if (this.payload.still || this.network.getScale() < SCALE.name) return null;
    const { x, y } = this.network.DOMtoCanvas(dom);
    for (const card of this.cards.values()) {
      if (Math.abs(y - card.y) > PILL.height / 2 + 2) continue;
      for (const [side, way] of [["up", -1], ["down", 1]]) {
        const near = Math.abs(x - card.x - way * PILL.from) <= PILL.reach;
        const active = card.arn === this.selected || card.arn === this.hovered;
        if (near && pillOf(card, side, active && this.links[side].has(card.arn))) return { card, side };
      }
    }
    return null;
  }

  // Expand sides that have more; a side that is all in view is collapsed.
  toggleSides(card, sides) {
    const more = sides.filter((side) => hasMore(card, side));
    if (more.length) this.send("expand", { arn: card.arn, sides: inWords(more) });
    else this.collapse(card, sides);
  }

  collapse(card, sides) {
    const shown = sides.filter((side) => this.links[side].has(card.arn));
    if (shown.length) this.send("collapse", { arn: card.arn, sides: inWords(shown) });
  }

  open(arn) {
    const card = this.cards.get(arn);
    const more = card ? ["up", "down"].filter((side) => hasMore(card, side)) : [];
    if (more.length) this.toggleSides(card, more);
  }

  // Away from the focus: that is where one has gone too far.
  close(arn) {
    const card = this.cards.get(arn), focus = this.cards.get([...this.focus][0]);
    if (card && focus) this.collapse(card, card === focus ? ["up", "down"] : [card.x < focus.x ? "up" : "down"]);
  }

  // --- selection ------------------------------------------------------------------------------------------------

  click(arn) {
    this.touched = true;
    this.stage.focus({ preventScroll: true });
    this.select(arn ?? null);
  }

  select(arn, { quiet = false } = {}) {
    const changed = arn !== this.selected;
    this.selected = arn;
    this.trails = { up: this.reach("up", arn), down: this.reach("down", arn) };
    this.stale = true;
    if (quiet) return;
    this.network.redraw();
    if (!changed) return;
    this.say(arn);
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.send("select", { arn: arn ?? "" }), 60);
  }

  reach(side, start) {
    const seen = new Set(), open = start ? [start] : [];
    while (open.length) {
      for (const next of this.links[side].get(open.pop()) ?? []) {
        if (next === start || seen.has(next)) continue;
        seen.add(next);
        open.push(next);
      }
    }
    return seen;
  }

  say(arn) {
    const card = this.cards.get(arn);
    const text = card ? `${card.words} ${card.label}, ${this.trails.up.size} upstream, ${this.trails.down.size} downstream` : "Nothing selected";
    this.stage.querySelector(".announce").textContent = text;
  }

  hover(arn) {
    this.hovered = arn;
    this.canvas.style.cursor = arn ? "pointer" : "";
    if (!arn) this.hideTooltip();
    this.network.redraw();
  }

  touch() {
    this.touched = true;
    this.hideTooltip();
  }

  hideTooltip() {
    this.tooltip.hidden = true;
  }

  within(event) {
    const box = this.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  point(event) {
    const at = this.within(event);
    const card = this.cards.get(this.hovered);
    if (event.buttons) return this.hideTooltip();
    if (card) {
      const state = card.unresolved ? "outside this account" : card.status;
      return showTooltip(this.tooltip, [card.label, [card.words, state, card.moment].filter(Boolean).join(" · "), card.source, card.arn], at, this.stage);
    }
    const edge = edgeAt(this.edges, this.network.DOMtoCanvas(at), 6 / this.network.getScale());
    if (!edge) return this.hideTooltip();
    return showTooltip(this.tooltip, [edge.words, `${edge.from.label} → ${edge.to.label}`], at, this.stage);
  }

  // --- keyboard, buttons ----------------------------------------------------------------------------------------

  watch() {
    const act = {
      in: () => this.zoom(1.25), out: () => this.zoom(0.8), fit: () => this.fit(),
      more: () => this.send("more"),
    };
    this.frame.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button && this.network) act[button.dataset.do]();
    });
    // The browser's own double click: vis-network's misses one when the page is busy.
    this.canvas.addEventListener("dblclick", (event) => {
      const arn = this.network?.getNodeAt(this.within(event));
      if (arn && !this.pillAt(this.within(event))) this.send("focus", { arn });
    });
    this.canvas.addEventListener("mousemove", (event) => this.network && this.point(event));
    this.canvas.addEventListener("mouseleave", () => this.hideTooltip());
    this.stage.addEventListener("keydown", (event) => this.press(event));
    this.frame.addEventListener("transitionend", ({ target }) => target === this.frame && this.network?.redraw());
  }

  press(event) {
    if (event.target !== this.stage || event.ctrlKey || event.metaKey || event.altKey || !this.network) return;
    const start = this.selected ?? [...this.focus][0];
    const keys = {
      ArrowLeft: () => this.walk(start, "up"), ArrowRight: () => this.walk(start, "down"),
      ArrowUp: () => this.step(start, -1), ArrowDown: () => this.step(start, 1),
      Enter: () => start && this.select(start),
      f: () => this.selected && this.send("focus", { arn: this.selected }),
      Escape: () => this.select(null),
      "+": () => this.open(start), "-": () => this.close(start),
      h: () => this.selected && this.send("remove", { arn: this.selected }),
      o: () => this.selected && this.send("alone", { arn: this.selected }),
      u: () => this.send("undo"), U: () => this.send("redo"),
      i: () => this.zoom(1.25), k: () => this.zoom(0.8), 0: () => this.fit(),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  walk(start, side) {
    if (!this.selected && start) return this.go(start);
    const here = this.cards.get(start);
    const next = (this.links[side].get(start) ?? []).map((arn) => this.cards.get(arn));
    return this.go(next.sort((a, b) => Math.abs(a.y - here.y) - Math.abs(b.y - here.y))[0]?.arn);
  }

  step(start, way) {
    if (!this.selected && start) return this.go(start);
    const here = this.cards.get(start);
    const next = [...this.cards.values()].filter(({ x, y }) => x === here.x && (y - here.y) * way > 0);
    return this.go(next.sort((a, b) => (a.y - b.y) * way)[0]?.arn);
  }

  go(arn) {
    if (!arn) return;
    this.select(arn);
    this.reveal(arn);
  }

  destroy() {
    clearTimeout(this.telling);
    this.network?.destroy();
  }
}

function hasMore(card, side) {
  return side === "up" ? card.moreUp : card.moreDown;
}

function inWords(sides) {
  return sides.map((side) => (side === "up" ? "upstream" : "downstream")).join(" ");
}

function append(map, key, value) {
  if (map.has(key)) map.get(key).push(value);
  else map.set(key, [value]);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  // The instance lives on its element: this script may run again for new data.
  frame.picture ??= new Picture(frame);
  const draw = () => frame.picture.update(data, setTriggerValue);
  if (window.vis?.Network) draw();
  else window.addEventListener("lineage-viz:library", draw, { once: true });
  return () => {
    window.removeEventListener("lineage-viz:library", draw);
    frame.picture?.destroy();
    delete frame.picture;
  };
}
