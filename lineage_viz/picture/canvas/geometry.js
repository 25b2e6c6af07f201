// The measures and colours, which the SVG uses too (lineage_viz/geometry.py, style.py and theme.py).

export const {
  card: CARD,
  glyph: GLYPH,
  name: NAME,
  about: ABOUT,
  fact: FACT,
  mark: MARK,
  badge: BADGE,
  outline: OUTLINE,
  opened: OPENED,
  curve: CURVE,
  crowd: CROWD,
  dashes: DASHES,
  colours: COLOURS,
  toned: TONED,
  tint: TINT,
  shades: SHADES,
  ends: ENDS,
  smaller: SMALLER,
} = GEOMETRY;
