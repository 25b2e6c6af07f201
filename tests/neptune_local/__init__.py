"""A test double of Amazon Neptune on this machine; the graph engine inside is a real Gremlin Server."""

from tests.neptune_local.actions import CONSOLE, READING
from tests.neptune_local.faults import Faults
from tests.neptune_local.gremlin_server import GremlinServer
from tests.neptune_local.server import NeptuneLocal
from tests.neptune_local.signature import Identity

__all__ = ["CONSOLE", "READING", "Faults", "GremlinServer", "Identity", "NeptuneLocal"]
