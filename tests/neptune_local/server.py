"""The local Neptune: one thread that serves the endpoints of the writer and of the reader."""

import asyncio
import threading
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, Self

from aiohttp import web

from tests.neptune_local.clock import Clock
from tests.neptune_local.engine import Engine
from tests.neptune_local.faults import Faults
from tests.neptune_local.gate import Gate
from tests.neptune_local.gremlin_server import GremlinServer
from tests.neptune_local.instance import Instance
from tests.neptune_local.loader import Loader
from tests.neptune_local.routes import Parts, Routes
from tests.neptune_local.signature import Identity
from tests.neptune_local.source import Buckets
from tests.neptune_local.statistics import Statistics
from tests.neptune_local.system import System

HOST = "127.0.0.1"


class NeptuneLocal:
    """`with NeptuneLocal(gremlin_server, s3=…) as neptune:` serves until the end of the block.

    With `identities`, IAM authentication is on and every request must be signed by one of them. A `single_instance` has
    no replica, so its reader endpoint leads to the writer. With `roles`, loads need one of them; these are attached.
    """

    def __init__(
        self,
        gremlin: GremlinServer,
        *,
        s3: str | None = None,
        identities: Iterable[Identity] = (),
        roles: Collection[str] = (),
        region: str = "eu-west-1",
        port: int = 0,
        single_instance: bool = False,
    ) -> None:
        self.clock, self.faults, self.region = Clock(), Faults(), region
        self._buckets = Buckets(s3, region)
        self.engine = Engine(gremlin, self.clock)
        self._loader = Loader(gremlin.url, self._buckets, self.faults, self.clock, region, roles)
        self.engine.on_restart.append(self._loader.forget)
        system, statistics = System(self.engine, self.clock), Statistics(gremlin, self.clock)
        known = {identity.access_key: identity for identity in identities}
        writer = Instance(gremlin.url, "writer", self.faults)
        reader = writer if single_instance else Instance(gremlin.url, "reader", self.faults)
        self._instances = writer, reader
        self._parts = Parts(
            self.engine, self._loader, system, statistics, self._instances, self.faults, self.clock, gremlin.url,
            region, known,
        )  # fmt: skip
        self._wanted_port = port
        self._ports: list[int] = []
        self._ready, self._loop = threading.Event(), asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._serve, name="neptune-local")

    @property
    def endpoint(self) -> str:
        """`host:port` of the cluster endpoint."""
        return f"{HOST}:{self._ports[0]}"

    @property
    def reader_endpoint(self) -> str:
        """`host:port` of the reader endpoint, which refuses changes when there is a replica."""
        return f"{HOST}:{self._ports[1]}"

    @property
    def url(self) -> str:
        """The URL for boto3's `endpoint_url`."""
        return f"http://{self.endpoint}"

    @property
    def gremlin_url(self) -> str:
        """The URL of the writer for gremlinpython."""
        return f"ws://{self.endpoint}/gremlin"

    @property
    def reader_url(self) -> str:
        """The URL of the reader for gremlinpython."""
        return f"ws://{self.reader_endpoint}/gremlin"

    @property
    def loads(self) -> Gate:
        """The gate where a test can stop a half-done load."""
        return self._loader.gate

    def allow(self, access_key: str, actions: Iterable[str]) -> None:
        """Change the actions that the policy of a caller allows; it is in force at once."""
        known = dict(self._parts.identities)
        known[access_key] = replace(known[access_key], actions=frozenset(actions))
        self._parts.identities = known

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        if self._failure:
            self.__exit__()
            raise self._failure
        return self

    def __exit__(self, *_: Any) -> None:
        self._loader.close()
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._loop.close()
        self._buckets.__exit__()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._run())

    def _runner(self, instance: Instance) -> web.AppRunner:
        """A server that ends the work on a request when its client leaves."""
        app = Routes(self._parts, instance).app()
        return web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)

    async def _run(self) -> None:
        runners: list[web.AppRunner] = []
        try:
            for instance, port in zip(self._instances, (self._wanted_port, 0), strict=True):
                runners.append(self._runner(instance))
                await runners[-1].setup()
                await web.TCPSite(runners[-1], HOST, port).start()
            self._ports = [runner.addresses[0][1] for runner in runners]
        except BaseException as error:  # the waiting thread raises it again
            self._failure = error
        self._ready.set()
        if not self._failure:
            await self._stopping.wait()
        for instance in self._instances:
            await instance.cut()
        for runner in runners:
            await runner.cleanup()
