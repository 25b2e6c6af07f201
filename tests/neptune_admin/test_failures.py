"""Neptune's reasons in the app's errors, as each engine writes them."""

import pytest
from botocore.exceptions import ClientError

from lineage_viz.errors import LoadFailed, NoAnswer, StoreError
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


@pytest.mark.parametrize(("status", "kind"), [(302, LoadFailed), (403, LoadFailed), (503, NoAnswer)])
def test_the_page_of_a_proxy_is_no_answer_of_neptune(status: int, kind: type[StoreError]) -> None:
    page = {"Code": str(status), "Message": "<!DOCTYPE html><html><body>Sign in</body></html>"}
    response = {"Error": page, "ResponseMetadata": {"HTTPStatusCode": status}}
    endpoint = Endpoint("wss://cluster:8182/gremlin", iam=False)
    with (
        pytest.raises(kind, match="not from Neptune: a proxy") as raised,
        translated(endpoint, "any", LoadFailed),
    ):
        raise ClientError(response, "GetEngineStatus")  # type: ignore[arg-type]
    assert "DOCTYPE" not in str(raised.value)
