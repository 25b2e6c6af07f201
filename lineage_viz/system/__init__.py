"""Files, locks and signals of the operating system, and Python's garbage collector."""
