// The measures and colours, which the SVG uses too (lineage_viz/geometry.py, style.py and theme.py).

export const {
  card: CARD,
  glyph: GLYPH,
  name: NAME,
  about: ABOUT,
  mark: MARK,
  outline: OUTLINE,
  opened: OPENED,
  curve: CURVE,
  crowd: CROWD,
  dashes: DASHES,
  colours: COLOURS,
  shades: SHADES,
  ends: ENDS,
  smaller: SMALLER,
} = GEOMETRY;
