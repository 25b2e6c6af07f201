"""Neptune's reasons in the app's errors, as each engine writes them."""

import pytest
from botocore.exceptions import ClientError

from lineage_viz.errors import LoadFailed
from lineage_viz.neptune_admin.failures import translated
from lineage_viz.store.neptune.endpoint import Endpoint

WHY = "The source is empty"


@pytest.mark.parametrize(
    "body",
    [
        {"detailedMessage": WHY},
        {"detailedMessage": WHY, "Error": {"Message": WHY}},
        {"Error": {"Message": WHY}},
    ],
    ids=["older engines", "newer engines", "message alone"],
)
def test_the_reason_is_in_the_error(body: dict[str, object]) -> None:
    error = {"Code": "BadRequestException", "Message": "", **body.pop("Error", {})}  # type: ignore[dict-item]
    response = {**body, "Error": error, "ResponseMetadata": {"HTTPStatusCode": 400}}
    endpoint = Endpoint("wss://cluster:8182/gremlin", iam=False)
    with (
        pytest.raises(LoadFailed, match=f"refused the request: {WHY}"),
        translated(endpoint, "any", LoadFailed),
    ):
        raise ClientError(response, "StartLoaderJob")  # type: ignore[arg-type]
