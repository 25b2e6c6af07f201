"""A record of the log as one line of JSON, without secrets. tests/e2e/test_sign_in.py reads the log of the app."""

import json
import logging
import sys

from lineage_viz.ui.server.json_log import JsonLines


def test_a_record_is_one_line_without_secrets() -> None:
    try:
        raise ValueError("password=correct-horse-battery")
    except ValueError:
        raised = sys.exc_info()
    record = logging.LogRecord("x", logging.ERROR, "", 1, "It failed:\n%s", ("token: abcdefgh12345",), raised)
    record.status = 500
    line = JsonLines().format(record)
    assert "\n" not in line
    members = json.loads(line)
    assert (members["level"], members["logger"], members["status"]) == ("error", "x", 500)
    assert members["message"].startswith("It failed:\n")
    assert "abcdefgh12345" not in line
    assert "correct-horse-battery" not in line
    assert "Traceback" in members["error"]
