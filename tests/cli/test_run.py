"""The start of the app in unusual places: a folder that was deleted, an address of IPv6."""

import subprocess
import sys
from pathlib import Path

import pytest

from lineage_viz.cli.port import check_address, check_port
from lineage_viz.cli.run import without_brackets
from lineage_viz.errors import SettingsError
from lineage_viz.system.app_folder import findable
from tests.patience import PATIENCE


@pytest.mark.parametrize("command", ["run", "doctor"])
def test_a_command_in_a_deleted_folder_has_one_sentence(tmp_path: Path, command: str) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["sh", "-c", 'rmdir "$0" && exec "$@"', str(gone), sys.executable, "-m", "lineage_viz", command],
        cwd=gone,
        capture_output=True,
        text=True,
        env=findable(),
        timeout=PATIENCE,
    )
    assert done.returncode == 1
    assert done.stderr == (
        "lineage_viz: The folder of this terminal was deleted or moved. Go to a folder that exists with `cd`, then run "
        "the command again.\n"
    )


def test_an_address_of_ipv6_may_be_given_in_brackets() -> None:
    given = ("[::1]", "::1", "127.0.0.1", "")
    assert [without_brackets(each) for each in given] == ["::1", "::1", "127.0.0.1", ""]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("127.0.0.1:8000", "127.0.0.1:8000 has a port. Write it apart: --address 127.0.0.1 --port 8000."),
        ("localhost:x", "localhost:x has a port. Write it apart: --address localhost --port 8501."),
        ("http://127.0.0.1/", "is a URL. Write the host alone: --address 127.0.0.1 --port 8501."),
        ("999.1.1.1", "999.1.1.1 is no address. Correct --address, or leave it out for 127.0.0.1."),
        ("::1", ""),
        ("127.0.0.1", ""),
        ("localhost", ""),
    ],
)
def test_what_is_no_address_is_said_before_who_can_reach_it(given: str, words: str) -> None:
    said = ""
    try:
        check_address(given, 8501)
    except SettingsError as error:
        said = str(error)
    assert said.endswith(words)
    assert bool(said) == bool(words)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("*", "* is no address. For all addresses, write 0.0.0.0; a port goes to --port."),
        ("[::1]:8000", "[::1]:8000 has a port. Write it apart: --address ::1 --port 8000."),
        *(
            (each, f"{each} is no address. Correct --address, or leave it out for 127.0.0.1.")
            for each in (
                ".example.com", "ünï..x", "a" * 70, "127.0.0.1/", "[::1", "a b", "127.0.0.1,0.0.0.0", "0x7f.1", "*:80",
                "-a", "user@host",
            )
        ),
        ("bücher.example", ""),
        ("my_host.example.", ""),
        ("fe80::1%eth0", ""),
    ],
)  # fmt: skip
def test_a_text_that_no_host_has_is_no_address(given: str, words: str) -> None:
    said = ""
    try:
        check_address(given, 8501)
    except SettingsError as error:
        said = str(error)
    assert said == words


def test_a_name_that_cannot_be_looked_up_is_no_address() -> None:
    with pytest.raises(SettingsError, match="is no address"):
        check_port(".example.com", 8501)
