// What stands around the picture: legend, status line, tooltip. All text is set as text, never as HTML.

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function svg(viewBox, path, dashes) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  picture.setAttribute("viewBox", viewBox);
  picture.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  if (dashes) line.setAttribute("stroke-dasharray", dashes.join(" "));
  picture.append(line);
  return picture;
}

function drawLegend(legend, payload, send) {
  const held = legend.getRootNode().activeElement?.dataset?.type;
  const shown = payload.types.filter((type) => !type.hidden).length;
  legend.replaceChildren(
    ...payload.types.map((type) => typeButton(type, payload.kinds[type.kind], shown, send)),
    ...payload.lines.map(({ words, dashes }) => {
      const key = element("span", "key");
      key.append(svg("0 0 30 8", "M0 4h30", dashes), words);
      return key;
    }),
  );
  if (held) legend.querySelector(`[data-type="${CSS.escape(held)}"]`)?.focus();
}

function typeButton(type, kind, shown, send) {
  const holder = element("span", "type");
  const button = element("button");
  const swatch = element("span", "swatch");
  const about = { label: type.label, type: type.type };
  swatch.style.background = kind.colour;
  swatch.append(svg("0 0 24 24", kind.glyph));
  button.type = "button";
  button.dataset.type = `${type.label} ${type.type}`;
  button.title = `${type.hidden ? "Show" : "Hide"} ${type.label} · ${type.type || "no type"}`;
  button.setAttribute("aria-pressed", String(!type.hidden));
  button.append(swatch, element("span", "word", type.words), element("span", "count", type.count.toLocaleString()));
  button.addEventListener("click", () => send("toggle", about));
  holder.append(button);
  if (shown > 1 || type.hidden) {
    const only = element("button", "only", "only");
    only.type = "button";
    only.setAttribute("aria-label", `Only ${type.words}`);
    only.addEventListener("click", () => send("only", about));
    holder.append(only);
  }
  return holder;
}

function drawStatus(status, payload) {
  const more = status.querySelector("button");
  status.querySelector("p").textContent = payload.status;
  status.classList.toggle("cut", Boolean(payload.more));
  more.hidden = !payload.more;
  more.textContent = payload.more ?? "";
}

function showTooltip(tooltip, lines, at, stage) {
  tooltip.replaceChildren(element("b", "", lines[0]), ...lines.slice(1).filter(Boolean).map((line) => element("span", "", line)));
  tooltip.hidden = false;
  const x = Math.min(at.x + 14, stage.clientWidth - tooltip.offsetWidth - 8);
  const below = at.y + 18 + tooltip.offsetHeight < stage.clientHeight;
  tooltip.style.transform = `translate(${Math.max(8, x)}px, ${Math.max(8, below ? at.y + 18 : at.y - tooltip.offsetHeight - 12)}px)`;
}

function themeOf(frame) {
  const style = getComputedStyle(frame), get = (name) => style.getPropertyValue(name).trim();
  const text = get("--st-text-color"), background = get("--st-background-color");
  const mix = (share) => `color-mix(in srgb, ${text} ${share}%, ${background})`;
  return {
    text, accent: get("--st-primary-color"), font: get("--st-font") || "sans-serif",
    card: background, line: mix(22), muted: mix(66), edge: mix(42), up: "#1c7ed6", down: "#e8590c",
  };
}
