"""The Gremlin console on the Query page."""
