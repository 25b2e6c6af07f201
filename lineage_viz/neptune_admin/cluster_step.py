"""The steps of a change of a cluster."""

from enum import StrEnum


class ClusterStep(StrEnum):
    """A step of a load, in the order of a load that starts with a reset."""

    WAIT = "waiting for another change"
    RESET = "resetting"
    COMPARE = "comparing"
    UPLOAD = "uploading"
    LOAD = "loading"
    REMOVE = "removing what is gone"
    VERIFY = "verifying"
