"""The numbers in a report of explain or profile, to stand above its text.

Form: Neptune User Guide, "Gremlin explain reports" and "Gremlin profile reports".
"""

import re

_NUMBERS = (
    ("Execution", re.compile(r"^Query Execution:\s+([\d.,]+)$", re.MULTILINE), "{} ms"),
    ("Results", re.compile(r"^Count:\s+(\d+)$", re.MULTILINE), "{}"),
    ("Index operations", re.compile(r"# of statement index ops:\s+(\d+)"), "{}"),
    ("Duplication ratio", re.compile(r"Duplication ratio:\s+([\d.]+)"), "{}"),
)
_WARNING = re.compile(r"^WARNING:\s*(.+)$", re.MULTILINE)


def numbers(report: str) -> tuple[tuple[str, str], ...]:
    """Return the names and the values of the numbers that a report has."""
    return tuple(
        (name, form.format(found[1])) for name, pattern, form in _NUMBERS if (found := pattern.search(report))
    )


def warnings(report: str) -> tuple[str, ...]:
    """Return the warnings of a report, each once."""
    return tuple(dict.fromkeys(found[1].strip() for found in _WARNING.finditer(report)))
