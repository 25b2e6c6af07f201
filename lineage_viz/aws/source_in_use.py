"""The source that a sentence is about: it names the profile and the file of the source, not the environment's."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from lineage_viz.sources import Source

_IN_USE: ContextVar[Source | None] = ContextVar("source in use", default=None)


def source_in_use() -> Source | None:
    """Return the source; None for the AWS settings of the environment."""
    return _IN_USE.get()


@contextmanager
def about(source: Source | None) -> Iterator[None]:
    """Make the sentences of the block about this source."""
    token = _IN_USE.set(source)
    try:
        yield
    finally:
        _IN_USE.reset(token)


def uses_environment() -> bool:
    """True when credentials in the environment count: a profile of a source goes before them."""
    source = source_in_use()
    return source is None or not source.profile


def setting_words(key: str, variable: str) -> str:
    """Return the name of a setting: that of the environment, or `key` of the source and its file."""
    source = source_in_use()
    if source and source.setting:
        # The setting has no region of its own: there, the variable is what a person sets.
        return variable if variable and key == "region" else source.setting
    return f"`{key}` of the source {source.name} in {source.file}" if source else variable
