"""The published schema of a report in JSON."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import lineage_viz.audit
from lineage_viz.audit.json_report import as_data
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import report
from lineage_viz.audit.subject import is_subject
from lineage_viz.errors import NotAssessable
from lineage_viz.model import EntityLabel
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from tests import demo_once
from tests.audit.conftest import EVERY, Audit

SCHEMA = json.loads((Path(lineage_viz.audit.__file__).parent / "report.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_every_report_of_the_demo_is_valid(demo: Store) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    subjects = demo.search(
        filter_=Filter(labels=frozenset({EntityLabel.ARTIFACT, EntityLabel.CONTEXT})), limit=10_000
    )
    number = 0
    for subject in filter(is_subject, subjects.entities):
        try:
            found = report(read_review(demo, subject), demo.snapshots, EVERY)
        except NotAssessable:
            continue
        VALIDATOR.validate(json.loads(json.dumps(as_data(found))))
        number += 1
    assert number > len(demo_once.account().findings)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("checks", 0, "outcome"), "fine"),
        (("worst",), "terrible"),
        (("as_of",), "yesterday"),
        (("sections", 0, "fields", 0, "values"), []),
        (("sections", 1, "fields", 9, "values"), [{"text": "x", "entity": "", "source": ""}]),  # not recorded
        (("checks", 0, "follow_up"), {"state": "open", "owner": "nobody knows when"}),
        (("score",), 7),
    ],
)
def test_another_form_is_refused(audit: Audit, path: tuple[str | int, ...], value: Any) -> None:
    found = json.loads(json.dumps(as_data(audit("complete"))))
    VALIDATOR.validate(found)
    inner = found
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert not VALIDATOR.is_valid(found)
