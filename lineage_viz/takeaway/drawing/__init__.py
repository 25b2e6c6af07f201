"""The parts of the SVG: text that fits without a browser to measure it, colours, cards, edges, legend."""
