"""The title of an entity on screen."""

import pytest

from lineage_viz.model import Entity
from lineage_viz.title import title

ARN = "arn:aws:sagemaker:eu-west-1:123456789012:"


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"name": "Daily report"}, "Daily report"),
        ({"name": "prep-7f-aws-processing-job"}, "prep-7f"),
        ({"name": "fraud-22-Approved-1770595865-aws-model-package"}, "fraud-22-Approved"),
        ({"name": "fraud-1714089600-aws-model-package-group"}, "fraud"),
        ({"name": "fraud-endpoint-1657812345-1-aws-endpoint"}, "fraud-endpoint"),
        ({"name": "x", "displayname": "Trial 3"}, "Trial 3"),
        ({"sourceuri": "s3://bucket/2026/train.csv"}, "train.csv"),
        ({"sourceuri": "s3://bucket/2026/train/"}, "train"),
        ({"sourceuri": ARN + "model-package/fraud/14"}, "fraud/14"),
        ({"sourceuri": "1.dkr.ecr.eu-west-1.amazonaws.com/xgboost:1.5-1"}, "xgboost:1.5-1"),
        ({}, "1a0f"),
    ],
)
def test_the_title_is_the_name_or_the_last_part_of_the_source(
    properties: dict[str, str], expected: str
) -> None:
    assert title(Entity(ARN + "artifact/1a0f", "artifact", properties)) == expected
