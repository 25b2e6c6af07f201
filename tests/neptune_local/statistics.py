"""The statistics of the graph: their state, and the summary that Neptune makes from them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.neptune_local.clock import Clock
from tests.neptune_local.errors import NeptuneError
from tests.neptune_local.gremlin_server import GremlinServer
from tests.neptune_local.message import text_of

MODES = {"disableAutoCompute": False, "enableAutoCompute": True}


class Statistics:
    """Statistics that are always of this moment; a client may delete them, and compute them again."""

    def __init__(self, gremlin: GremlinServer, clock: Clock) -> None:
        self._gremlin, self._clock = gremlin, clock
        self._automatic, self._active = True, True

    def state(self) -> dict[str, Any]:
        """The answer of GET /propertygraph/statistics."""
        payload: dict[str, Any] = {"autoCompute": self._automatic, "active": self._active, "statisticsId": -1}
        if self._active:
            properties = self._properties("V")
            signatures = (
                "g.V().map(union(label(),properties().key(),outE().label()).dedup().order().fold()).dedup()"
            )
            payload |= {
                "statisticsId": int(self._clock.now() * 1000),
                "date": self._time(),
                "note": "",
                "signatureInfo": {
                    "signatureCount": len(self._gremlin.run(signatures)),
                    "instanceCount": sum(self._counts("V").values()),
                    "predicateCount": len(properties) + len(self._counts("E")),
                },
            }
        return {"status": "200 OK", "payload": payload}

    def manage(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """POST /propertygraph/statistics. Raises NeptuneError."""
        mode = text_of(given, "mode")
        if mode == "refresh":
            self._active = True
            return {"status": "200 OK", "payload": {"statisticsId": int(self._clock.now() * 1000)}}
        if mode not in MODES:
            raise NeptuneError(
                "InvalidParameterException", f"The parameter mode has the invalid value {mode}"
            )
        self._automatic = MODES[mode]
        return {"status": "200 OK"}

    def delete(self) -> dict[str, Any]:
        """DELETE /propertygraph/statistics."""
        self._active = False
        return {"status": "200 OK", "payload": {"active": False, "statisticsId": -1}}

    def summary(self) -> dict[str, Any]:
        """The answer of GET /propertygraph/statistics/summary, without the structures of the mode `detailed`.

        Raises NeptuneError.
        """
        if not self._active:
            raise NeptuneError("StatisticsNotAvailableException", "Statistics are not available")
        vertices, edges = self._counts("V"), self._counts("E")
        of_vertices, of_edges = self._properties("V"), self._properties("E")
        graph = {
            "numNodes": sum(vertices.values()),
            "numEdges": sum(edges.values()),
            "numNodeLabels": len(vertices),
            "numEdgeLabels": len(edges),
            "nodeLabels": sorted(vertices),
            "edgeLabels": sorted(edges),
            "numNodeProperties": len(of_vertices),
            "numEdgeProperties": len(of_edges),
            "nodeProperties": [{name: count} for name, count in sorted(of_vertices.items())],
            "edgeProperties": [{name: count} for name, count in sorted(of_edges.items())],
            "totalNodePropertyValues": sum(of_vertices.values()),
            "totalEdgePropertyValues": sum(of_edges.values()),
        }
        payload = {"version": "v1", "lastStatisticsComputationTime": self._time(), "graphSummary": graph}
        return {"status": "200 OK", "payload": payload}

    def _time(self) -> str:
        return f"{datetime.fromtimestamp(self._clock.now(), UTC):%Y-%m-%dT%H:%M:%S.000Z}"

    def _counts(self, step: str) -> dict[str, int]:
        return dict(self._gremlin.run(f"g.{step}().groupCount().by(label)")[0])

    def _properties(self, step: str) -> dict[str, int]:
        return dict(self._gremlin.run(f"g.{step}().properties().groupCount().by(key)")[0])
