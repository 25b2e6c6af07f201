"""The settings of a command that shows snapshots."""

from argparse import Namespace

from lineage_viz.settings import Settings


def settings_of(options: Namespace) -> Settings:
    """The settings of a command that shows snapshots: those of its option, or of the environment."""
    return Settings(tuple(options.snapshot)) if options.snapshot else Settings.from_environment()
