"""The steps of a change of a cluster."""

from enum import StrEnum


class ClusterStep(StrEnum):
    """One step, in the order of a load that begins with a reset."""

    RESET = "resetting"
    COMPARE = "comparing"
    UPLOAD = "uploading"
    LOAD = "loading"
    REMOVE = "removing what is gone"
    VERIFY = "verifying"
