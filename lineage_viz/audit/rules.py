"""The settings that the checks obey: those of a pack, and the waivers."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase

from lineage_viz.arn import Arn
from lineage_viz.audit.waiver import Waivers


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings of checks. `tolerance` is the time by which two services may date one event differently.

    `programs` are roles of programs that may act, such as `ci-deploy` or `arn:aws:iam::*:role/ci-*`.
    """

    tolerance: timedelta = timedelta(minutes=5)
    programs: Collection[str] = ()
    waivers: Waivers = field(default_factory=Waivers)

    def is_program(self, arn: str) -> bool:
        """True when an ARN is of a role or session on the list of programs."""
        parsed = Arn.parse(arn)
        kind, *path = parsed.resource.split("/")
        if kind not in ("assumed-role", "role") or not path:
            return False
        role = path[0] if kind == "assumed-role" else path[-1]
        whole = f"arn:{parsed.partition}:iam::{parsed.account}:role/{role}"
        return any(fnmatchcase(name, pattern) for pattern in self.programs for name in (role, whole))
