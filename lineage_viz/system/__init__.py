"""Files, locks and signals of the operating system, and what Python does beside a running program."""
