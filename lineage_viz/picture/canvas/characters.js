// The characters of a text as people see them; lineage_viz/characters.py does the same for the SVG.

const rules = new Intl.Segmenter("en", { granularity: "grapheme" });

/** @type {(text: string) => string[]} */
export function characters(text) {
  return Array.from(rules.segment(text), (part) => part.segment);
}
