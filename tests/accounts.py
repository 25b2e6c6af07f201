"""Several accounts of AWS on this machine: a fake SageMaker for each, moto's STS for their roles, and their sources."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.demo import generate
from lineage_viz.demo.account import DEMO_ACCOUNT, Account
from tests.fake_sagemaker import FakeSageMaker

REGION = "eu-west-1"
MINE = generate(entities=60, seed=5, planted=False)


@dataclass(frozen=True)
class Accounts:
    """The running accounts by their name, the file of their sources, and the environment in which they answer."""

    fakes: dict[str, FakeSageMaker]
    file: Path
    environment: dict[str, str]

    def numbers(self, *names: str) -> tuple[str, ...]:
        """The account numbers of these sources."""
        return tuple(self.fakes[name].account.account_id for name in names)


def of_account(number: str, mine: Account = MINE) -> Account:
    """The same lineage in another account."""

    def moved(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace(DEMO_ACCOUNT, number)
        if isinstance(value, dict):
            return {moved(name): moved(each) for name, each in value.items()}
        return type(value)(map(moved, value)) if isinstance(value, list | tuple) else value

    return replace(mine, **{each.name: moved(getattr(mine, each.name)) for each in fields(mine)})


@contextmanager
def accounts(folder: Path, sts: str, names: Sequence[str]) -> Iterator[Accounts]:
    """Run accounts with these names. A role that the profile of each may assume signs in to it."""
    with ExitStack() as running:
        fakes = {
            name: running.enter_context(FakeSageMaker(of_account(f"{number:012}")))
            for number, name in enumerate(names, start=111111111111)
        }
        (folder / "config").write_text("".join(_profile(name, fake.url) for name, fake in fakes.items()))
        file = folder / "sources.toml"
        file.write_text("".join(_source(name, fake.account.account_id) for name, fake in fakes.items()))
        yield Accounts(fakes, file, _environment(folder, sts, file))


def in_environment(running: Accounts, monkeypatch: pytest.MonkeyPatch) -> Accounts:
    """Let this process and those that it starts read these accounts."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in running.environment.items():
        monkeypatch.setenv(name, value)
    return running


def _environment(folder: Path, sts: str, file: Path) -> dict[str, str]:
    return {
        "AWS_CONFIG_FILE": str(folder / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_ENDPOINT_URL_STS": sts,
        "AWS_EC2_METADATA_DISABLED": "true",
        "LINEAGE_VIZ_SOURCES": str(file),
    }


def _profile(name: str, url: str) -> str:
    return (
        f"[profile {name}]\naws_access_key_id = test\naws_secret_access_key = test\nservices = {name}\n"
        f"[services {name}]\nsagemaker =\n  endpoint_url = {url}\n"
    )


def _source(name: str, account: str) -> str:
    return (
        f'[[source]]\nname = "{name}"\naccount = "{account}"\nregion = "{REGION}"\nprofile = "{name}"\n'
        f'role = "arn:aws:iam::{account}:role/lineage-reader"\nexternal_id = "only-{name}"\n'
    )
