"""A pause of the garbage collector while a large graph is built that contains no garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused(*, thaw: bool = True) -> Iterator[None]:
    """Switch the collector off in the block: many objects are made that stay, and checking them doubles the time.

    With `thaw`, objects that an earlier load froze are freed first, if nothing refers to them any more.
    """
    if thaw and gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
