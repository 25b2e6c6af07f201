"""The longest wait of a test: one limit for browsers, processes, servers and jobs.

A slow machine must not fail a test. Every wait ends at the progress that it waits for; only progress that never happens
uses the whole time.
"""

PATIENCE = 180.0
"""Seconds."""

IN_BROWSER = 1_000 * PATIENCE
"""The same time in milliseconds, for Playwright."""
