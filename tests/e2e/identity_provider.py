"""A real OpenID Connect provider on this machine, and an app that uses it for sign-in."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.running_app import free_port, running_app, wait_until_healthy

COOKIE_SECRET = "0123456789abcdef0123456789abcdef-test"

PEOPLE: Mapping[str, Mapping[str, object]] = {
    "ada": {"email": "Ada@Example.com", "email_verified": True},
    "ben": {"email": "ben@example.com", "email_verified": True},
    "cy": {"email": "cy@example.com", "email_verified": True},
    "dee": {"email": "dee@example.com", "email_verified": True, "groups": ["staff", "lineage-admins"]},
    "eve": {"email": "ada@example.com", "email_verified": False},
}

ROLES = {
    "LINEAGE_VIZ_ADMINS": "ada@example.com",
    "LINEAGE_VIZ_AUDITORS": "ben@example.com",
    "LINEAGE_VIZ_ADMIN_GROUP": "lineage-admins",
}


@contextmanager
def identity_provider(lasts: int = 3600) -> Iterator[str]:
    """Start a provider whose sign-ins last `lasts` seconds. Yields its address."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--require-nonce", "--token-max-age", str(lasts)]
    for name, claims in PEOPLE.items():
        command += ["--user-claims", json.dumps({"sub": name, **claims})]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as provider:
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_healthy(provider, f"{url}/.well-known/openid-configuration")
            yield url
        finally:
            provider.terminate()


@contextmanager
def app_with_sign_in(
    provider: str, folder: Path, *, by_file: bool = True, log: Path | None = None, **settings: str
) -> Iterator[str]:
    """Start the app on the demo account with sign-in at a provider. Yields its address."""
    file = folder / "secrets.toml"
    secrets = f"""
        [auth]
        redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
        cookie_secret = "{COOKIE_SECRET}"
        client_id = "lineage_viz"
        client_secret = "of the test"
        server_metadata_url = "{provider}/.well-known/openid-configuration"
        """
    file.write_text(secrets)
    configured = {"STREAMLIT_SECRETS_FILES": str(file)} if by_file else {"LINEAGE_VIZ_SIGN_IN": secrets}
    data = {
        "LINEAGE_VIZ_DATA": str(folder / "data"),
        "AWS_REGION": "eu-west-1",
    }  # without, nothing can be reloaded
    with running_app(log=log, **{**ROLES, **data, **configured, **settings}) as url:
        yield url
