"""The parameters of a request."""

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.neptune_local.errors import bad_request


async def given(request: web.Request) -> dict[str, Any]:
    """Read a JSON object, or a form as graph-notebook sends it, whatever the content type says: the User Guide's
    examples with curl send JSON as a form. Raises NeptuneError."""
    body = await request.read()
    try:
        parameters = json.loads(body or b"{}")
    except ValueError:
        parameters = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)) or None
    if not isinstance(parameters, dict):
        raise bad_request("The body of the request is neither a JSON object nor a form")
    return parameters
