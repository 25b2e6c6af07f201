// A small plot of one metric over the versions of a model or the runs of a job, with the same values as a table.

import { drawn, foldedPart, made, tableOf, tableRow } from "./made.js";

/**
 * @typedef {{ name: string, value: number, shown: string, when: string, arn: string, here: boolean }} PlotPoint
 * @typedef {{ words: string, points: PlotPoint[], noun: string, values: string, note: string }} Plot
 */

const PLOT = { width: 280, height: 56, side: 6, top: 8 };

/** @type {(plot: Plot, open: (words: string, arn: string) => HTMLElement) => HTMLElement[]} */
export function plotted({ words, points, noun, values, note }, open) {
  const said = made("p", words, "course"), parts = /** @type {HTMLElement[]} */ ([said]);
  if (points.length) {
    const figure = made("figure");
    figure.append(course(points, words));
    parts.push(figure, foldedPart(values, valueTable(noun, points, words, open)));
  }
  if (note) parts.push(made("p", note, "note"));
  return parts;
}

/** @type {(points: PlotPoint[], words: string) => SVGElement} */
function course(points, words) {
  const picture = drawn("svg", {
    viewBox: `0 0 ${PLOT.width} ${PLOT.height}`,
    role: "img",
    "aria-label": words,
    class: "plot",
  });
  const places = points.map((point, at) => ({ point, x: across(at, points.length), y: down(point.value, points) }));
  picture.append(drawn("polyline", { points: places.map(({ x, y }) => `${x},${y}`).join(" ") }));
  for (const { point, x, y } of [...places].sort((one, other) => Number(one.point.here) - Number(other.point.here))) {
    const dot = drawn("circle", { cx: x, cy: y, r: point.here ? 4.5 : 2.5, class: point.here ? "here" : "" });
    const title = drawn("title", {});
    title.textContent = `${point.name}: ${point.shown}`;
    dot.append(title);
    picture.append(dot);
  }
  return picture;
}

/** @type {(at: number, number: number) => number} */
function across(at, number) {
  return PLOT.side + (PLOT.width - 2 * PLOT.side) * (number > 1 ? at / (number - 1) : 0.5);
}

/** @type {(value: number, points: PlotPoint[]) => number} */
function down(value, points) {
  const every = points.map((point) => point.value), least = Math.min(...every), most = Math.max(...every);
  const part = most > least ? (value - least) / (most - least) : 0.5;
  return PLOT.height - PLOT.top - part * (PLOT.height - 2 * PLOT.top);
}

/** @type {(noun: string, points: PlotPoint[], words: string, open: (words: string, arn: string) => HTMLElement) => HTMLElement} */
function valueTable(noun, points, words, open) {
  const rows = [...points].reverse().map(({ name, shown, when, arn, here }) => {
    const line = tableRow([here ? `${name} (this one)` : open(name, arn), shown, ...(when ? [when] : [])]);
    if (here) line.className = "here";
    return line;
  });
  return tableOf([noun, "Value", ...(points.some(({ when }) => when) ? ["Created"] : [])], rows, words);
}
