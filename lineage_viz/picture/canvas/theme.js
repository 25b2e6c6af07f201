// Colours and font for the canvas, from Streamlit's CSS variables. Reading them is slow: it is done when they change.

const FAILED = "#d6336c"; // enough contrast in light and dark

function themeOf(frame) {
  const style = getComputedStyle(frame), get = (name) => style.getPropertyValue(name).trim();
  const text = get("--st-text-color"), background = get("--st-background-color");
  const mix = (share) => `color-mix(in srgb, ${text} ${share}%, ${background})`;
  return {
    text, accent: get("--st-primary-color"), font: get("--st-font") || "sans-serif",
    card: background, line: mix(22), faint: mix(9), ground: mix(4), muted: mix(66), edge: mix(42), up: "#1c7ed6", down: "#e8590c",
  };
}
