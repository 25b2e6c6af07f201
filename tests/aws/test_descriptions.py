"""The descriptions of AWS's services are those that botocore itself reads."""

import json

import botocore.session
import pytest

from lineage_viz.aws.session import new_session


@pytest.mark.parametrize("kind", ["service-2", "paginators-1", "endpoint-rule-set-1"])
def test_a_description_is_the_one_that_botocore_reads(kind: str) -> None:
    ours, own = (
        each.get_component("data_loader").load_service_model("sagemaker", kind)
        for each in (new_session(), botocore.session.Session())
    )
    assert json.dumps(ours) == json.dumps(own)


def test_a_service_without_a_description_is_unknown_as_to_botocore() -> None:
    loader = new_session().get_component("data_loader")
    assert loader.file_loader.load_file("/nowhere/sagemaker") is None
