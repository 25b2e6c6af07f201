"""The sign-in of the console: its role by an ARN, TLS to one address, and a sentence for each failure."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from lineage_viz.console import Console
from lineage_viz.errors import SettingsError
from lineage_viz.settings import Neptune, Settings
from tests.aws.answering import XML, answering
from tests.console.conftest import SECRET, Cluster, settings
from tests.neptune_local import CONSOLE, Identity
from tests.neptune_local.actions import EVERY
from tests.patience import PATIENCE
from tests.store.own_certificate import tls_in_front

pytestmark = pytest.mark.usefixtures("profiles", "small")

ROLE = "arn:aws:iam::123456789012:role/lineage-console"
ASSUMED = """<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>AKIDASSUMED</AccessKeyId><SecretAccessKey>kept</SecretAccessKey><SessionToken>of the role</SessionToken>
<Expiration>{}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"""


def test_the_role_of_an_arn_is_assumed_with_the_sign_in_of_the_app(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    neptune = cluster(
        identities=[
            Identity("AKIDASSUMED", SECRET, "of the role", actions=CONSOLE),
            Identity("AKIDADMIN", SECRET, actions=EVERY),
        ]
    )
    monkeypatch.setenv("AWS_PROFILE", "admin")
    until = f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    with answering(200, ASSUMED.format(until), "text/xml") as sts:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts)
        console = Console(settings(neptune, ROLE))
        assert console.closed() == ""
        run = console.start("g.V().count()")
        assert run.wait(PATIENCE)
        assert run.rows == [4]
    with answering(
        403, XML.format("AccessDenied", "not authorized to perform: sts:AssumeRole"), "text/xml"
    ) as sts:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts)
        reason = Console(settings(neptune, ROLE)).closed()
    assert "the role of LINEAGE_VIZ_CONSOLE" in reason
    assert "trust policy" in reason


def test_a_cluster_is_asked_by_tls_and_its_name_is_checked(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    neptune = cluster()
    upstream = urlsplit(neptune.url).port
    assert upstream
    with tls_in_front(tmp_path, upstream) as (port, trusted):
        for host, certificate, words in (
            ("localhost", str(trusted), ""),
            ("127.0.0.1", str(trusted), "TLS certificate is not trusted"),
            ("localhost", "", "TLS certificate is not trusted"),
        ):
            monkeypatch.setenv("SSL_CERT_FILE", certificate)
            url = f"wss://{host}:{port}/gremlin"
            console = Console(Settings(neptune=Neptune(url, url), console="console"))
            assert words in console.closed()
            assert bool(words) == bool(console.closed())
            if not words:
                run = console.start("g.V().count()")
                assert run.wait(PATIENCE)
                assert run.rows == [4]


@pytest.mark.parametrize(
    ("value", "words"),
    [("arn:aws:iam::1:role/x", "must be the ARN of a role"), ("two\nlines", "the name of a profile")],
)
def test_a_setting_that_names_no_role_is_refused(value: str, words: str) -> None:
    given = {"LINEAGE_VIZ_NEPTUNE": "wss://host:8182/gremlin", "LINEAGE_VIZ_CONSOLE": value}
    with pytest.raises(SettingsError, match=words):
        Settings.from_environment(given)
    with pytest.raises(SettingsError, match="LINEAGE_VIZ_NEPTUNE"):
        Settings.from_environment({"LINEAGE_VIZ_CONSOLE": "console"})
