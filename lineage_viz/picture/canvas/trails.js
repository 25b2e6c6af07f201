// Highlighted cards and edges: upstream and downstream of the selected card, a path, and the card at the pointer.

export class Trails {
  /** @param {Picture} picture */
  constructor(picture) {
    this.picture = picture;
    this.up = new Set();
    this.down = new Set();
    this.path = new Set();
    /** @type {Set<Card>} */
    this.start = new Set();
    this.lit = new Map();
    // The sides on which a trail goes through a stack: its members are not all linked to all that follows.
    /** @type {Set<Side>} */
    this.through = new Set();
    // The value of the lens that stands out, in words; empty without one.
    this.bright = "";
  }

  /** @type {(words: string) => void} */
  brighten(words) {
    this.bright = this.bright === words ? "" : words;
  }

  // Another lens, or a picture without the value: nothing stands out any more. The address has the value, if there is one.
  /** @type {(lens?: Lens) => void} */
  keep(lens) {
    if (lens?.bright !== undefined) this.bright = lens.bright;
    if (!lens?.shades.some(({ words }) => words === this.bright)) this.bright = "";
  }

  // True for a card without the value that stands out.
  /** @type {(card: Card) => boolean} */
  dull({ parts = [] }) {
    const shades = this.picture.payload.lens?.shades ?? [];
    return this.bright !== "" && !parts.some(({ at }) => shades[at].words === this.bright);
  }

  /** @type {(edges: Edge[]) => void} */
  link(edges) {
    for (const edge of edges) {
      edge.to.edges.up.push(edge);
      edge.from.edges.down.push(edge);
    }
  }

  // Computed once for each change of the selection or of the data, not for each frame.
  /** @type {(card: Card | undefined, arns?: string[]) => void} */
  follow(card, arns = []) {
    const { cards } = this.picture;
    this.lit = new Map();
    this.through = new Set();
    this.start = this.startOf(card);
    this.up = this.reach("up");
    this.down = this.reach("down");
    this.path = new Set(card ? [] : arns.map((arn) => cards.get(arn)).filter(Boolean));
    const onPath = [...this.path];
    onPath.slice(1).forEach((card, at) => {
      for (const edge of [...card.edges.up, ...card.edges.down]) {
        if (edge.from === onPath[at] || edge.to === onPath[at]) this.lit.set(edge, "accent");
      }
    });
  }

  // The selected card; for a stack, the members that were opened too.
  /** @type {(card: Card | undefined) => Set<Card>} */
  startOf(card) {
    if (!card) return new Set();
    return new Set([card, ...this.picture.frames.flatMap(({ id, cards }) => (id === card.arn ? cards : []))]);
  }

  // This walk also highlights each edge on its way.
  /** @type {(side: Side) => Set<Card>} */
  reach(side) {
    const seen = new Set(), open = [...this.start];
    for (let card = open.pop(); card; card = open.pop()) {
      for (const edge of card.edges[side]) {
        this.lit.set(edge, side);
        const next = side === "up" ? edge.from : edge.to;
        if (this.start.has(next) || seen.has(next)) continue;
        if (card.fold && !this.start.has(card)) this.through.add(side);
        seen.add(next);
        open.push(next);
      }
    }
    return seen;
  }

  get fading() {
    return this.picture.selected !== null || this.path.size > 0 || this.bright !== "";
  }

  /** @type {(card: Card) => Side | null} */
  ofCard(card) {
    return this.up.has(card) ? "up" : this.down.has(card) ? "down" : null;
  }

  /** @type {(card: Card) => boolean} */
  faded(card) {
    const { selected, hovered, finder } = this.picture;
    if (card.arn === selected || card.arn === hovered || finder.hit(card)) return false;
    if (this.dull(card)) return true;
    if (selected !== null) return !this.up.has(card) && !this.down.has(card) && !this.start.has(card);
    return this.path.size > 0 && !this.path.has(card);
  }

  /** @type {() => Map<Edge, Trail>} */
  edges() {
    const card = this.picture.cards.get(this.picture.hovered);
    if (!card) return this.lit;
    const lit = new Map(this.lit);
    for (const edge of [...card.edges.up, ...card.edges.down]) if (!lit.has(edge)) lit.set(edge, "muted");
    return lit;
  }
}
