"""The Admin page when the environment gives no usable AWS credentials: the sentences of the commands, no secrets."""

import os
import re
import threading
from hashlib import sha1
from pathlib import Path
from time import monotonic

import pytest
from botocore.credentials import SSOProvider
from botocore.tokens import SSOTokenProvider

from lineage_viz.cli import main
from lineage_viz.health import examine
from lineage_viz.health.watch import THREAD
from lineage_viz.settings import Settings
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.current import Named, write_current
from lineage_viz.store.local import LocalStore
from lineage_viz.ui.admin import health_watch
from tests import demo_once
from tests.pages.conftest import OpenPage, visible_text
from tests.sample import SAMPLE

CORP = "[profile corp]\nregion = eu-west-1\n"
BASE = "[profile base]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = of the test\n"
MFA = f"{CORP}role_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\nmfa_serial = m\n{BASE}"
SSO = (
    f"{CORP}sso_account_id = 123456789012\nsso_role_name = r\nsso_session = work\n[sso-session work]\n"
    "sso_start_url = https://corp.example/start\nsso_region = eu-west-1\n"
)
TOKEN = "IQoJb3JpZ2luX2VjEXAMPLEsessionTOKENvalue0123456789"
KEYS = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "of the test"}


@pytest.mark.parametrize(
    ("config", "environment", "words"),
    [
        (MFA, {"AWS_PROFILE": "corp"}, "`eval \"$(aws configure export-credentials --profile corp"),
        (SSO, {"AWS_PROFILE": "corp"}, "`aws sso login --profile corp`"),
        (f"{CORP}credential_process = sleep 600\n", {"AWS_PROFILE": "corp"}, "no answer within"),
        ("", {**KEYS, "AWS_SESSION_TOKEN": f"{TOKEN}\n"}, "AWS_SESSION_TOKEN has a character that cannot be sent"),
        ("", {**KEYS, "https_proxy": f"socks5://ada:{TOKEN}@127.0.0.1:9"}, "SOCKS proxies are not supported"),
    ],
)  # fmt: skip
def test_the_health_line_and_a_failed_reload_say_the_next_step(
    config: str,
    environment: dict[str, str],
    words: str,
    open_page: OpenPage,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    for name in [name for name in os.environ if name.startswith(("AWS_", "LINEAGE_VIZ_"))]:
        monkeypatch.delenv(name)
    (tmp_path / "config").write_text(config)
    (tmp_path / f"{sha1(b'work').hexdigest()}.json").write_text("")
    for provider in (SSOProvider, SSOTokenProvider):
        monkeypatch.setattr(provider, "_SSO_TOKEN_CACHE_DIR", str(tmp_path))
    for limit in ("BRIEF", "PATIENCE"):
        monkeypatch.setattr(f"lineage_viz.aws.session.{limit}", 0.2)
    data = tmp_path / "data"
    for name, value in {
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_REGION": "eu-west-1",
        "LINEAGE_VIZ_DATA": str(data),
        **environment,
    }.items():
        monkeypatch.setenv(name, value)
    shown = open_folder(demo_once.snapshot(data / "snapshots")).info
    write_current(Settings(data=data).current, [Named.of(shown)])

    assert main(["reload"]) == 1
    printed = capsys.readouterr().err
    assert words in printed

    monkeypatch.setattr(health_watch, "examine_apart", examine)
    before = monotonic()
    app = open_page("pages/admin.py", LocalStore([SAMPLE]))
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join()
    assert monotonic() - before < 60
    seen = as_read(visible_text(app.run()))
    assert not app.exception
    assert words in as_read(app.error[0].value)
    assert words in "".join(line for line in seen.splitlines() if "**AWS" in line)
    kept = b"".join(path.read_bytes() for path in data.glob("job*") if path.is_file())
    kept += b"".join(path.read_bytes() for path in (data / "jobs").iterdir())
    for secret in (TOKEN, TOKEN[:20]):
        assert secret not in printed + seen
        assert secret.encode() not in kept
    assert "Traceback" not in printed + seen


def as_read(markdown: str) -> str:
    """The text that a person reads: punctuation without the marks that keep it from being markdown."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown).replace("\u2060", "")
