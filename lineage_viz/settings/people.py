"""The people who have a role."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lineage_viz.errors import SettingsError
from lineage_viz.settings.names import ADMIN_GROUP, ADMINS, AUDITOR_GROUP, AUDITORS, GROUP_CLAIM

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True, slots=True)
class Access:
    """The users who are admins or auditors: e-mails in lower case, and groups as the claim `group_claim` lists them."""

    admins: frozenset[str] = frozenset()
    auditors: frozenset[str] = frozenset()
    admin_group: str = ""
    auditor_group: str = ""
    group_claim: str = "groups"

    @property
    def names_somebody(self) -> bool:
        """True when it gives anyone a role; then the app needs a sign-in."""
        return bool(self.admins or self.auditors or self.admin_group or self.auditor_group)


def access_of(environment: Mapping[str, str]) -> Access:
    """The people and groups with a role. Raises SettingsError."""
    access = Access(
        _emails(environment, ADMINS),
        _emails(environment, AUDITORS),
        environment.get(ADMIN_GROUP, "").strip(),
        environment.get(AUDITOR_GROUP, "").strip(),
        environment.get(GROUP_CLAIM, "").strip() or Access().group_claim,
    )
    if environment.get(GROUP_CLAIM) and not (access.admin_group or access.auditor_group):
        raise SettingsError(f"{GROUP_CLAIM} is set without {ADMIN_GROUP} or {AUDITOR_GROUP}. Name a group.")
    return access


def _emails(environment: Mapping[str, str], name: str) -> frozenset[str]:
    emails = [part.strip().lower() for part in environment.get(name, "").split(",") if part.strip()]
    for email in emails:
        if not _EMAIL.fullmatch(email):
            raise SettingsError(f"{name} contains {email!r}. It must be a list of e-mails, joined by commas.")
    return frozenset(emails)
