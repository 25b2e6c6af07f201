"""The admin log: the actions of admins."""

from typing import ClassVar

from lineage_viz.sealed_log import SealedLog


class AdminLog(SealedLog):
    """The log of the actions of admins, in the app and by commands."""

    name: ClassVar[str] = "admin log"
    without: ClassVar[str] = "The app changes nothing without it."
