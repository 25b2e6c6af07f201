"""Settings that name a folder or an address in S3, with signs that only a shell would take away."""

from collections.abc import Callable, Mapping

import pytest

from lineage_viz.errors import SettingsError
from lineage_viz.settings.data import data_folder
from lineage_viz.settings.in_s3 import bulk_load_of, in_s3_of, kept_in_of
from lineage_viz.settings.names import BUCKET, DATA, SNAPSHOTS


def snapshots(environment: Mapping[str, str]) -> object:
    return in_s3_of(environment) or kept_in_of(environment)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("'/tmp/q'", "Remove the quotes."),
        ('"s3://bucket/x/"', "Remove the quotes."),
        ("s3://bucket/x/'", "Remove the quotes."),
        ("~/zz", "nothing replaces the ~ there. Write the whole path."),
        ("$HOME/zz", "nothing replaces the $ there. Write the whole path."),
        ("${HOME}/zz", "nothing replaces the $ there. Write the whole path."),
    ],
)
@pytest.mark.parametrize(
    ("name", "read"),
    [
        (DATA, data_folder),
        (SNAPSHOTS, snapshots),
        (BUCKET, bulk_load_of),
    ],
)
def test_a_sign_of_a_shell_in_a_folder_is_named_with_its_setting(
    name: str, read: Callable[[Mapping[str, str]], object], text: str, step: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        read({name: text})
    assert str(refused.value).startswith(f"{name} is ")
    assert str(refused.value).endswith(step)
