"""How many examples hypothesis tries: a quarter with `make test`, all with `make test-long`."""

import os

from hypothesis import settings

LONG = "long"
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "short")

# The time of an example says how busy the machine is: one pause of 200 ms and hypothesis calls a test flaky.
settings.register_profile("short", deadline=None, max_examples=25)
settings.register_profile(LONG, deadline=None, max_examples=100)


def examples(long: int) -> int:
    """The examples of one test, which `make test-long` tries `long` times."""
    return long if PROFILE == LONG else max(5, long // 4)
