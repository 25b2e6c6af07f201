// Colours and font of the canvas, from Streamlit's CSS variables. They are read only when they change: reading is slow.

import { COLOURS, SHADES, TINT, TONED } from "./geometry.js";

/** @type {(frame: HTMLElement) => Theme} */
export function themeOf(frame) {
  const style = getComputedStyle(frame);
  /** @type {(name: string) => string} */
  const get = (name) => style.getPropertyValue(name).trim();
  const text = get("--st-text-color"), background = get("--st-background-color");
  /** @type {(share: number) => string} */
  const mix = (share) => `color-mix(in srgb, ${text} ${share}%, ${background})`;
  /** @type {(hue: string) => string} */
  const toned = (hue) => `color-mix(in srgb, ${hue} ${TONED}%, ${text})`;
  return {
    text,
    accent: get("--st-primary-color"),
    font: get("--st-font") || "sans-serif",
    card: background,
    line: mix(SHADES.line),
    faint: mix(9),
    ground: mix(SHADES.ground),
    aside: mix(SHADES.aside),
    muted: mix(SHADES.muted),
    edge: mix(SHADES.edge),
    good: toned(COLOURS.good),
    bad: toned(COLOURS.failed),
    tint: (hue) => `color-mix(in srgb, ${hue} ${TINT}%, ${background})`,
    up: "#1c7ed6",
    down: "#e8590c",
  };
}
