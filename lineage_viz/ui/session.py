"""The visitor of a page, read again by every page and before every change."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from lineage_viz.access import Actor, Role, Visit, at_this_machine, signed_in
from lineage_viz.errors import LineageVizError, SettingsError, SignInNeeded
from lineage_viz.settings import SHORTEST_SECRET, SIGN_IN, Settings
from lineage_viz.ui.secret_files import unreadable
from lineage_viz.ui.sign_in_setting import sign_in_setting

_SECRETS = ".streamlit/secrets.toml"
_SIGN_IN = ("iss", "sub", "aud", "provider", "iat", "exp", "nonce")
"""The claims that distinguish one sign-in from another, also of the same person."""

_ended: dict[tuple[str, ...], float] = {}
"""Sign-ins that were ended here, with their time of expiry.

Other tabs keep the claims of their first request, and a copy of the cookie works after its removal. This is not in
Streamlit's cache, because a browser may clear that.
"""


def current_actor() -> Actor:
    """The visitor of this page. Raises SignInNeeded, AccessRefused, SettingsError.

    Never keep the answer from one run of a page to the next: the sign-in may end in between.
    """
    return _visitor().actor()


def viewer() -> str:
    """The owner of saved views: the name of the signed-in visitor, or "" without sign-in."""
    return current_actor().name if sign_in_is_configured() else ""


def is_admin() -> bool:
    """True when the visitor is an admin at this moment; False also for visitors without access."""
    return admin_check()()


def admin_check() -> Callable[[], bool]:
    """`is_admin` for requests outside the page, such as a download, where Streamlit does not know the visitor.

    The returned function checks the visitor of this page, at the time of its call.
    """
    try:
        visitor = _visitor()
    except LineageVizError:
        return lambda: False
    return visitor.is_admin


@dataclass(frozen=True, slots=True)
class _Visitor:
    """A visitor: the claims of the sign-in (None when sign-in is not configured) and the request."""

    claims: Mapping[str, object] | None
    visit: Visit

    def actor(self) -> Actor:
        settings = Settings.from_environment()
        if self.claims is None:
            return at_this_machine(settings, self.visit)
        if _sign_in(self.claims) in _ended:
            raise SignInNeeded("You have signed out. Sign in again to continue.")
        return signed_in(self.claims, settings, time.time())

    def is_admin(self) -> bool:
        try:
            return self.actor().role >= Role.ADMIN
        except LineageVizError:
            return False


def _visitor() -> _Visitor:
    return _Visitor(st.user.to_dict() if sign_in_is_configured() else None, _visit())


def sign_in_is_configured() -> bool:
    """True when sign-in is configured. Raises SettingsError for a faulty configuration: it must not let everyone in."""
    section = _section()
    secret = section.get("cookie_secret")
    # Anyone who guesses the secret that signs the cookies can impersonate any user.
    if section and (not isinstance(secret, str) or len(secret) < SHORTEST_SECRET):
        place = SIGN_IN if sign_in_setting() else _SECRETS
        raise SettingsError(
            f"auth.cookie_secret in {place} has less than {SHORTEST_SECRET} characters: sign-ins could be forged. "
            'Make a longer one with: python -c "import secrets; print(secrets.token_hex(32))"'
        )
    return bool(section)


def providers() -> list[str]:
    """The names of the sign-in providers; one empty name when there is a single provider."""
    names = [
        name for name, value in _section().items() if isinstance(value, Mapping) and "client_id" in value
    ]
    return names or [""]


def sign_out() -> None:
    """End this sign-in, also in the other tabs of this browser, and at the provider if it supports that."""
    now = time.time()
    for sign_in in [sign_in for sign_in, ends in list(_ended.items()) if ends <= now]:
        _ended.pop(sign_in, None)
    ends = st.user.get("exp")
    if isinstance(ends, int | float):  # a sign-in without an expiry is refused anyway
        _ended[_sign_in(st.user)] = ends
    st.logout()


def _sign_in(claims: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(str(claims.get(claim)) for claim in _SIGN_IN)


def _section() -> Mapping[str, object]:
    """The section on sign-in in the setting or in the file of secrets; empty when there is none."""
    if given := sign_in_setting():
        return given
    if why := unreadable():
        raise SettingsError(why)
    try:
        section = st.secrets.get("auth", {})
    except FileNotFoundError as error:
        # Streamlit raises the same error for a file that exists and cannot be read.
        if any(Path(path).exists() for path in st.get_option("secrets.files")):
            raise SettingsError(
                f"{_SECRETS} cannot be read. Check that it is valid TOML and that the app has permission to read it."
            ) from error
        return {}
    if not isinstance(section, Mapping):
        raise SettingsError(f"auth in {_SECRETS} is not a section. Begin the section with the line [auth].")
    return section


def _visit() -> Visit:
    return Visit(st.get_option("server.address") or "", dict(st.context.headers))
