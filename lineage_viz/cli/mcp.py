"""The command that answers an assistant over standard input and output."""

from argparse import Namespace

from lineage_viz.cli.given_settings import settings_of
from lineage_viz.errors import LineageVizError
from lineage_viz.store.factory import open_store


def mcp(options: Namespace) -> int:
    """Serve the tools until the assistant closes the input. Raises LineageVizError when the SDK is not installed."""
    try:
        from lineage_viz.cli.assistant.server import serve  # an extra package
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise LineageVizError(
            "The package `mcp` is not installed. Install it: pip install -r requirements-assistant.lock"
        ) from error
    serve(open_store(settings_of(options)))
    return 0
