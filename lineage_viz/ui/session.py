"""Who looks at a page, asked anew by every page and before every change."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from lineage_viz.access import Actor, Role, Visit, at_this_machine, signed_in
from lineage_viz.errors import LineageVizError, SettingsError, SignInNeeded
from lineage_viz.settings import Settings

SHORTEST_SECRET = 32
"""Characters. Whoever guesses the secret that signs the cookies is whoever he likes."""

_SECRETS = ".streamlit/secrets.toml"
_SIGN_IN = ("iss", "sub", "aud", "provider", "iat", "exp", "nonce")
"""The claims that tell one sign-in from another, of the same person as well."""

_ended: dict[tuple[str, ...], float] = {}
"""Sign-ins that were ended here, with the time at which they would have ended anyway.

Other tabs keep what they were given when they were opened, and a copy of the cookie outlasts its removal. Not in
Streamlit's cache, which a browser may ask to clear.
"""


def current_actor() -> Actor:
    """Whoever looks. Raises SignInNeeded, AccessRefused, SettingsError.

    Never keep the answer from one run of a page to the next: a sign-in ends in between.
    """
    return _visitor().actor()


def is_admin() -> bool:
    """Whether whoever looks is an admin at this moment; whoever may not look at all is none."""
    return admin_check()()


def admin_check() -> Callable[[], bool]:
    """`is_admin` for what a browser asks for apart from the page, where nothing tells who looks.

    It is about whoever looks now, at the moment that it is called.
    """
    try:
        visitor = _visitor()
    except LineageVizError:
        return lambda: False
    return visitor.is_admin


@dataclass(frozen=True, slots=True)
class _Visitor:
    """What is known of whoever looks; `claims` is None where nobody signs in."""

    claims: Mapping[str, object] | None
    visit: Visit

    def actor(self) -> Actor:
        settings = Settings.from_environment()
        if self.claims is None:
            return at_this_machine(settings, self.visit)
        if _sign_in(self.claims) in _ended:
            raise SignInNeeded("You have signed out. Sign in again to go on.")
        return signed_in(self.claims, settings, time.time())

    def is_admin(self) -> bool:
        try:
            return self.actor().role >= Role.ADMIN
        except LineageVizError:
            return False


def _visitor() -> _Visitor:
    return _Visitor(st.user.to_dict() if sign_in_is_configured() else None, _visit())


def sign_in_is_configured() -> bool:
    """Whether people sign in. Raises SettingsError rather than let everyone in when that cannot be told."""
    section = _section()
    secret = section.get("cookie_secret")
    if section and (not isinstance(secret, str) or len(secret) < SHORTEST_SECRET):
        raise SettingsError(
            f"auth.cookie_secret in {_SECRETS} has less than {SHORTEST_SECRET} characters, so that sign-ins could be "
            'forged. Make one with: python -c "import secrets; print(secrets.token_hex(32))"'
        )
    return bool(section)


def providers() -> list[str]:
    """Where people may sign in; the empty name is the only one's."""
    named = [
        name for name, value in _section().items() if isinstance(value, Mapping) and "client_id" in value
    ]
    return named or [""]


def sign_out() -> None:
    """End this sign-in, also in the other tabs of this browser, and at the provider if it offers that."""
    now = time.time()
    for sign_in in [sign_in for sign_in, ends in list(_ended.items()) if ends <= now]:
        _ended.pop(sign_in, None)
    ends = st.user.get("exp")
    if isinstance(ends, int | float):  # else it is no sign-in as it is
        _ended[_sign_in(st.user)] = ends
    st.logout()


def _sign_in(claims: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(str(claims.get(claim)) for claim in _SIGN_IN)


def _section() -> Mapping[str, object]:
    """The secrets' part on sign-in, empty where there is none."""
    try:
        section = st.secrets.get("auth", {})
    except FileNotFoundError as error:
        # Streamlit says the same of a file that it cannot read.
        if any(Path(path).exists() for path in st.get_option("secrets.files")):
            raise SettingsError(
                f"{_SECRETS} cannot be read. See that it is valid TOML, and that the app may read it."
            ) from error
        return {}
    if not isinstance(section, Mapping):
        raise SettingsError(f"auth in {_SECRETS} is no section. It begins with a line [auth].")
    return section


def _visit() -> Visit:
    return Visit(st.get_option("server.address") or "", dict(st.context.headers))
