// The picture: one vis-network per visit. New payloads change it in place; pan, zoom and selection stay.
//
// vis-network gives the canvas, the camera, the gestures and the drawing loop. It gets no data: for ten thousand
// nodes it would make as many objects of its own, and look at each for every drawing and every move of the mouse.

class Picture {
  constructor(frame) {
    this.frame = frame;
    this.stage = frame.querySelector(".stage");
    this.canvas = frame.querySelector(".canvas");
    this.tooltip = frame.querySelector(".tooltip");
    this.cards = new Map();
    this.focus = new Set();
    this.selected = null;
    this.hovered = null;
    this.visit = `${Date.now()} ${Math.random()}`;
    this.count = 0;
    this.unheard = [];
    this.camera = new Camera(this);
    this.trails = new Trails(this);
    this.growing = new Growing(this);
    this.pointer = new Pointer(this);
    this.keyboard = new Keyboard(this);
    this.menu = new Menu(this);
    this.finder = new Finder(this);
    this.minimap = new Minimap(this);
    this.help = new Help(this);
    this.stage.lineage = {
      position: (arn) => this.camera.positionOf(this.cards.get(arn)),
      pill: (arn, part) => this.camera.positionOf(this.pillsOf(this.cards.get(arn), true).find((pill) => pill.part === part)),
      closer: (id) => this.camera.positionOf(closerOf(this.frames.find((frame) => frame.id === id), this.camera.scale)),
    };
    this.watch();
  }

  // --- data -----------------------------------------------------------------------------------------------------

  update(payload, sendAction) {
    // Of two messages on their way at once Streamlit keeps the last. So each says what is selected as well, and brings
    // what the server is not known to have heard; their numbers tell it what it has done already.
    this.unheard = this.unheard.filter(({ number }) => !(payload.heard?.visit === this.visit && number <= payload.heard.number));
    this.send = (action, about = {}) => {
      clearTimeout(this.telling);
      // Whoever filters is looking: nothing may move any more, not even to fit. These two ask for a new view.
      this.camera.touched ||= action !== "more" && action !== "overview";
      if (action !== "select") this.pointer.hideTooltip(); // what it says may no longer be so
      this.growing.remember(action, about);
      const said = { action, selected: this.selected ?? "", ...about, number: ++this.count };
      sendAction("action", { ...said, visit: this.visit, before: this.unheard });
      if (action !== "select") this.unheard = [...this.unheard, said];
    };
    const first = !this.network, before = this.cards, held = this.entities;
    this.payload = payload;
    this.theme = themeOf(this.frame);
    if (first) this.mount(payload.options);
    this.read(payload);
    const added = [...this.cards.values()].filter(({ arn }) => !before.has(arn));
    const focus = payload.focus.join(" ");
    const moved = focus !== [...this.focus].join(" ");
    this.focus = new Set(payload.focus);
    if (payload.select && payload.select.turn !== this.turn) {
      this.turn = payload.select.turn;
      this.selected = payload.select.arn;
    }
    this.select(this.cards.has(this.selected) ? this.selected : null, { quiet: true });
    if (this.hovered && !this.cards.has(this.hovered)) this.pointer.leave();
    if (moved || (added.length && !this.camera.touched)) this.camera.frameFocus();
    this.note(first ? "" : this.growing.grown(added, this.entities - held));
    this.surround();
    this.draw();
  }

  mount(options) {
    this.network = new window.vis.Network(this.canvas, { nodes: [], edges: [] }, options);
    // The stage is the one stop in the tab order; vis-network would add the canvas as another.
    this.canvas.querySelectorAll("[tabindex]").forEach((inner) => inner.setAttribute("tabindex", "-1"));
    this.network.on("beforeDrawing", (ctx) => this.drawAll(ctx));
    this.network.on("afterDrawing", () => this.drawn());
    // Until someone pans or zooms, a window that changes its size keeps the whole in view.
    // vis-network puts its own camera back right after it says so.
    this.network.on("resize", () => queueMicrotask(() => this.camera.touched || this.camera.frameFocus()));
    this.pointer.watch(this.network);
  }

  // Nobody can be asked to change a card: there is no server, or each card stands for a whole type.
  get fixed() {
    return Boolean(this.payload.still || this.payload.schema);
  }

  // A stack stands for several.
  get entities() {
    return this.payload?.entities ?? this.cards.size;
  }

  read(payload) {
    const cards = payload.nodes.map((node) => {
      const { colour, glyph } = payload.kinds[node.group];
      return { ...node, colour, glyph, edges: { up: [], down: [] }, fits: new Map() };
    });
    this.flow = flowOf(payload);
    this.edges = payload.edges.map(({ from, to, line }) => ({ ...payload.merged[line], from: cards[from], to: cards[to] }));
    this.frames = (payload.frames ?? []).map((frame) => ({ ...frame, fits: new Map() }));
    this.cards = new Map(cards.map((card) => [card.arn, card]));
    this.grid = new Grid(cards);
    this.bounds = boundsOf(cards, this.frames);
    this.trails.link(this.edges);
  }

  surround() {
    const { payload } = this;
    drawLegend(this.frame.querySelector(".legend"), payload, this.send);
    drawStatus(this.frame.querySelector(".status"), payload);
    this.frame.querySelector(".tools [data-do=overview]").hidden = this.fixed;
    this.finder.renew();
    this.minimap.renew();
  }

  // --- drawing --------------------------------------------------------------------------------------------------

  // However much changes, it is drawn once.
  draw() {
    this.due ??= requestAnimationFrame(() => {
      this.due = undefined;
      this.network?.redraw();
    });
  }

  pillsOf(card, active = card.arn === this.selected || card.arn === this.hovered) {
    const menu = !this.payload.schema && !(this.fixed && card.fold);
    return pillsOf(card, { flow: this.flow, active, fixed: this.fixed, menu });
  }

  lookOf(card, scale) {
    const { picks = {} } = this.payload, { arn } = card;
    return {
      theme: this.theme, scale, selected: arn === this.selected, hover: arn === this.hovered,
      trail: this.trails.ofCard(card), path: this.trails.path.has(card), faded: this.trails.faded(card),
      focus: this.focus.has(arn), hit: this.finder.hit(card), pick: arn === picks.start ? "A" : arn === picks.end ? "B" : "",
      pills: scale < SCALE.name ? [] : this.pillsOf(card),
    };
  }

  drawAll(ctx) {
    if (!this.grid) return;
    const { theme, flow, trails, frames } = this, { axis = [] } = this.payload;
    const scale = this.camera.scale, view = this.camera.view(), shown = this.grid.touching(view);
    const look = { theme, scale, view, flow, fading: trails.fading };
    drawAxisLines(ctx, axis, look);
    drawFrames(ctx, frames, look);
    drawEdges(ctx, { edges: this.edges, lit: trails.edges() }, look);
    drawFrameLabels(ctx, frames, look);
    if (scale < SCALE.frame) this.drawFar(ctx, shown, scale);
    else for (const card of shown) drawCard(ctx, card, this.lookOf(card, scale));
    drawAxisLabels(ctx, axis, look);
  }

  drawFar(ctx, shown, scale) {
    drawPatches(ctx, shown, (card) => this.trails.faded(card));
    const { picks = {} } = this.payload;
    const marked = new Set([...this.focus, this.selected, picks.start, picks.end].map((arn) => this.cards.get(arn)));
    for (const card of [...marked, ...this.trails.path, ...this.finder.hits]) {
      if (!card) continue;
      const look = this.lookOf(card, scale);
      if (look.focus || look.selected || look.path) drawFrame(ctx, card, look);
      drawMarks(ctx, card, look);
    }
  }

  // What is on the screen, said in words, once for each change.
  drawn() {
    if (!this.grid) return;
    this.minimap.follow(this.camera.view());
    if (!this.stale) return;
    this.stale = false;
    const { dataset } = this.stage;
    dataset.entities = this.entities;
    dataset.cards = this.cards.size;
    dataset.associations = this.payload.associations;
    dataset.focus = [...this.focus].join(" ");
    dataset.selected = this.selected ?? "";
    this.stage.setAttribute("aria-label", this.payload.name);
  }

  note(words) {
    const note = this.stage.querySelector(".note");
    const many = this.edges.length > MANY && `${this.edges.length.toLocaleString()} associations: shown for the card you point at or select`;
    note.textContent = [words, many].filter(Boolean).join(" · ");
    note.hidden = !note.textContent;
  }

  // --- selection ------------------------------------------------------------------------------------------------

  // Where the keyboard goes on: what is selected, else what was found last, else the focus.
  get here() {
    return this.cards.get(this.selected) ?? this.cards.get(this.found?.arn) ?? this.cards.get([...this.focus][0]);
  }

  click(arn) {
    this.camera.touched = true;
    this.stage.focus({ preventScroll: true });
    this.select(arn);
  }

  enter(card) {
    if (card?.fold && card.arn === this.selected) this.growing.toggle(card, []);
    else if (card) this.select(card.arn);
  }

  select(arn, { quiet = false } = {}) {
    const changed = arn !== this.selected;
    this.selected = arn;
    this.trails.follow(this.cards.get(arn), this.payload.path);
    this.stale = true;
    if (quiet) return;
    this.found = null;
    this.draw();
    if (!changed) return;
    this.describe(this.cards.get(arn));
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.send("select", { arn: arn ?? "" }), 60);
  }

  describe(card) {
    const { up, down } = this.trails;
    const sides = `${up.size.toLocaleString()} upstream, ${down.size.toLocaleString()} downstream`;
    this.say(card ? `${card.words ?? ""} ${card.label}, ${sides}` : "Nothing selected");
  }

  say(text) {
    this.stage.querySelector(".announce").textContent = text;
  }

  // --- buttons --------------------------------------------------------------------------------------------------

  watch() {
    const act = {
      in: () => this.camera.zoom(1.25), out: () => this.camera.zoom(0.8), fit: () => this.camera.fit(),
      find: () => this.finder.open(), help: () => this.help.open(),
      more: () => this.send("more"), overview: () => this.send("overview"),
    };
    this.frame.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button && this.network) act[button.dataset.do]();
    });
    this.frame.addEventListener("transitionend", ({ target }) => target === this.frame && this.network && this.recolour());
  }

  recolour() {
    this.theme = themeOf(this.frame);
    this.draw();
  }

  destroy() {
    clearTimeout(this.telling);
    cancelAnimationFrame(this.due);
    this.network?.destroy();
    this.network = null;
  }
}

function boundsOf(cards, frames) {
  const bounds = cardsBounds(cards);
  for (const { x, y, width, height } of frames) {
    bounds.left = Math.min(bounds.left, x - width / 2);
    bounds.right = Math.max(bounds.right, x + width / 2);
    bounds.top = Math.min(bounds.top, y - height / 2);
    bounds.bottom = Math.max(bounds.bottom, y + height / 2);
  }
  return bounds;
}
