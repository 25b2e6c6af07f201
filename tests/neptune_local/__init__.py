"""A test double of Amazon Neptune on this machine; the graph engine inside is a real Gremlin Server."""
