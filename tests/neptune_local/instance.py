"""One instance of a cluster: its queries and its connections."""

from tests.neptune_local.faults import Faults
from tests.neptune_local.queries import Queries
from tests.neptune_local.running import Running
from tests.neptune_local.websocket import WebSockets


class Instance:
    """The queries of the writer, or of a replica, which refuses changes."""

    def __init__(self, gremlin_url: str, role: str, faults: Faults) -> None:
        self.role = role
        self.running = Running(gremlin_url)
        self.sockets = WebSockets(faults, self.running)
        self.queries = Queries(self.running, faults)

    async def cut(self) -> None:
        """End all connections and queries, as a restart does."""
        await self.sockets.cut()
        await self.running.cancel_all()
