"""A pause of the garbage collector while a large graph is built that contains no garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Switch the collector off in the block: many objects are made that stay, and checking them doubles the time.

    Objects that an earlier load froze are freed first, if nothing refers to them any more.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
