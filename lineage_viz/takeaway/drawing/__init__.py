"""The parts of the SVG: cards, lines, frames, legend, colours, and the width of text."""
