"""The reasons for which a cluster refuses a signature, in its own words, each with the next step."""

import re

_REASONS = (
    (
        re.compile(r"Credential should be scoped to a valid region", re.IGNORECASE),
        "Set AWS_REGION to the region of the cluster.",
    ),
    (
        re.compile(r"The request signature we calculated does not match[^.]*", re.IGNORECASE),
        "Check the secret access key: AWS_SECRET_ACCESS_KEY, or that of AWS_PROFILE. The host is signed, too: check "
        "that LINEAGE_VIZ_NEPTUNE is the address of a cluster, and not of a tunnel.",
    ),
    (
        re.compile(r"The security token included in the request is (?:invalid|expired)", re.IGNORECASE),
        "Check AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, or sign in again with AWS_PROFILE.",
    ),
    (
        re.compile(r"Signature (?:expired|not yet current)", re.IGNORECASE),
        "Set the clock of this machine, for example by `sudo timedatectl set-ntp true`.",
    ),
)


def signature_words(message: str) -> str:
    """Return Neptune's reason and the next step; empty for any other message. The words complete "Neptune at …"."""
    found = ((kind.search(message), step) for kind, step in _REASONS)
    return next((f"denies access ({reason[0]}). {step}" for reason, step in found if reason), "")
