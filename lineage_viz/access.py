"""Who may do what: roles, and who has which, by what a sign-in says or by being at this machine."""

import os
import pwd
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from lineage_viz.errors import AccessRefused, SettingsError, SignInNeeded
from lineage_viz.settings import ADMIN_GROUP, ADMINS, AUDITOR_GROUP, AUDITORS, Access, Settings
from lineage_viz.words import plain

LONGEST_NAME = 120

_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


class Role(StrEnum):
    """What somebody may do; each role may do all that those before it may."""

    VIEWER = "viewer"
    AUDITOR = "auditor"
    ADMIN = "admin"

    def __lt__(self, other: str) -> bool:
        return _RANKS[self] < _RANKS[other]

    def __le__(self, other: str) -> bool:
        return _RANKS[self] <= _RANKS[other]

    def __gt__(self, other: str) -> bool:
        return _RANKS[self] > _RANKS[other]

    def __ge__(self, other: str) -> bool:
        return _RANKS[self] >= _RANKS[other]


_RANKS = {str(role): rank for rank, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody with a role. Two people never have the same name."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Visit:
    """How a browser came here: the address the app listens at, and the headers of the request."""

    address: str
    headers: Mapping[str, str]

    @property
    def is_direct(self) -> bool:
        """Whether it comes from this machine by its own name, and nothing in between says that it passed it on.

        The name is looked at because a page of somebody else's can have its own name point to this machine.
        """
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = headers.get("host", "localhost")
        return is_loopback(_name(host)) and not any(header in headers for header in _PASSED_ON)


def require(actor: Actor, role: Role, doing: str) -> None:
    """Raises AccessRefused unless `actor` has `role`; `doing` completes "You may not …"."""
    if actor.role < role:
        raise AccessRefused(
            f"You may not {doing}: that takes the role {role}, and {actor.name} is {actor.role}. "
            "Ask whoever administers this app."
        )


def signed_in(claims: Mapping[str, object], settings: Settings, now: float) -> Actor:
    """Whoever a sign-in says it is, with what it says in its claims. Raises SignInNeeded when there is none."""
    if claims.get("is_logged_in") is not True:
        raise SignInNeeded("Sign in to see this page.")
    ends = claims.get("exp")
    if not isinstance(ends, int | float) or isinstance(ends, bool) or not ends > now:
        raise SignInNeeded("Your sign-in has ended. Sign in again to go on.")
    if not claims.get("sub"):
        raise SignInNeeded("The sign-in does not say who you are. Sign in again, or ask whoever set it up.")
    return Actor(_known_as(claims), _capped(role_of(claims, settings.access), settings))


def role_of(claims: Mapping[str, object], access: Access) -> Role:
    """The highest role that an e-mail or a group gives; a viewer is whoever has none."""
    email = verified_email(claims)
    groups = _groups(claims.get(access.group_claim))
    if email in access.admins or access.admin_group in groups:
        return Role.ADMIN
    if email in access.auditors or access.auditor_group in groups:
        return Role.AUDITOR
    return Role.VIEWER


def verified_email(claims: Mapping[str, object]) -> str:
    """The e-mail in lower case, if the provider says that it has verified it: anyone can claim any other.

    Some letters beyond ASCII become one of its own in lower case, which is another mailbox.
    """
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str):
        return ""
    lower = email.strip().lower()
    return lower if lower.isascii() == email.isascii() else ""


def at_this_machine(settings: Settings, visit: Visit) -> Actor:
    """Whoever looks while no sign-in is configured. Raises AccessRefused, SettingsError.

    Without sign-in only this machine may look. Whoever comes through something else (a proxy, a forwarded port) can
    be anyone, and only looks.
    """
    if settings.access.names_somebody:
        raise SettingsError(
            f"{ADMINS}, {AUDITORS}, {ADMIN_GROUP} or {AUDITOR_GROUP} is set, but sign-in is not configured. "
            "Configure it in .streamlit/secrets.toml, or unset them."
        )
    refuse_strangers(visit.address)
    if not visit.is_direct:
        return Actor("whoever comes through a proxy", Role.VIEWER)
    may_change = settings.neptune is None or settings.neptune_admin
    return Actor("whoever is at this machine", _capped(Role.ADMIN if may_change else Role.AUDITOR, settings))


def refuse_strangers(address: str) -> None:
    """Raises AccessRefused for an address that others can reach, which takes a sign-in."""
    if not is_loopback(address):
        where = f"at {plain(address)}" if address else "at every address of this machine"
        raise AccessRefused(
            f"The app would be open to everyone {where}: sign-in is not configured. "
            "Configure it in .streamlit/secrets.toml, or serve 127.0.0.1 only."
        )


def command_line_actor() -> Actor:
    """Whoever runs a command: who has a shell here has the files and the credentials as well."""
    return Actor(f"{command_line_user()} (command line)", Role.ADMIN)


def command_line_user() -> str:
    """Who has the shell, by what the system knows: a variable can say anything."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # a container may run as a user without a name
        return f"user {number}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host name or address."""
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _capped(role: Role, settings: Settings) -> Role:
    """In a read-only app nobody who visits is an admin."""
    return Role.AUDITOR if settings.read_only and role > Role.AUDITOR else role


def _groups(claim: object) -> frozenset[str]:
    """A provider says one group as a text and several as a list. A group without a name is none."""
    groups = [claim] if isinstance(claim, str) else claim if isinstance(claim, list) else []
    return frozenset(group for group in groups if isinstance(group, str) and group)


def _known_as(claims: Mapping[str, object]) -> str:
    """The verified e-mail; else what cannot be chosen stands behind what can, so that nobody is taken for another."""
    email = verified_email(claims)
    if email:
        return plain(email, LONGEST_NAME)
    said = next((claims[key] for key in ("preferred_username", "name", "email") if claims.get(key)), "")
    subject = f"{claims['sub']} at {_name(str(claims.get('iss') or ''))}"
    return f"{plain(str(said), LONGEST_NAME)} ({plain(subject, LONGEST_NAME)})".strip()


def _name(address: str) -> str:
    """The host in a URL or in a Host header."""
    try:
        return urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
