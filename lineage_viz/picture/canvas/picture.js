// The picture: one vis-network per visit. New payloads change it in place; pan, zoom and selection stay.
//
// vis-network provides the canvas, the camera, the gestures and the drawing loop. It gets no data: it would create its
// own objects for ten thousand nodes, and visit each of them for every frame and every move of the mouse.

import { Beside } from "./beside.js";
import { Camera } from "./camera.js";
import { cardsBounds, drawCard, drawChange, drawFrame, drawMarks, drawPatches, SCALE } from "./cards.js";
import { drawEdges, MANY } from "./edges.js";
import { keyboardIsFree } from "./element.js";
import { Finder } from "./finder.js";
import { flowOf } from "./flow.js";
import { closerOf, drawAxisLabels, drawAxisLines, drawFrameLabels, drawFrames } from "./frames.js";
import { CURVE } from "./geometry.js";
import { Grid } from "./grid.js";
import { Growing } from "./growing.js";
import { Help } from "./help.js";
import { Keyboard } from "./keyboard.js";
import { drawLegend, drawStatus } from "./legend.js";
import { lensWords, shadeCards } from "./lens.js";
import { Menu } from "./menu.js";
import { Minimap } from "./minimap.js";
import { pillsOf } from "./pills.js";
import { Pointer } from "./pointer.js";
import { themeOf } from "./theme.js";
import { Trails } from "./trails.js";

export class Picture {
  /** @type {Payload} */
  payload;
  /** @type {Theme} */
  theme;
  /** @type {Flow} */
  flow;
  /** @type {Edge[]} */
  edges;
  /** @type {Frame[]} */
  frames;
  /** @type {Grid} */
  grid;
  /** @type {Rect} */
  bounds;
  /** The context of the last drawing, which measures text. @type {Context} */
  context;
  /** @type {Send} */
  send;
  /** @type {Network} */
  network;
  /** @type {Card | null} */
  found;
  /** @type {number | undefined} */
  due;
  /** @type {number | undefined} */
  telling;
  /** @type {number | undefined} */
  turn;

  /** @param {FrameElement} frame */
  constructor(frame) {
    this.frame = frame;
    /** @type {StageElement} */
    this.stage = frame.querySelector(".stage");
    this.canvas = frame.querySelector(".canvas");
    this.tooltip = frame.querySelector(".tooltip");
    /** @type {Cards} */
    this.cards = new Map();
    // The cards of badges, by the ARNs of their entities.
    /** @type {Map<string, string>} */
    this.hosts = new Map();
    /** @type {Set<string>} */
    this.focus = new Set();
    // The selection, as in the URL. Its card may be out of the picture; it is selected again when it returns.
    /** @type {string | null} */
    this.wanted = null;
    /** @type {string | null} */
    this.selected = null;
    /** @type {string | null} */
    this.hovered = null;
    this.visit = `${Date.now()} ${Math.random()}`;
    this.count = 0;
    /** @type {Message[]} */
    this.pending = [];
    this.camera = new Camera(this);
    this.trails = new Trails(this);
    this.growing = new Growing(this);
    this.pointer = new Pointer(this);
    this.keyboard = new Keyboard(this);
    this.menu = new Menu(this);
    this.finder = new Finder(this);
    this.minimap = new Minimap(this);
    this.help = new Help(this);
    this.beside = new Beside(this);
    this.stage.lineage = {
      position: (arn) => this.camera.positionOf(this.cards.get(arn) ?? this.pointer.placeOf(arn)),
      pill: (arn, part) => {
        const card = this.cards.get(arn);
        return this.camera.positionOf(card && this.pillsOf(card, true).find((pill) => pill.part === part));
      },
      closer: (id) => {
        const frame = this.frames.find((frame) => frame.id === id);
        return this.camera.positionOf(frame && closerOf(frame, this.camera.scale));
      },
    };
    this.watch();
  }

  // --- data -----------------------------------------------------------------------------------------------------

  /** @type {(payload: Payload, sendAction: (name: string, value: unknown) => void) => void} */
  update(payload, sendAction) {
    // Of two messages at the same time Streamlit keeps only the last one. So every message contains the selection, and all
    // earlier actions that the server may not have received. Their numbers tell it which ones it has carried out.
    const { received } = payload;
    if (received?.visit === this.visit) this.pending = this.pending.filter(({ number }) => number > received.number);
    this.send = (action, about = {}) => {
      clearTimeout(this.telling);
      // After an action nothing may move, not even to fit. The two exceptions request a new view.
      this.camera.touched ||= action !== "more" && action !== "overview";
      if (action !== "select") this.pointer.hideTooltip(); // it may be outdated
      this.growing.remember(action, about);
      const message = { action, selected: this.wanted ?? "", ...about, number: ++this.count };
      sendAction("action", { ...message, visit: this.visit, before: this.pending });
      if (action !== "select") this.pending = [...this.pending, message];
    };
    const first = !this.network, before = this.cards, held = this.entities;
    const path = payload.path?.join(" "), anotherPath = path && path !== this.payload?.path?.join(" ");
    this.payload = payload;
    this.theme = themeOf(this.frame);
    if (first) this.mount(payload.options);
    this.read(payload);
    const added = [...this.cards.values()].filter(({ arn }) => !before.has(arn));
    const focus = payload.focus.join(" ");
    const moved = focus !== [...this.focus].join(" ");
    this.focus = new Set(payload.focus);
    const chosen = payload.select?.turn !== this.turn && payload.select;
    const led = (moved && !first) || (chosen && chosen.turn > 0);
    if (chosen) {
      this.turn = chosen.turn;
      this.wanted = chosen.arn;
    }
    if (led && keyboardIsFree()) this.stage.focus({ preventScroll: true });
    this.mark(this.cardOf(this.wanted));
    if (this.hovered && !this.cards.has(this.hovered)) this.pointer.leave();
    const anew = !first && laidOutAnew(before, this.cards, this.focus);
    if (!moved && anew) this.camera.frameFocus({ readable: true });
    else if (moved || (added.length && !this.camera.touched)) this.camera.frameFocus();
    else if (anotherPath) this.camera.frameFocus();
    else if (chosen) this.camera.bring(this.cards.get(this.selected));
    this.note(first ? "" : this.growing.grown(added, this.entities - held));
    this.surround();
    this.draw();
  }

  /** @type {(options: object) => void} */
  mount(options) {
    this.network = new window.vis.Network(this.canvas, { nodes: [], edges: [] }, options);
    // Only the stage is in the tab order; vis-network would add the canvas to it.
    this.canvas.querySelectorAll("[tabindex]").forEach((inner) => inner.setAttribute("tabindex", "-1"));
    this.network.on("beforeDrawing", (ctx) => this.drawAll(ctx));
    this.network.on("afterDrawing", () => this.drawn());
    // Until a person pans or zooms, the whole picture stays in view when the window changes its size.
    // vis-network resets its own camera right after this event.
    this.network.on("resize", () => queueMicrotask(() => this.camera.touched || this.camera.frameFocus()));
    this.pointer.watch(this.network);
  }

  // Cards have no actions: there is no server, or each card stands for a whole type.
  get fixed() {
    return Boolean(this.payload.still || this.payload.schema);
  }

  // The number of entities; a stack stands for several.
  get entities() {
    return this.payload?.entities ?? this.cards.size;
  }

  /** @type {(payload: Payload) => void} */
  read(payload) {
    /** @type {Card[]} */
    const cards = payload.nodes.map((node) => {
      /** @type {Card["edges"]} */
      const edges = { up: [], down: [] };
      const badges = (node.badges ?? []).map((at) => badgeOf(payload, at));
      const warning = node.warning ?? payload.alarms?.[node.arn];
      return { ...node, ...payload.kinds[node.group], warning, badges, edges, fits: new Map() };
    });
    this.hosts = new Map(
      cards.flatMap((card) => card.badges.flatMap(({ arns }) => arns.map((arn) => [arn, card.arn]))),
    );
    this.flow = flowOf(payload);
    const lanes = new Map(payload.lanes);
    this.edges = payload.edges.map(({ from, to, line }, number) => ({
      ...payload.merged[line],
      lanes: lanes.get(number),
      from: cards[from],
      to: cards[to],
    }));
    this.frames = (payload.frames ?? []).map(({ cards: inside = [], ...frame }) => (
      { ...frame, cards: inside.map((place) => cards[place]), fits: new Map() }
    ));
    shadeCards(cards, payload.lens, this.theme);
    this.trails.keep(payload.lens);
    this.cards = new Map(cards.map((card) => [card.arn, card]));
    this.grid = new Grid(cards);
    this.bounds = boundsOf(cards, this.frames, payload.gutters);
    this.trails.link(this.edges);
  }

  surround() {
    const { payload } = this;
    this.explain();
    drawStatus(this.frame.querySelector(".status"), payload);
    this.frame.querySelector(".tools [data-do=overview]").hidden = this.fixed;
    this.frame.querySelector(".tools [data-do=beside]").hidden = Boolean(payload.still);
    this.finder.renew();
    this.minimap.renew();
  }

  explain() {
    const { payload, trails, send } = this;
    drawLegend(this.frame.querySelector(".legend"), payload, trails.bright, send, (words) => {
      trails.brighten(words);
      this.explain();
      this.draw();
    });
  }

  // The boxes over the picture, in pixels of the canvas.
  /** @type {() => Rect[]} */
  boxes() {
    const { left: x, top: y } = this.canvas.getBoundingClientRect();
    return [this.minimap.place(this.camera.view()), this.finder.place()].filter(Boolean)
      .map(({ left, top, right, bottom }) => ({ left: left - x, top: top - y, right: right - x, bottom: bottom - y }));
  }

  // --- drawing --------------------------------------------------------------------------------------------------

  // Any number of changes causes one drawing.
  draw() {
    this.due ??= requestAnimationFrame(() => {
      this.due = undefined;
      this.network?.redraw();
    });
  }

  /** @type {(card: Card, active?: boolean) => Pill[]} */
  pillsOf(card, active = card.arn === this.selected || card.arn === this.hovered) {
    const menu = !this.payload.schema && !(this.fixed && card.fold);
    return pillsOf(card, { flow: this.flow, active, fixed: this.fixed, menu });
  }

  /** @type {(card: Card, scale: number) => Look} */
  lookOf(card, scale) {
    const { picks = {} } = this.payload, { arn } = card;
    return {
      theme: this.theme,
      scale,
      selected: arn === this.selected,
      hover: arn === this.hovered,
      trail: this.trails.ofCard(card),
      path: this.trails.path.has(card),
      faded: this.trails.faded(card),
      focus: this.focus.has(arn),
      hit: this.finder.hit(card),
      pick: arn === picks.start ? "A" : arn === picks.end ? "B" : "",
      pills: scale < SCALE.name ? [] : this.pillsOf(card),
    };
  }

  /** @type {(ctx: Context) => void} */
  drawAll(ctx) {
    if (!this.grid) return;
    this.context = ctx;
    const { theme, flow, trails, frames } = this, { axis = [], gutters = [] } = this.payload;
    const scale = this.camera.scale, view = this.camera.view(), shown = this.grid.touching(view);
    const look = { theme, scale, view, flow, gutters, fading: trails.fading, selected: this.selected };
    drawAxisLines(ctx, axis, look);
    drawFrames(ctx, frames, look);
    drawEdges(ctx, { edges: this.edges, lit: trails.edges() }, look);
    drawFrameLabels(ctx, frames, look);
    if (scale < SCALE.frame) this.drawFar(ctx, shown, scale);
    else for (const card of shown) drawCard(ctx, card, this.lookOf(card, scale));
    drawAxisLabels(ctx, axis, look);
  }

  /** @type {(ctx: Context, shown: Card[], scale: number) => void} */
  drawFar(ctx, shown, scale) {
    drawPatches(ctx, shown, this.theme, (card) => this.trails.faded(card));
    const { picks = {} } = this.payload;
    const marked = new Set([...this.focus, this.selected, picks.start, picks.end].map((arn) => this.cards.get(arn)));
    const changed = shown.filter((card) => card.change);
    for (const card of [...marked, ...changed, ...this.trails.path, ...this.finder.hits]) {
      if (!card) continue;
      const look = this.lookOf(card, scale);
      if (look.focus || look.selected || look.path) drawFrame(ctx, card, look);
      if (card.change) drawChange(ctx, card, card.change, look);
      drawMarks(ctx, card, look);
    }
  }

  // Attributes that describe the picture, set once for each change.
  drawn() {
    if (!this.grid) return;
    this.minimap.follow(this.camera.view());
    this.growing.look();
    if (!this.stale) return;
    this.stale = false;
    const { dataset } = this.stage;
    dataset.entities = String(this.entities);
    dataset.cards = String(this.cards.size);
    dataset.associations = String(this.payload.associations);
    dataset.focus = [...this.focus].join(" ");
    dataset.selected = (this.selected && this.wanted) ?? "";
    this.stage.setAttribute("aria-label", this.payload.name);
  }

  /** @type {(words: string) => void} */
  note(words) {
    const note = this.stage.querySelector(".note");
    const many = this.edges.length > MANY &&
      `${this.edges.length.toLocaleString()} associations: point at a card or select it to see its own`;
    note.textContent = [words, many].filter(Boolean).join(" · ");
    note.hidden = !note.textContent;
  }

  // --- selection ------------------------------------------------------------------------------------------------

  // The card that the keyboard acts on: the selected one, else the last hit, else the focus.
  get here() {
    return this.entityOf(this.wanted) ?? this.cards.get(this.found?.arn) ?? this.cards.get([...this.focus][0]);
  }

  /** @type {(arn: string | null) => void} */
  click(arn) {
    this.camera.touched = true;
    this.stage.focus({ preventScroll: true });
    this.select(arn);
  }

  /** @type {(card: Card | undefined) => void} */
  enter(card) {
    if (card?.fold && card.arn === this.selected) this.growing.toggle(card, []);
    else if (card) this.select(card.arn);
  }

  /** @type {(arn: string | null) => void} */
  mark(arn) {
    this.selected = arn;
    this.trails.follow(this.cards.get(arn), this.payload.path);
    this.beside.tell(this.entityOf(this.wanted) ?? this.cards.get([...this.focus][0]));
    this.stale = true;
  }

  // The card of an entity, for actions on it. That of a badge has no sides: they are not in the picture.
  /** @type {(arn: string | null) => Card | undefined} */
  entityOf(arn) {
    const card = this.cards.get(this.cardOf(arn));
    if (!card || !arn || card.arn === arn) return card;
    const badge = card.badges.find(({ arns }) => arns.includes(arn)), label = badge?.words ?? "";
    return {
      ...card,
      ...badge,
      arn,
      label,
      words: undefined,
      fact: undefined,
      warning: undefined,
      fold: undefined,
      shade: undefined,
      parts: undefined,
      badges: [],
      moreUp: 0,
      moreDown: 0,
      edges: { up: [], down: [] },
    };
  }

  // The card of an entity: its own, or the one with its badge.
  /** @type {(arn: string | null) => string | null} */
  cardOf(arn) {
    return this.cards.has(arn) ? arn : this.hosts.get(arn ?? "") ?? null;
  }

  /** @type {(arn: string | null) => void} */
  select(arn) {
    const changed = arn !== this.wanted;
    this.wanted = arn;
    this.mark(this.cardOf(arn));
    this.found = null;
    this.draw();
    if (!changed) return;
    this.describe(this.entityOf(arn));
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.send("select", { arn: arn ?? "" }), 60);
  }

  /** @type {(card: Card | undefined) => void} */
  describe(card) {
    if (card && !this.cards.has(card.arn)) return this.say(`${card.label}, a badge on ${this.hostWords(card.arn)}`);
    const { up, down } = this.trails;
    const above = card ? [...up, ...[...up, card].flatMap(({ badges }) => badges)] : up; // a badge is upstream of its card
    const most = /** @type {(side: Side) => string} */ ((side) => this.trails.through.has(side) ? "up to " : "");
    const sides = `${most("up")}${entitiesOf(above)} upstream and ${most("down")}${
      entitiesOf(down)
    } downstream in the picture`;
    const fact = card?.warning ?? card?.fact?.[0],
      lens = card && lensWords(card, this.payload.lens),
      difference = card?.change && this.payload.differences?.[card.change];
    this.say(
      card
        ? [`${card.words ?? ""} ${card.label}`, difference, fact, lens, sides].filter(Boolean).join(", ")
        : "Nothing selected",
    );
  }

  /** @type {(arn: string) => string} */
  hostWords(arn) {
    const host = this.cards.get(this.cardOf(arn));
    return `${host?.words ?? ""} ${host?.label ?? ""}`;
  }

  /** @type {(text: string) => void} */
  say(text) {
    this.stage.querySelector(".announce").textContent = text;
  }

  // --- buttons --------------------------------------------------------------------------------------------------

  watch() {
    /** @type {Record<string, () => void>} */
    const act = {
      in: () => this.camera.zoom(1.25),
      out: () => this.camera.zoom(0.8),
      fit: () => this.camera.fit(),
      find: () => this.finder.open(),
      help: () => this.help.open(),
      beside: () => this.beside.toggle(),
      where: () => this.beside.lead(),
      more: () => this.send("more"),
      overview: () => this.send("overview"),
    };
    this.frame.addEventListener("click", (event) => {
      /** @type {HTMLElement | null} */
      const button = /** @type {Element} */ (event.target).closest("[data-do]");
      if (button && this.network) act[button.dataset.do ?? ""]();
    });
    this.frame.addEventListener(
      "transitionend",
      ({ target }) => target === this.frame && this.network && this.recolour(),
    );
  }

  recolour() {
    this.theme = themeOf(this.frame);
    shadeCards(this.cards.values(), this.payload.lens, this.theme);
    this.minimap.renew();
    this.draw();
  }

  destroy() {
    clearTimeout(this.telling);
    if (this.due !== undefined) cancelAnimationFrame(this.due);
    this.network?.destroy();
    this.network = /** @type {any} */ (null);
  }
}

/** @type {(payload: Payload, at: number) => DrawnBadge} */
function badgeOf({ badges = [], kinds }, at) {
  return { ...badges[at], ...kinds[badges[at].kind] };
}

// An image may have a badge on several cards and counts once.
/** @type {(cards: Iterable<Card | DrawnBadge>) => string} */
function entitiesOf(cards) {
  const badges = new Set();
  let sum = 0;
  for (const card of cards) {
    if ("edges" in card) sum += card.fold ?? 1;
    else for (const arn of card.arns) badges.add(arn);
  }
  return (sum + badges.size).toLocaleString();
}

// True after a change of the layout: then most cards have new places. A picture that grows moves none.
/** @type {(before: Cards, cards: Cards, focus: Set<string>) => boolean} */
function laidOutAnew(before, cards, focus) {
  const kept = [...cards.values()].filter(({ arn }) => before.has(arn) && !focus.has(arn));
  const moved = kept.filter(({ arn, x, y }) => before.get(arn)?.x !== x || before.get(arn)?.y !== y);
  return kept.length ? 2 * moved.length > kept.length : before.size > 1 && cards.size > 1;
}

// Lines to the next row turn back beside the cards.
/** @type {(cards: Card[], frames: Frame[], gutters?: number[]) => Rect} */
function boundsOf(cards, frames, gutters = []) {
  const bounds = cardsBounds(cards);
  if (gutters.some((at) => at > bounds.top && at < bounds.bottom)) {
    bounds.left -= CURVE.turn * 0.75;
    bounds.right += CURVE.turn * 0.75;
  }
  for (const { x, y, width, height } of frames) {
    bounds.left = Math.min(bounds.left, x - width / 2);
    bounds.right = Math.max(bounds.right, x + width / 2);
    bounds.top = Math.min(bounds.top, y - height / 2);
    bounds.bottom = Math.max(bounds.bottom, y + height / 2);
  }
  return bounds;
}
