"""How long a test waits before something counts as stuck: one bound for browsers, processes, servers and jobs.

A busy machine is slow, which is no fault. Every wait ends with the progress that it waits for; only what never comes
takes so long.
"""

PATIENCE = 180.0
"""Seconds."""

IN_BROWSER = 1_000 * PATIENCE
"""The same in milliseconds, as Playwright counts."""
