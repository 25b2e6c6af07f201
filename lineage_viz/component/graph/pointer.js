// The mouse and the finger: what they point at, and what a click on it does.

class Pointer {
  constructor(picture) {
    this.picture = picture;
    const { canvas } = picture;
    // The browser's own clicks: vis-network's misses a double click when the page is busy, and says of a click that
    // took 250 ms only later, when the next key has come.
    canvas.addEventListener("pointerdown", () => (this.dragged = false));
    canvas.addEventListener("click", (event) => picture.network && this.once(this.within(event)));
    canvas.addEventListener("dblclick", (event) => picture.network && this.twice(this.at(this.within(event))));
    canvas.addEventListener("contextmenu", (event) => picture.network && this.ask(event));
    canvas.addEventListener("mousemove", (event) => picture.network && this.point(event));
    canvas.addEventListener("mouseleave", () => picture.network && this.leave());
  }

  watch(network) {
    network.on("dragStart", () => (this.dragged = true));
    for (const event of ["zoom", "dragStart"]) network.on(event, () => this.touch());
  }

  // The card, the pill on it, or the frame under a place in the window.
  at(dom) {
    const { network, grid, frames, camera } = this.picture;
    const point = network.DOMtoCanvas(dom), { scale } = camera;
    const near = grid.touching({ left: point.x, right: point.x, top: point.y, bottom: point.y });
    for (const card of scale < SCALE.name ? [] : near) {
      const pill = pillUnder(this.picture.pillsOf(card), point);
      if (pill) return { card, part: pill.part, point };
    }
    const card = near.find(({ x, y }) => Math.abs(point.x - x) <= CARD.width / 2 && Math.abs(point.y - y) <= CARD.height / 2);
    if (card) return { card, part: "card", point };
    const frame = !this.picture.fixed && frameClosedAt(frames, point, scale);
    return frame ? { frame, point } : { point };
  }

  once(dom) {
    if (this.dragged) return; // the browser says "click" at the end of a drag as well
    const { picture } = this, { card, part, frame } = this.at(dom);
    if (frame) picture.send("close", { arn: frame.id });
    else if (part === "menu") picture.menu.open(card, dom);
    else if (part === "card" || !card) picture.click(card?.arn ?? null);
    else picture.growing.toggle(card, [part]);
  }

  // The half that was clicked says which side is meant.
  twice({ card, part, point }) {
    if (part === "card") this.picture.growing.toggle(card, [sideAt(card, point, this.picture.flow)]);
  }

  ask(event) {
    const dom = this.within(event), { card } = this.at(dom);
    if (!card) return;
    event.preventDefault();
    this.picture.menu.open(card, dom);
  }

  hover(arn) {
    if (arn === this.picture.hovered) return;
    this.picture.hovered = arn;
    this.picture.draw();
  }

  leave() {
    this.hideTooltip();
    this.hover(null);
  }

  touch() {
    this.picture.camera.touched = true;
    this.picture.note("");
    this.hideTooltip();
  }

  hideTooltip() {
    this.picture.tooltip.hidden = true;
  }

  within(event) {
    const box = this.picture.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  point(event) {
    if (event.buttons) return this.hideTooltip();
    const { tooltip, stage, canvas, menu } = this.picture, dom = this.within(event), under = this.at(dom);
    this.hover(under.card?.arn ?? null);
    canvas.style.cursor = under.card || under.frame ? "pointer" : "";
    const lines = menu.opened ? [] : this.about(under);
    return lines.length ? showTooltip(tooltip, lines, dom, stage) : this.hideTooltip();
  }

  about({ card, part, frame, point }) {
    const { edges, camera, flow } = this.picture;
    if (part === "card") return aboutCard(card);
    if (card) return [aboutPill(card, part)];
    if (frame) return [`Put back into one: ${frame.label}`];
    const edge = edgeAt(edges, point, 6 / camera.scale, flow);
    return edge ? [edge.words, `${edge.from.label} → ${edge.to.label}`] : [];
  }
}

function aboutCard(card) {
  if (card.fold) return [card.label, card.words, ...firstOf(card.inside ?? [])];
  const state = card.unresolved ? "outside this account" : card.status;
  return [card.label, [card.words, state, dated(card, MOMENT)].filter(Boolean).join(" · "), card.source, card.arn];
}

function firstOf(titles) {
  const rest = titles.length - 8;
  return [...titles.slice(0, 8), rest > 0 && `and ${rest.toLocaleString()} more`].filter(Boolean);
}

function aboutPill(card, part) {
  if (part === "menu") return "Actions (m)";
  if (part === "open" || card.fold) return "Show what is inside";
  const side = part === "up" ? "upstream" : "downstream", more = hasMore(card, part);
  return more ? `Show ${more.toLocaleString()} more ${side}` : `Take away what is ${side}`;
}
