// The summary of an entity: key facts in one line, metrics, parameters, inputs and outputs, people.

import { foldedPart, made, named, tableOf, tableRow } from "./made.js";
import { plotted } from "./plot.js";

/**
 * @typedef {{ words: string, arn: string, about: string }} EntityLink
 * @typedef {{ name: string, last: string, least: string, most: string, more: string, key: boolean }} MetricRow
 * @typedef {{ note: string, of: EntityLink | null, rows: MetricRow[], plot: import("./plot.js").Plot | null }} Metrics
 * @typedef {{ name: string, value: string | null, before: string | null }} ParameterRow
 * @typedef {{ note: string, of: EntityLink | null, before: EntityLink | null, beforeName: string, rows: ParameterRow[],
 *   equal: ParameterRow[], equalWords: string }} Parameters
 * @typedef {{ heading: string, rows: EntityLink[], note: string }} Steps
 * @typedef {{ key?: string[], warning?: string, metrics?: Metrics, parameters?: Parameters, steps?: Steps[] }} Summary
 */

const FIRST = 8; // links of one side that are shown before the rest is folded
const ABSENT = "none";

/** @type {(summary: Summary, open: (arn: string) => void) => HTMLElement[]} */
export function summaryParts({ key, warning, metrics, parameters, steps }, open) {
  const parts = /** @type {HTMLElement[]} */ ([]);
  if (warning) parts.push(made("p", warning, "warning"));
  if (key?.length) parts.push(made("p", key.join(" · "), "key"));
  if (metrics) parts.push(...metricsPart(metrics, open));
  if (parameters) parts.push(...parametersPart(parameters, open));
  return [...parts, ...(steps ?? []).flatMap((side) => stepsPart(side, open))];
}

// A link to a picture of the entity; a click without a modifier lets the server choose: the card, if there is one.
/** @type {(words: string, arn: string, open: (arn: string) => void) => HTMLAnchorElement} */
function entityLink(words, arn, open) {
  const anchor = made("a", words);
  anchor.href = `?${new URLSearchParams({ focus: arn })}`;
  anchor.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(arn);
  });
  return anchor;
}

/** @type {(words: string, of: EntityLink | null, open: (arn: string) => void) => HTMLElement[]} */
function linkLine(words, of, open) {
  if (!of) return [];
  const line = made("p", `${words} `, "note");
  line.append(entityLink(of.words, of.arn, open));
  return [line];
}

/** @type {(metrics: Metrics, open: (arn: string) => void) => HTMLElement[]} */
function metricsPart({ note, of, rows, plot }, open) {
  const parts = /** @type {HTMLElement[]} */ ([made("h3", "Metrics"), ...linkLine("Of the job", of, open)]);
  if (note) parts.push(made("p", note, "note"));
  if (rows.length) parts.push(metricTable(rows));
  return plot ? [...parts, ...plotted(plot, (words, arn) => entityLink(words, arn, open))] : parts;
}

/** @type {(rows: MetricRow[]) => HTMLElement} */
function metricTable(rows) {
  const lines = rows.map(({ name, last, least, most, more, key }) => {
    const line = tableRow([named("span", name), last || "no value", least, most]);
    line.title = more;
    if (key) line.className = "here";
    return line;
  });
  const table = tableOf(["Metric", "Last", "Min", "Max"], lines, "The last, least and greatest value of each metric");
  table.classList.add("numbers");
  return table;
}

/** @type {(parameters: Parameters, open: (arn: string) => void) => HTMLElement[]} */
function parametersPart({ note, of, before, beforeName, rows, equal, equalWords }, open) {
  const parts = /** @type {HTMLElement[]} */ ([made("h3", before ? "Parameters that differ" : "Parameters")]);
  parts.push(...linkLine("Compared with", before, open), ...(before ? [] : linkLine("Of the job", of, open)));
  if (note) parts.push(made("p", note, "note"));
  if (rows.length) {
    const lines = rows.map(({ name, value, before }) =>
      tableRow([named("span", name), value ?? ABSENT, before ?? ABSENT])
    );
    parts.push(tableOf(["Parameter", "Here", beforeName], lines, "The parameters that differ"));
  }
  if (equal.length) {
    const lines = equal.map(({ name, value }) => tableRow([named("span", name), value ?? ABSENT]));
    parts.push(foldedPart(equalWords, tableOf(["Parameter", "Value"], lines, equalWords)));
  }
  return parts;
}

/** @type {(side: Steps, open: (arn: string) => void) => HTMLElement[]} */
function stepsPart({ heading, rows, note }, open) {
  const parts = /** @type {HTMLElement[]} */ ([made("h3", heading)]);
  const items = rows.map((row) => stepItem(row, open)), rest = items.splice(FIRST);
  if (items.length) parts.push(listOf(items));
  if (rest.length) parts.push(foldedPart(`${rest.length} more`, listOf(rest)));
  if (note) parts.push(made("p", note, "note"));
  return parts;
}

/** @type {(items: HTMLElement[]) => HTMLElement} */
function listOf(items) {
  const list = made("ul");
  list.append(...items);
  return list;
}

/** @type {(row: EntityLink, open: (arn: string) => void) => HTMLElement} */
function stepItem({ words, arn, about }, open) {
  const item = made("li");
  item.append(arn ? entityLink(words, arn, open) : made("span", words), " ", made("small", about));
  return item;
}
