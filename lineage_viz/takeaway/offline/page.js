// The page around the picture: the details of the selected card, and the types and associations that a person hides.
// All text is set as text, never as HTML.

/**
 * @typedef {{ heading: string, facts: { name: string, value: string, more?: string }[] }} Section
 * @type {{ payload: Payload, records: Record<string, { label: string, type: string, sections: Section[] }> }}
 */
const { payload, records } = JSON.parse(document.getElementById("lineage").textContent);
const details = document.getElementById("details");
const types = payload.types.filter((type) => !type.hidden); // entities of hidden types are not in this file
// If the edges do not name their types, they cannot be hidden by type, and the legend only explains.
const toggled = payload.merged.every((merged) => merged.types || merged.pass);
const lines = payload.lines.filter((line) => !line.hidden).map((
  line,
) => (toggled ? line : { ...line, type: undefined }));
const hidden = new Set();

/** @type {(type: { label?: string, type?: string }) => string} */
const keyOf = ({ label, type }) => JSON.stringify([label, type]);
/** @type {(type?: string) => string} */
const lineKeyOf = (type) => JSON.stringify([type]);

/** @type {() => Payload} */
function shown() {
  const badges = payload.badges ?? [], away = badges.filter(({ arns }) => isHidden(arns[0]));
  const kept = new Map(); // index among all nodes → index among the shown nodes
  const nodes = payload.nodes.filter((node, at) => {
    const record = records[node.arn]; // a stack has no record and stays
    const keep = !record || payload.focus.includes(node.arn) || !hidden.has(keyOf(record));
    if (keep) kept.set(at, kept.size);
    return keep;
  }).map((node) => ({ ...node, badges: (node.badges ?? []).filter((at) => !away.includes(badges[at])) }));
  const edges = payload.edges
    .filter(({ from, to, line }) => kept.has(from) && kept.has(to) && visible(payload.merged[line]))
    .map((edge) => ({ ...edge, from: kept.get(edge.from), to: kept.get(edge.to) }));
  const hiddenNodes = payload.nodes.length - nodes.length + new Set(away.flatMap(({ arns }) => arns)).size;
  return {
    ...payload,
    nodes,
    edges,
    entities: (payload.entities ?? payload.nodes.length) - hiddenNodes,
    status: hiddenNodes ? `${payload.status} · ${hiddenNodes.toLocaleString()} hidden here` : payload.status,
    types: types.map((type) => ({ ...type, hidden: hidden.has(keyOf(type)) })),
    lines: lines.map((line) => ({ ...line, hidden: hidden.has(lineKeyOf(line.type)) })),
  };
}

/** @type {(arn?: string) => boolean} */
function isHidden(arn) {
  const record = arn && records[arn];
  return Boolean(record && hidden.has(keyOf(record)));
}

/** @type {(merged: Merged) => boolean} */
function visible({ types: ofEdge }) {
  return !ofEdge || ofEdge.some((type) => !hidden.has(lineKeyOf(type)));
}

/** @type {(arn?: string) => void} */
function show(arn) {
  const node = payload.nodes.find((node) => node.arn === arn) ?? badgeNode(arn);
  if (!node) {
    const hint = document.createElement("p");
    hint.textContent = "Select a card to see all its recorded properties.";
    details.replaceChildren(hint);
    return;
  }
  const heading = document.createElement("h2");
  heading.textContent = node.label;
  details.scrollTop = 0;
  details.replaceChildren(
    heading,
    ...(records[node.arn] ? records[node.arn].sections.flatMap(section) : [members(node.inside ?? [])]),
  );
}

/** @type {(arn?: string) => { arn: string, label: string, inside?: string[] } | undefined} */
function badgeNode(arn) {
  const badge = arn && payload.badges?.find(({ arns }) => arns.includes(arn));
  return badge ? { arn, label: badge.about[1 + badge.arns.indexOf(arn)] ?? badge.words } : undefined;
}

/** @type {(section: Section) => HTMLElement[]} */
function section({ heading, facts }) {
  const list = document.createElement("dl"), above = document.createElement("h3");
  for (const { name, value, more } of facts) {
    const term = document.createElement("dt"), text = document.createElement("dd");
    term.append(...broken(name));
    text.textContent = value;
    if (more) text.append(Object.assign(document.createElement("small"), { textContent: more }));
    list.append(term, text);
  }
  above.textContent = heading;
  return heading ? [above, list] : [list];
}

// The parts of a name, which may break between them, as in the details of the app (component/facts/facts.js).
/** @type {(name: string) => (string | HTMLElement)[]} */
function broken(name) {
  const [first, ...rest] = name.split(/(?<=[_.:/=])(?=[^_.:/=])|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
  return [first, ...rest.flatMap((word) => [document.createElement("wbr"), word])];
}

/** @type {(titles: string[]) => HTMLElement} */
function members(titles) {
  const list = document.createElement("ul");
  list.append(...titles.map((title) => {
    const item = document.createElement("li");
    item.textContent = title;
    return item;
  }));
  return list;
}

/** @type {(key: string) => void} */
function flip(key) {
  if (!hidden.delete(key)) hidden.add(key);
  draw();
}

// Handle an action in the picture. Actions that need the server (another focus, more entities) do nothing here.
/** @type {(name: string, about: About & { action: string }) => void} */
function act(_name, { action, arn, ...about }) {
  if (action === "select") show(arn);
  if (action === "toggle") flip(keyOf(about));
  if (action === "association") flip(lineKeyOf(about.type));
  if (action === "only") {
    const others = types.map(keyOf).filter((key) => key !== keyOf(about));
    const already = !hidden.has(keyOf(about)) && others.every((key) => hidden.has(key));
    for (const key of types.map(keyOf)) hidden.delete(key);
    if (!already) { for (const key of others) hidden.add(key); }
    draw();
  }
}

function draw() {
  window.lineageGraph({ data: shown(), parentElement: document.getElementById("picture"), setTriggerValue: act });
}

show("");
draw();
