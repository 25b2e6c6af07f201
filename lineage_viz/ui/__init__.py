"""The parts of the pages, and the helpers that they share: frame, session, store, errors."""
