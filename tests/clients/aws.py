"""Run commands of aws-cli in one process, and print their outcomes as JSON. Runs in the environment of the clients."""

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout

from awscli.clidriver import create_clidriver  # type: ignore[import-not-found]


def outcome(command: list[str]) -> dict[str, object]:
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = create_clidriver().main(command)
    return {"code": code, "out": out.getvalue(), "err": err.getvalue()}


print(json.dumps([outcome(command) for command in json.loads(sys.argv[1])]))
