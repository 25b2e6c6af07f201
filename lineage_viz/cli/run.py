"""The command that opens the app. It imports little: nobody sees anything before the server that replaces it begins."""

import os
import signal
import sys
from argparse import Namespace
from importlib.util import find_spec
from pathlib import Path

from lineage_viz.access import refuse_strangers
from lineage_viz.cli.given_settings import settings_of
from lineage_viz.cli.port import check_address, check_port
from lineage_viz.errors import SettingsError
from lineage_viz.settings import NEPTUNE, NEPTUNE_READER, SNAPSHOT, is_public, logs_as_json
from lineage_viz.store.factory import open_folders
from lineage_viz.system.app_folder import app_folder, findable

EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104


def run(options: Namespace) -> int:
    """Check that the snapshots open, then replace this process with the app's server."""
    if find_spec("streamlit") is None:
        raise ModuleNotFoundError("The app needs Streamlit.", name="streamlit")
    settings = settings_of(options)
    logs_as_json()  # a wrong value ends here, with a sentence
    open_folders(settings)
    paths = os.pathsep.join(map(_without_separator, settings.snapshots))
    server = [
        sys.executable,
        "-m",
        "lineage_viz.ui.server.serve",
        str(app_folder() / "app.py"),
        "--server.port",
        str(options.port),
    ]
    if address := without_brackets(options.address or os.environ.get("STREAMLIT_SERVER_ADDRESS", "")):
        check_address(address, options.port)
        _check_open_to(address)
        server += ["--server.address", address]
        if address not in EVERY_ADDRESS:  # Streamlit's first lines then name it
            server += ["--browser.serverAddress", in_a_url(address)]
    check_port(address, options.port)
    overrides = {SNAPSHOT: paths, NEPTUNE: "", NEPTUNE_READER: ""} if paths else {}
    signal.pthread_sigmask(
        signal.SIG_BLOCK, {signal.SIGINT}
    )  # the server unblocks it when it can end quietly
    os.execve(sys.executable, server, findable() | overrides)  # noqa: S606
    return 0


def in_a_url(address: str) -> str:
    """Return an address as it stands in a URL: one of IPv6 in brackets, or its port would be a part of it."""
    return f"[{address}]" if ":" in address else address


def without_brackets(address: str) -> str:
    """Return an address as a socket takes it: one of IPv6 may be given as it stands in a URL."""
    return address[1:-1] if address.startswith("[") and address.endswith("]") else address


def _without_separator(path: Path) -> str:
    """Return an absolute path for the app's setting. Raises SettingsError for a path that the app would divide."""
    text = str(path.resolve())
    if os.pathsep in text:
        raise SettingsError(
            f"{text} cannot be shown, because its path has a {os.pathsep}, which separates folders in {SNAPSHOT}. "
            "Rename the folder."
        )
    return text


def _check_open_to(address: str) -> None:
    """Refuse an address that others can reach while no sign-in is configured and the app is not public.

    The pages refuse it as well; here the user reads the message before the server starts.
    """
    from lineage_viz.ui.session import sign_in_is_configured  # the import takes a second

    if not (sign_in_is_configured() or is_public()):
        refuse_strangers(address)
