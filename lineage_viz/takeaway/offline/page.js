// The page around the picture: details of the selected card, and types that can be hidden. All text is set as text.

const { payload, records } = JSON.parse(document.getElementById("lineage").textContent);
const details = document.getElementById("details");
const types = payload.types.filter((type) => !type.hidden); // the others are not in this file
const hidden = new Set();

const keyOf = ({ label, type }) => JSON.stringify([label, type]);

function shown() {
  const kept = new Map(); // place in the whole → place among the shown
  const nodes = payload.nodes.filter((node, at) => {
    const keep = payload.focus.includes(node.arn) || !hidden.has(keyOf(records[node.arn]));
    if (keep) kept.set(at, kept.size);
    return keep;
  });
  const edges = payload.edges
    .filter(({ from, to }) => kept.has(from) && kept.has(to))
    .map((edge) => ({ ...edge, from: kept.get(edge.from), to: kept.get(edge.to) }));
  const gone = payload.nodes.length - nodes.length;
  const status = gone ? `${payload.status} · ${gone.toLocaleString()} hidden here` : payload.status;
  return { ...payload, nodes, edges, status, types: types.map((type) => ({ ...type, hidden: hidden.has(keyOf(type)) })) };
}

function show(arn) {
  const record = records[arn];
  if (!record) {
    const hint = document.createElement("p");
    hint.textContent = "Select a card to see everything recorded of it.";
    details.replaceChildren(hint);
    return;
  }
  const heading = document.createElement("h2"), list = document.createElement("dl");
  heading.textContent = payload.nodes.find((node) => node.arn === arn).label;
  for (const [name, value] of Object.entries(record.properties)) {
    const term = document.createElement("dt"), text = document.createElement("dd");
    term.textContent = name;
    text.textContent = indented(value);
    list.append(term, text);
  }
  details.replaceChildren(heading, list);
}

function indented(value) {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}

// What a person did in the picture; what needs the server (another focus, more entities) does nothing here.
function act(_name, { action, arn, ...about }) {
  if (action === "select") show(arn);
  if (action === "toggle") {
    if (!hidden.delete(keyOf(about))) hidden.add(keyOf(about));
    draw();
  }
  if (action === "only") {
    const others = types.map(keyOf).filter((key) => key !== keyOf(about));
    const already = !hidden.has(keyOf(about)) && others.every((key) => hidden.has(key));
    hidden.clear();
    if (!already) for (const key of others) hidden.add(key);
    draw();
  }
}

function draw() {
  window.lineageGraph({ data: shown(), parentElement: document.getElementById("picture"), setTriggerValue: act });
}

show("");
draw();
