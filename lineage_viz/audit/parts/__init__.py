"""The sections of a report, by theme."""
