// Types for the comments of the scripts. Only the type check uses them: this file never reaches a browser.

type Side = "up" | "down";
type Axis = "x" | "y";
type Point = { x: number; y: number };
type Rect = { left: number; top: number; right: number; bottom: number };
type Box = Point & { width: number; height: number };
type Context = CanvasRenderingContext2D;

// --- data from the server ---------------------------------------------------------------------------------------

/** Values of lineage_viz/geometry.py, style.py and theme.py; in pixels at scale 1. */
interface Geometry {
  card: { width: number; height: number; radius: number; band: number; inset: number; behind: number };
  glyph: { left: number; size: number; box: number; stroke: number };
  name: { size: number; baseline: number };
  about: { size: number; baseline: number };
  fact: { size: number; baseline: number };
  mark: { inset: number; radius: number; cross: number; stroke: number; room: number };
  badge: {
    left: number;
    height: number;
    pad: number;
    gap: number;
    glyph: number;
    size: number;
    baseline: number;
    cut: number;
  };
  outline: { plain: number; focus: number };
  opened: { radius: number; margin: number; title: number };
  curve: {
    shortest: number;
    longest: number;
    around: number;
    aside: number;
    loop: number;
    turn: number;
    arrow: number;
    stroke: number;
  };
  crowd: { calm: number; few: number; least: number; faint: number };
  dashes: { pass: number[]; unresolved: number[] };
  colours: { failed: string; good: string; glyph: string };
  /** The percentage of a hue in the words that it colours. */
  toned: number;
  /** The percentage of a lens's colour in the ground of a card. */
  tint: number;
  shades: { line: number; edge: number; muted: number; ground: number; aside: number };
  /** The places at which a name may break, as a regular expression. */
  ends: string;
  /** The sizes of a name's letters, the largest first. */
  smaller: number[];
}

declare const GEOMETRY: Geometry;

/** A card as the server sends it; `fold` is the number of entities in a stack, `inside` are their names. */
interface CardData extends Point {
  arn: string;
  label: string;
  /** The name without its random parts, if it has any. */
  short?: string;
  group: string;
  words?: string;
  /** The wordings of the key fact, the longest first. */
  fact?: string[];
  tone?: "good" | "bad";
  after?: string;
  /** A model that is live without an approval. */
  warning?: string;
  when?: number;
  source?: string;
  status?: string;
  failed?: boolean;
  unresolved?: string;
  fold?: number;
  /** The number of failed members of a stack that one click takes out of it. */
  failures?: number;
  inside?: string[];
  moreUp?: number;
  moreDown?: number;
  /** Its difference between two lineages. */
  change?: "added" | "removed" | "changed" | "mixed";
  /** The indices of its badges in the payload. */
  badges?: number[];
  /** The parts of its band under a lens: index of the shade, top, height, and number of entities. */
  shade?: [number, number, number, number][];
}

/** One value of a lens; without a colour, it is one of entities that have no such value. */
type Shade = {
  words: string;
  colour: string;
  ink: string;
  count: number;
  /** The counted entities by type, where the number alone would be taken for one type. */
  of?: string;
  /** The number of gaps in the colour. */
  gaps?: number;
  /** A filter can hide it. */
  filtered?: boolean;
  hidden?: boolean;
};
/** `bright` is the value that stands out, in words. */
type Lens = { key: string; words: string; shades: Shade[]; bright?: string };

/** Entities on the edge of a card; `brief` are its words without room, `about` the lines of the tooltip. One without ARNs tells a fact. */
type Badge = { kind: string; words: string; brief: string; about: string[]; arns: string[]; shade?: number };

type Kind = { colour: string; glyph: string };
type Merged = { words: string; dashes: number[]; types?: string[]; pass?: boolean };
type Link = { from: number; to: number; line: number };
type Tick = { x: number; label: string; full: string };
type Facet = { words: string; count?: number; hidden?: boolean };
type TypeFacet = Facet & { label: string; type: string; kind: string };
type LineFacet = Facet & { type?: string; dashes: number[] };

interface Payload {
  nodes: CardData[];
  edges: Link[];
  options: object;
  merged: Merged[];
  badges?: Badge[];
  focus: string[];
  name: string;
  associations: number;
  kinds: Record<string, Kind>;
  types: TypeFacet[];
  lines: LineFacet[];
  entities?: number;
  orientation?: "right" | "down";
  /** Each with the indices of its cards. */
  frames?: (Box & { id: string; label: string; cards?: number[] })[];
  axis?: Tick[];
  /** The heights at which lines go back to the start of a row. */
  gutters?: number[];
  /** The lanes of lines, by the number of the line. */
  lanes?: [number, Lane[]][];
  path?: string[];
  picks?: { start?: string; end?: string };
  status?: string;
  more?: string;
  overview?: string;
  select?: { turn: number; arn: string };
  /** The critical findings of the audit about live models, by ARN. */
  alarms?: Record<string, string>;
  /** The last message of a picture that the server carried out. */
  received?: { visit: string; number: number };
  /** The words of each difference between two lineages. */
  differences?: Partial<Record<NonNullable<CardData["change"]>, string>>;
  /** The value that decides the colours, if it is not the type. */
  lens?: Lens;
  /** There is no server. */
  still?: boolean;
  /** Each card stands for a type. */
  schema?: boolean;
}

/** A payload with its cards in separate parts: it gives a card as its index among all, or as index and degrees. */
interface Packed extends Omit<Payload, "nodes" | "edges"> {
  nodes: (number | [number, number, number, number[]?, string?] | CardData)[];
  edges: number[];
  parts: string[];
  part: number;
  shades?: (number | CardData["shade"])[];
}

// --- parts of the picture ---------------------------------------------------------------------------------------

interface Card extends Omit<CardData, "badges">, Kind {
  badges: DrawnBadge[];
  edges: { up: Edge[]; down: Edge[] };
  fits: Map<string, string | Lines>;
  text?: string;
  parts?: Part[];
  /** The colour of the glyph, and of the ground; without a lens, those of the theme. */
  ink?: string;
  tint?: string;
}

/** A part of the band on a card under a lens. */
type Part = { at: number; top: number; height: number; count: number; colour: string; ink: string; gaps: number };

type DrawnBadge = Badge & { colour: string; glyph: string; ink?: string };

/** Cards by ARN; a lookup without an ARN is allowed and finds no card. */
type Cards = Map<string | null | undefined, Card>;

/** A name in lines, and the size of its letters. */
type Lines = { lines: string[]; size: number };
/** A level part of a line in a gap between cards: where it starts and ends along the flow, and its side. */
type Lane = [number, number, number];
type Edge = Merged & { from: Card; to: Card; lanes?: Lane[] };
type Frame = Box & { id: string; label: string; cards: Card[]; fits: Map<string, string | Lines> };
type Pill = Point & { part: string; text: string; width: number };

/** A line in parts, each with its two control points and its end. */
type Curve = { start: Point; parts: [Point, Point, Point][]; end: Point; arrives: number };

interface Flow {
  along: Axis;
  across: Axis;
  half: number;
  keys: { up: string; down: string; before: string; after: string };
  point: (along: number, across: number) => Point;
}

interface Theme {
  text: string;
  accent: string;
  font: string;
  card: string;
  line: string;
  faint: string;
  ground: string;
  aside: string;
  muted: string;
  edge: string;
  good: string;
  bad: string;
  tint: (hue: string) => string;
  up: string;
  down: string;
}

/** The colour of a highlighted edge or card. */
type Trail = "up" | "down" | "accent" | "muted";

/** The look of the visible part of the picture. */
type Scene = {
  theme: Theme;
  scale: number;
  view: Rect;
  flow: Flow;
  gutters: number[];
  fading: boolean;
  selected: string | null;
};

/** The look of one card. */
interface Look {
  theme: Theme;
  scale: number;
  selected: boolean;
  hover: boolean;
  trail: Side | null;
  path: boolean;
  faded: boolean;
  focus: boolean;
  hit: "current" | "other" | null;
  pick: string;
  pills: Pill[];
}

/** The things at the pointer; `part` is the card or one of its pills. */
type Under =
  & { point: Point }
  & (
    | { card: Card; part: string; badge?: DrawnBadge; frame?: undefined }
    | { card?: undefined; part?: undefined; badge?: undefined; frame?: Frame }
  );

/** The details of a request to the server; `sides` are words, separated by a space. */
type About = { arn?: string; label?: string; type?: string; sides?: string };
type Send = (action: string, about?: About) => void;
/** An action as it is sent; `number` counts the messages of this picture. */
type Message = About & { action: string; selected: string; number: number };

type Action = { words: string; key?: string; hint?: string; run: () => void };
type Picture = import("./picture/canvas/picture.js").Picture;

type Key = {
  keys: string[];
  words: string;
  shown?: string;
  server?: boolean;
  run?: (picture: Picture, card: Card | undefined, key: string) => unknown;
};

// --- surroundings ----------------------------------------------------------------------------------------------

/** The argument of the picture's script, from Streamlit or from an offline page. */
interface Mounted<Data> {
  data: Data;
  parentElement: HTMLElement;
  setTriggerValue(name: string, value: unknown): void;
}

/** The argument of a component's script, from Streamlit. */
interface Sent<Data> extends Mounted<Data> {
  setStateValue(name: string, value: unknown): void;
}

/** The frame and the stage of a picture, with the values that the picture stores on them. */
type FrameElement = HTMLElement & { picture?: Picture; stop?: () => void };
type StageElement = HTMLElement & { lineage?: Places };

/** Positions of things in the window, for tests. */
interface Places {
  position: (arn: string) => Point | null;
  pill: (arn: string, part: string) => Point | null;
  closer: (id: string) => Point | null;
}

/** The part of vis-network 9.1 that the picture uses. */
interface Network {
  on(event: "beforeDrawing" | "afterDrawing", then: (ctx: Context) => void): void;
  on(event: string, then: () => void): void;
  redraw(): void;
  destroy(): void;
  getScale(): number;
  getViewPosition(): Point;
  moveTo(to: { position: Point; scale: number; animation: boolean }): void;
  DOMtoCanvas(point: Point): Point;
  canvasToDOM(point: Point): Point;
}

interface Window {
  vis: { Network: new (canvas: HTMLElement, data: { nodes: []; edges: [] }, options: object) => Network };
  lineageVizHistory?: boolean;
  lineageVizPages?: boolean;
  lineageVizParts?: Map<string, CardData[]>;
  lineageGraph: (mounted: Mounted<Payload | Packed>) => () => void;
}

/** A component queries only elements of its own HTML, so each of them exists. */
interface ParentNode {
  querySelector<Tag extends keyof HTMLElementTagNameMap>(selectors: Tag): HTMLElementTagNameMap[Tag];
  querySelector<Found extends HTMLElement>(selectors: `.${string}` | `[${string}`): Found;
  querySelectorAll<Found extends HTMLElement>(selectors: `.${string}` | `[${string}`): NodeListOf<Found>;
}
interface Document {
  getElementById(id: string): HTMLElement;
}
interface Array<T> {
  /** `filter(Boolean)` leaves no empty value. */
  filter(predicate: BooleanConstructor): Exclude<T, false | null | undefined | 0 | "">[];
}
interface Node {
  getRootNode(): Document | ShadowRoot;
}
