"""Roles, and the role of each actor: from the claims of a sign-in, or for the local user."""

import os
import pwd
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from lineage_viz.errors import AccessRefused, SettingsError, SignInNeeded
from lineage_viz.settings import ADMIN_GROUP, ADMINS, AUDITOR_GROUP, AUDITORS, PUBLIC, Access, Settings
from lineage_viz.words import plain

LONGEST_NAME = 120

_HOST = re.compile(r"(\[[^\[\]]*\]|[^\[\]:@/?#,\s]*)(:\d*)?", re.ASCII)
"""The header `Host`: a name or an address, and a port. `urlsplit` would read `[::1].example` as `::1`."""

_PROXY_HEADERS = ("forwarded", "x-real-ip", "via")
"""Headers that only a proxy adds, as are all that begin with `X-Forwarded-`."""


class Role(StrEnum):
    """The rights of an actor; each role includes the rights of the roles before it."""

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
    """A person or command with a role. Two people never have the same name."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser's way to the app: the address that the app listens at, and the headers of the request."""

    address: str
    headers: Mapping[str, str]

    @property
    def host(self) -> str:
        """The host name of the request in lower case, without its port. A browser always sends one."""
        named = _HOST.fullmatch(self._lower().get("host", "localhost"))
        return named[1].strip("[]").lower() if named else ""

    @property
    def is_proxied(self) -> bool:
        """True when a proxy passed the request on and says so. A web page cannot add these headers to a WebSocket."""
        return any(name in _PROXY_HEADERS or name.startswith("x-forwarded-") for name in self._lower())

    @property
    def is_direct(self) -> bool:
        """True when the browser runs on this machine: it uses a local host name, and no proxy header is set.

        The host name is checked because a foreign web page can make its own name point to this machine.
        """
        return is_loopback(self.host) and not self.is_proxied

    def _lower(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}


def require(actor: Actor, role: Role, doing: str) -> None:
    """Raise AccessRefused unless `actor` has `role`; `doing` completes "You may not …"."""
    if actor.role < role:
        raise AccessRefused(
            f"You may not {doing}. This needs the role {role}; the role of {actor.name} is {actor.role}. "
            "Ask an admin of this app."
        )


def signed_in(claims: Mapping[str, object], settings: Settings, now: float) -> Actor:
    """The actor that the claims of a sign-in name. Raises SignInNeeded without a valid sign-in."""
    if claims.get("is_logged_in") is not True:
        raise SignInNeeded("Sign in to see this page.")
    ends = claims.get("exp")
    if not isinstance(ends, int | float) or isinstance(ends, bool) or not ends > now:
        raise SignInNeeded("Your sign-in has ended. Sign in again to continue.")
    if not claims.get("sub"):
        raise SignInNeeded("The sign-in does not name you. Sign in again, or ask an admin of this app.")
    return Actor(_actor_name(claims), _capped(role_of(claims, settings.access), settings))


def role_of(claims: Mapping[str, object], access: Access) -> Role:
    """The highest role that the e-mail or a group gives; a viewer if none gives one."""
    email = verified_email(claims)
    groups = _groups(claims.get(access.group_claim))
    if email in access.admins or access.admin_group in groups:
        return Role.ADMIN
    if email in access.auditors or access.auditor_group in groups:
        return Role.AUDITOR
    return Role.VIEWER


def verified_email(claims: Mapping[str, object]) -> str:
    """The e-mail in lower case if the provider has verified it, else "": anyone can claim an unverified e-mail.

    Some letters outside ASCII become ASCII letters in lower case, which is another mailbox: such an e-mail is
    ignored.
    """
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str):
        return ""
    lower = email.strip().lower()
    return lower if lower.isascii() == email.isascii() else ""


def at_this_machine(settings: Settings, visit: Visit) -> Actor:
    """The actor of a visit while no sign-in is configured. Raises AccessRefused, SettingsError.

    Without sign-in only this machine may use the app, or everybody as a viewer when it is public. A visitor through a
    proxy or a forwarded port can be anyone, and is a viewer.
    """
    if settings.access.names_somebody:
        raise SettingsError(
            f"{ADMINS}, {AUDITORS}, {ADMIN_GROUP} or {AUDITOR_GROUP} is set, but sign-in is not configured. "
            "Configure it in .streamlit/secrets.toml, or unset them."
        )
    if not is_loopback(visit.address):
        if not settings.public:
            refuse_strangers(visit.address)
        return Actor("a visitor", Role.VIEWER)
    if not visit.is_direct:
        return Actor("a visitor through a proxy", Role.VIEWER)
    may_change = settings.neptune is None or settings.neptune_admin
    return Actor("the local user", _capped(Role.ADMIN if may_change else Role.AUDITOR, settings))


def refuse_strangers(address: str) -> None:
    """Raise AccessRefused for an address that other machines can reach: it needs a sign-in."""
    if not is_loopback(address):
        reachable = f"at {plain(address)}" if address else "at every address of this machine"
        raise AccessRefused(
            f"The app would be open to everyone {reachable}: sign-in is not configured. "
            "Configure it in .streamlit/secrets.toml, or serve 127.0.0.1 only. "
            f"With {PUBLIC}=on, everybody who reaches the app may view."
        )


def refuse_foreign_name(visit: Visit, known: Collection[str]) -> None:
    """Raise AccessRefused for a request that names neither this machine, nor a proxy, nor one of the `known` hosts.

    The owner of a host name can make it point to this machine, and read the app in the visitor's browser through it
    ("DNS rebinding"). An IP address cannot be made to point elsewhere, so it is no such name.
    """
    if visit.is_proxied or is_address(visit.host) or visit.host in {"localhost", *known}:
        return
    name = plain(visit.host, LONGEST_NAME) or "(none)"
    raise AccessRefused(
        f"The app does not answer to the host name {name}. Use 127.0.0.1, or name your address to the app in "
        "STREAMLIT_SERVER_CORS_ALLOWED_ORIGINS: see docs/access.md."
    )


def command_line_actor() -> Actor:
    """The user of the command line, as admin: anyone with a shell here can use the files and credentials directly."""
    return Actor(f"{command_line_user()} (command line)", Role.ADMIN)


def command_line_user() -> str:
    """The user's name as the operating system knows it: an environment variable can be set to anything."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # a container may run as a user without a name
        return f"user {number}"


def is_address(host: str) -> bool:
    """True for an IP address, False for a host name."""
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """True when only this machine can reach a host name or address."""
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _capped(role: Role, settings: Settings) -> Role:
    """The role, but never admin in a read-only app."""
    return Role.AUDITOR if settings.read_only and role > Role.AUDITOR else role


def _groups(claim: object) -> frozenset[str]:
    """The groups of a claim: a provider sends one group as text and several as a list. Empty names are ignored."""
    groups = [claim] if isinstance(claim, str) else claim if isinstance(claim, list) else []
    return frozenset(group for group in groups if isinstance(group, str) and group)


def _actor_name(claims: Mapping[str, object]) -> str:
    """The actor's name: the verified e-mail, else a name with the subject and issuer of the sign-in behind it.

    People can choose their name but not their subject, so nobody can pose as somebody else.
    """
    email = verified_email(claims)
    if email:
        return plain(email, LONGEST_NAME)
    chosen = next((claims[key] for key in ("preferred_username", "name", "email") if claims.get(key)), "")
    subject = f"{claims['sub']} at {_host(str(claims.get('iss') or ''))}"
    return f"{plain(str(chosen), LONGEST_NAME)} ({plain(subject, LONGEST_NAME)})".strip()


def _host(url: str) -> str:
    try:
        return urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
