import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.aws_links import links
from lineage_viz.model import Entity
from tests import demo_once
from tests.sample import D1, D3, HOME, I2, SAMPLE, E, G, K, T
from tests.takeaway.conftest import NASTY

AWS = "https://eu-west-1.console.aws.amazon.com/"
SAFE = re.compile(r"https?://[a-z0-9.-]+(:\d+)?/?[A-Za-z0-9/%:;,=+~@._?&#-]*")
BY_ARN = {entity.arn: entity for entity in SAMPLE.holds}


def urls(source: str, arn: str = HOME + "artifact/1", **properties: str) -> list[str]:
    return [link.url for link in links(Entity(arn, "artifact", {"sourceuri": source, **properties}))]


def sagemaker(resource: str) -> list[str]:
    return urls(HOME + resource)


def test_an_object_in_s3_opens_in_the_console_of_its_region() -> None:
    (link,) = links(BY_ARN[D1])
    assert link.words == "Object in S3"
    assert link.url == AWS + "s3/object/ml-bucket?region=eu-west-1&prefix=abalone/raw.csv"


def test_a_key_without_extension_opens_as_object_and_as_folder() -> None:
    assert [(link.words, link.url) for link in links(BY_ARN[D3])] == [
        ("Object in S3", AWS + "s3/object/ml-bucket?region=eu-west-1&prefix=abalone/train"),
        ("Folder in S3", AWS + "s3/buckets/ml-bucket?region=eu-west-1&prefix=abalone/train/"),
    ]
    assert urls("s3://ml-bucket/abalone/") == [AWS + "s3/buckets/ml-bucket?region=eu-west-1&prefix=abalone/"]
    for whole in ("s3://ml-bucket", "s3://ml-bucket/"):
        assert urls(whole) == [AWS + "s3/buckets/ml-bucket?region=eu-west-1&prefix="]


@pytest.mark.parametrize(
    "key", ["größer als 3&x=1#y?.csv", "a b+c%20d.csv", "../../x.csv", "'\"<b>.csv", "a\nb.csv"]
)
def test_any_key_arrives_unchanged(key: str) -> None:
    (url,) = urls(f"s3://ml-bucket/{key}")
    assert parse_qs(urlsplit(url).query, strict_parsing=True) == {"region": ["eu-west-1"], "prefix": [key]}
    assert SAFE.fullmatch(url)


def test_an_image_opens_in_its_own_account_and_region() -> None:
    (link,) = links(BY_ARN[I2])
    assert link.words == "Image repository in ECR, account 141502667606"
    assert link.url == AWS + "ecr/repositories/private/141502667606/sagemaker-xgboost?region=eu-west-1"
    image = "123456789012.dkr.ecr.us-east-2.amazonaws.com/team/own_image:3.1@sha256:" + "9b" * 32
    assert urls(image) == [
        "https://us-east-2.console.aws.amazon.com/ecr/repositories/private/123456789012/team/own_image"
        "?region=us-east-2"
    ]


@pytest.mark.parametrize(
    ("resource", "page"),
    [
        ("training-job/train-1", "jobs/train-1"),
        ("processing-job/prepare-1", "processing-jobs/prepare-1"),
        ("transform-job/score-1", "transform-jobs/score-1"),
        ("endpoint/fraud-prod", "endpoints/fraud-prod"),
        ("model-package/fraud-models/14", "model-package-groups/fraud-models"),
        ("model-package/fraud-model", "model-packages/fraud-model"),
        ("model-package-group/fraud-models", "model-package-groups/fraud-models"),
        ("pipeline/fraud/execution/d84ewltjmxhe", "pipelines/fraud/executions/d84ewltjmxhe"),
    ],
)
def test_a_sagemaker_arn_opens_its_page(resource: str, page: str) -> None:
    assert sagemaker(resource) == [f"{AWS}sagemaker/home?region=eu-west-1#/{page}"]


def test_jobs_endpoints_packages_and_groups_of_a_pipeline_have_links() -> None:
    assert [links(BY_ARN[arn])[0].words for arn in (T, E, K, G)] == [
        "Training job in SageMaker",
        "Endpoint in SageMaker",
        "Model package group in SageMaker",
        "Model package group in SageMaker",
    ]


def test_a_job_is_named_in_upper_and_lower_case_if_its_name_is_recorded() -> None:
    (link,) = links(BY_ARN[T])
    assert link.url.endswith("#/jobs/pipelines-d84ewltjmxhe-AbaloneTrain-A0QiDGuY6z")
    other = Entity(T, "trial_component", {"sourcearn": HOME + "training-job/x", "name": "Y-aws-training-job"})
    assert [link.url[-7:] for link in links(other)] == ["/jobs/x"]


@pytest.mark.parametrize(
    ("partition", "region", "host"),
    [
        ("aws-cn", "cn-north-1", "cn-north-1.console.amazonaws.cn"),
        ("aws-us-gov", "us-gov-west-1", "us-gov-west-1.console.amazonaws-us-gov.com"),
        ("aws", "ap-southeast-3", "ap-southeast-3.console.aws.amazon.com"),
    ],
)
def test_every_partition_has_its_own_console(partition: str, region: str, host: str) -> None:
    home = f"arn:{partition}:sagemaker:{region}:123456789012:"
    suffix = "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"
    sources = (home + "endpoint/e", "s3://bucket/a.csv", f"123456789012.dkr.ecr.{region}.{suffix}/image:1")
    for source in sources:
        (url,) = urls(source, home + "artifact/1")
        assert urlsplit(url).hostname == host


def test_the_pipeline_execution_that_created_it_has_a_link() -> None:
    execution = HOME + "pipeline/fraud/execution/d84ewltjmxhe"
    page = AWS + "sagemaker/home?region=eu-west-1#/pipelines/fraud/executions/d84ewltjmxhe"
    assert urls("", generatedby=execution) == [page]
    assert urls("", properties=f'{{"PipelineExecutionArn": "{execution}"}}', generatedby=execution) == [page]


@pytest.mark.parametrize(
    ("repository", "commit", "found"),
    [
        (
            "https://github.com/acme/fraud.git",
            "9b1f04c2e87a",
            ["https://github.com/acme/fraud/commit/9b1f04c2e87a", "https://github.com/acme/fraud"],
        ),
        ("https://gitlab.com/acme/fraud/", "9b1f04c", ["https://gitlab.com/acme/fraud/-/commit/9b1f04c",
                                                       "https://gitlab.com/acme/fraud"]),
        ("https://github.com/acme/fraud", "HEAD; rm", ["https://github.com/acme/fraud"]),
        ("https://git.acme.example:8443/a b", "9b1f04c", []),
        ("https://git.acme.example:8443/fraud", "9b1f04c", ["https://git.acme.example:8443/fraud"]),
        (
            "https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/fraud",
            "9b1f04c",
            [
                AWS + "codesuite/codecommit/repositories/fraud/commit/9b1f04c?region=eu-west-1",
                AWS + "codesuite/codecommit/repositories/fraud/browse?region=eu-west-1",
            ],
        ),
        ("git@github.com:acme/fraud.git", "9b1f04c", []),
        ("", "9b1f04c", []),
    ],
)  # fmt: skip
def test_a_repository_of_a_known_host_opens_at_the_commit(
    repository: str, commit: str, found: list[str]
) -> None:
    assert urls("", repository=repository, commitid=commit) == found


ECR = ".dkr.ecr.eu-west-1.amazonaws.com/"
HOSTILE = (
    *NASTY,
    "javascript:alert(1)", "JaVaScRiPt://github.com/%0aalert(1)", "data:text/html,<script>", "file:///etc/passwd",
    "https://user:secret@github.com/x", "https://github.com@evil.example/x", "https://evil.example\\@github.com/",
    "https://evil.example\\.github.com/", "http://localhost/admin", "http://127.0.0.1:8501/", "http://[::1]/",
    "http://169.254.169.254/latest", "http://2130706433/", "https://g\u0456thub.com/x", "https://github.com:99999/x",
    "https://github.com:x/", "https:///x", "//evil.example/x", "ftp://github.com/x", " https://github.com/x",
    "https://github.com/x\n", "https://git\u200bhub.com/x", "https://[github.com/x",
    "s3://", "s3:///key", "s3://UPPER/key", "s3://a..b/key", "s3://bucket@evil.example/x", "s3://bucket?x/y",
    "s3://bucket#/y", "s3://bucket/" + "k" * 1025, "s3://bucket/\ud800", "S3://bucket/key",
    "123456789012.dkr.ecr.evil.example/x.amazonaws.com/y:1", "123456789012.dkr.ecr.evil.amazonaws.com/x:1",
    f"123456789012{ECR}../x:1", f"123456789012{ECR}x//y", f"1{ECR}x", f"evil.example/123456789012{ECR}x",
    f"123456789012{ECR}x?y=1:1", "\u0661" * 12 + f"{ECR}x:1",
    HOME + "training-job/a#/b", HOME + "training-job/a/../b", HOME + "training-job/a?x=1", HOME + "endpoint/\u0130",
    HOME + "endpoint/a\n", HOME + "endpoint/", HOME + "model-package/a/b", HOME + "notebook-instance/a",
    "arn:evil:sagemaker:eu-west-1:123456789012:endpoint/a", "arn:aws:sagemaker::123456789012:endpoint/a",
    "arn:aws:sagemaker:evil.example/:123456789012:endpoint/a", "arn:aws:sagemaker:eu-west-1:12:endpoint/a",
    "arn:aws:iam:eu-west-1:123456789012:endpoint/a",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_cannot_be_parsed_has_no_link(text: str) -> None:
    assert urls(text, repository=text, commitid=text, generatedby=text, properties=text, name=text) == []


def test_an_entity_without_an_aws_region_has_no_link_to_the_console() -> None:
    for arn in (
        "7",
        "arn:evil:sagemaker:eu-west-1:1:artifact/1",
        "arn:aws:sagemaker:evil.example#:1:artifact/1",
    ):
        assert urls("s3://bucket/a.csv", arn) == []


PARTS = st.sampled_from(
    ["s3://bucket/", "https://github.com/", HOME, "endpoint/", ECR, "@", "#", "?", "javascript:", ".."]
)


@given(st.lists(st.one_of(PARTS, st.text(max_size=8)), max_size=6).map("".join))
def test_a_link_is_a_plain_web_address_for_any_recorded_text(text: str) -> None:
    for url in urls(text, repository=text, commitid=text, generatedby=text):
        assert SAFE.fullmatch(url)
        assert urlsplit(url).hostname


def test_most_entities_of_the_demo_have_links() -> None:
    entities = list(demo_once.source().entities())
    found = [links(entity) for entity in entities]
    assert sum(map(bool, found)) > 0.95 * len(entities)
    assert all(SAFE.fullmatch(link.url) for each in found for link in each)
