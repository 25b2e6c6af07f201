"""The longest wait of a test: one limit for browsers, processes, servers and jobs.

A slow machine must not fail a test. Every wait ends at the progress that it waits for; only progress that never happens
uses the whole time.
"""

from threading import Event

PATIENCE = 180.0
"""Seconds."""

IN_BROWSER = 1_000 * PATIENCE
"""The same time in milliseconds, for Playwright."""

_NEVER = Event()


def briefly(seconds: float) -> None:
    """Pause for at most a thirtieth of a second, where the product pauses for seconds between two looks at a cluster.

    The local Neptune is quick. Without any pause the looks would take the processor from its loader.
    """
    _NEVER.wait(min(seconds, 0.03))
